"""The list before a session of a group, one open to all, one of a series: whole organisations, once, and off again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from core.problems import Problem
from core.records import validated
from core.records.people import MembershipRecord
from db.commands.organisations import register_organisation
from db.commands.people import join_organisation
from db.commands.registrations import register_organisation_members, register_people, take_off_roster
from db.commands.sessions import plan_series
from db.engine import reading, transaction
from db.models import Person, TrainingSession
from db.models.base import now
from tests.db.entries import organisation
from tests.db.sittings import DAY, Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def weavers(sittings: Sittings) -> int:
    made = organisation(name_latin="Tissage", commune_id=sittings.zagora_commune)
    return sittings.do(register_organisation, made).row_id


def join(sittings: Sittings, person: int, organisation_id: int, since: date | None = None) -> None:
    record = validated(MembershipRecord, {"organisation_id": organisation_id, "since": since})
    sittings.do(join_organisation, person, record)


def series(sittings: Sittings) -> list[int]:
    days = [DAY + timedelta(weeks=week) for week in range(3)]
    sittings.do(plan_series, tuple(sittings.sitting(held_on=day) for day in days), ())
    with reading(sittings.engine) as session:
        return _ids(session)


def _ids(session: Session) -> list[int]:
    asked = select(TrainingSession.id).order_by(col(TrainingSession.held_on))
    return [number or 0 for number in session.exec(asked)]


def planned(sittings: Sittings, kind: str) -> int:
    """A session of the kind on the first day."""
    if kind == "series":
        return series(sittings)[0]
    return sittings.plan(held_on=DAY, group_id=None if kind == "open" else sittings.group)


@pytest.mark.parametrize("kind", ["group", "open", "series"])
def test_all_living_members_are_put_on_the_list_once_with_the_organisation(sittings: Sittings, kind: str) -> None:
    amina, brahim, deleted = sittings.people("Amina", "Brahim", "Deleted", enrolled=False)
    argane = weavers(sittings)
    for person in (amina, brahim, deleted):
        join(sittings, person, argane)
    with transaction(sittings.engine) as session:
        session.get_one(Person, deleted).deleted_at = now()
    number = planned(sittings, kind)
    sittings.do(register_organisation_members, number, argane, actor=sittings.officer)
    assert sittings.registrations(number) == [(1, amina, argane), (2, brahim, argane)]
    with pytest.raises(Problem, match="nobody_to_register"):
        sittings.do(register_organisation_members, number, argane)
    with pytest.raises(Problem, match="nobody_to_register"):
        sittings.do(register_people, number, (amina,))
    assert sittings.registrations(number) == [(1, amina, argane), (2, brahim, argane)]


@pytest.mark.parametrize("kind", ["group", "open", "series"])
def test_who_joined_later_comes_on_the_list_alone_and_whoever_is_taken_off_leaves_it(
    sittings: Sittings, kind: str
) -> None:
    amina, brahim = sittings.people("Amina", "Brahim", enrolled=False)
    argane = weavers(sittings)
    join(sittings, amina, argane)
    number = planned(sittings, kind)
    sittings.do(register_organisation_members, number, argane)
    join(sittings, brahim, argane, since=DAY - timedelta(days=1))
    sittings.do(register_organisation_members, number, argane)
    assert sittings.registrations(number) == [(1, amina, argane), (2, brahim, argane)]
    with pytest.raises(Problem, match="other_province"):
        sittings.do(take_off_roster, sittings.ids(number)[0], actor=sittings.stranger)
    sittings.do(take_off_roster, sittings.ids(number)[0], actor=sittings.officer)
    assert sittings.registrations(number) == [(2, brahim, argane)]


def test_each_session_of_a_series_has_a_list_of_its_own(sittings: Sittings) -> None:
    (amina,) = sittings.people("Amina", enrolled=False)
    argane = weavers(sittings)
    join(sittings, amina, argane, since=DAY + timedelta(days=1))
    first, second, third = series(sittings)
    with pytest.raises(Problem, match="nobody_to_register"):
        sittings.do(register_organisation_members, first, argane)
    sittings.do(register_organisation_members, second, argane)
    assert [len(sittings.registrations(number)) for number in (first, second, third)] == [0, 1, 0]
