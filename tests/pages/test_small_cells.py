"""A presenter's pages send no small count of persons to the browser, and no total that gives one away."""

import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pyarrow import ipc
from sqlalchemy import text

from core.access import COORDINATOR, MANAGER, PRESENTER
from core.filters import Filters
from core.small_cells import BESIDE, FEW, TOTAL
from db.engine import engine, reading, transaction
from db.models import Person, Registration
from db.queries.figures import measure
from db.queries.small_cells import hidden_people, hidden_shares, total_is_hidden
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA
from tests.pages.conftest import Visitor
from tests.pages.test_names_behind_doors import shown

OVERVIEW = "explore/overview.py"
# So many more came with cooperative A to its first session (Ouarzazate, management), with B (Zagora) to the open one.
MORE = {"S1": 37, "open": 23}
WOMEN = 29


@pytest.fixture
def programme(database: Path) -> dict[str, int]:
    """The small programme with two large provinces and a small one; the ids of its phases."""
    assert database.exists()
    phases = fill(engine())
    with transaction() as session:
        number = 0
        for sitting, organisation, many in ((1, 1, MORE["S1"]), (3, 2, MORE["open"])):
            for _ in range(many):
                number += 1
                sex = "f" if number <= WOMEN else "m"
                person = Person(name_latin="Xy", sex=sex, birth_year=1990 if number % 2 else 1960, search="xy")
                session.add(person)
                session.flush()
                row = Registration(
                    session_id=sitting, person_id=person.id or 0, organisation_id=organisation, row_number=100 + number
                )
                session.add(row)
                session.flush()
                session.execute(
                    text(
                        "INSERT INTO attendance (registration_id, status_id, way, marked_at, created_at, updated_at,"
                        " version) SELECT :row, id, 'tick', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1"
                        " FROM attendance_status WHERE code = 'present'"
                    ),
                    {"row": row.id},
                )
    return phases


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[dict[str, Any]]]:
    """The rows that each chart of the last run sent to the browser."""
    sent: dict[str, list[dict[str, Any]]] = {}
    real = st.vega_lite_chart

    def chart(specification: dict[str, Any], *, key: str, **rest: Any) -> Any:
        rows = specification["datasets"]["rows"]
        sent[key.removeprefix("chart.")] = ipc.open_stream(rows).read_all().to_pylist()
        return real(specification, key=key, **rest)

    monkeypatch.setattr(st, "vega_lite_chart", chart)
    return sent


def told(sent: list[dict[str, Any]]) -> dict[str, str]:
    return {row.get("code", row["label"]): row["shown"] for row in sent}


def test_what_is_hidden_is_found_by_phase_and_in_the_whole(programme: dict[str, int]) -> None:
    with reading() as session:
        one = hidden_people(session, "province", programme["1"])
        assert one == {TINGHIR: FEW, ZAGORA: BESIDE}
        assert total_is_hidden(session, programme["2"])
        assert hidden_people(session, "province", programme["2"]) == {OUARZAZATE: FEW, TOTAL: BESIDE}
        # Two persons of phase 2 would be what is left of the whole without phase 1.
        assert OUARZAZATE in hidden_people(session, "province", None)


def test_a_presenter_is_shown_no_small_count(
    signed_in: Visitor, programme: dict[str, int], drawn: dict[str, list[dict[str, Any]]]
) -> None:
    page = signed_in(OVERVIEW, PRESENTER, query={"phase": "1"})
    assert not page.exception
    with reading() as session:
        phase = Filters(phase_id=programme["1"])
        people = measure(session, "people_trained", phase, ("province",))
        values = dict(zip(people["province"], people["value"].astype(int), strict=True))
        small = {code: value for code, value in values.items() if 0 < value < 5}
        assert small
    provinces = told(drawn["people_by_province"])
    assert [value for value in provinces.values() if value.isdigit() and 0 < int(value) < 5] == []
    assert "under 5" in provinces.values()
    for name in ("people_by_module", "provinces_map", "attendance_by_month"):
        said = told(drawn[name]).values()
        assert [value for value in said if value.isdigit() and 0 < int(value) < 5] == [], name
    # A second one is hidden beside the small one.
    assert sum(not value.isdigit() for value in provinces.values()) >= 2


