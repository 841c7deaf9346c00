"""The first page of field and desk: what was sent back and why, what waits, texts to send; each told once."""

from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, FIELD_OFFICER
from core.i18n import ZONE, words
from core.records import validated
from core.records.programme import PhaseRecord
from core.records.sheets import CommentRecord, SheetCounts
from core.records.trainers import TrainerRecord
from db.commands.attendance import close_roster, open_roster
from db.commands.programme import change_phase
from db.commands.sign_in_sheets import send_back_sheet, submit_sheet
from db.commands.trainers import register_trainer
from db.engine import engine
from tests.db.sittings import DAY, FIRST_DAY, Sittings
from tests.pages.conftest import Visitor

PAGE, ROSTER, TRAINERS = "entry/today.py", "entry/attendance.py", "manage/trainers.py"


@pytest.fixture
def sittings(database: Any) -> Sittings:
    assert database.exists()
    made = Sittings(engine())
    names = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
    days = {"starts_on": FIRST_DAY, "ends_on": date(2099, 12, 31)}
    record = validated(PhaseRecord, {"programme_id": made.programme, "code": "phase_1", **names, **days})
    made.do(change_phase, made.phase, 1, record)
    return made


@pytest.fixture
def submitted(sittings: Sittings) -> int:
    """A session whose sheet was sent in: two came, one did not."""
    sittings.people("Amina", "Hassan", "Itto")
    number = sittings.plan(held_on=DAY)
    sittings.do(open_roster, number)
    for registration in sittings.ids(number)[:2]:
        sittings.mark(registration, "present")
    sittings.do(close_roster, number)
    counts = validated(SheetCounts, {"declared_headcount": 2, "signatures": 2})
    sittings.do(submit_sheet, number, 0, counts)
    return number


def send_back(sittings: Sittings, number: int) -> None:
    rows = sittings.ids(number)
    said: list[dict[str, object]] = [
        {"text": "The second page is missing"},
        {"registration_id": rows[1], "text": "Signature ![x](http://e.vil)"},
    ]
    sittings.do(send_back_sheet, number, 2, tuple(validated(CommentRecord, one) for one in said))


def officer(signed_in: Visitor, sittings: Sittings, **options: Any) -> AppTest:
    return signed_in(PAGE, FIELD_OFFICER, provinces=(sittings.zagora,), **options)


def said(page: AppTest) -> str:
    return " | ".join(element.value for element in [*page.markdown, *page.caption, *page.subheader])


def ways(page: AppTest) -> list[str]:
    return [element.proto.label for element in page.get("page_link")]


def sent(page: AppTest) -> list[str]:
    return [unescape(block.proto.body) for block in page.get("html") if "data-text-copy" in block.proto.body]


def unfolded(page: AppTest, number: int) -> AppTest:
    page.session_state[f"texts.{number}"] = True
    return page.run()


def test_an_officer_is_told_what_was_sent_back_with_the_comments_and_the_way_to_the_roster(
    signed_in: Visitor, sittings: Sittings, submitted: int
) -> None:
    send_back(sittings, submitted)
    page = officer(signed_in, sittings)
    assert not page.exception
    # The roster of a sheet that was sent back is open again; it is told once all the same.
    assert [title.value for title in page.subheader] == ["Sheets sent back", "Today's sessions", "Register"]
    assert "The second page is missing" in said(page)
    assert "2. Hassan" in said(page)
    assert "![x]" not in said(page)
    assert ways(page).count(words("en").say("session.to_roster.held")) == 1


def test_nobody_elsewhere_reads_the_comments(signed_in: Visitor, sittings: Sittings, submitted: int) -> None:
    send_back(sittings, submitted)
    page = signed_in(PAGE, FIELD_OFFICER, provinces=(sittings.tinghir,))
    assert "The second page is missing" not in said(page)
    assert "Hassan" not in said(page)


