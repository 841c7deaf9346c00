"""Certificates of completion: for whoever met the rule and for nobody else, one each, true after merges, revocable."""

from copy import copy
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from core.access import ADMINISTRATOR, Actor
from core.filters import Filters
from core.problems import Problem
from db.commands.attendance import close_roster, open_roster
from db.commands.certificates import issue_certificates, revoke_certificate
from db.commands.ledger import values_of
from db.commands.merging import merge_persons, undo_merge
from db.commands.merging_rows import shared_sessions
from db.commands.people import withdraw
from db.commands.privacy_erasure import anonymise_person
from db.engine import reading, transaction
from db.models import Certificate, Change, Enrolment, Merge, Module, Person
from db.queries.certificates import (
    certificate_told,
    certificates_of,
    certificates_to_print,
    group_standing,
    revoked_certificates,
)
from db.queries.figures.completion import completion
from db.queries.history import HistoryFilter, history
from tests.copied import Copied
from tests.db.sittings import DAY, Sittings

ADMIN = Actor(None, "admin", frozenset({ADMINISTRATOR}))


class Training:
    """A group of five: ten hours offered in four sittings of two modules, the rule at eight of them.

    Amina came to all ten; Brahim to eight, which is the rule itself; Chaima to seven; Dounia to ten without having
    consented; Elias withdrew before the first sitting.
    """

    def __init__(self, engine: Engine) -> None:
        self.sittings = Sittings(engine)
        self.engine = engine
        self.people = dict(
            zip(("amina", "brahim", "chaima", "dounia", "elias"), self.sittings.people(*_NAMES), strict=True)
        )
        with transaction(engine) as session:
            self.modules = list(session.exec(select(Module.id).order_by(col(Module.position))).all()[:2])
            for name, row in self.people.items():
                somebody = session.get_one(Person, row)
                somebody.consent_data, somebody.consent_data_on = name != "dounia", DAY if name != "dounia" else None
            gone = session.exec(select(Enrolment).where(Enrolment.person_id == self.people["elias"])).one()
            left = (gone.id or 0, gone.version)
        self.sittings.do(withdraw, *left, DAY.replace(day=3), None)
        hours = ((0, 3.0), (0, 3.0), (1, 2.0), (1, 2.0))
        came = {"amina": (0, 1, 2, 3), "brahim": (0, 1, 2), "chaima": (0, 2, 3), "dounia": (0, 1, 2, 3)}
        self.last = 0
        for number, (module, length) in enumerate(hours):
            self.last = self.sittings.plan(module_id=self.modules[module], hours=length)
            self.sittings.do(open_roster, self.last)
            for place, (_row, person, _organisation) in zip(
                self.sittings.ids(self.last), self.sittings.registrations(self.last), strict=True
            ):
                name = next(name for name, row in self.people.items() if row == person)
                self.sittings.mark(place, "present" if number in came[name] else "absent")
            if number < 3:
                self.sittings.do(close_roster, self.last)

    def finish(self) -> "Training":
        """The last roster closed, so that the group is finished."""
        self.sittings.do(close_roster, self.last)
        return self

    def standing(self) -> list[dict[Any, Any]]:
        with reading(self.engine) as session:
            rows = group_standing(session, None, self.sittings.group)
        return [dict(row) for row in rows.to_dict("records")]

    def issue(self, *person: int, actor: Actor | None = None) -> int:
        return self.sittings.do(issue_certificates, self.sittings.group, *person, actor=actor).row_id

    def of(self, name: str) -> Certificate:
        with reading(self.engine) as session:
            row = session.exec(
                select(Certificate).where(Certificate.person_id == self.people[name]).order_by(col(Certificate.id))
            ).all()[-1]
            session.expunge(row)
            return row

    def told(self, serial: str) -> Any:
        with reading(self.engine) as session:
            return certificate_told(session, serial)

    def refused(self, *action: Any, actor: Actor | None = None) -> tuple[str, dict[str, Any]]:
        with pytest.raises(Problem) as problem:
            self.sittings.do(*action, actor=actor)
        return problem.value.code, problem.value.details


_NAMES = ("Amina El Alaoui", "Brahim Soussi", "Chaima", "Dounia", "Elias")


_COPIED = Copied(Training)


@pytest.fixture
def training(engine: Engine) -> Training:
    made = copy(_COPIED(engine))
    made.engine, made.sittings = engine, replace(made.sittings, engine=engine)
    return made


def test_before_the_group_is_finished_nobody_has_a_certificate(training: Training) -> None:
    assert training.refused(issue_certificates, training.sittings.group)[0] == "group_not_finished"
    other = training.sittings
    assert [row["finished"] for row in training.standing()] == [False] * 4
    planned = other.plan(hours=1.0)
    training.finish()
    assert training.refused(issue_certificates, other.group)[0] == "group_not_finished"
    assert planned


