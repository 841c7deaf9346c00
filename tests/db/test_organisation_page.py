"""The page of an organisation on the small programme, held against answers counted on paper."""

from datetime import date

import pytest
from sqlalchemy import Engine, delete
from sqlmodel import select

from core.filters import Filters
from core.problems import Problem
from core.records.answers import Answer
from core.records.organisation_page import OrganisationFacts
from db.engine import reading, transaction
from db.models import (
    Certificate,
    Commitment,
    CommitmentObstacle,
    Group,
    Institution,
    InstitutionPerson,
    Obstacle,
    Organisation,
    OrganisationFigures,
    Person,
    Province,
    Referral,
)
from db.models.base import now
from db.queries.organisation_page import organisation_facts
from db.queries.snapshots import snapshot
from tests.db.small_programme import fill
from tests.db.small_programme_rows import ZAGORA


@pytest.fixture
def phases(engine: Engine) -> dict[str, int]:
    return fill(engine)


def asked(engine: Engine, phase: int, named: bool = True, verified: bool = False, of: str = "A") -> OrganisationFacts:
    with reading(engine) as session:
        [row] = session.exec(select(Organisation.id).where(Organisation.name_latin == of))
        return organisation_facts(session, None, row or 0, phase, verified, named)


def test_people_modules_and_hours_are_those_of_the_organisation_and_of_the_phase(
    engine: Engine, phases: dict[str, int]
) -> None:
    facts = asked(engine, phases["1"])
    assert (facts.trained, facts.attendances, facts.hours, facts.certificates) == (5, 8, 33.0, 0)
    told = [(module.sessions, module.people, module.hours) for module in facts.modules]
    assert told == [(2, 5, 20.0), (1, 3, 13.0)]
    people = {person.name_latin: (person.modules, person.hours) for person in facts.people}
    assert people == {
        "late, then left early": ((0, 1), 7.0),
        "organisation elsewhere": ((0,), 4.0),
        "sex and age unknown": ((0, 1), 8.0),
        # The session with another organisation is not this one's.
        "two modules, provinces, organisations": ((0, 1), 10.0),
        "withdrew after": ((0,), 4.0),
    }
    later = asked(engine, phases["2"])
    assert (later.trained, later.attendances, later.hours) == (2, 2, 6.0)


def test_verified_sheets_alone_are_counted_where_asked(engine: Engine, phases: dict[str, int]) -> None:
    facts = asked(engine, phases["1"], verified=True)
    assert (facts.trained, facts.modules, facts.people, facts.unnamed) == (0, (), (), 0)


def test_who_may_not_be_listed_is_counted_and_not_named(engine: Engine, phases: dict[str, int]) -> None:
    with transaction(engine) as session:
        [person] = session.exec(select(Person).where(Person.name_latin == "withdrew after"))
        person.objected_on = date(2025, 4, 1)
        session.add(person)
    facts = asked(engine, phases["1"])
    assert (len(facts.people), facts.unnamed, facts.trained) == (4, 1, 5)
    assert "withdrew after" not in {person.name_latin for person in facts.people}
    nameless = asked(engine, phases["1"], named=False)
    assert (nameless.people, nameless.unnamed, nameless.trained) == ((), 5, 5)


def test_certificates_that_are_valid_and_of_the_phase_are_told(engine: Engine, phases: dict[str, int]) -> None:
    with transaction(engine) as session:
        [group] = session.exec(select(Group.id).where(Group.label == "G1"))
        for serial, name, revoked in (
            ("K7QF-3MXD-92TR", "late, then left early", None),
            ("K7QF-3MXD-92TS", "sex and age unknown", date(2025, 6, 1)),
            ("K7QF-3MXD-92TT", "walk-in", None),
        ):
            [person] = session.exec(select(Person.id).where(Person.name_latin == name))
            row = Certificate(
                serial=serial,
                person_id=person or 0,
                group_id=group or 0,
                phase_id=phases["1"],
                issued_on=date(2025, 5, 1),
                hours_attended=7,
                hours_offered=10,
                modules=[],
            )
            session.add(row)
            if revoked:
                session.flush()
                row.revoked_at = row.created_at
    facts = asked(engine, phases["1"])
    assert facts.certificates == 1
    assert [person.serials for person in facts.people if person.serials] == [("K7QF-3MXD-92TR",)]
    assert asked(engine, phases["2"]).certificates == 0


