"""The chapters of a report after its first pages: the provinces, the obstacles, how it was counted, and photos."""

from collections.abc import Sequence

from core.records.snapshot import Place
from core.reports.partner.answers import answers_given
from core.reports.partner.blocks import Block, Heading, Number, Numbers, Photo, Photos, Table, Text
from core.reports.partner.drawn import HALF, Drawer
from core.reports.partner.saying import Saying
from core.reports.partner.tables import charts, compared_table, modules_blocks, sectors_table

_OF_PROVINCE = (
    *("people_trained", "reach_per_10000", "attendances", "person_hours"),
    *("organisations_trained", "women_share", "attendance_rate", "voices"),
)
_MOST_LISTED = 40


def provinces(saying: Saying, drawer: Drawer) -> list[Block]:
    """All provinces side by side, then each on a page of its own."""
    places = saying.snapshot.provinces
    made: list[Block] = [Heading(saying.own("provinces"), new_page=True)]
    drawn = drawer.provinces_map(places)
    made += charts(drawn)
    made += [Text(saying.words.say("chart.outlines"), "note")] if drawn else []
    made.append(compared_table(saying))
    made += [Text(saying.words.say(f"provinces.{name}"), "note") for name in ("reach", "communes")]
    for place in places:
        made += _province(saying, drawer, place)
    return made


def _province(saying: Saying, drawer: Drawer, place: Place) -> list[Block]:
    key = place.code or ""
    made: list[Block] = [Heading(saying.label(place.label), 2, new_page=True)]
    if not (place.months or place.sectors or any(one.mentions for one in place.categories)):
        made.append(Text(saying.own("province_nothing"), "lead"))
        return [*made, *_modules(saying, place)]
    numbers = []
    for code in _OF_PROVINCE:
        value = place.figures[code]
        told = [saying.made_of(code, value, key)] if saying.snapshot.figure(code).unit == "share" else []
        if value.target is not None:
            target = saying.in_unit(code, value.target)
            told.append(saying.own("of_target", share=saying.reached(code, value, key), target=target))
        numbers.append(Number(saying.indicator(code), saying.value(code, value, key), tuple(filter(None, told))))
    made.append(Numbers(tuple(numbers)))
    if place.code is not None:
        made.append(Text(_communes(saying, place)))
    hidden = saying.guard.hides("attendances", key)
    months = None if hidden else drawer.attendance_by_month(place.months, HALF)
    made += charts(months, drawer.obstacles_by_category(place.categories, HALF))
    return [*made, *_modules(saying, place), *sectors_table(saying, place.sectors)]


def _modules(saying: Saying, place: Place) -> list[Block]:
    # Nothing is missing in a place that nobody knows.
    known = place.code is not None or any(one.attendances or one.held for one in place.modules)
    return modules_blocks(saying, place.modules) if known else []


def _communes(saying: Saying, place: Place) -> str:
    names = tuple(saying.label(one) for one in place.reached)
    if not names:
        return saying.words.count("partner.communes_none", place.communes)
    return saying.words.count("partner.communes", len(names), all=place.communes, places=names)


def obstacles(saying: Saying, drawer: Drawer) -> list[Block]:
    """The obstacles: by category, by category and province, one by one, and who answers them."""
    snapshot = saying.snapshot
    made: list[Block] = [Heading(saying.own("obstacles"), new_page=True)]
    if not snapshot.obstacles:
        return [*made, Text(saying.own("no_obstacles"), "lead"), *_institutions(saying)]
    made += charts(drawer.obstacles_by_category(snapshot.categories))
    answers = {one.code: _answering(saying, one.code or "") for one in snapshot.categories}
    rows = tuple(
        (
            saying.label(one.label),
            *(saying.words.number(number) for number in (one.voices, one.obstacles, one.mentions)),
            answers[one.code],
        )
        for one in sorted(snapshot.categories, key=lambda one: -one.voices)
    )
    headers = tuple(saying.own(f"column.{name}") for name in ("category", "voices", "obstacles", "mentions", "answer"))
    made.append(Table(saying.own("table.categories"), headers, rows, (3, 0, 0, 0, 3), (1, 2, 3)))
    made += [
        Heading(saying.own("obstacles_where"), 2),
        *charts(drawer.obstacles_by_category_and_province(snapshot.provinces)),
        Heading(saying.own("obstacles_one_by_one"), 2),
        _ranking(saying),
    ]
    if (snapshot.figure("obstacles").value or 0) > min(_MOST_LISTED, len(snapshot.obstacles)):
        made.append(Text(saying.words.count("partner.obstacles_more", _MOST_LISTED), "note"))
    return [*made, *answers_given(saying, _MOST_LISTED), *_institutions(saying)]


