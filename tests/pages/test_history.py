"""The page of the history: who reads it, what it says, what it narrows to, and whether the chain holds."""

import importlib
import pkgutil

import pytest
from sqlalchemy import text
from sqlmodel import select
from streamlit.testing.v1 import AppTest

import db.commands
from core.access import ADMINISTRATOR, Actor
from core.i18n import LANGUAGES, words
from core.records import validated
from core.records.people import MembershipRecord, PersonRecord
from core.records.programme import SectorRecord
from db.commands.ledger import COMMANDS, perform
from db.commands.people import join_organisation, register_person
from db.commands.privacy_erasure import anonymise_person
from db.commands.reference_lists import add_to_list, change_in_list
from db.engine import engine, reading, transaction
from db.models import Organisation, Province
from db.queries.history import KINDS, HistoryFilter, history, history_counted
from pages.parts.history import exported
from pages.parts.visit import Visit
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor

HISTORY = "manage/history.py"
NOBODY = Actor(account_id=None, username="test", roles=frozenset({ADMINISTRATOR}))
LABELS = {"label_ar": "قطاع", "label_fr": "Secteur", "label_en": "*Bold* name"}


def write() -> int:
    record = validated(SectorRecord, {"code": "alpha", **LABELS})
    row = perform(add_to_list, NOBODY, "one", "sector", record).row_id
    other = validated(SectorRecord, {"code": "alpha", **LABELS, "label_en": "Plain"})
    perform(change_in_list, NOBODY, "two", "sector", row, 1, other)
    return row


def test_every_command_and_every_kind_has_its_words_in_every_language() -> None:
    for module in pkgutil.iter_modules(db.commands.__path__, "db.commands."):
        importlib.import_module(module.name)
    keys = [f"command.{name}" for name in (*COMMANDS, "make_first_administrator", "fill_demonstration")]
    keys += [f"history.kind.{kind}" for kind in KINDS]
    assert [key for key in keys for language in LANGUAGES if not words(language).has(key)] == []


@pytest.mark.parametrize("role", ["field_officer", "manager", "presenter"])
def test_others_do_not_read_the_history(signed_in: Visitor, role: str) -> None:
    page = signed_in(HISTORY, role, provinces=(1,))
    assert [w.value for w in page.warning] == [words("en").say("problem.not_allowed")]


def test_each_entry_says_what_was_done_and_from_what_to_what(signed_in: Visitor) -> None:
    row = write()
    page = signed_in(HISTORY, "coordinator", query={"kind": "sector", "row": str(row)})
    assert not page.exception
    said = [one.value for one in page.markdown]
    assert said[0] == f"**⁨Sector⁩ no. ⁨{row}⁩\\: ⁨Plain⁩**"
    assert [one for one in said if one.startswith("**")][1:3] == [
        "**Reference list changed**",
        "**Added to a reference list**",
    ]
    changed = next(one for one in said if "→" in one)
    assert changed.count("\n") == 0
    assert "\\*Bold\\* name" in changed
    assert "Plain" in changed
    assert [one.value for one in page.subheader] == ["2 entries"]


@pytest.mark.parametrize("query", [{"kind": "organisation"}, {"row": "9999"}, {"day": "2001-01-01"}])
def test_what_the_address_asks_for_is_all_there_is(signed_in: Visitor, query: dict[str, str]) -> None:
    write()
    page = signed_in(HISTORY, "administrator", query=query)
    assert [one.value for one in page.subheader] == ["0 entries"]
    assert [one.value for one in page.info] == [words("en").say("history.empty")]


def test_a_long_history_is_read_a_page_at_a_time(signed_in: Visitor) -> None:
    for number in range(51):
        labels = {name: f"{label} {number}" for name, label in LABELS.items()}
        perform(add_to_list, NOBODY, str(number), "sector", validated(SectorRecord, {"code": f"c{number}x", **labels}))
    page = signed_in(HISTORY, "administrator")
    assert [one.value for one in page.subheader] == ["51 entries"]
    assert len([one for one in page.markdown if one.value == "**Added to a reference list**"]) == 50
    with reading() as session:
        assert [len(history(session, HistoryFilter(), 50, skipped)) for skipped in (0, 50)] == [50, 1]
        assert history_counted(session, HistoryFilter(kind="sector")) == 51


def test_the_page_verifies_the_chain(signed_in: Visitor) -> None:
    write()
    page = signed_in(HISTORY, "administrator")
    page.button(key="chain.verify").click().run()
    assert [one.value for one in page.success] == ["The chain holds: 2 entries."]
    with transaction(engine()) as session:
        session.execute(text("DROP TRIGGER change_stays"))
        session.execute(text("UPDATE change SET reason = 'other' WHERE id = 2"))
    page.button(key="chain.verify").click().run()
    assert [one.value for one in page.error] == [words("en").say("chain.broken", entry=2)]


