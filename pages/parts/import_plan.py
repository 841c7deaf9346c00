"""How a file is to be read: its source, columns, texts and communes, proposed and then said by a person."""

from dataclasses import replace
from typing import Any

import streamlit as st

from core.i18n import Words, escaped
from core.names import normalised
from core.records.organisations import KINDS
from core.sheets.columns import listed_texts
from core.sheets.plan import FIELDS, Answer, ImportPlan
from core.sheets.table import Table
from db.queries.imports.batches import earlier_plan, import_sources
from db.queries.imports.lists import commune_questions, completed_values, proposed_plan
from db.queries.places import communes, provinces
from db.queries.reference import categories, sectors
from pages.parts.data import frame_of, fresh
from pages.parts.import_draft import plan_kept, tell_plan_kept
from pages.parts.import_file import Upload
from pages.parts.visit import Visit

_NO_COMMUNE = 0
_SHORT = 60
# The names, in the reader's language, of what the texts of each list can mean.
Names = dict[str, dict[Any, str]]


def plan_of(visit: Visit, upload: Upload) -> ImportPlan:
    """Draws everything that is asked about the file, filled with what is likely; the plan as it stands."""
    words, table, place = visit.words, upload.table, upload.place
    start = _start(visit, upload)
    tell_plan_kept(visit, upload)
    names = _names(visit)
    source = _source(words, start, place)
    province = st.selectbox(
        words.say("import.province"),
        list(names["province"]),
        index=_index(list(names["province"]), start.province_id),
        format_func=names["province"].__getitem__,
        placeholder=words.say("form.choose"),
        key=f"{place}.province",
    )
    missing = st.empty()
    kind = st.selectbox(
        words.say("import.kind"),
        KINDS,
        index=KINDS.index(start.kind),
        format_func=names["kind"].__getitem__,
        key=f"{place}.kind",
    )
    columns = _columns(words, table, start, place)
    if province is None and "province" not in dict(columns).values():
        missing.warning(words.say("import.province_wanted"), icon=":material/location_on:")
    values = _values(words, table, columns, start, names, place)
    plan = replace(start, source=source, province_id=province, kind=kind, columns=columns, values=values, decisions=())
    return replace(plan, communes=_communes(visit, table, plan, start, names, place))


def field_name(words: Words, field: str) -> str:
    """What a field is called."""
    own = f"import.field.{field}"
    return words.say(own if words.has(own) else f"organisation.{field}")


def _start(visit: Visit, upload: Upload) -> ImportPlan:
    """The plan of the last time, else the likely one; looked up once, since what is typed counts from there on."""
    key = f"{upload.place}.start"
    if key not in st.session_state:
        proposed: ImportPlan = fresh(proposed_plan, upload.table, _likely_source(upload))
        earlier = plan_kept(visit, upload) or fresh(earlier_plan, upload.hash, upload.table)
        st.session_state[key] = earlier or proposed
    start: ImportPlan = st.session_state[key]
    return start


def _likely_source(upload: Upload) -> str:
    # Every form of this tool carries these two columns; all its exports share one set of keys.
    if {"_uuid", "_submission_time"} <= set(upload.table.headers):
        return "kobo"
    return upload.name.rsplit(".", 1)[0].split(" (")[0][:_SHORT]


def _source(words: Words, start: ImportPlan, place: str) -> str:
    sources = list(dict.fromkeys([start.source, *fresh(import_sources)]))
    chosen = st.selectbox(
        words.say("import.source"),
        sources,
        index=0,
        accept_new_options=True,
        help=words.say("import.source_help"),
        key=f"{place}.source",
    )
    return " ".join((chosen or "").split())[:_SHORT]


