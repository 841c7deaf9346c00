"""The rows behind each figure of the small programme add up to it exactly, whatever narrows it."""

import math
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from core.filters import NOWHERE, Filters
from core.indicators import INDICATORS, WORKED_OUT
from db.engine import reading, transaction
from db.models import Person, Province
from db.queries.behind import LISTS, STANDS, Wanted, lists_of, rows_behind, sums_behind
from db.queries.figures import measure
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA

UNDER = {
    "everything": Filters(),
    "phase 1": Filters(phase_id=1),
    "phase 2": Filters(phase_id=2),
    "Zagora": Filters(phase_id=1, provinces=(ZAGORA,)),
    "two provinces": Filters(phase_id=1, provinces=(OUARZAZATE, TINGHIR)),
    "nowhere": Filters(provinces=(NOWHERE,)),
    "women": Filters(phase_id=1, sexes=("f",)),
    "youth and those of unknown age": Filters(phase_id=1, ages=((18, 34), None)),
    "cooperatives": Filters(phase_id=1, kinds=("cooperative",)),
    "one sector": Filters(sectors=("agriculture",)),
    "until March": Filters(phase_id=1, until=date(2025, 3, 31)),
    "since March": Filters(phase_id=1, since=date(2025, 3, 1)),
    "verified": Filters(phase_id=1, verified=True),
    "one category": Filters(phase_id=1, categories=("marketing",)),
}


PERSONS = Wanted("persons", "people_trained", Filters(phase_id=1), None, True)


def near(found: float, wanted: float) -> bool:
    return math.isclose(found, 0 if math.isnan(wanted) else wanted, abs_tol=1e-9)


def test_every_indicator_has_lists_that_prove_its_value_or_both_its_parts() -> None:
    for code, one in INDICATORS.items():
        proven = {name for listed in lists_of(code) for name in listed.proves[code]}
        assert proven == ({"part", "whole"} if one.unit in WORKED_OUT else {"value"}), code


@pytest.mark.parametrize("name", LISTS)
def test_the_rows_add_up_to_the_figure_whatever_narrows_it(engine: Engine, name: str) -> None:
    fill(engine)
    for code, proven in LISTS[name].proves.items():
        for under, filters in UNDER.items():
            with reading(engine) as session:
                row = measure(session, code, filters).iloc[0]
                sums = sums_behind(session, Wanted(name, code, filters, None, True))
                rows = rows_behind(session, Wanted(name, code, filters, None, True))
            assert len(rows) == sums["rows"], under
            assert near(rows["counted"].sum(), sums["counted"]), under
            assert near(rows["over"].sum(), sums["over"]), under
            for what, column in (("value", "counted"), ("part", "counted"), ("whole", "over")):
                if what in proven:
                    assert near(sums[column], row[what]), (code, under, what)
            assert sum(sums[stands] for stands in STANDS) == len(rows), under
            assert rows["row"].is_unique, under


def test_people_stand_each_once_with_their_attendances_hours_modules_and_first_day(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        rows = rows_behind(session, PERSONS)
    told = {row["name_latin"]: row for row in rows.to_dict("records")}
    one = told["two modules, provinces, organisations"]
    assert (one["attendances"], one["hours"], one["modules"], one["first_on"]) == (3, 14, 2, date(2025, 2, 10))
    assert len(rows) == 8


def test_rows_come_a_page_at_a_time_and_by_where_they_stand_in_a_share(engine: Engine) -> None:
    fill(engine)
    women_s = PERSONS._replace(indicator="women_share")
    with reading(engine) as session:
        sums = sums_behind(session, women_s)
        pages = [rows_behind(session, women_s, "", 3, before)["row"].tolist() for before in (0, 3, 6)]
        women = rows_behind(session, women_s, "inside")
        unknown = rows_behind(session, women_s, "beside")
    assert (sums["inside"], sums["outside"], sums["beside"]) == (3, 3, 2)
    assert [len(page) for page in pages] == [3, 3, 2]
    assert len({row for page in pages for row in page}) == 8
    assert set(women["sex"]) == {"f"}
    assert set(unknown["sex"]) == {"unknown"}


def test_whoever_did_not_consent_or_is_beyond_reach_is_counted_and_has_no_name(engine: Engine) -> None:
    fill(engine)
    with transaction(engine) as session:
        session.exec(select(Person).where(Person.name_latin == "walk-in")).one().consent_data = False
        here = session.exec(select(Province.id).where(Province.code == TINGHIR)).one() or 0
    with reading(engine) as session:
        rows = rows_behind(session, PERSONS)
        elsewhere = rows_behind(session, PERSONS._replace(reach=frozenset({here})))
    assert rows["id"].isna().sum() == 1
    assert rows["name_latin"].tolist()[-1] is None
    assert len(elsewhere) == 8
    assert "two modules, provinces, organisations" not in set(elsewhere["name_latin"])


def test_a_guest_s_name_is_there_only_for_whoever_may_read_names(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        named, unnamed = (
            rows_behind(session, Wanted("voices", "voices", Filters(phase_id=1), None, may))["guest"]
            for may in (True, False)
        )
    assert sorted(named.dropna()) == ["Visiteur", "زائرة"]
    assert unnamed.dropna().empty


def test_the_communes_tell_their_inhabitants_and_whether_anybody_was_trained(engine: Engine) -> None:
    fill(engine)
    zagora = Filters(phase_id=1, provinces=(ZAGORA,))
    with reading(engine) as session:
        rows = rows_behind(session, Wanted("communes", "communes_reached", zagora, None, True))
    reached = rows[rows["done"] == 1]
    assert reached["people"].tolist() == [1]
    assert (rows["inhabitants"] > 0).all()
