"""What a frozen report holds of the small programme, held against answers counted on paper."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, event
from sqlmodel import Session

from core.filters import UNKNOWN, Filters
from core.indicators import INDICATORS
from core.records.snapshot import Cell, Overlap, Persons, Place, Sittings, Snapshot, canonical, digest
from db.engine import make_engine, reading
from db.models import Instance
from db.queries.snapshots import snapshot
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, PERSONS, TAZA, TINGHIR, ZAGORA
from tests.db.test_figures import PHASE_ONE
from tests.returned import Returned

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def taken(engine: Engine, filters: Filters | None = None) -> Snapshot:
    """The snapshot of the small programme's first phase, or under other filters."""
    phases = fill(engine)
    with reading(engine) as session:
        return snapshot(session, filters or Filters(phase_id=phases["1"]), AT)


def place(found: Snapshot, code: str | None) -> Place:
    """The province of a code."""
    return next(one for one in found.provinces if one.code == code)


def test_an_empty_database_gives_a_snapshot_of_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        found = snapshot(session, Filters(), AT)
    assert found.programme is None
    assert found.first_day is None
    assert found.figure("people_trained").value == 0
    assert [one.code for one in found.provinces] == ["07.041", OUARZAZATE, TINGHIR, ZAGORA]
    assert (found.months, found.obstacles, found.sectors) == ((), (), ())
    assert Snapshot.model_validate_json(canonical(found)) == found


def test_the_indicators_are_those_counted_on_paper_with_their_targets_and_definitions(engine: Engine) -> None:
    found = taken(engine)
    assert [one.code for one in found.figures] == list(INDICATORS)
    for code, right in PHASE_ONE.items():
        one = found.figure(code)
        parts = [float("nan") if part is None else part for part in (one.value, one.part, one.whole, one.aside)]
        assert parts == pytest.approx(right, nan_ok=True), code
    people = found.figure("people_trained")
    assert people.target == 900
    assert people.codes == ("IRIS+ PI2998", "SDG 4.4")
    assert people.label.fr == "Personnes formées"
    assert "18" in found.figure("youth_share").definition.ar
    assert found.taken_at == "2026-04-01T09:30:00+00:00"
    assert (found.first_day, found.last_day) == ("2025-01-01", "2025-12-31")
    assert found.settings["small_cell"] == 5


def test_each_province_has_its_own_figures_and_target(engine: Engine) -> None:
    found = taken(engine)
    assert [one.code for one in found.provinces] == ["07.041", OUARZAZATE, TINGHIR, ZAGORA, TAZA, None]
    zagora = place(found, ZAGORA)
    assert zagora.figures["people_trained"].value == 1
    assert zagora.figures["people_trained"].target == 200
    assert zagora.figures["attendance_rate"].value is None
    assert (place(found, OUARZAZATE).figures["people_trained"].value, place(found, TAZA).inhabitants > 0) == (6, True)
    assert place(found, "07.041").figures["people_trained"].value == 0
    assert sum(one.communes for one in found.provinces if one.code != TAZA) == 107
    assert [len(one.reached) for one in found.provinces] == [0, 1, 1, 1, 0, 0]
    assert found.overlap == Overlap(several=1, people=8, rows=9)


def test_modules_are_given_or_missing(engine: Engine) -> None:
    found = taken(engine)
    management = next(one for one in found.modules if one.code == "management")
    finance = next(one for one in found.modules if one.code == "finance")
    assert (management.people, management.attendances, management.held, management.planned) == (6, 7, 3, 0)
    assert (finance.people, finance.attendances, finance.hours) == (5, 5, 19.0)
    assert (finance.held, finance.planned, finance.cancelled) == (2, 1, 1)
    missing = {one.code for one in place(found, ZAGORA).modules if not one.attendances}
    assert {"finance", "legal", "strategy"} <= missing
    assert "management" not in missing
    assert found.sittings == Sittings(planned=1, held=1, closed=4, cancelled=1)