def _columns(words: Words, table: Table, start: ImportPlan, place: str) -> tuple[tuple[str, str], ...]:
    given = dict(start.columns)
    fields = {"": words.say("import.leave_out"), **{field: field_name(words, field) for field in FIELDS}}
    said: dict[str, str] = {}

    def column(number: int, header: str) -> None:
        example = next((line.cells[number] for line in table.lines if line.cells[number]), "")
        said[header] = st.selectbox(
            escaped(header[:_SHORT]),
            list(fields),
            index=list(fields).index(given.get(header, "")),
            format_func=fields.__getitem__,
            help=words.show("import.example", text=example[:_SHORT]) if example else None,
            key=f"{place}.column.{number}",
        )

    numbered = list(enumerate(table.headers))
    with st.expander(words.say("import.columns"), expanded=not given):
        for number, header in numbered:
            if header in given:
                column(number, header)
    if len(given) < len(numbered):
        with st.expander(words.say("import.columns_left_out")):
            for number, header in numbered:
                if header not in given:
                    column(number, header)
    return tuple((header, said[header]) for header in table.headers if said[header])


def _values(
    words: Words,
    table: Table,
    columns: tuple[tuple[str, str], ...],
    start: ImportPlan,
    names: Names,
    place: str,
) -> tuple[tuple[str, str, Answer], ...]:
    likely = {(name, text): answer for name, text, answer in fresh(completed_values, table, columns, start.values)}
    texts = listed_texts(table, columns)
    if not texts:
        return ()
    said: list[tuple[str, str, Answer]] = []
    unsure = any(likely[name, normalised(text)] is None for name, text in texts)
    with st.expander(words.say("import.values"), expanded=unsure):
        for number, (name, text) in enumerate(texts):
            called = {None: words.say("import.leave_out"), **names[name]}
            answer = st.selectbox(
                words.show(f"import.value.{name}", text=text[:_SHORT]),
                list(called),
                index=_index(list(called), likely[name, normalised(text)]),
                format_func=called.__getitem__,
                key=f"{place}.value.{name}.{number}.{normalised(text)[:_SHORT]}",
            )
            said.append((name, normalised(text), answer))
    return tuple(said)


def _communes(
    visit: Visit, table: Table, plan: ImportPlan, start: ImportPlan, names: Names, place: str
) -> tuple[tuple[int, str, int], ...]:
    words = visit.words
    questions = fresh(commune_questions, table, plan)
    if not questions:
        return ()
    before = {(province, text): commune for province, text, commune in start.communes}
    said: list[tuple[int, str, int]] = []
    with st.container(border=True):
        st.markdown(f"**{words.say('import.communes')}**")
        st.caption(words.say("import.communes_explained"))
        for question in questions:
            found = frame_of(visit, communes, question.province_id, subjects=("place",))
            called = {int(row.id): words.label(row, "name") for row in found.itertuples()}
            called[_NO_COMMUNE] = words.say("import.no_commune")
            rest = sorted((c for c in called if c not in question.likely and c), key=called.__getitem__)
            options = [*question.likely, *rest, _NO_COMMUNE]
            key = (question.province_id, normalised(question.text))
            answer = st.selectbox(
                words.show(
                    "import.commune_of",
                    text=question.text[:_SHORT],
                    province=names["province"][question.province_id],
                    rows=question.rows,
                ),
                options,
                index=_index(options, before.get(key, question.proposed)),
                format_func=called.__getitem__,
                placeholder=words.say("form.choose"),
                key=f"{place}.commune.{key[0]}.{key[1][:_SHORT]}",
            )
            if answer is not None:
                said.append((*key, answer))
    return tuple(said)


def _names(visit: Visit) -> Names:
    words = visit.words
    everywhere = frame_of(visit, provinces, subjects=("place",))
    rows = {"sector": fresh(sectors, True), "category": fresh(categories, True)}
    labelled = {name: {int(row.id): words.label(row) for row in frame.itertuples()} for name, frame in rows.items()}
    return {
        "kind": {kind: words.say(f"kind.{kind}") for kind in KINDS},
        "province": {int(row.id): words.label(row, "name") for row in everywhere.itertuples()},
        **labelled,
    }


def _index(options: list[Any], value: Any) -> int | None:
    return options.index(value) if value in options else None
