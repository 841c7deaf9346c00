"""The pages of personal data: notice, requests, a person's file, anonymising and retention, driven as a person does."""

import io
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import load_workbook
from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest

from core.access import ADMINISTRATOR, Actor
from core.i18n import LANGUAGES, words
from core.records import validated
from core.records.privacy import RequestRecord
from core.records.settings import Settings
from db.commands.ledger import perform
from db.commands.privacy_erasure import anonymise_person
from db.commands.privacy_requests import enter_request, object_to_use
from db.commands.settings import change_settings
from db.engine import engine, transaction
from db.models import (
    TABLES,
    Change,
    Event,
    Export,
    Guest,
    Mention,
    Organisation,
    Person,
    Phase,
    PrivacyRequest,
    Registration,
)
from db.queries.privacy_file import BY_KIND, person_file, pointing_tables
from pages.parts.privacy_sections import file_bytes, label_of, title_of
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor

SOMEBODY = Actor(account_id=None, username="other", roles=frozenset({ADMINISTRATOR}))
NAME = "late, then left early"
HERE = ("manage/privacy.py", "manage/person_file.py", "manage/anonymise.py", "manage/retention.py")
# What holds something of a person by its keys; a table that is added is put here once its words are there.
HOLDING = {
    *("person", "membership", "enrolment", "registration", "attendance", "privacy_request"),
    *("certificate", "sheet_comment"),
}
# What no reader is told of a row: its own number, the search key, who wrote it and how often.
# Their kind says what they are, and not which row they are about.
OF_ANOTHER_KIND = {"organisation", "privacy_request", "change", "commitment_update", "guest", "scene"}
UNTOLD = {"id", "search", "person_id", "version", "created_by", "updated_at", "updated_by"}


@pytest.fixture
def programme(database: Path) -> int:
    """The small programme; the id of one person in it, who consented and has a phone."""
    fill(engine())
    assert database.exists()
    with transaction() as session:
        found = session.exec(select(Person).where(Person.name_latin == NAME)).one()
        found.search, found.phone = NAME, "+212661239876"
        return found.id or 0


def field(page: AppTest, kind: str, label: str) -> Any:
    return next(one for one in getattr(page, kind) if one.label.removesuffix(" \\*") == label)


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def told(page: AppTest) -> str:
    kinds = ("markdown", "caption", "info", "warning", "success", "subheader", "error")
    return "\n".join(str(one.value) for kind in kinds for one in getattr(page, kind))


def request(person_id: int, kind: str, due: date) -> int:
    values = {"person_id": person_id, "kind": kind, "received_on": date(2026, 1, 1), "due_on": due}
    return perform(enter_request, SOMEBODY, f"{person_id}{kind}", validated(RequestRecord, values)).row_id


@pytest.mark.parametrize("page", HERE)
@pytest.mark.parametrize("role", ["field_officer", "manager", "presenter"])
def test_only_the_desk_opens_these_pages(signed_in: Visitor, programme: int, page: str, role: str) -> None:
    found = signed_in(page, role, provinces=(1,), query={"person": str(programme)})
    assert [one.value for one in found.warning] == [words("en").say("problem.not_allowed")]


