"""How people stand in their groups: both rates, what can still be reached, and three absences in a row."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from core.records import validated
from core.records.people import MembershipRecord
from core.standing import Standing
from db.commands.attendance import close_roster, open_roster
from db.commands.organisations import register_organisation
from db.commands.people import join_organisation
from db.engine import reading, transaction
from db.models import Person
from db.queries.standing import (
    absent_in_a_row,
    sittings_of_person,
    standing_of_members,
    standing_of_organisation,
    standing_of_person,
)
from tests.db.entries import organisation
from tests.db.sittings import DAY, LAST_DAY, Sittings

AFTER = LAST_DAY.replace(year=LAST_DAY.year + 1)


def closed(sittings: Sittings, *codes: str, **values: Any) -> int:
    """A closed sitting with the marks of the people in the order in which they were entered."""
    number = sittings.plan(**values)
    sittings.do(open_roster, number)
    for place, code in zip(sittings.ids(number), codes, strict=True):
        sittings.mark(place, code)
    sittings.do(close_roster, number)
    return number


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    made = Sittings(engine)
    made.both = made.people("Amina", "Brahim")  # type: ignore[attr-defined]
    with transaction(engine) as session:
        for row in made.both:  # type: ignore[attr-defined]
            person = session.get_one(Person, row)
            person.consent_data, person.consent_data_on = True, DAY
    return made


def people(sittings: Sittings) -> list[int]:
    return list(sittings.both)  # type: ignore[attr-defined]


def counts(sittings: Sittings, person: int) -> tuple[int, ...]:
    with reading(sittings.engine) as session:
        (row,) = standing_of_person(session, None, person).to_dict("records")
    return tuple(int(row[name]) for name in ("present", "counted", "remaining", "planned"))


def in_a_row(sittings: Sittings, reach: frozenset[int] | None = None, today: date = DAY) -> list[Any]:
    with reading(sittings.engine) as session:
        rows = absent_in_a_row(session, reach, today).to_dict("records")
    return [(row["name_latin"], row["label"]) for row in rows]


@pytest.mark.parametrize(
    ("counted", "light"),
    [
        ((0, 0, 0, 0), "not_begun"),
        ((0, 0, 5, 5), "not_begun"),
        ((4, 4, 1, 5), "reached"),
        ((2, 2, 3, 5), "on_the_way"),
        ((1, 2, 3, 5), "at_risk"),
        ((1, 3, 2, 5), "out_of_reach"),
        ((3, 5, 0, 5), "out_of_reach"),
    ],
)
def test_the_light_says_whether_four_of_five_can_still_be_reached(counted: tuple[int, ...], light: str) -> None:
    assert Standing(*counted).light(0.8) == light


def test_both_rates_and_what_is_reachable() -> None:
    standing = Standing(present=2, counted=3, remaining=1, planned=5)
    assert (standing.of_held, standing.of_planned, standing.reachable) == (2 / 3, 2 / 5, 3 / 5)
    nothing = Standing(0, 0, 0, 0)
    assert (nothing.of_held, nothing.of_planned, nothing.reachable) == (None, None, None)


def test_a_person_s_sittings_are_counted_over_those_closed_and_those_planned(sittings: Sittings) -> None:
    amina, brahim = people(sittings)
    closed(sittings, "present", "absent")
    closed(sittings, "excused", "present")
    closed(sittings, "present", "present", counts_as_training=False, held_on=DAY.replace(day=20))
    sittings.do(open_roster, sittings.plan())
    sittings.plan()
    assert counts(sittings, amina) == (1, 1, 2, 4)
    assert counts(sittings, brahim) == (1, 2, 2, 4)
    with reading(sittings.engine) as session:
        assert standing_of_person(session, frozenset({sittings.tinghir}), amina).empty
        assert len(sittings_of_person(session, amina)) == 4


def test_the_members_of_an_organisation_stand_with_their_lights_and_nobody_without_consent(sittings: Sittings) -> None:
    amina, brahim = people(sittings)
    closed(sittings, "present", "absent")
    argane = sittings.do(
        register_organisation, organisation(name_latin="Argane", commune_id=sittings.zagora_commune)
    ).row_id
    for person in (amina, brahim):
        sittings.do(join_organisation, person, validated(MembershipRecord, {"organisation_id": argane}))
    with transaction(sittings.engine) as session:
        session.get_one(Person, brahim).objected_on = DAY
    with reading(sittings.engine) as session:
        rows = standing_of_members(session, None, argane).to_dict("records")
        together = standing_of_organisation(session, None, argane)
        elsewhere = standing_of_organisation(session, None, argane + 1)
    assert [(row["name_latin"], row["present"], row["planned"]) for row in rows] == [("Amina", 1, 1)]
    # Whoever is not named counts all the same.
    assert together == {"people": 2, "present": 1, "counted": 2, "remaining": 0, "planned": 2}
    assert elsewhere == {"people": 0, "present": 0, "counted": 0, "remaining": 0, "planned": 0}


def test_three_absences_in_a_row_are_told_and_two_are_not(sittings: Sittings) -> None:
    closed(sittings, "absent", "absent")
    closed(sittings, "absent", "present")
    assert in_a_row(sittings) == []
    closed(sittings, "absent", "absent")
    assert in_a_row(sittings) == [("Amina", "A")]
    assert in_a_row(sittings, frozenset({sittings.zagora})) == [("Amina", "A")]
    assert in_a_row(sittings, frozenset({sittings.tinghir})) == []
    assert in_a_row(sittings, today=AFTER) == []
    closed(sittings, "present", "absent")
    assert in_a_row(sittings) == []


def test_an_excused_sitting_neither_counts_nor_breaks_the_row(sittings: Sittings) -> None:
    for code in ("absent", "absent", "excused"):
        closed(sittings, code, "present")
    assert in_a_row(sittings) == []
    closed(sittings, "absent", "present")
    assert in_a_row(sittings) == [("Amina", "A")]


def test_whoever_may_not_be_listed_is_counted_without_a_name(sittings: Sittings) -> None:
    for _ in range(3):
        closed(sittings, "absent", "present")
    with transaction(sittings.engine) as session:
        session.get_one(Person, people(sittings)[0]).consent_data = False
    assert in_a_row(sittings) == [(None, "A")]
