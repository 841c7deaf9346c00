"""Requests are due on days that the settings give, objections stay until they are taken back, retention waits."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

import db.retention
from core.access import Actor
from core.i18n import LANGUAGES, words
from core.notice import PARTS, notice
from core.privacy import due_on, kept_from
from core.problems import Problem
from core.records import validated
from core.records.people import MembershipRecord
from core.records.privacy import RequestRecord
from core.records.settings import Settings
from db.commands.organisations import register_organisation
from db.commands.people import change_person, join_organisation, register_person
from db.commands.privacy_erasure import anonymise_person
from db.commands.privacy_requests import answer_request, enter_request, object_to_use, take_objection_back
from db.commands.removals import remove_person
from db.commands.settings import change_settings
from db.engine import transaction
from db.models import Change, Enrolment, Membership, Person, Phase
from db.models.base import now
from db.queries import bin_due
from db.queries.chain import broken_link
from db.queries.consent import members_not_listed
from db.queries.people import persons_found, persons_not_listed
from db.queries.privacy_requests import requests, requests_counted
from db.queries.privacy_retention import kept_too_long
from db.queries.profiles import people_of
from tests.db.entries import DAY, do, organisation, person
from tests.db.small_programme import fill

TODAY = date(2026, 11, 23)


def asked(person_id: int, kind: str = "access", due: date = DAY, **more: object) -> RequestRecord:
    return validated(RequestRecord, {"person_id": person_id, "kind": kind, "received_on": DAY, "due_on": due, **more})


def registered(engine: Engine, actor: Actor, key: str = "p", **values: object) -> int:
    return do(engine, register_person, actor, key, person(**{"name_latin": "Zahra", **values})).row_id


def test_a_correction_is_due_sooner_than_everything_else() -> None:
    limits = Settings(answer_days=30, correction_days=10)
    assert due_on("correction", date(2026, 11, 25), limits) == date(2026, 12, 5)
    assert {due_on(kind, date(2026, 2, 1), limits) for kind in ("access", "objection", "erasure")} == {date(2026, 3, 3)}


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (TODAY, 60, date(2021, 11, 23)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(today: date, months: int, first: date) -> None:
    assert kept_from(today, months) == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_says_who_how_long_and_that_the_receipt_is_in_progress_while_there_is_none(language: str) -> None:
    said = words(language)
    read = notice(said, Settings(controller="Association X", retention_months=24))
    assert len(read) == len(PARTS)
    assert "Association X" in read[0]
    assert {"ar": "في طور الإنجاز", "fr": "en cours", "en": "in progress"}[language] in read[-1]
    assert "D-123/2026" in notice(said, Settings(receipt="D-123/2026"))[-1]
    assert said.count("notice.months", 24) in " ".join(read)
    assert said.say("notice.controller_missing") in notice(said, Settings())[0]


def test_a_request_of_nobody_or_of_tomorrow_is_refused(engine: Engine, coordinator: Actor) -> None:
    row = registered(engine, coordinator)
    late = validated(
        RequestRecord, {"person_id": row, "kind": "access", "received_on": "2099-01-01", "due_on": "2099-01-02"}
    )
    for record, field in ((asked(999), "person_id"), (late, "received_on")):
        with pytest.raises(Problem) as refused:
            do(engine, enter_request, coordinator, "r", record)
        assert refused.value.field == field


def test_requests_are_listed_by_the_day_they_are_due_and_counted(
    engine: Engine, coordinator: Actor, field_officer: Actor
) -> None:
    row = registered(engine, coordinator)
    with pytest.raises(Problem):
        do(engine, enter_request, field_officer, "r", asked(row))
    for key, due in (("a", date(2026, 12, 1)), ("b", date(2026, 11, 1)), ("c", TODAY)):
        do(engine, enter_request, coordinator, key, asked(row, due=due))
    answer = asked(row, due=date(2026, 12, 1), answered_on=date(2026, 4, 1), outcome="partly", note="Copie remise")
    other = answer.model_copy(update={"kind": "erasure"})
    do(engine, answer_request, coordinator, "x", 1, 1, other)
    with Session(engine) as session:
        assert requests_counted(session, TODAY) == (2, 1, 1)
        assert list(requests(session)["due_on"]) == [date(2026, 11, 1), TODAY]
        done = requests(session, answered=True).iloc[0]
        assert (done["kind"], done["outcome"], done["note"]) == ("access", "partly", "Copie remise")


def test_a_consent_takes_the_present_notice_and_its_withdrawal_stays_in_the_history(
    engine: Engine, coordinator: Actor, administrator: Actor
) -> None:
    row = registered(engine, coordinator, consent_data=True, consent_data_on=DAY, consent_way="spoken")
    do(engine, change_settings, administrator, "s", 1, Settings(notice_version="2"))
    both = {"name_latin": "Zahra", "consent_data": True, "consent_data_on": DAY, "consent_way": "spoken"}
    photo = {"consent_photo": True, "consent_photo_on": DAY, "consent_photo_way": "digital"}
    do(engine, change_person, coordinator, "c1", row, 1, person(**both, **photo))
    with Session(engine) as session:
        found = session.get_one(Person, row)
        assert (found.notice_version, found.photo_notice_version) == ("1", "2")
        assert (found.consent_way, found.consent_photo_way) == ("spoken", "digital")
    do(engine, change_person, coordinator, "c2", row, 2, person(name_latin="Zahra", consent_data_on=DAY))
    with Session(engine) as session:
        found = session.get_one(Person, row)
        assert (found.consent_data, found.consent_data_on, found.notice_version) == (False, None, None)
        entry = session.exec(select(Change).order_by(col(Change.id).desc())).first()
        assert entry is not None
        assert ((entry.before or {})["consent_data"], (entry.after or {})["consent_data"]) == (True, False)


def test_without_consent_or_with_an_objection_a_person_is_counted_and_not_listed_but_found_at_work(
    engine: Engine, coordinator: Actor
) -> None:
    place = do(engine, register_organisation, coordinator, "o", organisation(name_latin="Tifawin")).row_id
    people = {
        "agrees": registered(engine, coordinator, "1", name_latin="Agrees", consent_data=True, consent_data_on=DAY),
        "silent": registered(engine, coordinator, "2", name_latin="Silent", phone="0661000001"),
        "objects": registered(
            engine, coordinator, "3", name_latin="Objects", phone="0661000002", consent_data=True, consent_data_on=DAY
        ),
    }
    for row in people.values():
        member = validated(MembershipRecord, {"organisation_id": place})
        do(engine, join_organisation, coordinator, f"m{row}", row, member)
    do(engine, object_to_use, coordinator, "ob", people["objects"], 1, DAY, None)
    with Session(engine) as session:
        assert list(people_of(session, place)["name_latin"]) == ["Agrees"]
        assert members_not_listed(session, place) == 2
        assert list(persons_found(session, None)["name_latin"]) == ["Agrees"]
        assert persons_not_listed(session, None) == 2
        assert list(persons_found(session, None, "silent")["phone"]) == ["+212661000001"]
        assert list(persons_found(session, None, "objects")["phone"]) == [None]
    do(engine, take_objection_back, coordinator, "ba", people["objects"], 2, "A changé d’avis")
    with Session(engine) as session:
        assert members_not_listed(session, place) == 1


def test_an_objection_is_entered_once_and_survives_a_correction(engine: Engine, coordinator: Actor) -> None:
    row = registered(engine, coordinator)
    attempts: list[tuple[Any, tuple[Any, ...], str]] = [
        (object_to_use, (row, 1, None, None), "required"),
        (object_to_use, (row, 1, date(2099, 1, 1), None), "day_in_future"),
        (take_objection_back, (row, 1, None), "not_objected"),
    ]
    for command, arguments, code in attempts:
        with pytest.raises(Problem) as refused:
            do(engine, command, coordinator, "k", *arguments)
        assert refused.value.code == code
    do(engine, object_to_use, coordinator, "k", row, 1, DAY, "Par écrit")
    with pytest.raises(Problem) as refused:
        do(engine, object_to_use, coordinator, "k2", row, 2, DAY, None)
    assert refused.value.code == "objected_already"
    do(engine, change_person, coordinator, "c", row, 2, person(name_latin="Zohra"))
    with Session(engine) as session:
        found = session.get_one(Person, row)
        assert (found.name_latin, found.objected_on) == ("Zohra", DAY)


@pytest.fixture
def old_programme(engine: Engine) -> Engine:
    """The small programme of 2025 and 2026, seen from 2033: everybody was entered in 2024, one joined in 2032."""
    fill(engine)
    with transaction(engine) as session:
        for row in session.exec(select(Person)):
            row.created_at = row.created_at.replace(year=2024, month=1, day=1)
        for member in session.exec(select(Membership)):
            member.created_at = member.created_at.replace(year=2032, month=1, day=1)
    return engine


LATER = date(2033, 1, 1)


def names(engine: Engine, since: date, today: date) -> set[str]:
    with Session(engine) as session:
        return set(kept_too_long(session, since, today)["name_latin"])


def test_a_person_is_kept_as_long_as_the_last_trace_says(old_programme: Engine) -> None:
    everybody = names(old_programme, date(2033, 1, 1), LATER)
    assert len(everybody) == 15
    assert names(old_programme, date(2031, 1, 1), LATER) == everybody - {"late, then left early"}
    # A session of February 2026 is younger than this day, and phase 1 ended on the last day of 2025.
    younger = {"late, then left early", "two modules, provinces, organisations"}
    assert names(old_programme, date(2026, 1, 1), LATER) == everybody - younger
    # Both withdrew in February 2025 and were expected last on the tenth of it.
    assert "withdrew before" in names(old_programme, date(2025, 3, 1), LATER)
    assert "withdrew after" in names(old_programme, date(2025, 3, 1), LATER)
    assert names(old_programme, date(2025, 1, 1), LATER) == set()
    with Session(old_programme) as session:
        row = kept_too_long(session, date(2025, 3, 1), LATER).set_index("name_latin")
        assert row.loc["withdrew after", "last_trace"] == date(2025, 2, 20)


def test_a_person_in_the_bin_is_kept_no_longer_and_can_then_be_purged(
    old_programme: Engine, administrator: Actor
) -> None:
    row = do(old_programme, register_person, administrator, "p", person(name_latin="Binned")).row_id
    do(old_programme, register_person, administrator, "q", person(name_latin="Newer"))
    do(old_programme, remove_person, administrator, "r", row, 1, "Saisie par erreur")
    with transaction(old_programme) as session:
        binned = session.get_one(Person, row)
        # The days of the bin are over, those that a person is kept are not.
        session.get_one(Person, row).created_at = binned.created_at.replace(year=2024, month=1, day=1)
        seen = binned.version
    assert "Binned" in names(old_programme, date(2033, 1, 1), LATER)
    with transaction(old_programme) as session:
        past = now() - timedelta(days=365)
        session.get_one(Person, row).deleted_at = past
        assert bin_due.due(session, "person") == []
    do(old_programme, anonymise_person, administrator, "x", row, seen, "Conservation dépassée")
    with Session(old_programme) as session:
        assert bin_due.due(session, "person") == [row]


def test_nobody_of_a_running_phase_or_with_an_open_request_is_among_them(
    old_programme: Engine, coordinator: Actor
) -> None:
    since = date(2033, 1, 1)
    assert "two modules, provinces, organisations" not in names(old_programme, since, date(2026, 12, 31))
    assert "organisation elsewhere" in names(old_programme, since, date(2026, 12, 31))
    with Session(old_programme) as session:
        row = session.exec(select(Person.id).where(Person.name_latin == "left out")).one() or 0
    do(old_programme, enter_request, coordinator, "r", asked(row))
    assert "left out" not in names(old_programme, since, LATER)


def test_the_command_on_the_server_tells_first_and_then_anonymises_each_with_an_entry(
    old_programme: Engine, administrator: Actor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    do(old_programme, change_settings, administrator, "s", 1, Settings(retention_months=6))
    monkeypatch.setattr("db.retention.engine", lambda: old_programme)
    monkeypatch.setattr("db.engine.engine", lambda: old_programme)
    with transaction(old_programme) as session:
        for phase in session.exec(select(Phase)):
            phase.starts_on, phase.ends_on = date(2015, 1, 1), date(2015, 12, 31)
        for table in (Person, Membership, Enrolment):
            for row in session.exec(select(table)):
                row.created_at = row.created_at.replace(year=2014, month=1, day=1)
    with Session(old_programme) as session:
        today = date.today()
        due = kept_too_long(session, kept_from(today, 6), today)
    assert len(due) == 15
    assert db.retention.main(["--dry-run"]) == 0
    said = capsys.readouterr().out
    assert words("fr").count("retention.would_be", len(due)) in said
    assert not any(name in said for name in due["name_latin"])
    with Session(old_programme) as session:
        assert session.exec(select(Person).where(col(Person.anonymised_at).is_not(None))).first() is None
    assert db.retention.main([]) == 0
    assert words("ar").count("retention.done", len(due)) in capsys.readouterr().out
    with Session(old_programme) as session:
        entries = session.exec(select(Change).where(Change.command == "anonymise_person")).all()
        assert sorted(entry.row_id or 0 for entry in entries) == sorted(due["id"])
        assert broken_link(session) is None
        assert kept_too_long(session, kept_from(today, 6), today).empty
