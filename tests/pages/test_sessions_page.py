"""The pages of sessions and of the day, driven by a coordinator who plans and an officer who looks."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.i18n import ZONE
from core.records import validated
from core.records.programme import PhaseRecord
from db.commands.attendance import open_roster
from db.commands.programme import change_phase
from db.commands.sessions import change_session
from db.engine import engine
from db.models import Commune, Module, TrainingSession
from tests.db.sittings import DAY, FIRST_DAY, Sittings
from tests.pages.conftest import Visitor
from tests.pages.test_entry_organisations import sides
from tests.pages.test_programme_page import field, press

PAGE, TODAY = "entry/sessions.py", "entry/today.py"


@pytest.fixture
def sittings(database: Any) -> Sittings:
    """A programme whose phase runs past today."""
    assert database.exists()
    made = Sittings(engine())
    names = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
    days = {"starts_on": FIRST_DAY, "ends_on": date(2099, 12, 31)}
    record = validated(PhaseRecord, {"programme_id": made.programme, "code": "phase_1", **names, **days})
    made.do(change_phase, made.phase, 1, record)
    return made


def sessions() -> list[TrainingSession]:
    with Session(engine()) as session:
        return list(session.exec(select(TrainingSession)))


def said(page: AppTest) -> str:
    return " | ".join(element.value for element in [*page.markdown, *page.caption, *page.subheader, *page.info])


def plan(page: AppTest) -> AppTest:
    return page.button_group(key="sessions.task").set_value("new").run()


@pytest.mark.parametrize("page", [PAGE, TODAY])
@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_who_reads_figures_only_sees_no_session(signed_in: Visitor, sittings: Sittings, page: str, role: str) -> None:
    sittings.plan(venue="Dar Chabab")
    shown = signed_in(page, role)
    assert len(shown.warning) == 1
    assert "Dar Chabab" not in said(shown)


@pytest.mark.parametrize("page", [PAGE, TODAY])
def test_an_empty_database_says_that_a_phase_comes_first(signed_in: Visitor, page: str) -> None:
    shown = signed_in(page, "coordinator")
    assert [i.value for i in shown.info] == ["There is no phase yet. First make the programme and a phase."]


def test_without_a_session_each_reader_is_told_who_plans(signed_in: Visitor, sittings: Sittings) -> None:
    officer = signed_in(PAGE, "field_officer", provinces=(sittings.zagora,))
    assert [i.value for i in officer.info] == [
        "There is no session in your provinces yet. The coordinator plans sessions."
    ]
    assert all(group.key != "sessions.task" for group in officer.button_group)
    desk = signed_in(PAGE, "coordinator")
    assert [i.value for i in desk.info] == [
        "There is no session yet. Plan the first one: module, group, place and day."
    ]


def test_a_refused_session_says_why_and_keeps_what_was_typed(signed_in: Visitor, sittings: Sittings) -> None:
    assert sittings.phase
    page = plan(signed_in(PAGE, "coordinator"))
    field(page, "text_input", "Venue").set_value("Dar Chabab")
    field(page, "number_input", "Training hours").set_value(5.0)
    press(page, "Plan the session")
    assert not page.exception
    assert len(page.error) == 2
    assert field(page, "text_input", "Venue").value == "Dar Chabab"
    assert sessions() == []


def test_a_session_is_planned_and_shown_in_the_list(signed_in: Visitor, sittings: Sittings) -> None:
    page = plan(signed_in(PAGE, "coordinator"))
    field(page, "selectbox", "Module").set_value(sittings.module)
    field(page, "selectbox", "Group").set_value(sittings.group)
    field(page, "selectbox", "Province").set_value(sittings.zagora).run()
    field(page, "selectbox", "Commune").set_value(sittings.zagora_commune)
    field(page, "text_input", "Venue").set_value("![x](http://e.vil/x.png)")
    field(page, "date_input", "Day").set_value(DAY)
    press(page, "Plan the session")
    assert not page.exception
    (row,) = sessions()
    assert (row.state, row.held_on, row.group_id, row.province_id) == ("planned", DAY, sittings.group, sittings.zagora)
    assert (row.starts_at, row.ends_at, row.hours) == (time(9), time(12), 3.0)
    page.button_group(key="sessions.task").set_value("find").run()
    assert "1 session" in said(page)
    assert "![x]" not in said(page)


def test_a_group_brings_its_commune_which_may_still_be_another(signed_in: Visitor, sittings: Sittings) -> None:
    page = plan(signed_in(PAGE, "coordinator"))
    assert field(page, "selectbox", "Commune").value is None
    field(page, "selectbox", "Group").set_value(sittings.group).run()
    assert field(page, "selectbox", "Province").value == sittings.zagora
    assert field(page, "selectbox", "Commune").value == sittings.zagora_commune
    with Session(engine()) as session:
        elsewhere = Commune.province_id == sittings.zagora, Commune.id != sittings.zagora_commune
        other = session.exec(select(Commune.id).where(*elsewhere)).first()
    field(page, "selectbox", "Commune").set_value(other).run()
    assert field(page, "selectbox", "Commune").value == other


def test_a_group_that_is_elsewhere_at_that_hour_is_told_before_saving(signed_in: Visitor, sittings: Sittings) -> None:
    row = sittings.plan()
    page = plan(signed_in(PAGE, "coordinator"))
    field(page, "selectbox", "Group").set_value(sittings.group)
    field(page, "date_input", "Day").set_value(DAY).run()
    assert [w.value.replace("\\", "").endswith("from ⁨09:00⁩ to ⁨12:00⁩.") for w in page.warning] == [True]
    field(page, "time_input", "From").set_value(time(13))
    field(page, "time_input", "Until").set_value(time(16)).run()
    assert len(page.warning) == 0
    itself = signed_in(PAGE, "coordinator", query={"session": str(row)})
    assert len(itself.warning) == 0


def test_a_conflict_shows_both_sides_and_overwrites_nothing(signed_in: Visitor, sittings: Sittings) -> None:
    row = sittings.plan(venue="Dar Chabab")
    page = signed_in(PAGE, "coordinator", query={"session": str(row)})
    sittings.do(change_session, row, 1, sittings.sitting(venue="Complexe"))
    field(page, "text_input", "Venue").set_value("Maison")
    press(page, "Save changes")
    assert not page.exception
    assert sessions()[0].venue == "Complexe"
    assert sides(page, "Venue") == ["Maison", "Complexe"]


def test_a_session_is_cancelled_with_its_reason(signed_in: Visitor, sittings: Sittings) -> None:
    row = sittings.plan()
    page = signed_in(PAGE, "coordinator", query={"session": str(row)})
    press(page, "Confirm the cancellation")
    assert len(page.error) == 1
    field(page, "text_input", "Reason").set_value("pluie")
    press(page, "Confirm the cancellation")
    assert not page.exception
    assert sessions()[0].state == "cancelled"
    assert "This session was cancelled." in said(page)


def test_a_switched_off_module_stays_with_the_session_it_was_chosen_for(signed_in: Visitor, sittings: Sittings) -> None:
    row = sittings.plan()
    with Session(engine()) as session, session.begin():
        session.get_one(Module, sittings.module).active = False
    page = signed_in(PAGE, "coordinator", query={"session": str(row)})
    assert field(page, "selectbox", "Module").value == sittings.module
    field(page, "text_input", "Venue").set_value("Maison")
    press(page, "Save changes")
    assert sessions()[0].venue == "Maison"


def test_an_officer_sees_the_day_of_its_own_provinces(signed_in: Visitor, sittings: Sittings) -> None:
    sittings.people("Amina")
    left_open = sittings.plan(venue="Left open", held_on=DAY)
    sittings.do(open_roster, left_open)
    sittings.plan(venue="Never opened", held_on=DAY, group_id=None)
    page = signed_in(TODAY, "field_officer", provinces=(sittings.zagora,))
    assert not page.exception
    for sentence in ("Left open", "Never opened", "No session today.", "Rosters left open", "Past sessions"):
        assert sentence in said(page)
    elsewhere = signed_in(TODAY, "field_officer", provinces=(sittings.tinghir,))
    assert "Left open" not in said(elsewhere)


def test_the_day_shows_today_and_the_week_to_come(signed_in: Visitor, sittings: Sittings) -> None:
    today = datetime.now(ZONE).date()
    for venue, day in (("Now", today), ("Soon", today + timedelta(days=3)), ("Later", today + timedelta(days=30))):
        sittings.plan(venue=venue, held_on=day)
    page = signed_in(TODAY, "field_officer", provinces=(sittings.zagora,))
    assert "Now" in said(page)
    assert "Soon" in said(page)
    assert "Later" not in said(page)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_both_pages_speak_every_language(signed_in: Visitor, sittings: Sittings, language: str) -> None:
    sittings.plan()
    for name in (PAGE, TODAY):
        assert not signed_in(name, "coordinator", language=language).exception
    assert not plan(signed_in(PAGE, "coordinator", language=language)).exception


def test_a_series_is_seen_before_it_is_planned_and_planned_whole(signed_in: Visitor, sittings: Sittings) -> None:
    page = signed_in(PAGE, "coordinator")
    page.button_group(key="sessions.task").set_value("series").run()
    field(page, "multiselect", "Modules, in their order").set_value([sittings.module])
    field(page, "multiselect", "Groups").set_value([sittings.group])
    field(page, "selectbox", "Phase").set_value(sittings.phase)
    field(page, "date_input", "First day").set_value(DAY).run()
    assert "1 session will be planned" in said(page)
    assert sessions() == []
    press(page, "Plan the whole series")
    assert not page.exception
    (row,) = sessions()
    assert (row.held_on, row.module_id, row.group_id, row.starts_at) == (DAY, sittings.module, sittings.group, time(9))
    field(page, "multiselect", "Modules, in their order").set_value([sittings.module])
    field(page, "multiselect", "Groups").set_value([sittings.group])
    field(page, "selectbox", "Phase").set_value(sittings.phase)
    field(page, "date_input", "First day").set_value(DAY).run()
    press(page, "Plan the whole series")
    assert "No session was planned." in page.error[0].value
    assert "This group already has a session at that time" in page.error[1].value
    assert len(sessions()) == 1