def test_whoever_misses_the_rule_did_not_consent_or_left_before_has_none(training: Training) -> None:
    group, people = training.finish().sittings.group, training.people
    assert training.refused(issue_certificates, group, people["chaima"]) == ("completion_missing", {"hours": 1.0})
    assert training.refused(issue_certificates, group, people["dounia"])[0] == "certificate_without_consent"
    assert training.refused(issue_certificates, group, people["elias"])[0] == "not_enrolled_in_group"
    assert training.refused(issue_certificates, group, 99_999)[0] == "not_enrolled_in_group"
    assert training.refused(issue_certificates, 99_999)[0] == "row_gone"
    for who in (training.sittings.officer, training.sittings.stranger):
        assert training.refused(issue_certificates, group, actor=who)[0] == "not_allowed"
    with reading(training.engine) as session:
        assert session.exec(select(Certificate)).all() == []


def test_everybody_stands_with_what_is_above_or_missing_and_agrees_with_the_figure(training: Training) -> None:
    rows = training.finish().standing()
    said = [(row["name_latin"], row["attended"], row["over"], row["missing"], row["done"]) for row in rows]
    assert said == [
        ("Amina El Alaoui", 10.0, 2.0, 0.0, True),
        ("Brahim Soussi", 8.0, 0.0, 0.0, True),
        ("Chaima", 7.0, 0.0, 1.0, False),
        (None, 10.0, 2.0, 0.0, True),
    ]
    assert {row["offered"] for row in rows} == {10.0}
    with reading(training.engine) as session:
        counted = completion(session, Filters()).iloc[0]
    assert (counted["enrolled"], counted["completed"]) == (4, 3)
    with reading(training.engine) as session:
        assert group_standing(session, frozenset({training.sittings.tinghir}), training.sittings.group).empty


def test_all_who_met_the_rule_have_one_each_and_a_second_time_nothing_changes(training: Training) -> None:
    assert training.finish().issue() == training.sittings.group
    assert training.refused(issue_certificates, training.sittings.group)[0] == "certificates_there"
    assert training.refused(issue_certificates, training.sittings.group, training.people["amina"])[0] == (
        "certificates_there"
    )
    amina, brahim = training.of("amina"), training.of("brahim")
    assert (amina.hours_attended, amina.hours_offered, amina.modules) == (10.0, 10.0, training.modules)
    assert (brahim.hours_attended, brahim.modules) == (8.0, training.modules)
    assert amina.serial != brahim.serial
    with reading(training.engine) as session:
        assert len(session.exec(select(Certificate)).all()) == 2
        entry = session.exec(select(Change).where(Change.command == "issue_certificates")).one()
        assert entry.after == {"id": training.sittings.group, "issued": [amina.id, brahim.id]}
        asked = HistoryFilter(kind="person", row_id=training.people["brahim"], around=True)
        assert [one.command for one in history(session, asked)].count("issue_certificates") == 1
        asked = HistoryFilter(kind="person", row_id=training.people["chaima"], around=True)
        assert "issue_certificates" not in [one.command for one in history(session, asked)]


def test_one_person_s_certificate_and_then_the_rest(training: Training) -> None:
    training.finish().issue(training.people["brahim"])
    with reading(training.engine) as session:
        assert [row.name_latin for row in certificates_to_print(session, None, training.sittings.group)] == [
            "Brahim Soussi"
        ]
    training.issue()
    with reading(training.engine) as session:
        pages = certificates_to_print(session, None, training.sittings.group)
        assert [(page.name_latin, page.attended, len(page.modules)) for page in pages] == [
            ("Amina El Alaoui", 10.0, 2),
            ("Brahim Soussi", 8.0, 2),
        ]
        one = certificates_to_print(session, None, training.sittings.group, training.of("brahim").id)
        assert [page.serial for page in one] == [training.of("brahim").serial]
        elsewhere = frozenset({training.sittings.tinghir})
        assert certificates_to_print(session, elsewhere, training.sittings.group) == []


@pytest.mark.parametrize("given", ["", "no serial", "K7QF-3MXD-92TR", "' OR 1=1 --", "ﷺ" * 12, "%"])
def test_a_serial_that_was_never_given_is_told_nothing(training: Training, given: str) -> None:
    training.finish().issue()
    assert training.told(given) is None


def test_a_stranger_with_the_serial_is_told_that_it_is_valid_and_later_that_it_is_not(training: Training) -> None:
    training.finish().issue()
    amina = training.of("amina")
    told = training.told(amina.serial.lower().replace("-", " "))
    assert (told.valid, told.name_latin, told.programme["fr"], told.issued_on) == (
        *(True, "Amina El Alaoui", "Programme"),
        amina.issued_on,
    )
    number = amina.id or 0
    assert training.refused(revoke_certificate, number, 1, "  ")[0] == "required"
    assert training.refused(revoke_certificate, number, 2, "Erreur")[0] == "conflict"
    assert training.refused(revoke_certificate, number, 1, "x", actor=training.sittings.officer)[0] == "not_allowed"
    training.sittings.do(revoke_certificate, number, 1, "Heures mal saisies")
    assert training.refused(revoke_certificate, number, 2, "Encore")[0] == "certificate_revoked"
    assert training.told(amina.serial).valid is False
    assert training.told(training.of("brahim").serial).valid is True
    with reading(training.engine) as session:
        entry = session.exec(select(Change).where(Change.command == "revoke_certificate")).one()
        assert (entry.row_id, entry.reason) == (number, "Heures mal saisies")
        revoked = revoked_certificates(session, training.sittings.group).to_dict("records")
        assert [(row["serial"], row["reason"]) for row in revoked] == [(amina.serial, "Heures mal saisies")]


