"""The page of one province, held against answers counted on paper: communes, sectors, modules, sessions."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.filters import Filters
from db.models import Commune, Module, Province
from db.queries.figures import FIGURES
from db.queries.province_page import latest_sessions, modules_given, organisations_by_sector, people_by_commune
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TAZA, TINGHIR, ZAGORA


@pytest.fixture
def session(engine: Engine):
    """A session on the small programme."""
    fill(engine)
    with Session(engine) as opened:
        yield opened


def counted(session: Session, **asked: object) -> list[tuple[float, ...]]:
    frame = FIGURES["sittings"](session, Filters(**asked))  # type: ignore[arg-type]
    return [tuple(row) for row in frame[["held", "hours", "planned", "cancelled"]].to_numpy().tolist()]


def test_sessions_count_where_they_are_held_and_only_those_that_train(session: Session) -> None:
    assert counted(session, phase_id=1) == [(4, 17, 1, 1)]
    assert counted(session) == [(5, 20, 1, 1)]
    assert counted(session, phase_id=1, provinces=(OUARZAZATE,)) == [(2, 10, 0, 1)]
    assert counted(session, phase_id=1, provinces=(ZAGORA,)) == [(1, 4, 1, 0)]
    # Whoever comes does not change how many were held; a sheet that nobody verified does.
    assert counted(session, phase_id=1, kinds=("association",)) == [(4, 17, 1, 1)]
    assert counted(session, phase_id=1, verified=True) == [(0, 0, 1, 1)]
    by_month = FIGURES["sittings"](session, Filters(phase_id=1), ("month",))
    told = dict(zip(by_month["month"].tolist(), by_month["held"].tolist(), strict=True))
    assert told == {202502: 1, 202503: 2, 202504: 1, 202505: 0}


def test_every_commune_of_the_province_is_there_reached_or_not(session: Session) -> None:
    rows = people_by_commune(session, Filters(phase_id=1, provinces=(OUARZAZATE,)))
    assert len(rows) == 17
    assert rows["value"].tolist()[:2] == [6, 0]
    assert rows["inhabitants"].sum() == 304932
    # Of those that nobody came from, the most populous is the first.
    assert rows["inhabitants"].tolist()[1:] == sorted(rows["inhabitants"].tolist()[1:], reverse=True)
    assert people_by_commune(session, Filters(phase_id=1)).empty
    reached = str(rows["code"].iloc[0])
    assert len(people_by_commune(session, Filters(phase_id=1, provinces=(OUARZAZATE,), communes=(reached,)))) == 1


def test_organisations_stand_in_their_sector_trained_or_not_and_the_unknown_one_last(session: Session) -> None:
    rows = organisations_by_sector(session, Filters(phase_id=1))
    told = [tuple(row) for row in rows[["code", "value", "trained"]].to_numpy().tolist()]
    assert told == [("agriculture", 1, 1), ("elevage", 1, 1), (None, 3, 1)]
    there = organisations_by_sector(session, Filters(phase_id=1, provinces=(TAZA,)))
    assert [tuple(row) for row in there[["code", "value", "trained"]].to_numpy().tolist()] == [(None, 1, 0)]


def test_a_module_is_missing_where_none_of_its_sessions_was_held(session: Session) -> None:
    active = session.exec(select(Module.code).where(col(Module.active))).all()
    rows: Any = modules_given(session, Filters(phase_id=1, provinces=(ZAGORA,))).set_index("code")
    assert sorted(rows.index) == sorted(active)
    columns = ["held", "hours", "planned", "people", "attendances"]
    assert rows.loc["management", columns].tolist() == [1, 4, 0, 1, 1]
    assert rows.loc["finance", columns].tolist() == [0, 0, 1, 0, 0]
    assert rows.loc["strategy", columns].tolist() == [0, 0, 0, 0, 0]
    # Two came to Tinghir's session with organisations of no province, and one with one that is gone.
    there: Any = modules_given(session, Filters(phase_id=1, provinces=(TINGHIR,))).set_index("code")
    assert there.loc["finance", columns].tolist() == [1, 3, 0, 2, 2]


def test_the_latest_sessions_held_are_told_newest_first(session: Session) -> None:
    rows = latest_sessions(session, Filters(provinces=(OUARZAZATE,)), 3)
    assert [str(day) for day in rows["held_on"]] == ["2026-02-01", "2025-03-10", "2025-02-10"]
    assert rows["present"].tolist()[0] == 2
    assert latest_sessions(session, Filters(provinces=("07.041",)), 3).empty


def test_a_commune_without_a_name_in_english_has_its_own(session: Session) -> None:
    place = session.exec(select(Province.id).where(Province.code == ZAGORA)).one()
    names = session.exec(select(Commune.name_fr).where(Commune.province_id == place)).all()
    assert sorted(people_by_commune(session, Filters(provinces=(ZAGORA,)))["name_en"]) == sorted(names)
