"""The page of the history: who reads it, what it says, what it narrows to, and whether the chain holds."""

import importlib
import pkgutil

import pytest
from sqlalchemy import text

import db.commands
from core.access import ADMINISTRATOR, Actor
from core.i18n import LANGUAGES, words
from core.records import validated
from core.records.programme import SectorRecord
from db.commands.ledger import COMMANDS, perform
from db.commands.reference_lists import add_to_list, change_in_list
from db.engine import engine, reading, transaction
from db.queries.history import KINDS, HistoryFilter, history, history_counted
from pages.parts.history import exported
from pages.parts.visit import Visit
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
    lines = exported(visit, listed).decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "Entry no.,Date and time,Name,Username,Action,Kind of row,Row no.,Name of the row,Field,From,To,Reason,"
        "Personal values taken out by entry no."
    )
    assert any(line.endswith(f",Sector,{row},'=1+1,Label in English,,'=1+1,,") for line in lines[1:]), lines