def test_months_sectors_and_categories_have_the_whole_and_each_province(engine: Engine) -> None:
    found = taken(engine)
    assert [(one.month, one.attendances) for one in found.months] == [("2025-02", 5), ("2025-03", 5), ("2025-04", 2)]
    assert [(one.code, one.registered, one.trained) for one in found.sectors] == [
        ("agriculture", 1, 1),
        ("elevage", 1, 1),
        (None, 3, 1),
    ]
    marketing = next(one for one in found.categories if one.code == "marketing")
    assert (marketing.obstacles, marketing.mentions, marketing.voices) == (2, 5, 3)
    assert [(one.code, one.voices) for one in place(found, ZAGORA).categories if one.voices] == [("marketing", 3)]
    assert [(one.code, one.voices) for one in place(found, None).categories if one.voices] == [("land", 1)]


def test_obstacles_stand_with_their_state_and_the_institutions_that_answer_their_category(engine: Engine) -> None:
    found = taken(engine)
    assert [(one.title, one.category, one.voices, one.mentions, one.state) for one in found.obstacles] == [
        ("market", "marketing", 3, 4, "raised"),
        ("field", "land", 2, 2, "raised"),
        ("label", "marketing", 1, 1, "committed"),
    ]
    answer = {one.acronym for one in found.institutions if "marketing" in one.categories}
    assert answer
    assert all(one.name.ar and one.name.fr and one.name.en for one in found.institutions)


def test_persons_are_counted_by_two_dimensions(engine: Engine) -> None:
    by_sex = {one.by: one for one in taken(engine).persons}["sex", "age"]
    assert by_sex == Persons(
        by=("sex", "age"),
        cells=(
            Cell(codes=("f", "adult"), people=2),
            Cell(codes=("f", "youth"), people=1),
            Cell(codes=("m", "adult"), people=1),
            Cell(codes=("m", "youth"), people=2),
            Cell(codes=("unknown", "unknown"), people=2),
        ),
    )


def test_filters_are_kept_as_codes_and_as_words(engine: Engine) -> None:
    filters = Filters(
        provinces=(ZAGORA, UNKNOWN),
        kinds=("cooperative", UNKNOWN),
        sexes=("f",),
        ages=((18, 34), None),
        modules=("management",),
        states=("committed",),
        until=date(2025, 3, 31),
        verified=True,
    )
    found = taken(engine, filters)
    told = {one.name: (one.codes, [label.en for label in one.labels]) for one in found.narrowed}
    assert told == {
        "province": ((ZAGORA, UNKNOWN), ["Zagora", "Unknown"]),
        "kind": (("cooperative", UNKNOWN), ["Cooperative", "Unknown"]),
        "sex": (("f",), ["Women"]),
        "age": (("youth", "unknown"), ["18 to 34", "Age not known"]),
        "module": (("management",), ["Management"]),
        "state": (("committed",), ["Committed"]),
        "until": (("2025-03",), ["March 2025"]),
        "verified": (("1",), ["Verified sheets only"]),
    }
    assert [one.code for one in found.provinces] == [ZAGORA]
    assert found.last_day == "2025-03-31"
    found = taken(engine, Filters(modules=("finance",), states=("committed",)))
    told = {one.name: (one.codes, [label.en for label in one.labels]) for one in found.narrowed}
    assert told == {"module": (("finance",), ["Financial management"]), "state": (("committed",), ["Committed"])}


def test_no_name_of_a_person_and_no_word_of_a_mention_is_in_it(engine: Engine) -> None:
    told = canonical(taken(engine))
    for name in (*PERSONS, "زائرة", "Visiteur", "market 2025-03-01"):
        assert f'"{name}' not in told, name


def test_the_same_state_is_the_same_hash(engine: Engine) -> None:
    first = taken(engine)
    with Session(engine) as session:
        assert digest(snapshot(session, Filters(phase_id=1), AT)) == digest(first)
        assert first.database == session.get_one(Instance, 1).name


def test_the_marks_are_joined_once_for_all_figures(engine: Engine) -> None:
    filters = Filters(phase_id=fill(engine)["1"])
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with reading(engine) as session:
        snapshot(session, filters, AT)
    # One statement for the figures, one for who stands in several provinces.
    assert sum("attendance_status" in statement for statement in asked) == 2


def test_both_databases_say_the_same(sqlite_file: Path, postgres_databases: Returned) -> None:
    told = set()
    for url in (URL.create("sqlite", database=str(sqlite_file)), postgres_databases.lend()):
        made = make_engine(url)
        told.add(canonical(taken(made).model_copy(update={"database": ""})))
        made.dispose()
    postgres_databases.take_back()
    assert len(told) == 1
