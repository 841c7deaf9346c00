"""An event on the phones of its audience: let in by the code alone, without a script, and never with anybody's name."""

import re
import uuid
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.event_codes import event_code
from core.i18n import ZONE, words
from core.records.event_phones import Allowance
from db.engine import engine, transaction
from db.models import (
    Change,
    Event,
    EventPhone,
    EventRating,
    Guest,
    LiveSubmission,
    ObstacleCategory,
    Organisation,
    Person,
    Vote,
)
from db.models.base import now
from pages.public.event_phone_floods import Flood
from pages.public.routes import ROUTES
from pages.server.routes import ASSETS

APP = Starlette(routes=ROUTES)
ARABIC, FRENCH, ENGLISH = words("ar"), words("fr"), words("en")
OPEN = {"check_in_open": True, "submissions_open": True, "votes_open": True, "ratings_open": True}


@dataclass
class Hall:
    """An event that runs now, and phones in its hall."""

    event: int

    @property
    def code(self) -> str:
        with Session(engine()) as session:
            return event_code(session.get_one(Event, self.event), now()) or ""

    def set(self, **values: Any) -> None:
        with transaction() as session:
            session.get_one(Event, self.event).sqlmodel_update(values)

    def phone(self, address: str = "10.0.0.1", inside: bool = True) -> TestClient:
        made = TestClient(APP, follow_redirects=False, client=(address, 5000))
        if inside:
            assert made.get(f"/e/{self.code}").status_code == 303
        return made

    def send(self, phone: TestClient, part: str, **fields: Any) -> Any:
        given = {"key": uuid.uuid4().hex, "language": "en", **fields}
        return phone.post(f"/e/{self.event}/{part}", data=given)

    def check_in(self, phone: TestClient, **fields: Any) -> int:
        answer = self.send(phone, "check-in", **{"kind": "cooperative", "agreed": "1", **fields})
        assert answer.status_code == 303, answer.text
        return int(re.findall(r"for=(\d+)", answer.headers["location"])[0])

    def obstacle(self, phone: TestClient, guest: int, text: str = "No market", **fields: Any) -> Any:
        return self.send(phone, "obstacle", **{"for": guest, "category_id": category(), "text": text, **fields})


def category(place: int = 0) -> int:
    with Session(engine()) as session:
        rows = session.exec(select(ObstacleCategory.id).order_by(col(ObstacleCategory.position))).all()
        return rows[place] or 0


def rows(table: Any) -> list[Any]:
    with Session(engine()) as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def make_event(**values: Any) -> int:
    """An event around now, whatever the hour of the test is; its number."""
    usual: dict[str, Any] = {"name_ar": "اللقاء الختامي", "name_fr": "Rencontre de clôture", "seats": 130} | OPEN
    usual |= {"held_on": now().astimezone(ZONE).date(), "starts_at": time(0), "ends_at": time(23, 59)}
    with transaction() as session:
        event = Event(**(usual | {"secret": uuid.uuid4().hex} | values))
        session.add(event)
        session.flush()
        return event.id or 0


