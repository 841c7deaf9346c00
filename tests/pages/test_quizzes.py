"""The short test of a session: answered on a phone without an account, typed at a desk, told with its number."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER
from core.i18n import ZONE, words
from core.records.quizzes import card_answers
from db.commands.attendance import open_roster
from db.commands.quizzes import change_quiz, enter_quiz
from db.engine import engine, reading
from db.models import Quiz, QuizAnswer
from db.queries.quizzes import quiz_link
from pages.public.routes import ROUTES
from tests.db.sittings import Sittings
from tests.db.test_quizzes import quiz
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import field, press

ROSTER, PAGE, MANAGE = "entry/attendance.py", "explore/satisfaction.py", "manage/module_tests.py"
TODAY = datetime.now(UTC).astimezone(ZONE).date()
ENGLISH = words("en")
PLAIN = {0x2066: None, 0x2068: None, 0x2069: None, ord("\\"): None}


@pytest.fixture
def sittings(database: Path) -> Sittings:
    """A programme whose phase runs past today, with two people, and a test of two questions."""
    assert database.exists()
    made = Sittings(engine())
    made.run_past_today()
    made.people("Amina", "Brahim")
    made.do(change_quiz, made.module, 0, quiz(1, 2))
    return made


@pytest.fixture
def held(sittings: Sittings) -> int:
    """Today's session, one of its two people present."""
    number = sittings.plan(held_on=TODAY)
    sittings.do(open_roster, number)
    sittings.mark(sittings.ids(number)[0], "present")
    return number


@pytest.fixture
def phone() -> TestClient:
    return TestClient(Starlette(routes=ROUTES), follow_redirects=False)


def address(number: int, moment: str = "before") -> str:
    with reading() as session:
        return f"/quiz/{moment}/{quiz_link(session, number, moment)}"


def answer(phone: TestClient, path: str, card: str, key: str | None = None, **fields: str) -> Any:
    if key is None:
        key = re.findall(r'name="key" value="(\w+)"', phone.get(f"{path}?card=1&instead=1").text)[0]
    return phone.post(path, data={"key": key, "language": "en", "card": card, **fields})


def kept() -> list[tuple[str, int, int | None, int | None, str]]:
    with Session(engine()) as session:
        rows = session.exec(select(QuizAnswer).order_by(col(QuizAnswer.id))).all()
        return [(row.moment, row.card, row.choice_1, row.choice_2, row.way) for row in rows]


def said(page: AppTest) -> str:
    told = " | ".join(element.value for element in [*page.markdown, *page.caption, *page.subheader])
    return told.translate(PLAIN)


def test_a_link_that_was_never_given_tells_nothing_and_takes_nothing(phone: TestClient, held: int) -> None:
    right = address(held).rpartition("/")[2]
    for wrong in (f"/quiz/before/{held}-{'0' * 20}", f"/quiz/after/{right}", f"/quiz/later/{right}", "/quiz/before/x"):
        assert phone.get(wrong).status_code == 404
        assert words("ar").say("quiz.unknown") in phone.get(wrong).text
        data = {"key": "a" * 32, "card": "1", "choice_1": "1", "choice_2": "1"}
        assert phone.post(wrong, data=data).status_code == 404
    assert kept() == []


def test_what_is_no_card_or_no_answer_is_refused_in_words_and_what_was_chosen_stays(
    phone: TestClient, held: int
) -> None:
    path = address(held)
    for wrong, code in (("0", "quiz_card_wrong"), ("9999", "quiz_card_wrong"), ("<b>", "quiz_card_none")):
        page = phone.get(path, params={"card": wrong, "language": "en"})
        assert page.status_code == 422
        assert 'inputmode="numeric"' in page.text
        assert "<b>" not in page.text.replace("<b>1", "")
        assert answer(phone, path, wrong, choice_1="1", choice_2="1").status_code == 422, code
    empty = answer(phone, path, "7", choice_1="3")
    assert empty.status_code == 422
    assert ENGLISH.say("problem.quiz_unanswered") in empty.text
    assert 'value="3" required checked' in empty.text
    for choice in ("4", "9", "-1", "x"):
        assert answer(phone, path, "7", choice_1="1", choice_2=choice).status_code == 422
    assert phone.post(path, content=b"x" * 3000).status_code == 413
    assert answer(phone, path, "7", key="short", choice_1="1", choice_2="1").status_code == 200
    assert kept() == []


def test_the_number_comes_first_then_the_questions_and_the_same_number_is_asked_about(
    phone: TestClient, held: int
) -> None:
    path = address(held)
    first = phone.get(f"{path}?language=en").text
    assert ENGLISH.say("quiz.which_card") in first
    assert "Question 1" not in first
    second = phone.get(f"{path}?language=en&card=7").text
    assert "<b>7</b>" in second
    assert "Question 2 ?" in second
    for _ in range(2):
        thanks = answer(phone, path, "7", key="k" * 32, choice_1="1", choice_2="0")
        assert (thanks.status_code, thanks.headers["location"]) == (303, f"{path}?thanks=1&language=en")
    assert kept() == [("before", 7, 1, 0, "phone")]
    told = phone.get(f"{path}?language=en&card=7")
    assert ENGLISH.say("quiz.correct") in told.text
    assert "Question 1" not in told.text
    late = answer(phone, path, "7", choice_1="3", choice_2="3")
    assert late.status_code == 422
    assert ENGLISH.say("quiz.replace") in late.text
    assert 'name="instead"' in late.text
    assert answer(phone, path, "7", choice_1="3", choice_2="3", instead="1").status_code == 303
    assert kept() == [("before", 7, 3, 3, "phone")]


