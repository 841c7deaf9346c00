"""Trainers as the desk registers and chooses them, and their hours as an officer enters them after a sitting."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER
from core.records import validated
from core.records.programme import PhaseRecord
from core.records.trainers import TrainerHours, TrainerRecord
from db.commands.attendance import open_roster
from db.commands.programme import change_phase
from db.commands.session_trainers import change_trainer_hours
from db.commands.sessions import plan_session
from db.commands.trainers import register_trainer
from db.engine import engine
from db.models import Export, SessionTrainer, Trainer
from tests.db.sittings import DAY, FIRST_DAY, Sittings
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import field, press

PAGE, FORM, ROSTER = "manage/trainers.py", "entry/sessions.py", "entry/attendance.py"
PHONE = "+212612345678"


@pytest.fixture
def sittings(database: Path) -> Sittings:
    """A programme whose phase runs past today."""
    assert database.exists()
    made = Sittings(engine())
    names = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
    days = {"starts_on": FIRST_DAY, "ends_on": date(2099, 12, 31)}
    record = validated(PhaseRecord, {"programme_id": made.programme, "code": "phase_1", **names, **days})
    made.do(change_phase, made.phase, 1, record)
    return made


def trainer(sittings: Sittings, name: str = "Driss", **values: Any) -> int:
    record = validated(TrainerRecord, {"name_latin": name, "side": "sponsor", "phone": PHONE, **values})
    return sittings.do(register_trainer, record).row_id


def held(sittings: Sittings, *trainers: int) -> int:
    """A session that was held with these trainers."""
    number = sittings.do(plan_session, sittings.sitting(), trainers).row_id
    sittings.do(open_roster, number)
    return number


def given(table: Any) -> list[Any]:
    with Session(engine()) as session:
        return list(session.exec(select(table)))


def said(page: AppTest) -> str:
    return " | ".join(element.value for element in [*page.markdown, *page.caption, *page.subheader])


def officer(signed_in: Visitor, province: int, session: int) -> AppTest:
    return signed_in(ROSTER, FIELD_OFFICER, provinces=(province,), query={"session": str(session)})


@pytest.mark.parametrize("role", [FIELD_OFFICER, MANAGER])
def test_nobody_but_the_desk_opens_a_trainer(signed_in: Visitor, sittings: Sittings, role: str) -> None:
    number = trainer(sittings)
    page = signed_in(PAGE, role, provinces=(sittings.zagora,), query={"trainer": str(number)})
    assert len(page.warning) == 1
    assert not page.text_input
    assert "Driss" not in said(page)


def test_a_trainer_is_registered_or_told_why_not(signed_in: Visitor) -> None:
    page = signed_in(PAGE, COORDINATOR)
    press(page, "Register the trainer")
    assert len(page.error) == 1
    field(page, "text_input", "Name in Latin letters").set_value("![x](http://e.vil/x.png)")
    field(page, "text_input", "Phone").set_value("06 12 34 56 78")
    press(page, "Register the trainer")
    assert not page.exception
    assert [(row.name_latin, row.side, row.phone) for row in given(Trainer)] == [
        ("![x](http://e.vil/x.png)", "sponsor", PHONE)
    ]
    assert "![x]" not in said(page.run())


def test_a_trainer_who_is_elsewhere_is_refused_in_words(signed_in: Visitor, sittings: Sittings) -> None:
    driss = trainer(sittings)
    first = sittings.do(plan_session, sittings.sitting(), (driss,)).row_id
    other = sittings.do(plan_session, sittings.sitting(group_id=None)).row_id
    page = signed_in(FORM, COORDINATOR, query={"session": str(other)})
    field(page, "multiselect", "Trainers").set_value([driss])
    press(page, "Save changes")
    assert not page.exception
    told = [error.value.translate({0x2068: None, 0x2069: None}).replace("\\", "") for error in page.error]
    assert told == [f"Driss is already at another session (no. {first}) at this time, from 09:00 to 12:00."]
    assert field(page, "multiselect", "Trainers").value == [driss]
    assert [row.session_id for row in given(SessionTrainer)] == [first]


def test_the_delivery_is_proposed_from_the_session_and_saved_by_an_officer(
    signed_in: Visitor, sittings: Sittings
) -> None:
    number = held(sittings, trainer(sittings))
    page = officer(signed_in, sittings.zagora, number)
    assert PHONE not in said(page)
    assert field(page, "number_input", "Delivery (h)").value == 3.0
    assert all(button.label != "Add to the session" for button in page.button)
    field(page, "number_input", "Preparation (h)").set_value(1.3)
    press(page, "Save the hours")
    assert [error.value for error in page.error] == ["In quarters of an hour: 0.25, 0.5 or 0.75."]
    field(page, "number_input", "Preparation (h)").set_value(1.25)
    press(page, "Save the hours")
    assert not page.exception
    assert [(row.preparation, row.delivery, row.travel) for row in given(SessionTrainer)] == [(1.25, 3.0, None)]


def test_the_desk_puts_a_trainer_on_a_session_and_takes_one_off(signed_in: Visitor, sittings: Sittings) -> None:
    driss, saloua = trainer(sittings), trainer(sittings, "Saloua")
    number = held(sittings, driss)
    page = signed_in(ROSTER, COORDINATOR, query={"session": str(number)})
    chosen = next(box for box in page.selectbox if any(one.startswith("Saloua") for one in box.options))
    chosen.set_value(saloua)
    press(page, "Add to the session")
    assert not page.exception
    assert [(row.trainer_id, row.role) for row in given(SessionTrainer)] == [(driss, "lead"), (saloua, "assistant")]


def test_a_statement_is_entered_as_an_export(
    signed_in: Visitor, sittings: Sittings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda _label, *, data, key, **_rest: drawn.update({key: data}))
    driss = trainer(sittings)
    held(sittings, driss)
    [place] = given(SessionTrainer)
    hours = validated(TrainerHours, {"preparation": 1, "delivery": 3, "travel": 0.5})
    sittings.do(change_trainer_hours, place.id, 1, hours)
    page = signed_in(PAGE, COORDINATOR, query={"trainer": str(driss)})
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["1", "3", "0.5", "4.5"]
    assert drawn[f"statement.{driss}.{DAY.year}"]().startswith(b"%PDF-")
    [entered] = given(Export)
    assert (entered.what, entered.form, entered.rows) == ("trainer_statement", "pdf", 1)
    assert entered.filters == {"year": str(DAY.year), "trainer": str(driss)}
    signed_in(PAGE, COORDINATOR).button_group(key="trainer.task").set_value("statement").run()
    assert drawn[f"statement.sponsor.{DAY.year}"]().startswith(b"%PDF-")