@pytest.mark.parametrize("page", ["manage/anonymise.py", "manage/retention.py"])
def test_a_coordinator_neither_anonymises_nor_ends_retention(signed_in: Visitor, programme: int, page: str) -> None:
    found = signed_in(page, "coordinator", query={"person": str(programme)})
    assert [one.value for one in found.warning] == [words("en").say("problem.not_allowed")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_is_read_out_in_another_language_than_the_reader_s(signed_in: Visitor, language: str) -> None:
    page = signed_in("entry/notice.py", "field_officer", provinces=(1,), language="fr")
    page.session_state["notice.page"] = language
    page.run()
    assert not page.exception
    read = next(one.proto.body for one in page.get("html") if "<h3>" in one.proto.body)
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in read
    assert words(language).say("notice.title") in read
    assert words(language).say("notice.receipt_in_progress") in read


def test_a_request_takes_the_day_proposed_and_says_in_words_how_late_it_is(signed_in: Visitor, programme: int) -> None:
    page = signed_in("manage/privacy.py", "coordinator", query={"person": str(programme)})
    assert not page.exception
    pills = next(one for one in page.button_group if one.key and one.key.endswith(".kind"))
    pills.set_value("correction").run()
    press(page, "Enter the request")
    assert not page.exception
    with Session(engine()) as session:
        row = session.exec(select(PrivacyRequest)).one()
        assert (row.person_id, row.kind) == (programme, "correction")
        assert row.due_on - row.received_on == timedelta(days=10)
        today = row.received_on
    request(programme, "access", today - timedelta(days=3))
    request(programme, "erasure", today)
    page = signed_in("manage/privacy.py", "coordinator")
    said = [one.value for one in page.markdown]
    assert [one.value for one in page.metric] == ["3", "1", "0"]
    lines = [one for one in said if "3 days late" in one or "Due today" in one or "10 days left" in one]
    assert lines == [
        ":red[:material/warning: 3 days late]",
        ":material/schedule: Due today",
        ":material/schedule: 10 days left",
    ]


def test_an_answer_needs_what_came_of_it(signed_in: Visitor, programme: int) -> None:
    number = request(programme, "access", date(2026, 2, 1))
    page = signed_in("manage/privacy.py", "coordinator")
    press(page, "Save the answer")
    assert [one.value for one in page.error] == [words("en").say("problem.required")]
    outcome = next(one for one in page.button_group if one.key and one.key.endswith(".outcome"))
    outcome.set_value("done").run()
    press(page, "Save the answer")
    with Session(engine()) as session:
        row = session.get_one(PrivacyRequest, number)
        assert (row.outcome, row.version) == ("done", 2)
        assert row.answered_on is not None


def test_every_table_that_points_to_a_person_is_part_of_the_file_with_its_words() -> None:
    assert set(pointing_tables()) == HOLDING
    # A table that says by kind which row it is about has no key that would give it away.
    by_kind = {table.name for table in TABLES.metadata.sorted_tables if "kind" in table.c and "id" in table.c}
    assert by_kind - OF_ANOTHER_KIND == set(BY_KIND)
    for language in LANGUAGES:
        said = words(language)
        missing = [
            f"{name}.{column.name}"
            for name in (*HOLDING, *BY_KIND)
            for column in TABLES.metadata.tables[name].columns
            if column.name not in UNTOLD and label_of(said, name, column.name) == column.name
        ]
        missing += [name for name in (*HOLDING, *BY_KIND) if title_of(said, name) == name]
        assert missing == []


def test_the_file_shows_everything_in_the_reader_s_words_and_is_entered_when_it_is_given(
    signed_in: Visitor, programme: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, Callable[[], bytes]] = {}

    def button(_label: str, *, data: Callable[[], bytes], key: str, **_rest: Any) -> None:
        drawn[key] = data

    monkeypatch.setattr(st, "download_button", button)
    perform(object_to_use, SOMEBODY, "o", programme, 1, date(2026, 1, 1), "Par lettre")
    page = signed_in("manage/person_file.py", "coordinator", language="fr", query={"person": str(programme)})
    assert not page.exception
    said = told(page)
    french = words("fr")
    for part in HOLDING - {"privacy_request", "certificate", "sheet_comment"}:
        assert title_of(french, part) in said
    assert "Opposition enregistrée" in said
    assert "s’oppose depuis" in said
    page.toggle(key="person_file.elsewhere").set_value(True).run()
    assert not page.exception
    assert french.say("anonymise.nowhere_else") in told(page)
    with Session(engine()) as session:
        number = person_file(session, programme).number
        assert session.exec(select(Export)).all() == []
    book = load_workbook(io.BytesIO(drawn["person_file.ar"]()))
    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True] * len(book.worksheets)
    cells = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert {NAME, "+212661239876", "رجل"} <= cells
    with Session(engine()) as session:
        given = session.exec(select(Export)).one()
        assert (given.what, given.form, given.rows) == ("person_file", "xlsx", number)
        assert given.filters == {"person": str(programme)}
        # The next file tells that this one was given.
        assert person_file(session, programme).entries[-1].kind == "export"


def test_a_person_in_the_bin_has_a_file_and_nobody_has_none(signed_in: Visitor, programme: int) -> None:
    with transaction() as session:
        binned = session.exec(select(Person.id).where(Person.name_latin == "deleted")).one() or 0
        assert binned != programme
    page = signed_in("manage/person_file.py", "coordinator", query={"person": str(binned)})
    assert "deleted" in told(page)
    page = signed_in("manage/person_file.py", "coordinator", query={"person": "999999"})
    assert [one.value for one in page.warning] == [words("en").say("problem.row_gone")]