def test_a_coordinator_and_a_manager_see_the_whole(
    signed_in: Visitor, programme: dict[str, int], drawn: dict[str, list[dict[str, Any]]]
) -> None:
    assert programme
    for role in (COORDINATOR, MANAGER):
        signed_in(OVERVIEW, role, query={"phase": "1"})
        assert [value for value in told(drawn["people_by_province"]).values() if not value.isdigit()] == ["–"]
        assert told(drawn["people_by_province"])[TINGHIR] == "2"


@pytest.mark.usefixtures("menus_open")
@pytest.mark.parametrize("query", [{}, {"phase": "1"}, {"phase": "2"}])
@pytest.mark.parametrize("figure", ["people_trained", "women_share", "youth_share", "completion", "attendances"])
def test_charts_alternatives_findings_and_files_say_the_same(
    signed_in: Visitor,
    programme: dict[str, int],
    drawn: dict[str, list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    query: dict[str, str],
    figure: str,
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(st, "download_button", lambda _label, *, data, key, **_rest: given.update({key: data}))
    page = signed_in(OVERVIEW, PRESENTER, query=query | {"figure": figure})
    assert not page.exception
    phase_id = programme.get(query.get("phase", ""))
    with reading() as session:
        hidden = {by: hidden_people(session, by, phase_id) for by in ("province", "module")}
        shares = hidden_shares(session, figure, phase_id) if figure.endswith(("share", "completion")) else set()
    file = given["chart.people_by_province.csv"]().decode("utf-8-sig").splitlines()[1:]
    for line in file:
        code, value = line.split(",", 1)[0].strip(), line.rsplit(",", 1)[1]
        assert (value in {"under 5", "hidden"}) == (code in hidden["province"]), line
    for line in given["chart.provinces_map.csv"]().decode("utf-8-sig").splitlines()[1:]:
        code, value = line.split(",", 1)[0].strip(), line.rsplit(",", 1)[1]
        if code in shares or (not figure.endswith(("share", "completion")) and code in hidden["province"]):
            assert value in {"under 5", "hidden"}, line
    # No alternative text and no finding tells a number of what is hidden.
    said = shown(page)
    for row in drawn.get("people_by_province", []):
        if row["code"] in hidden["province"]:
            assert row["value"] == 0
            assert not re.search(rf"{re.escape(row['label'])}: \d", said)


def test_the_large_numbers_hide_what_they_would_tell(signed_in: Visitor, programme: dict[str, int]) -> None:
    assert programme
    page = signed_in(OVERVIEW, PRESENTER, query={"phase": "2"})
    values = {metric.label: metric.value for metric in page.metric}
    assert values["People trained"] == values["Attendances"] == values["Person-hours"] == "hidden"
    assert values["Women’s share"] == "hidden"
    assert "of target" not in shown(page)


def test_a_presenter_sees_no_person_counted_in_a_single_month(signed_in: Visitor, programme: dict[str, int]) -> None:
    assert programme
    trends = {
        role: sum("By month" in element.proto.body for element in signed_in(OVERVIEW, role).get("html"))
        for role in (PRESENTER, MANAGER)
    }
    # Those of organisations and obstacles, and for a manager also the five that count persons.
    assert trends == {PRESENTER: 2, MANAGER: 7}


def test_a_presenter_narrows_people_by_phase_alone(
    signed_in: Visitor, programme: dict[str, int], drawn: dict[str, list[dict[str, Any]]]
) -> None:
    assert programme
    signed_in(OVERVIEW, PRESENTER)
    whole = told(drawn["people_by_module"])
    page = signed_in(OVERVIEW, PRESENTER, query={"province": TINGHIR, "kind": "association"})
    assert told(drawn["people_by_module"]) == whole
    assert [one.key for one in page.pills] == ["filter.phase", "filter.category"]


def test_another_limit_hides_more(signed_in: Visitor, programme: dict[str, int]) -> None:
    with transaction() as session:
        session.execute(
            text(
                'INSERT INTO setting (id, "values", created_at, updated_at, version)'
                " VALUES (1, '{\"small_cell\": 20}', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 1)"
            )
        )
    assert programme
    assert "under 20" in shown(signed_in(OVERVIEW, PRESENTER, query={"phase": "1"}))
