"""The page of events: made, its guests invited and corrected, closed with a reason to open it again, by whom it may."""

from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.i18n import ZONE, words
from db.commands.guests import add_guest, add_walk_in, check_guest_in
from db.engine import engine, reading
from db.models import Event
from db.queries.events import events_listed
from db.queries.guests import guests_of_event
from tests.db.halls import DESK, Hall, opened_hall
from tests.db.rows_elsewhere import guest_record
from tests.pages.conftest import Visitor

PAGE = "present/events.py"
SAY = words("en").say


@pytest.fixture
def hall(database: Path) -> Hall:
    """An event with two guests, one of them here, and somebody who was not invited."""
    assert database.exists()
    made = opened_hall(engine())
    guest = made.do(add_guest, made.event, guest_record(name_latin="Itto Ameln", name_ar="إيطو أملن"), by=DESK)
    made.do(add_guest, made.event, guest_record(kind="institution", name_latin="Hind Sellam"), by=DESK)
    made.do(check_guest_in, made.event, guest)
    made.do(add_walk_in, made.event, guest_record(kind="other"))
    return made


def press(test: AppTest, label: str) -> AppTest:
    (button,) = [button for button in test.button if button.label == SAY(label)]
    return button.click().run()


def fill(test: AppTest, **values: str) -> None:
    for field, value in values.items():
        (found,) = [one for one in test.text_input if str(one.key).endswith(f".{field}")]
        found.input(value)


def test_a_new_event_is_refused_without_a_name_and_kept_with_one(signed_in: Visitor) -> None:
    test = signed_in(PAGE, "coordinator")
    assert [one.value for one in test.info] == [SAY("event.none_yet")]
    test = press(test, "event.save")
    assert SAY("problem.required") in [one.value for one in test.error]
    fill(test, name_fr="Rencontre de clôture")
    test = press(test, "event.save")
    with reading() as session:
        (row,) = events_listed(session, None).itertuples()
    assert (row.name_fr, row.languages, row.held_on) == ("Rencontre de clôture", "ar fr", datetime.now(ZONE).date())


def test_a_presenter_reads_the_guests_and_changes_nothing(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "presenter", query={"event": str(hall.event)})
    assert not test.exception
    assert [one.value for one in test.metric] == ["2", "2", "1", "150"]
    assert "**Itto Ameln · إيطو أملن**" in [one.value for one in test.markdown]
    assert test.session_state["event.part"] == "guests"
    assert not [button for button in test.button if button.label == SAY("guest.change")]


def test_guests_are_found_in_both_scripts_and_by_who_is_here(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "coordinator", query={"event": str(hall.event)})
    (search,) = [one for one in test.text_input if one.key == "guests.search"]
    test = search.input("هند").run()
    assert "1 guest" in [one.value for one in test.caption]
    test = search.input("").run()
    assert "3 guests" in [one.value for one in test.caption]


def test_a_guest_is_corrected_and_one_who_came_is_not_taken_off(signed_in: Visitor, hall: Hall) -> None:
    with reading() as session:
        rows = guests_of_event(session, hall.event)
    numbers = dict(zip(rows["name_latin"], rows["id"], strict=True))
    query = {"event": str(hall.event), "part": "guests", "guest": str(numbers["Itto Ameln"])}
    test = signed_in(PAGE, "coordinator", query=query)
    fill(test, name_latin="Itto Amellal")
    test = press(test, "guest.change")
    assert hall.guest(int(numbers["Itto Ameln"])).name_latin == "Itto Amellal"
    (reason,) = [one for one in test.text_input if str(one.key).startswith("removal.guest")]
    reason.input("not coming")
    test = press(test, "guest.remove")
    assert any("Already checked in" in one.value for one in test.error)


def test_the_counts_name_nobody_and_say_that_guests_are_no_trainees(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "presenter", query={"event": str(hall.event), "part": "counts"})
    assert SAY("event.not_trained") in [one.value for one in test.caption]
    shown = [table.value.to_dict("list") for table in test.table]
    assert shown[0] == {
        "Kind": ["Cooperative", "Institution", "Other"],
        "Invited": ["1", "1", "0"],
        "Here": ["1", "0", "1"],
    }
    assert "Itto" not in str(shown)


def test_an_event_is_closed_and_opened_again_with_a_reason(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "coordinator", query={"event": str(hall.event), "part": "change"})
    test = press(test, "event.close")
    with reading() as session:
        assert session.get_one(Event, hall.event).closed_at
    test = press(test, "event.reopen")
    assert SAY("problem.required") in [one.value for one in test.error]
    (reason,) = [one for one in test.text_input if str(one.key).startswith("event.reopening")]
    reason.input("one bus was late")
    press(test, "event.reopen")
    with reading() as session:
        assert session.get_one(Event, hall.event).closed_at is None


def test_a_list_is_invited_once_its_refused_rows_and_doubles_were_shown(signed_in: Visitor, hall: Hall) -> None:
    test = signed_in(PAGE, "coordinator", query={"event": str(hall.event), "part": "invite"})
    file = "Nom;Catégorie\nIto Ameln;Coopérative\nYamna Azerki;Association\nIdder Karim;\n".encode()
    test.file_uploader[0].set_value(("invites.csv", file, "text/csv")).run()
    assert not test.exception
    assert "**1 guest may be on the list already**" in [one.value for one in test.markdown]
    assert [one.label.split(" ·")[0] for one in test.checkbox] == ["⁨Ito Ameln⁩"]
    assert "**1 row refused**" in [one.value for one in test.markdown]
    assert any(SAY("problem.guest_kind_missing") in one.value for one in test.caption)
    (button,) = [button for button in test.button if button.label == "Invite 1 guest"]
    test = button.click().run()
    assert "1 guest invited." in [one.value for one in test.success]
    with reading() as session:
        names = set(guests_of_event(session, hall.event)["name_latin"])
    assert names == {None, "Itto Ameln", "Hind Sellam", "Yamna Azerki"}


def test_what_is_printed_is_for_the_desk_and_entered_in_the_history(signed_in: Visitor, hall: Hall) -> None:
    query = {"event": str(hall.event), "part": "paper"}
    assert not signed_in(PAGE, "presenter", query=query).get("download_button")
    buttons = signed_in(PAGE, "coordinator", language="ar", query=query).get("download_button")
    assert len(buttons) == 2
