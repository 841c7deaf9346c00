"""What is typed in a long form is the account's own draft: back after a reload, offered at the page's beginning."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from db.commands.ledger import perform
from db.commands.organisations import change_organisation, register_organisation
from db.engine import engine, transaction
from db.models import Draft, Organisation
from db.models.base import now
from pages.parts import visit
from tests.db.sittings import Sittings
from tests.pages.conftest import MAIN, Visitor
from tests.pages.test_entry_organisations import PAGE, SOMEBODY, choose_place, field, place, press, record

SESSIONS = "entry/sessions.py"


def drafts() -> list[Draft]:
    with Session(engine()) as session:
        return list(session.exec(select(Draft)))


def in_a_new_session(
    page: AppTest, monkeypatch: pytest.MonkeyPatch, file: str = PAGE, same_address: bool = True, **query: str
) -> AppTest:
    """The same account in a new session: at the same address as after a reload, or at the page's beginning."""
    cookie = visit.connection_cookie()
    test = AppTest.from_file(str(MAIN), default_timeout=30)
    monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: None)
    test.run()
    monkeypatch.setattr("pages.parts.visit.connection_cookie", lambda: cookie)
    for name, value in (dict(page.query_params) if same_address else query).items():
        test.query_params[name] = value
    test.switch_page(file)
    return test.run()


def told(page: AppTest) -> str:
    return " ".join([m.value for m in page.markdown] + [c.value for c in page.caption])


def test_nothing_is_kept_of_a_form_nobody_typed_in(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    page.run()
    assert drafts() == []
    field(page, "text_input", "Douar").set_value("Mine").run()
    assert [(d.place, d.values["douar"]) for d in drafts()] == [("organisation.new", "Mine")]
    field(page, "text_input", "Douar").set_value("").run()
    assert drafts() == []


def test_every_kind_of_value_is_back_in_a_new_session_under_its_key(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    province, commune = place("Zagora")
    page = signed_in(PAGE, "coordinator")
    choose_place(page, province, commune)
    field(page, "text_input", "Name in Latin letters").set_value("Tifawin")
    field(page, "number_input", "Members").set_value(20)
    page.button_group(key="organisation.new.0.0.kind").set_value("union")
    next(box for box in page.selectbox if box.label == "Sector").set_value(2)
    next(box for box in page.date_input if box.label == "Founded on").set_value(date(2019, 5, 1)).run()
    back = in_a_new_session(page, monkeypatch)
    assert not back.exception
    assert "What you typed until" in told(back)
    assert field(back, "text_input", "Name in Latin letters").value == "Tifawin"
    assert field(back, "number_input", "Members").value == 20
    assert field(back, "selectbox", "Province").value == province
    assert field(back, "selectbox", "Commune").value == commune
    assert field(back, "selectbox", "Sector").value == 2
    assert next(box for box in back.date_input if box.label == "Founded on").value == date(2019, 5, 1)
    assert back.button_group(key="organisation.new.0.0.kind").value == "union"
    press(back, "Register")
    assert not back.exception
    assert drafts() == []
    press(page, "Register")
    assert [e.value for e in page.error] == []
    assert page.success[0].value.startswith("This was saved already")
    with Session(engine()) as session:
        assert len(session.exec(select(Organisation.id)).all()) == 1


def test_a_session_that_is_planned_comes_back_with_its_times_and_group(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sittings = Sittings(engine())
    page = signed_in(SESSIONS, "coordinator")
    page.button_group(key="sessions.task").set_value("new").run()
    field(page, "selectbox", "Group").set_value(sittings.group).run()
    next(box for box in page.time_input if box.label.startswith("From")).set_value(time(14, 30)).run()
    back = in_a_new_session(page, monkeypatch, SESSIONS)
    back.button_group(key="sessions.task").set_value("new").run()
    assert not back.exception
    assert field(back, "selectbox", "Group").value == sittings.group
    assert field(back, "selectbox", "Commune").value == sittings.zagora_commune
    assert next(box for box in back.time_input if box.label.startswith("From")).value == time(14, 30)


def test_at_the_pages_beginning_a_draft_is_offered_and_gone_on_with_or_put_aside(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = signed_in(PAGE, "coordinator")
    field(page, "text_input", "Name in Latin letters").set_value("Tifawin").run()
    offered = in_a_new_session(page, monkeypatch, same_address=False)
    assert field(offered, "text_input", "Name in Latin letters").value == ""
    assert "You began here and did not save" in told(offered)
    press(offered, "Go on with what I typed")
    assert not offered.exception
    assert field(offered, "text_input", "Name in Latin letters").value == "Tifawin"
    press(offered, "Discard it")
    assert field(offered, "text_input", "Name in Latin letters").value == ""
    assert drafts() == []
    field(page, "text_input", "Name in Latin letters").set_value("Amal").run()
    other = in_a_new_session(page, monkeypatch, same_address=False)
    press(other, "Discard it")
    assert "You began here" not in told(other)
    assert drafts() == []


def test_a_draft_of_a_row_keeps_its_version_and_what_it_began_with(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: dict[str, Any] = {"name_latin": "Tifawin", "douar": "Tamnougalt", "phone": "0661000001"}
    perform(register_organisation, SOMEBODY, "k", record(**began))
    page = signed_in(PAGE, "coordinator", query={"organisation": "1"})
    field(page, "text_input", "Douar").set_value("Mine").run()
    perform(change_organisation, SOMEBODY, "c", 1, 1, record(**began | {"phone": "0661000002"}))
    back = in_a_new_session(page, monkeypatch)
    assert field(back, "text_input", "Douar").value == "Mine"
    press(back, "Save the changes")
    assert {radio.label.strip("*"): radio.value for radio in back.radio} == {"Douar": "mine", "Phone": "theirs"}
    press(back, "Save this")
    with Session(engine()) as session:
        row = session.get_one(Organisation, 1)
    assert (row.douar, row.phone) == ("Mine", "+212661000002")


def test_a_draft_is_nobody_elses(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "coordinator")
    field(page, "text_input", "Name in Latin letters").set_value("Tifawin").run()
    query = {"form": page.query_params["form"]}
    for other in (signed_in(PAGE, "administrator", query=query), signed_in(PAGE, "administrator")):
        assert field(other, "text_input", "Name in Latin letters").value == ""
        assert "Tifawin" not in told(other)
        assert "You began here" not in told(other)


def test_a_draft_is_forgotten_after_a_week(signed_in: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    page = signed_in(PAGE, "coordinator")
    field(page, "text_input", "Name in Latin letters").set_value("Tifawin").run()
    with transaction() as session:
        session.execute(update(Draft).values(at=now() - timedelta(days=7)))
    back = in_a_new_session(page, monkeypatch)
    assert field(back, "text_input", "Name in Latin letters").value == ""


def test_no_password_is_ever_kept(signed_in: Visitor, database: Path) -> None:
    page = signed_in("manage/accounts.py", "administrator")
    for box in page.text_input:
        box.set_value("a secret of twelve")
    page.run()
    assert not page.exception
    assert drafts() == []
    assert database.exists()
