"""Likely doubles among all rows: found across scripts and by phone, number and place, never all with all."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import Session

from core.names import search_key
from db.commands.merging_apart import take_back_apart, tell_apart
from db.engine import transaction
from db.models import Membership, Organisation, Person
from db.queries import pairs
from db.queries.pairs import LARGEST_BLOCK, apart_pairs, likely_pairs
from tests.db.entries import communes_of, do, province


@pytest.fixture
def places(engine: Engine) -> dict[str, tuple[int, int]]:
    """Commune and province: two communes of Zagora and one of Tinghir."""
    with Session(engine) as session:
        zagora, tinghir = province(session, "Zagora"), province(session, "Tinghir")
        first, second, *_ = communes_of(session, "Zagora")
        return {
            "here": (first, zagora),
            "beside": (second, zagora),
            "far": (communes_of(session, "Tinghir")[0], tinghir),
        }


def organisations(engine: Engine, places: dict[str, tuple[int, int]], *rows: dict[str, Any]) -> None:
    """Organisations with these values, written past the commands that would ask about doubles."""
    with transaction(engine) as session:
        for values in rows:
            place = values.pop("place", None)
            commune, province_id = places[place] if place else (None, None)
            row = Organisation(kind="cooperative", commune_id=commune, province_id=province_id, **values)
            row.search = search_key(row.name_ar, row.name_latin)
            session.add(row)
            session.flush()


def persons(engine: Engine, *rows: dict[str, Any]) -> None:
    """Persons with these values, each a member of the organisation `member` where it is given."""
    with transaction(engine) as session:
        for values in rows:
            member = values.pop("member", None)
            row = Person(**values)
            row.search = search_key(row.name_ar, row.name_latin)
            session.add(row)
            session.flush()
            if member:
                session.add(Membership(person_id=row.id or 0, organisation_id=member))


def found(engine: Engine, kind: str, province_id: int | None = None) -> dict[tuple[int, int], tuple[str, ...]]:
    with Session(engine) as session:
        apart = apart_pairs(session, kind)
        pairs_there = likely_pairs(session, kind, province_id).all
        return {pair[:2]: pair.reasons for pair in pairs_there if pair[:2] not in apart}


def test_where_there_is_nothing_there_is_no_pair(engine: Engine):
    assert found(engine, "organisation") == found(engine, "person") == {}


def test_organisations_are_found_by_name_in_one_commune_and_by_the_same_name_in_one_province(engine: Engine, places):
    organisations(
        engine,
        places,
        {"name_latin": "Coopérative Taghrout", "place": "here"},
        {"name_latin": "Tagrout", "place": "here"},
        {"name_ar": "تعاونية تاغروت", "place": "here"},
        {"name_latin": "TAGHROUT", "place": "beside"},
        {"name_latin": "Tagrout", "place": "far"},
        {"name_latin": "Argane", "place": "here"},
    )
    assert found(engine, "organisation") == {
        (1, 3): ("other_script", "same_place"),
        (1, 2): ("close_name", "same_place"),
        (1, 4): ("same_name",),
    }


def test_phone_and_number_count_anywhere_and_the_strongest_pair_comes_first(engine: Engine, places):
    organisations(
        engine,
        places,
        {"name_latin": "Amal", "phone": "+212661234567", "place": "here"},
        {"name_latin": "Nour", "phone": "+212661234567", "place": "far"},
        {"name_latin": "Tifawin", "court": "TPI Zagora", "registration_number": "7", "place": "here"},
        {"name_latin": "Other", "court": "tpi  ZAGORA", "registration_number": "7", "place": "far"},
        {"name_latin": "Third", "court": "Tinghir", "registration_number": "7", "place": "far"},
    )
    assert list(found(engine, "organisation").items()) == [
        ((3, 4), ("same_number",)),
        ((1, 2), ("same_phone",)),
    ]


def test_an_organisation_without_a_place_is_compared_with_all(engine: Engine, places):
    organisations(engine, places, {"name_latin": "Tifawin", "place": "far"}, {"name_ar": "تيفاوين"})
    assert found(engine, "organisation") == {(1, 2): ("other_script",)}


def test_persons_are_found_across_scripts_where_they_take_part_and_by_phone_anywhere(engine: Engine, places):
    organisations(engine, places, {"name_latin": "A", "place": "here"}, {"name_latin": "B", "place": "far"})
    persons(
        engine,
        {"name_latin": "Fatima Zahra El Amrani", "member": 1},
        {"name_ar": "فاطمة الزهراء العمراني", "member": 1, "birth_year": 1980},
        {"name_latin": "Fatima Zahra El Amrani", "member": 2},
        {"name_latin": "Khadija", "phone": "+212661234567", "sex": "f", "member": 1},
        {"name_latin": "Hassan", "phone": "+212661234567", "sex": "m", "member": 2},
    )
    assert found(engine, "person") == {(4, 5): ("same_phone",), (1, 2): ("other_script", "same_place")}


def test_another_year_of_birth_or_sex_speaks_against_a_name_and_the_same_year_for_it(engine: Engine, places):
    organisations(engine, places, {"name_latin": "A", "place": "here"})
    persons(
        engine,
        {"name_latin": "Rachid Alami", "sex": "m", "birth_year": 1980, "member": 1},
        {"name_latin": "Rachida Alami", "sex": "f", "birth_year": 1980, "member": 1},
        {"name_latin": "Rachid Alami", "sex": "m", "birth_year": 1991, "member": 1},
        {"name_latin": "Rachid Alami", "birth_year": 1980, "member": 1},
    )
    assert found(engine, "person") == {
        (1, 4): ("same_name", "same_place", "same_birth_year"),
        (2, 4): ("close_name", "same_place", "same_birth_year"),
    }


def test_two_that_were_told_apart_are_left_out_until_that_is_taken_back(engine: Engine, coordinator, places):
    organisations(engine, places, *({"name_latin": "Amal", "place": "here"} for _ in range(2)))
    saved = do(engine, tell_apart, coordinator, "a", "organisation", 2, 1)
    assert found(engine, "organisation") == {}
    do(engine, take_back_apart, coordinator, "b", saved.row_id, 1)
    assert list(found(engine, "organisation")) == [(1, 2)]


def test_a_province_shows_the_pairs_with_a_row_in_it(engine: Engine, places):
    organisations(
        engine,
        places,
        *({"name_latin": "Amal", "place": place} for place in ("here", "here", "far", "far")),
    )
    assert list(found(engine, "organisation", places["far"][1])) == [(3, 4)]
    assert list(found(engine, "organisation", places["here"][1])) == [(1, 2)]


def test_what_too_many_share_tells_nothing(engine: Engine, places):
    crowd = [{"name_latin": "Amal", "phone": "+212661234567", "place": "here"} for _ in range(LARGEST_BLOCK + 1)]
    organisations(engine, places, *crowd)
    assert found(engine, "organisation") == {}


def test_over_many_rows_names_wait_for_a_province_and_phones_do_not(engine: Engine, places, monkeypatch):
    monkeypatch.setattr(pairs, "MOST_ROWS", 2)
    rows = [{"name_latin": "Amal", "place": "here"}, {"name_latin": "Amal", "place": "here"}]
    rows += [{"name_latin": name, "phone": "+212661234567", "place": "far"} for name in ("Nour", "Tifawin")]
    organisations(engine, places, *rows)
    assert found(engine, "organisation") == {(3, 4): ("same_phone", "same_place")}
    assert list(found(engine, "organisation", places["here"][1])) == [(1, 2)]


def test_the_number_of_statements_does_not_grow_with_the_rows(engine: Engine, places):
    organisations(engine, places, *({"name_latin": f"Amal {number}", "place": "here"} for number in range(25)))
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *heard: statements.append(heard[2]))
    found(engine, "organisation")
    assert len(statements) < 12