@pytest.mark.usefixtures("database")
def test_the_file_says_each_field_and_computes_nothing() -> None:
    record = validated(SectorRecord, {"code": "alpha", **LABELS, "label_en": "=1+1"})
    row = perform(add_to_list, NOBODY, "one", "sector", record).row_id
    visit = Visit(actor=NOBODY, name="test", words=words("en"))
    with reading() as session:
        listed = history(session, HistoryFilter(kind="sector", row_id=row))
    lines = exported(visit, "csv", listed).decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Entry no.,Date and time,Name,Username,Action,Kind of row,Row no.,Name of the row,Field,From,To,Reason,"
        "Personal values taken out by entry no."
    )
    assert any(line.endswith(f",Sector,{row},'=1+1,Label in English,,'=1+1,,") for line in lines[1:]), lines


def led(page: AppTest, key: str) -> list[str]:
    """Where the links with this label lead to."""
    label = words("en").say(key)
    return [link.proto.query_string for link in page.get("page_link") if link.proto.label == label]


SHEETS = [
    ("explore/organisation.py", "organisation", {"organisation": "1"}),
    ("entry/organisations.py", "organisation", {"organisation": "1"}),
    ("entry/participants.py", "person", {"person": "1"}),
    ("entry/sessions.py", "training_session", {"session": "1"}),
    ("entry/attendance.py", "training_session", {"session": "1"}),
    ("entry/obstacles.py", "obstacle", {"obstacle": "1"}),
]


@pytest.mark.parametrize(("file", "kind", "query"), SHEETS, ids=[file for file, _, _ in SHEETS])
def test_a_row_leads_to_its_history_with_all_that_hangs_on_it(
    signed_in: Visitor, file: str, kind: str, query: dict[str, str]
) -> None:
    fill(engine())
    page = signed_in(file, "coordinator", query=query)
    assert not page.exception
    assert led(page, "history.of_row") == [f"kind={kind}&row=1&around=1"]


def test_whoever_may_not_read_the_history_is_not_led_there(signed_in: Visitor) -> None:
    fill(engine())
    for role, file, query in (
        ("manager", "explore/organisation.py", {"organisation": "1"}),
        ("field_officer", "entry/attendance.py", {"session": "1"}),
    ):
        with reading() as session:
            provinces = tuple(session.exec(select(Province.id)).all())
        page = signed_in(file, role, query=query, provinces=provinces)
        assert not page.exception
        assert not page.warning
        assert led(page, "history.of_row") == []


def test_an_account_leads_to_its_work(signed_in: Visitor) -> None:
    page = signed_in("manage/accounts.py", "administrator")
    assert led(page, "history.of_account") == ["account=1"]


def test_a_row_is_asked_for_alone_or_with_all_that_hangs_on_it(signed_in: Visitor) -> None:
    made = validated(PersonRecord, {"name_latin": "Amina *bold*"})
    person = perform(register_person, NOBODY, "one", made).row_id
    with transaction(engine()) as session:
        organisation = Organisation(kind="cooperative", name_latin="Tissage")
        session.add(organisation)
        session.flush()
        record = validated(MembershipRecord, {"organisation_id": organisation.id})
    perform(join_organisation, NOBODY, "two", person, record)
    page = signed_in(HISTORY, "coordinator", query={"kind": "person", "row": str(person)})
    assert [one.value for one in page.subheader] == ["1 entry"]
    page.checkbox(key="history.around").set_value(True).run()
    assert not page.exception
    assert [one.value for one in page.subheader] == ["2 entries"]
    assert page.query_params["around"] == "1"
    assert "⁨Organisation⁩: ⁨Tissage⁩" in " ".join(one.value for one in page.markdown)
    assert all("*bold*" not in one.value for one in page.markdown)
    page.checkbox(key="history.around").set_value(False).run()
    assert [one.value for one in page.subheader] == ["1 entry"]


def test_an_entry_says_which_anonymising_took_values_out_of_it(signed_in: Visitor) -> None:
    person = perform(register_person, NOBODY, "one", validated(PersonRecord, {"name_latin": "Amina"})).row_id
    anonymised = perform(anonymise_person, NOBODY, "two", person, 1, "asked for in a letter")
    page = signed_in(HISTORY, "administrator", query={"kind": "person", "row": str(person)})
    assert not page.exception
    with reading() as session:
        entries = history(session, HistoryFilter(kind="person", row_id=person))
    assert anonymised.row_id == person
    assert [one.redacted_by for one in entries] == [None, entries[0].id]
    said = words("en").show("history.redacted", entry=str(entries[0].id))
    assert [one.value for one in page.caption if said in one.value] == [f":material/person_off: {said}"]
    assert "Amina" not in " ".join(one.value for one in (*page.markdown, *page.caption))