def _ranking(saying: Saying) -> Table:
    snapshot, say = saying.snapshot, saying.words.say
    categories = {one.code: saying.label(one.label) for one in snapshot.categories}
    places = {one.code: saying.label(one.label) for one in snapshot.provinces}
    rows = []
    for one in snapshot.obstacles[:_MOST_LISTED]:
        where = places.get(one.province, "") if one.province else ""
        rows.append(
            (
                saying.title(one),
                categories.get(one.category, one.category),
                where or (saying.own("one_organisation") if one.scope == "organisation" else say(f"scope.{one.scope}")),
                say(f"obstacle_state.{one.state}"),
                saying.words.number(one.voices),
                saying.words.number(one.mentions),
            )
        )
    names = ("obstacle", "category", "place", "state", "voices", "mentions")
    headers = tuple(saying.own(f"column.{name}") for name in names)
    return Table(saying.own("table.obstacles"), headers, tuple(rows), (4, 3, 2, 2, 0, 0), (4, 5))


def _answering(saying: Saying, category: str) -> str:
    names = [one.acronym for one in saying.snapshot.institutions if category in one.categories]
    return saying.words.listing(names) if names else saying.words.say("chart.none")


def _institutions(saying: Saying) -> list[Block]:
    labels = {one.code: saying.label(one.label) for one in saying.snapshot.categories}
    rows = []
    for one in saying.snapshot.institutions:
        answered = [labels[code] for code in one.categories if code in labels]
        told = saying.words.listing(answered) if answered else saying.words.say("chart.none")
        rows.append((one.acronym, saying.label(one.name), told))
    if not rows:
        return []
    headers = tuple(saying.own(f"column.{name}") for name in ("acronym", "institution", "answers_for"))
    table = Table(saying.own("table.institutions"), headers, tuple(rows), (0, 4, 4))
    return [Heading(saying.own("institutions"), 2), Text(saying.own("institutions_note")), table]


def method(saying: Saying, fingerprint: str) -> list[Block]:
    """How it was counted: what the figures are of, what is hidden, every definition, and how to check the report."""
    snapshot = saying.snapshot
    made: list[Block] = [
        Heading(saying.own("method"), new_page=True),
        *(Text(saying.own(f"method_{name}")) for name in ("people", "places", "filters")),
        Text(saying.filters),
        Text(saying.sheets),
        Text(saying.words.say("small.note", limit=saying.guard.limit)),
        Text(saying.own("method_names")),
        Heading(saying.own("definitions"), 2),
    ]
    rows = tuple(
        (saying.label(one.label), saying.label(one.definition), _codes(saying, one.codes, one.context))
        for one in snapshot.figures
    )
    headers = tuple(saying.own(f"column.{name}") for name in ("figure", "definition", "codes"))
    made.append(Table(saying.own("table.definitions"), headers, rows, (2, 6, 2)))
    check = saying.own("check_text", number=saying.number, moment=saying.taken_on)
    made += [Heading(saying.own("check"), 2), Text(check), Text(fingerprint, "note")]
    return made


def _codes(saying: Saying, codes: Sequence[str], context: Sequence[str]) -> str:
    told = [*codes, *(saying.own("context", code=code) for code in context)]
    return " · ".join(told)


def photos(saying: Saying, items: Sequence[Photo]) -> list[Block]:
    """The pictures that the reader added; no chapter without any."""
    return [Heading(saying.own("photos"), new_page=True), Photos(tuple(items))] if items else []
