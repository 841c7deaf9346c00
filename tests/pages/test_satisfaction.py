"""What people think of a session: asked on a phone without an account, counted at a desk, told with its number."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER
from core.i18n import ZONE, words
from core.records import validated
from core.records.satisfaction import Tally
from db.commands.attendance import open_roster
from db.commands.satisfaction import tally_satisfaction
from db.commands.sign_ins import open_ticket, redeem_ticket
from db.engine import engine, reading, transaction
from db.models import Satisfaction
from db.queries.satisfaction import answer_link
from pages.public.routes import ROUTES
from pages.server.cookies import SIGN_IN
from tests.db.sittings import Sittings
from tests.pages.conftest import Visitor, new_account
from tests.pages.test_programme_page import field, press

ROSTER, PAGE = "entry/attendance.py", "explore/satisfaction.py"
TODAY = datetime.now(UTC).astimezone(ZONE).date()
ENGLISH = words("en")


@pytest.fixture
def sittings(database: Path) -> Sittings:
    """A programme whose phase runs past today, with two people."""
    assert database.exists()
    made = Sittings(engine())
    made.run_past_today()
    made.people("Amina", "Brahim")
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


def address(number: int) -> str:
    with reading() as session:
        return f"/satisfaction/{answer_link(session, number)}"


def answer(phone: TestClient, path: str, key: str | None = None, language: str = "en", **faces: str) -> Any:
    key = key or re.findall(r'name="key" value="(\w+)"', phone.get(path).text)[0]
    return phone.post(path, data={"key": key, "language": language, **faces})


def counted() -> list[tuple[str, int, int, int]]:
    with Session(engine()) as session:
        rows = session.exec(select(Satisfaction)).all()
        return [(row.way, row.answered, row.understood_good, row.useful_poor) for row in rows]


def said(page: AppTest) -> str:
    return " | ".join(element.value for element in [*page.markdown, *page.caption, *page.subheader])


def test_a_link_that_was_never_given_tells_nothing_and_takes_nothing(phone: TestClient, held: int) -> None:
    for wrong in (f"/satisfaction/{held}-{'0' * 20}", "/satisfaction/x", f"/satisfaction/{held}"):
        assert phone.get(wrong).status_code == 404
        assert words("ar").say("satisfaction.unknown") in phone.get(wrong).text
        assert phone.post(wrong, data={"key": "a" * 32, "understood": "good"}).status_code == 404
    assert counted() == []


def test_what_is_no_answer_is_refused_in_words_and_the_faces_stay(phone: TestClient, held: int) -> None:
    path = address(held)
    empty = answer(phone, path)
    assert empty.status_code == 422
    assert ENGLISH.say("problem.satisfaction_empty") in empty.text
    wrong = answer(phone, path, understood="<script>", useful="poor")
    assert wrong.status_code == 422
    assert "<script>" not in wrong.text
    assert 'value="poor" checked' in wrong.text
    assert phone.post(path, content=b"x" * 3000).status_code == 413
    assert phone.post(path, content=b"\xff\xfe").status_code == 200
    assert answer(phone, path, key="short", understood="good").status_code == 200
    assert counted() == []


def test_faces_are_counted_once_and_thanked_for(phone: TestClient, held: int) -> None:
    path = address(held)
    for _ in range(2):
        thanks = answer(phone, path, key="k" * 32, understood="good", useful="poor")
        assert (thanks.status_code, thanks.headers["location"]) == (303, f"{path}?thanks=1&language=en")
    assert answer(phone, path, understood="fair").status_code == 303
    assert counted() == [("phone", 2, 1, 1)]
    assert ENGLISH.say("satisfaction.thanks") in phone.get(f"{path}?thanks=1&language=en").text


def test_the_page_speaks_arabic_first_needs_no_script_and_is_small(phone: TestClient, held: int) -> None:
    page = phone.get(address(held), headers={"Accept-Language": "fr"})
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "<script" not in page.text
    assert "Amina" not in page.text
    assert len(page.content) < 6_000
    assert '<html lang="fr" dir="ltr">' in phone.get(f"{address(held)}?language=fr").text


def test_a_flood_is_stopped_and_says_so(phone: TestClient, held: int) -> None:
    path = address(held)
    codes = [answer(phone, path, understood="good").status_code for _ in range(8)]
    assert codes == [303] * 7 + [422]
    assert counted() == [("phone", 7, 7, 0)]


def test_the_roster_on_a_phone_leads_to_the_faces_for_whoever_may_mark(
    phone: TestClient, sittings: Sittings, held: int
) -> None:
    path = f"/roster/{held}/satisfaction"
    assert phone.get(path).headers["location"] == f"/entry-attendance?session={held}"
    for role, province, leads in (
        (MANAGER, sittings.zagora, False),
        (FIELD_OFFICER, sittings.tinghir, False),
        (FIELD_OFFICER, sittings.zagora, True),
    ):
        with transaction() as session:
            account = new_account(session, f"{role}{province}{leads}", role, (province,), "en")
        phone.cookies.set(SIGN_IN, redeem_ticket(open_ticket(account)) or "")
        assert (phone.get(path).headers.get("location") == address(held)) is leads
    assert path in phone.get(f"/roster/{held}").text


def test_an_officer_counts_the_paper_and_is_told_where_it_cannot_be(
    signed_in: Visitor, sittings: Sittings, held: int
) -> None:
    page = signed_in(ROSTER, FIELD_OFFICER, provinces=(sittings.zagora,), query={"session": str(held)})
    assert ENGLISH.say("satisfaction.none") in said(page)
    press(page, "Save the count")
    assert len(page.error) == 1
    field(page, "number_input", "People who answered").set_value(2)
    boxes = [box for box in page.number_input if ":material/sentiment" in box.label]
    assert len(boxes) == 9
    boxes[0].set_value(3)
    press(page, "Save the count")
    assert [error.value for error in page.error] == ["3 faces for this question, while 2 people answered: count again."]
    boxes = [box for box in page.number_input if ":material/sentiment" in box.label]
    boxes[0].set_value(2)
    press(page, "Save the count")
    assert not page.exception
    assert counted() == [("paper", 2, 2, 0)]
    assert "2 answered of 1 present: 2 on paper, 0 on a phone." in said(page)


@pytest.mark.parametrize("role", [MANAGER, COORDINATOR])
def test_sessions_and_modules_are_compared_with_how_many_answered(
    signed_in: Visitor, sittings: Sittings, held: int, role: str
) -> None:
    faces = {"understood_good": 2, "understood_poor": 1, "useful_fair": 1}
    sittings.do(tally_satisfaction, held, 0, validated(Tally, {"answered": 3, **faces}))
    page = signed_in(PAGE, role)
    assert not page.exception
    assert "3 answered of 1 present, in 1 of 1 sessions." in said(page)
    plain = {0x2068: None, 0x2069: None, ord("\\"): None}
    modules, sessions = ([cell.translate(plain) for cell in table.value.iloc[0]] for table in page.table)
    assert modules[1:] == ["1", "3", "1", "67% (2 of 3)", "0% (0 of 1)", "–"]
    assert sessions[-5:] == ["3", "1", "67% (2 of 3)", "0% (0 of 1)", "–"]


def test_an_officer_of_another_province_compares_nothing(signed_in: Visitor, sittings: Sittings, held: int) -> None:
    sittings.do(tally_satisfaction, held, 0, validated(Tally, {"answered": 3, "trainer_good": 3}))
    page = signed_in(PAGE, FIELD_OFFICER, provinces=(sittings.tinghir,))
    assert not page.table