def test_the_desk_is_told_which_sheets_and_hours_wait_and_an_officer_is_not(
    signed_in: Visitor, sittings: Sittings, submitted: int
) -> None:
    assert submitted
    sittings.do(register_trainer, validated(TrainerRecord, {"name_latin": "Driss", "side": "sponsor"}))
    page = signed_in(PAGE, COORDINATOR)
    assert ways(page)[:2] == ["1 sheet waits to be verified", "1 session without trainers’ hours"]
    assert "Waiting for you" in said(page)
    assert "Waiting for you" not in said(officer(signed_in, sittings))


def test_more_than_five_of_a_kind_stand_behind_a_link(signed_in: Visitor, sittings: Sittings) -> None:
    for _ in range(7):
        sittings.plan(venue="Hall")
    page = officer(signed_in, sittings)
    assert said(page).count("Hall") == 5
    assert "2 more sessions" in ways(page)


@pytest.mark.parametrize(("language", "text"), [("ar", "ar"), ("fr", "fr"), ("en", "ar")])
def test_a_text_of_todays_session_is_made_once_it_is_asked_for_in_the_readers_language(
    signed_in: Visitor, sittings: Sittings, language: str, text: str
) -> None:
    number = sittings.plan(held_on=datetime.now(ZONE).date(), venue="<b>Dar & Taleb</b>")
    page = officer(signed_in, sittings, language=language)
    assert sent(page) == []
    (block,) = sent(unfolded(page, number))
    assert words(text).say("text.reminder.greeting") in block
    assert "<b>Dar & Taleb</b>" in block
    assert "https://wa.me/?text=" in block
    assert "sms:?&body=" in block


def test_both_languages_are_offered_whatever_the_readers_own(signed_in: Visitor, sittings: Sittings) -> None:
    number = sittings.plan(held_on=datetime.now(ZONE).date())
    page = unfolded(officer(signed_in, sittings, language="ar"), number)
    page = page.button_group(key=f"texts.{number}.language").set_value("fr").run()
    (block,) = sent(page)
    assert 'lang="fr" dir="ltr"' in block
    assert "Nous vous rappelons la séance de formation" in block
    page = page.button_group(key=f"texts.{number}.which").set_value("roster").run()
    (block,) = sent(page)
    assert f"/roster/{number}" in block


def test_the_roster_offers_thanks_once_it_is_closed_and_names_nobody(
    signed_in: Visitor, sittings: Sittings, submitted: int
) -> None:
    page = signed_in(ROSTER, FIELD_OFFICER, provinces=(sittings.zagora,), query={"session": str(submitted)})
    (block,) = sent(unfolded(page, submitted))
    assert f"/roster/{submitted}" not in block
    assert words("ar").count("text.thanks.came", 2) in block
    assert not [name for name in ("Amina", "Hassan", "Itto") if name in block]


def test_sessions_without_hours_are_listed_by_province_and_lead_to_the_form(
    signed_in: Visitor, sittings: Sittings, submitted: int
) -> None:
    assert submitted
    sittings.do(register_trainer, validated(TrainerRecord, {"name_latin": "Driss", "side": "sponsor"}))
    elsewhere = sittings.plan(commune_id=sittings.tinghir_commune, group_id=None, held_on=DAY, venue="Far")
    sittings.do(open_roster, elsewhere)
    page = signed_in(TRAINERS, COORDINATOR, query={"task": "missing"})
    assert not page.exception
    assert "2 sessions" in said(page)
    assert "No trainer is registered" in said(page)
    assert ways(page).count("Enter the hours") == 2
    narrowed = signed_in(TRAINERS, COORDINATOR, query={"task": "missing", "province": str(sittings.zagora)})
    assert "1 session" in said(narrowed)
    assert "Far" not in said(narrowed)


def test_where_no_hours_are_missing_the_list_says_so(signed_in: Visitor, sittings: Sittings) -> None:
    sittings.do(register_trainer, validated(TrainerRecord, {"name_latin": "Driss", "side": "sponsor"}))
    page = signed_in(TRAINERS, COORDINATOR, query={"task": "missing"})
    assert [one.value for one in page.success] == [words("en").say("hours_missing.none")]