def test_obstacles_stand_once_with_their_state_and_the_institutions_of_their_category(
    engine: Engine, phases: dict[str, int]
) -> None:
    told = [(one.category["en"], one.said, one.state, one.institutions) for one in asked(engine, phases["1"]).obstacles]
    assert [(said, state) for _, said, state, _ in told] == [
        ("next phase", "done"),
        ("label", "committed"),
        ("market", "raised"),
    ]
    assert told[2][0] == told[1][0] != told[0][0]
    assert "ODCO" in told[2][3]


def test_who_promised_what_stands_with_the_obstacle_and_names_nobody_of_the_institution(
    engine: Engine, phases: dict[str, int]
) -> None:
    asked_on, due = date(2025, 5, 2), date(2025, 9, 1)
    with transaction(engine) as session:
        # The programme's own referrals and promises are other tests'; here none is left but those below.
        for model in (CommitmentObstacle, Commitment, Referral):
            session.execute(delete(model))
        [market] = session.exec(select(Obstacle.id).where(Obstacle.title == "market"))
        numbers = dict(session.exec(select(Institution.acronym, Institution.id)).all())
        person = InstitutionPerson(institution_id=numbers["ODCO"] or 0, name="Somebody")
        session.add(person)
        session.flush()
        for acronym in ("ONSSA", "ODCO"):
            row = {"obstacle_id": market, "institution_id": numbers[acronym], "referred_on": asked_on}
            session.add(Referral.model_validate(row))
        for what, due_on, gone in (("No date", None, None), ("A stand", due, None), ("Taken away", due, now())):
            made = Commitment(
                institution_id=numbers["ODCO"] or 0,
                institution_person_id=person.id,
                what=what,
                promised_on=asked_on,
                due_on=due_on,
                deleted_at=gone,
            )
            session.add(made)
            session.flush()
            session.add(CommitmentObstacle(commitment_id=made.id or 0, obstacle_id=market or 0))
    told = {one.said: one.answers for one in asked(engine, phases["1"]).obstacles}
    promise = Answer(institution="ODCO", asked_on=asked_on, promise="A stand", due_on=due, state="promised")
    assert told["market"] == (
        promise,
        promise.model_copy(update={"promise": "No date", "due_on": None}),
        Answer(institution="ONSSA", asked_on=asked_on),
    )
    assert told["label"] == ()
    with reading(engine) as session:
        frozen = {one.title: one.answers for one in snapshot(session, Filters(phase_id=phases["1"])).obstacles}
    assert frozen["market"] == told["market"]


def test_members_are_those_declared_last(engine: Engine, phases: dict[str, int]) -> None:
    assert asked(engine, phases["1"]).declared is None
    with transaction(engine) as session:
        [row] = session.exec(select(Organisation.id).where(Organisation.name_latin == "A"))
        for day, members in ((date(2025, 1, 1), 20), (date(2025, 9, 1), 25)):
            session.add(OrganisationFigures(organisation_id=row or 0, as_of=day, members=members))
    assert asked(engine, phases["1"]).declared == (25, date(2025, 9, 1))


def test_no_page_of_another_province_and_none_of_a_phase_that_is_gone(engine: Engine, phases: dict[str, int]) -> None:
    with reading(engine) as session:
        [row] = session.exec(select(Organisation.id).where(Organisation.name_latin == "A"))
        [zagora] = session.exec(select(Province.id).where(Province.code == ZAGORA))
        for reach, phase in ((frozenset({zagora or 0}), phases["1"]), (None, 999)):
            with pytest.raises(Problem) as refused:
                organisation_facts(session, reach, row or 0, phase)
            assert refused.value.code == "row_gone"