@pytest.fixture
def hall(database: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    assert database.exists()
    for name, module in (("DOORS", ""), ("WRONG", ""), ("MESSAGES", "_sent"), ("PHONES", "_sent")):
        # No time goes by, so that what was sent is not forgotten on a slow machine.
        monkeypatch.setattr(f"pages.public.event_phone{module}.{name}", Flood(lambda: 0.0))
    return Hall(make_event())


def test_a_code_that_is_guessed_old_of_another_day_or_of_a_closed_event_opens_nothing(hall: Hall) -> None:
    with Session(engine()) as session:
        event = session.get_one(Event, hall.event)
        long_ago = event_code(event, now() - timedelta(minutes=25)) or "AAAAAA"
    yesterday = Hall(make_event(held_on=(now().astimezone(ZONE) - timedelta(days=1)).date(), ends_at=time(0, 1)))
    phone = hall.phone(inside=False)
    wrong = ("AAAAAA", long_ago, yesterday.code or "BBBBBB", "<script>", "%D9%A3%D9%A4", "a" * 300)
    answers = [phone.get(f"/e/{code}") for code in wrong]
    assert [answer.status_code for answer in answers] == [404] * len(wrong)
    assert len({answer.text for answer in answers}) == 1
    assert ARABIC.say("event_phone.door_wrong") in answers[0].text
    assert not phone.cookies
    # An address without the cookie of its event, or with a forged one, is answered like a wrong code.
    assert phone.get(f"/e/{hall.event}/hall").text == answers[0].text
    phone.cookies.set(f"cooper_event_{hall.event}", "name.0123456789abcdef0123456789abcdef", path="/e/")
    assert phone.get(f"/e/{hall.event}/hall").status_code == 404
    assert hall.send(phone, "check-in", kind="other", agreed="1").headers["location"] == "/e/?language=en"
    assert rows(Guest) == rows(EventPhone) == []


def test_a_code_lets_in_whichever_way_it_is_typed_and_the_cookie_outlives_it(hall: Hall) -> None:
    phone = hall.phone(inside=False)
    typed = phone.get("/e/", params={"code": f" {hall.code[:3].lower()} - {hall.code[3:]}", "language": "fr"})
    assert typed.status_code == 303
    let_in = phone.get(typed.headers["location"])
    assert let_in.headers["location"] == f"/e/{hall.event}/hall?language=fr"
    assert "HttpOnly" in let_in.headers["set-cookie"]
    assert "SameSite=lax" in let_in.headers["set-cookie"]
    assert "Path=/e/" in let_in.headers["set-cookie"]
    # The code on the stage has changed since: whoever is in stays in.
    assert phone.get("/e/AAAAAA").headers["location"] == f"/e/{hall.event}/hall?language=ar"
    hall.set(secret=uuid.uuid4().hex)
    assert phone.get(f"/e/{hall.event}/hall").status_code == 404


def test_of_two_events_on_one_day_each_code_leads_to_its_own(hall: Hall) -> None:
    other = Hall(make_event())
    phone = hall.phone()
    assert phone.get(f"/e/{other.code}").headers["location"] == f"/e/{other.event}/hall?language=ar"
    assert phone.get(f"/e/{hall.code}").headers["location"] == f"/e/{hall.event}/hall?language=ar"
    guest = hall.check_in(phone)
    # Somebody of one event says nothing at another.
    answer = other.obstacle(phone, guest)
    assert (answer.status_code, ENGLISH.say("problem.event_check_in_first") in answer.text) == (422, True)
    assert rows(LiveSubmission) == []


def test_what_is_closed_says_so_kindly_and_takes_nothing(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    hall.set(**dict.fromkeys(OPEN, False))
    for part, code in (
        ("check-in", "event_check_in_closed"),
        ("obstacle", "event_submissions_closed"),
        ("vote", "event_votes_closed"),
        ("day", "event_ratings_closed"),
    ):
        page = phone.get(f"/e/{hall.event}/{part}?language=en")
        assert ENGLISH.say(f"event_phone.closed.{part}") in page.text
        assert "<form" not in page.text
        fields = {"for": guest, "category_id": category(), "text": "x", "stars": 3, "kind": "other", "agreed": "1"}
        answer = hall.send(phone, part, **fields)
        assert answer.status_code == 422
        assert ENGLISH.say(f"problem.{code}") in answer.text.replace("&#39;", "'")
    assert (len(rows(Guest)), rows(LiveSubmission), rows(Vote), rows(EventRating)) == (1, [], [], [])


def test_after_the_end_the_code_and_the_pages_say_thanks_and_take_nothing(hall: Hall) -> None:
    phone, code = hall.phone(), hall.code
    guest = hall.check_in(phone)
    hall.set(closed_at=now())
    for path in (f"/e/{code}", f"/e/{hall.event}/hall", f"/e/{hall.event}/vote"):
        assert ARABIC.say("event_phone.thanks") in phone.get(path).text
    stranger = hall.phone(inside=False)
    assert ARABIC.say("event_phone.thanks") in stranger.get(f"/e/{code}").text
    assert not stranger.cookies
    answer = hall.obstacle(phone, guest)
    assert (answer.status_code, rows(LiveSubmission)) == (422, [])


def test_nobody_is_entered_without_consent_a_kind_or_with_what_is_no_choice(hall: Hall) -> None:
    phone = hall.phone()
    for fields, sentence in (
        ({"kind": "other"}, "problem.event_not_agreed"),
        ({"agreed": "1"}, "event_phone.problem.required.kind"),
        ({"agreed": "1", "kind": "other", "province_id": "9e9"}, "problem.not_valid"),
    ):
        answer = hall.send(phone, "check-in", **fields)
        assert (answer.status_code, ENGLISH.say(sentence) in answer.text) == (422, True)
    assert hall.send(phone, "check-in", key="short", kind="other", agreed="1").status_code == 422
    assert phone.post(f"/e/{hall.event}/check-in", content=b"x" * 9000).status_code == 413
    assert hall.send(phone, "nothing").status_code == 404
    assert rows(Guest) == []


def test_a_check_in_is_kept_once_with_its_notice_and_is_no_check_in_of_the_door_again(hall: Hall) -> None:
    phone = hall.phone()
    fields = {"kind": "institution", "agreed": "1", "name": "Zineb Planted", "place": "Somewhere", "as_typed": "1"}
    for _ in range(2):
        assert hall.send(phone, "check-in", key="k" * 32, **fields).status_code == 303
    hall.check_in(phone, helped="1", at_door="1")
    first, second = rows(Guest)
    assert (first.kind, first.name_latin, first.comes_from, first.checked_in_way) == (
        *("institution", "Zineb Planted", "Somewhere"),
        "phone",
    )
    assert (first.notice_version, first.agreed_at is not None, first.invited) == ("1 / event 1", True, False)
    # Whoever was counted at the door is no second arrival.
    assert (second.checked_in_at, second.phone_id) == (None, first.phone_id)


def test_an_invited_guest_checks_in_with_the_badge_and_is_counted_once(hall: Hall) -> None:
    with transaction() as session:
        own: dict[str, Any] = {"event_id": hall.event, "kind": "cooperative", "invited": True}
        session.add(Guest(**own, badge="b" * 20, checked_in_at=now(), checked_in_way="door"))
        session.add(Guest(**own, badge="c" * 20))
    first, second = hall.phone(), hall.phone()
    # The camera of a phone that is in the hall opens the code on the badge.
    leads = first.get(first.get(f"/guest/{'b' * 20}").headers["location"]).headers["location"]
    assert leads == f"/e/{hall.event}/check-in?badge={'b' * 20}"
    assert ARABIC.say("event_phone.with_badge") in first.get(leads).text
    assert hall.check_in(first, badge="b" * 20) == rows(Guest)[0].id
    assert hall.check_in(second, badge="c" * 20) == rows(Guest)[1].id
    assert [guest.checked_in_way for guest in rows(Guest)] == ["door", "phone"]
    for badge, code in (("b" * 20, "badge_elsewhere"), ("x" * 20, "badge_unknown")):
        answer = hall.send(second, "check-in", kind="other", agreed="1", badge=badge)
        assert (answer.status_code, ENGLISH.say(f"problem.{code}") in answer.text) == (422, True)


def test_the_organisation_is_found_without_a_script_and_never_one_that_bears_a_persons_name(hall: Hall) -> None:
    with transaction() as session:
        for kind, name in (("cooperative", "Tissage Nour"), ("individual_project", "Nour Planted")):
            session.add(Organisation(kind=kind, name_latin=name, search=name.lower()))
    phone = hall.phone()
    asked = hall.send(phone, "check-in", kind="cooperative", agreed="1", place="nour")
    assert asked.status_code == 200
    [(number, name)] = re.findall(r'name="body_id" value="(\d+)"><bdi>(.+?)</bdi>', asked.text)
    assert name == "Tissage Nour"
    assert "Planted" not in asked.text
    assert phone.get(f"/e/{hall.event}/named?kind=cooperative&text=nour&language=fr").json() == [[int(number), name]]
    hall.check_in(phone, place="nour", body_id=number)
    hall.check_in(phone, place="nour", as_typed="1")
    assert [(guest.organisation_id, guest.comes_from) for guest in rows(Guest)] == [(int(number), None), (None, "nour")]
    # The number of one that is not offered is none.
    hall.check_in(phone, place="x", body_id=int(number) + 1)
    assert rows(Guest)[2].organisation_id is None


def test_an_obstacle_is_received_once_as_text_and_its_state_is_told_without_a_reason(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    hostile = "\u202e![x](http://planted.example/a.png) <b>no market</b>"
    for _ in range(3):
        answer = hall.obstacle(phone, guest, hostile, key="k" * 32)
        assert answer.headers["location"] == f"/e/{hall.event}/hall?language=en&done=obstacle&for={guest}"
    [row] = rows(LiveSubmission)
    assert (row.text, row.state) == ("![x](http://planted.example/a.png) <b>no market</b>", "pending")
    page = phone.get(answer.headers["location"]).text
    assert ENGLISH.say("event_phone.done.obstacle") in page
    assert "&lt;b&gt;no market&lt;/b&gt;" in page
    assert "<img" not in page
    for state in ("pending", "shown", "merged", "rejected"):
        with transaction() as session:
            session.get_one(LiveSubmission, row.id).sqlmodel_update({"state": state, "reason": "offensive"})
        page = phone.get(f"/e/{hall.event}/hall?language=en").text
        assert ENGLISH.say(f"event_phone.state.{state}") in page
        assert "offensive" not in page


def test_what_is_too_long_or_empty_is_refused_in_words_and_stays(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    assert hall.obstacle(phone, guest, "\u0633" * 250).status_code == 303
    long = hall.obstacle(phone, guest, "\u0633" * 251)
    assert (long.status_code, "\u0633" * 251 in long.text) == (422, True)
    assert ENGLISH.say("problem.too_long", limit=250) in long.text
    empty = hall.obstacle(phone, guest, " \u200f ")
    assert (empty.status_code, ENGLISH.say("event_phone.problem.required.text") in empty.text) == (422, True)
    without = hall.send(phone, "obstacle", **{"for": guest, "text": "x"})
    assert ENGLISH.say("event_phone.problem.required.category_id") in without.text
    gone = hall.obstacle(phone, guest, "x", category_id=999)
    assert ENGLISH.say("event_phone.problem.unknown_choice.category_id") in gone.text
    scripted = phone.post(
        f"/e/{hall.event}/obstacle",
        data={"key": "k" * 32, "language": "fr", "for": guest, "category_id": category(), "text": ""},
        headers={"Accept": "application/json"},
    )
    assert scripted.json() == {"say": FRENCH.say("event_phone.problem.required.text"), "field": "text"}
    assert len(rows(LiveSubmission)) == 1


def test_a_vote_has_three_at_most_and_another_one_takes_its_place(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    three, other = [category(place) for place in range(3)], [category(4)]
    for wrong, code in (([category(place) for place in range(4)], "vote_too_many"), ([], "vote_empty")):
        answer = hall.send(phone, "vote", **{"for": guest, "category_id": wrong})
        assert (answer.status_code, ENGLISH.say(f"problem.{code}", limit=3) in answer.text) == (422, True)
    assert hall.send(phone, "vote", **{"for": guest, "category_id": [*three, three[0]]}).status_code == 303
    assert sorted(one.category_id for one in rows(Vote)) == sorted(three)
    assert phone.get(f"/e/{hall.event}/vote?for={guest}").text.count(" checked") == 3
    assert hall.send(phone, "vote", **{"for": guest, "category_id": other}).status_code == 303
    assert [one.category_id for one in rows(Vote)] == other


def test_the_day_is_rated_once_and_the_rating_can_be_changed(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    for stars, text in ((5, "Well done"), (2, "")):
        assert hall.send(phone, "day", **{"for": guest, "stars": stars, "text": text}).status_code == 303
    assert hall.send(phone, "day", **{"for": guest, "stars": 6}).status_code == 422
    assert hall.send(phone, "day", **{"for": guest}).status_code == 422
    assert [(row.stars, row.text) for row in rows(EventRating)] == [(2, None)]


def test_one_phone_enters_several_and_speaks_for_each_and_for_nobody_elses(hall: Hall) -> None:
    phone, stranger = hall.phone(), hall.phone()
    first, second = hall.check_in(phone), hall.check_in(phone, kind="association", helped="1")
    third = hall.check_in(stranger)
    assert [guest.checked_in_way for guest in rows(Guest)] == ["phone", "helper", "phone"]
    page = phone.get(f"/e/{hall.event}/hall?language=en&for={second}").text
    assert f"{ENGLISH.say('event_phone.number', number=2)} · {ENGLISH.say('event_phone.kind.association')}" in page
    assert hall.obstacle(phone, second, "For her").status_code == 303
    assert hall.obstacle(phone, third, "For a stranger").status_code == 422
    assert [(row.guest_id, row.text) for row in rows(LiveSubmission)] == [(second, "For her")]
    for _ in range(10):
        hall.check_in(phone, helped="1")
    full = hall.send(phone, "check-in", kind="other", agreed="1")
    assert (full.status_code, ENGLISH.say("problem.phone_full", limit=12) in full.text) == (422, True)
    assert first != second


def test_a_thousand_submissions_of_one_phone_end_in_a_kind_refusal_and_keep_nobody_else_out(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    answers = [hall.obstacle(phone, guest, f"Flood {number}") for number in range(1000)]
    # One of the phone's forty messages was the check-in.
    assert [answer.status_code for answer in answers] == [303] * 10 + [422] * 29 + [429] * 961
    assert ENGLISH.say("problem.phone_sent_enough", limit=10) in answers[10].text
    assert ENGLISH.say("event_phone.wait") in answers[-1].text
    assert len(rows(LiveSubmission)) == 10
    # The hall behind the same address goes on.
    neighbour = hall.phone()
    assert hall.obstacle(neighbour, hall.check_in(neighbour)).status_code == 303


def test_a_banned_phone_is_told_that_nothing_is_taken(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    with transaction() as session:
        session.exec(select(EventPhone)).one().banned_at = now()
    assert ENGLISH.say("problem.phone_banned") in phone.get(f"/e/{hall.event}/hall?language=en").text
    for answer in (hall.obstacle(phone, guest), hall.send(phone, "check-in", kind="other", agreed="1")):
        assert (answer.status_code, ENGLISH.say("problem.phone_banned") in answer.text) == (422, True)
    assert (len(rows(Guest)), rows(LiveSubmission)) == (1, [])


def test_a_hall_behind_one_address_comes_in_and_whoever_guesses_codes_waits(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(130):
        hall.phone("10.0.0.1")
    monkeypatch.setattr("pages.public.event_phone.WRONG_CODES", Allowance(20, 10))
    stranger = hall.phone("10.0.0.9", inside=False)
    codes = [stranger.get(f"/e/GUESS{number}").status_code for number in range(22)]
    assert codes == [404] * 20 + [429] * 2
    # Right or wrong, nothing more is compared for this address, and the hall goes on.
    assert stranger.get(f"/e/{hall.code}").status_code == 429
    assert hall.phone("10.0.0.1").get(f"/e/{hall.event}/hall").status_code == 200


def test_far_more_people_than_seats_are_sent_to_the_door(hall: Hall) -> None:
    with transaction() as session:
        phones = [EventPhone(event_id=hall.event, digest=f"{number:064x}") for number in range(390)]
        session.add_all(phones)
        session.flush()
        own: dict[str, Any] = {"event_id": hall.event, "kind": "other"}
        session.add_all(Guest(**own, badge=f"{number}", phone_id=one.id) for number, one in enumerate(phones))
    answer = hall.send(hall.phone(), "check-in", kind="other", agreed="1")
    assert (answer.status_code, ENGLISH.say("problem.event_full") in answer.text) == (422, True)


def test_no_page_is_heavier_than_thirty_kilobytes_nor_needs_a_script(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone)
    hall.obstacle(phone, guest, "\u0633" * 250)
    own = {
        name: (ASSETS / name).stat().st_size for name in ("icon.svg", "light.css", "event_phone.css", "event_phone.js")
    }
    for part in ("hall", "check-in", "obstacle", "vote", "day"):
        for language in ("ar", "fr", "en"):
            page = phone.get(f"/e/{hall.event}/{part}", params={"for": guest, "language": language})
            assert set(re.findall(r"/assets/([\w.]+)\?", page.text)) <= set(own)
            assert len(page.content) + sum(own.values()) <= 30 * 1024, (part, language)
    assert '<html lang="ar" dir="rtl">' in phone.get(f"/e/{hall.event}/vote", headers={"Accept-Language": "fr"}).text


def test_no_byte_that_a_phone_receives_holds_a_name(hall: Hall) -> None:
    with transaction() as session:
        session.add(Person(name_latin="Planted Person", name_ar="\u0632\u0631\u0639", phone="+212600000001"))
        own: dict[str, Any] = {"event_id": hall.event, "kind": "cooperative", "invited": True, "phone": "+212600000002"}
        session.add(Guest(**own, name_latin="Planted Guest", comes_from="Planted Place", badge="planted-badge-secret"))
        session.add(Organisation(kind="individual_project", name_latin="Planted Project", search="planted project"))
    phone, helper = hall.phone(), hall.phone()
    own_name = hall.check_in(phone, name="Planted Own", place="Planted Words", as_typed="1")
    badge = hall.check_in(helper, badge="planted-badge-secret")
    hall.obstacle(phone, own_name)
    received = []
    for one, guest in ((phone, own_name), (helper, badge)):
        for part in ("hall", "check-in", "obstacle", "vote", "day", "named?kind=cooperative&text=planted"):
            answer = one.get(f"/e/{hall.event}/{part}{'&' if '?' in part else '?'}for={guest}&language=fr")
            received.append(f"{answer.headers} {answer.text}")
    assert len(received) == 12
    assert not re.search("planted|\u0632\u0631\u0639|2126", " ".join(received), re.IGNORECASE)


def test_the_history_says_what_was_sent_and_not_by_whom(hall: Hall) -> None:
    phone = hall.phone()
    guest = hall.check_in(phone, name="Zineb Planted", place="Planted place", as_typed="1")
    hall.obstacle(phone, guest, "Planted words")
    hall.send(phone, "vote", **{"for": guest, "category_id": [category(1)]})
    hall.send(phone, "day", **{"for": guest, "stars": 4, "text": "Planted sentence"})
    changes = rows(Change)
    assert [change.command for change in changes] == ["check_in_by_phone", "send_submission", "vote", "rate"]
    told = str([(change.before, change.after, change.reason) for change in changes])
    assert "Planted" not in told
    assert "phone_id" not in told
    assert changes[2].after == {"votes": 1}
    assert changes[3].after == {"event_id": hall.event, "stars": 4}