def test_after_a_revocation_the_person_may_have_another_one(training: Training) -> None:
    training.finish().issue()
    first = training.of("amina")
    training.sittings.do(revoke_certificate, first.id or 0, 1, "Nom mal écrit")
    training.issue()
    second = training.of("amina")
    assert (training.told(first.serial).valid, training.told(second.serial).valid) == (False, True)
    with reading(training.engine) as session:
        listed = certificates_of(session, training.people["amina"])
        assert listed["serial"].to_list() == [second.serial, first.serial]


@pytest.mark.parametrize("change", [{"consent_data": False}, {"objected_on": DAY}])
def test_whoever_objects_or_takes_consent_back_is_not_named_and_the_certificate_stays_true(
    training: Training, change: dict[str, Any]
) -> None:
    training.finish().issue()
    with transaction(training.engine) as session:
        person = session.get_one(Person, training.people["amina"])
        for name, value in change.items():
            setattr(person, name, value)
    told = training.told(training.of("amina").serial)
    assert (told.valid, told.name_ar, told.name_latin) == (True, None, None)
    with reading(training.engine) as session:
        assert len(certificates_to_print(session, None, training.sittings.group)) == 1


def test_an_anonymised_person_s_certificate_stays_true_without_a_name_or_a_reason(training: Training) -> None:
    training.finish().issue()
    amina = training.of("amina")
    training.sittings.do(revoke_certificate, amina.id or 0, 1, "Demande de Amina El Alaoui")
    training.issue()
    with reading(training.engine) as session:
        version = session.get_one(Person, training.people["amina"]).version
    training.sittings.do(anonymise_person, training.people["amina"], version, "À sa demande", actor=ADMIN)
    told = training.told(training.of("amina").serial)
    assert (told.valid, told.name_ar, told.name_latin, told.programme["fr"]) == (True, None, None, "Programme")
    with reading(training.engine) as session:
        rows = session.exec(select(Certificate).where(Certificate.person_id == training.people["amina"])).all()
        assert [row.reason for row in rows] == [None, None]
        entries = session.exec(select(Change)).all()
        assert not [one.id for one in entries if "Alaoui" in repr((one.before, one.after, one.reason))]


def test_of_two_rows_that_are_one_person_both_papers_stay_valid_until_the_one_left_is_revoked(
    training: Training,
) -> None:
    training.finish().issue()
    amina, brahim = training.of("amina"), training.of("brahim")
    kept, gone = training.people["amina"], training.people["brahim"]
    with reading(training.engine) as session:
        versions = [session.get_one(Person, row).version for row in (kept, gone)]
    shared = _both_registered(training, kept)
    training.sittings.do(
        merge_persons, (kept, versions[0]), (gone, versions[1]), (), shared, "Même personne", actor=ADMIN
    )
    assert [training.told(one.serial).valid for one in (amina, brahim)] == [True, True]
    assert training.told(brahim.serial).name_latin == "Amina El Alaoui"
    with reading(training.engine) as session:
        listed = certificates_of(session, kept)
        assert len(listed) == 1
        number, version = int(listed["id"].iloc[0]), int(listed["version"].iloc[0])
    assert number == amina.id
    training.sittings.do(revoke_certificate, number, version, "Heures mal saisies")
    assert [training.told(one.serial).valid for one in (amina, brahim)] == [False, False]
    with reading(training.engine) as session:
        merge = session.exec(select(Merge)).one()
        asked = (merge.id or 0, merge.version)
    training.sittings.do(undo_merge, *asked, actor=ADMIN)
    assert values_of(training.of("brahim"))["deleted_at"] is None
    assert training.told(brahim.serial).valid is True


def _both_registered(training: Training, kept: int) -> tuple[int, ...]:
    with reading(training.engine) as session:
        found = shared_sessions(session, kept, training.people["brahim"])
        return tuple(next(row.id or 0 for row in rows if row.person_id == kept) for rows in found.values())


def test_the_database_holds_one_valid_certificate_a_person_and_group(training: Training) -> None:
    training.finish().issue(training.people["amina"])
    again = Certificate.model_validate(training.of("amina").model_dump() | {"id": None, "serial": "K7QF-3MXD-92TR"})
    with pytest.raises(IntegrityError), Session(training.engine) as session, session.begin():
        session.add(again)