def test_the_page_speaks_arabic_first_needs_no_script_and_is_small(phone: TestClient, held: int) -> None:
    page = phone.get(f"{address(held)}?card=7", headers={"Accept-Language": "fr"})
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "<script" not in page.text
    assert "Amina" not in page.text
    assert len(page.content) < 6_000


def test_a_session_without_a_test_says_so_and_offers_nothing(
    phone: TestClient, signed_in: Visitor, sittings: Sittings
) -> None:
    with Session(engine()) as session:
        for row in session.exec(select(Quiz)):
            row.active = False
        session.commit()
    number = sittings.plan(held_on=TODAY)
    assert words("ar").say("problem.quiz_over") in phone.get(address(number)).text
    page = signed_in(ROSTER, FIELD_OFFICER, provinces=(sittings.zagora,), query={"session": str(number)})
    assert not page.exception
    assert ENGLISH.say("quiz.explained") not in said(page)


def test_an_officer_types_cards_and_is_told_where_they_cannot_be(
    signed_in: Visitor, sittings: Sittings, held: int
) -> None:
    page = signed_in(ROSTER, FIELD_OFFICER, provinces=(sittings.zagora,), query={"session": str(held)})
    assert ENGLISH.say("quiz.none_answered") in said(page)
    field(page, "button_group", "When").set_value("before")
    field(page, "text_area", "Cards, one a line").set_value("7 1")
    press(page, "Save the cards")
    assert [error.value for error in page.error] == [
        ENGLISH.show("problem.quiz_line", line=1, asked=2),
    ]
    field(page, "text_area", "Cards, one a line").set_value("7 12\n8 30")
    press(page, "Save the cards")
    assert not page.exception
    assert kept() == [("before", 7, 1, 2, "paper"), ("before", 8, 3, 0, "paper")]
    assert "Before: **50% right (2 answered of 1 present)**" in said(page)
    assert "2 on paper, 0 on a phone." in said(page)


@pytest.mark.parametrize("role", [MANAGER, COORDINATOR])
def test_modules_sessions_and_questions_are_compared_with_how_many_answered(
    signed_in: Visitor, sittings: Sittings, held: int, role: str
) -> None:
    sittings.do(enter_quiz, held, "before", (card_answers(1, (1, 1)), card_answers(2, (0, 0))))
    sittings.do(enter_quiz, held, "after", (card_answers(1, (1, 2)),))
    page = signed_in(PAGE, role)
    assert not page.exception
    assert "2 cards before and 1 after, of 1 present; 1 with both. Sessions with a test: 1." in said(page)
    versions, questions, sessions = ([cell.translate(PLAIN) for cell in table.value.iloc[0]] for table in page.table)
    shares = ["25% right (2 answered of 1 present)", "100% right (1 answered of 1 present)"]
    assert versions[1:] == ["1", *shares, "+50 points (50%, then 100%; cards with both: 1)"]
    assert questions[1:] == ["50% (1 of 2)", "100% (1 of 1)"]
    assert sessions[-3:-1] == shares


def test_an_officer_of_another_province_compares_nothing(signed_in: Visitor, sittings: Sittings, held: int) -> None:
    sittings.do(enter_quiz, held, "before", (card_answers(1, (1, 1)),))
    page = signed_in(PAGE, FIELD_OFFICER, provinces=(sittings.tinghir,))
    assert not page.table


def test_a_coordinator_writes_the_next_version_and_sees_it_as_participants_do(
    signed_in: Visitor, sittings: Sittings
) -> None:
    page = signed_in(MANAGE, COORDINATOR)
    assert not page.exception
    assert "Version 1: 2 questions, asked today." in said(page)
    assert "1. Question 1 ?" in said(page)
    press(page, "Save as a new version")
    assert [error.value for error in page.error] == [ENGLISH.say("problem.quiz_unchanged")]
    names = [box.label.translate(PLAIN) for box in page.text_input]
    page.text_input[names.index("Choice 2 (English)")].set_value("Tomorrow")
    press(page, "Save as a new version")
    assert not page.exception
    assert "Version 2: 2 questions, asked today." in said(page)
    assert "2. Tomorrow" in said(page)
    press(page, "Stop asking this test")
    assert "Version 2: 2 questions, asked no longer." in said(page)
    with Session(engine()) as session:
        rows = session.exec(select(Quiz).where(Quiz.module_id == sittings.module).order_by(col(Quiz.number))).all()
        assert [(row.number, row.active, row.right_1, row.right_3) for row in rows] == [
            (1, True, 1, None),
            (2, False, 1, None),
        ]