def test_anonymising_shows_first_asks_for_the_number_and_leaves_a_neutral_name_on_the_sheet(
    signed_in: Visitor, programme: int
) -> None:
    with transaction() as session:
        organisation = session.exec(select(Organisation).where(Organisation.name_latin == "A")).one()
        organisation.contact_name = NAME
        said = session.exec(select(Mention)).first()
        assert said is not None
        said.words = f"Comme dit {NAME}."
        registration = session.exec(select(Registration).where(Registration.person_id == programme)).first()
        assert registration is not None
        sitting = registration.session_id
    page = signed_in("manage/anonymise.py", "administrator", query={"person": str(programme)})
    assert not page.exception
    assert words("en").say("anonymise.backups") in told(page)
    assert f"Comme dit {NAME}" in told(page)
    next(box for box in page.checkbox if "contact" in (box.key or "")).check().run()
    field(page, "text_input", "Reason").set_value("At her own request")
    field(page, "text_input", "Type the person’s number to confirm").set_value("0")
    press(page, "Anonymise for good")
    assert [one.value for one in page.error] == [words("en").show("problem.confirmation_wrong", number=str(programme))]
    field(page, "text_input", "Type the person’s number to confirm").set_value(str(programme))
    press(page, "Anonymise for good")
    assert not page.exception
    with Session(engine()) as session:
        row = session.get_one(Person, programme)
        assert (row.name_latin, row.phone) == (None, None)
        assert session.exec(select(Organisation.contact_name).where(Organisation.name_latin == "A")).one() is None
        assert session.exec(select(Change).where(Change.command == "anonymise_person")).one().reason is not None
    for language, neutral in (("en", "Anonymised person"), ("fr", "Personne anonymisée"), ("ar", "شخص حُذفت هويته")):
        sheet = signed_in("entry/attendance.py", "coordinator", language=language, query={"session": str(sitting)})
        shown = " ".join(str(getattr(one, "value", "")) for one in (*sheet.dataframe, *sheet.table, *sheet.markdown))
        assert not sheet.exception
        assert neutral in shown
    assert "row_gone" not in told(signed_in("entry/participants.py", "coordinator", query={"person": str(programme)}))


@pytest.mark.usefixtures("programme")
def test_retention_tells_who_first_and_anonymises_them_all_once_the_number_is_typed(signed_in: Visitor) -> None:
    assert signed_in("manage/retention.py", "administrator").info[0].icon == ":material/lightbulb:"
    perform(change_settings, SOMEBODY, "s", 1, Settings(retention_months=6))
    with transaction() as session:
        for phase in session.exec(select(Phase)):
            phase.starts_on, phase.ends_on = date(2015, 1, 1), date(2015, 12, 31)
        for row in session.exec(select(Person)):
            row.created_at = row.created_at.replace(year=2014)
        kept = session.exec(select(Person).where(Person.name_latin == "left out")).one()
        kept.created_at = kept.created_at.replace(year=2026, month=11)
        kept.consent_data_on = date(2090, 1, 1)
        event = Event(name_fr="Rencontre", held_on=date(2015, 6, 1), starts_at=time(9), ends_at=time(10), secret="s")
        session.add(event)
        session.flush()
        session.add(Guest(event_id=event.id or 0, kind="other", name_latin="Old Guest", badge="b"))
    page = signed_in("manage/retention.py", "administrator")
    assert not page.exception
    assert words("en").count("retention.guests_would_be", 1) in [one.value for one in page.subheader]
    assert words("en").count("retention.would_be", 13) in told(page)
    press(page, "Anonymise all of them for good")
    assert [one.value for one in page.error] == [words("en").show("problem.confirmation_wrong", number="13")]
    page.text_input(key="retention.confirmed").set_value("13").run()
    press(page, "Anonymise all of them for good")
    assert not page.exception
    assert words("en").count("retention.done", 13) in told(page)
    with Session(engine()) as session:
        entries = session.exec(select(Change).where(Change.command == "anonymise_person")).all()
        assert {entry.reason for entry in entries} == {"Kept longer than 6 months"}
        left = session.exec(select(Person.name_latin).where(col(Person.anonymised_at).is_(None))).all()
        assert "left out" in left
        assert len(left) == 2


def test_an_anonymised_person_has_a_file_without_values_and_cannot_be_anonymised_again(
    signed_in: Visitor, programme: int
) -> None:
    perform(anonymise_person, SOMEBODY, "x", programme, 1, "Demande")
    page = signed_in("manage/person_file.py", "coordinator", query={"person": str(programme)})
    assert NAME not in told(page)
    assert "Anonymised person, no. " in told(page).translate({0x2068: None, 0x2069: None}).replace("\\", "")
    page = signed_in("manage/anonymise.py", "administrator", query={"person": str(programme)})
    assert [button.label for button in page.button if button.label == "Anonymise for good"] == []
    with Session(engine()) as session:
        assert NAME not in str(file_bytes(words("en"), person_file(session, programme)))
