"""The door of an event as its messages are answered: who may, once however often, several doors alike, no name else."""

import json
import re
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.i18n import ZONE, words
from db.commands.events import close_event, make_event
from db.commands.guests import add_guest
from db.engine import engine, reading
from db.queries.event_counts import guests_counted
from db.queries.guests import guests_of_event
from tests.db.entries import province
from tests.db.halls import DAY, DESK, Hall, on, opened_hall
from tests.db.rows_elsewhere import guest_record
from tests.pages.conftest import Phone

ENGLISH = words("en")
KEY = "a" * 32


@pytest.fixture
def hall(database: Path) -> Hall:
    """An event with two guests: Itto of both scripts, Hind of one."""
    assert database.exists()
    made = opened_hall(engine())
    made.do(add_guest, made.event, guest_record(name_latin="Itto Ameln", name_ar="إيطو أملن"), by=DESK)
    made.do(add_guest, made.event, guest_record(kind="institution", name_latin="Hind Sellam"), by=DESK)
    return made


def facts(client: TestClient, number: int) -> dict[str, Any]:
    """What the page tells its script."""
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', client.get(f"/door/{number}").text)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def send(client: TestClient, number: int, *taps: Any, token: str | None = None) -> Any:
    token = facts(client, number)["token"] if token is None else token
    return client.post(f"/door/{number}/taps", json={"taps": list(taps)}, headers={"X-Cooper-Token": token})


def done(client: TestClient, number: int, *taps: Any) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = send(client, number, *taps).json()["done"]
    return told


def codes(told: list[dict[str, Any]]) -> list[str | None]:
    return [one.get("refused", {}).get("code") for one in told]


def ids(hall: Hall) -> tuple[int, int]:
    """Itto's number and Hind's."""
    with reading(hall.engine) as session:
        rows = guests_of_event(session, hall.event)
    by_name = dict(zip(rows["name_latin"], rows["id"], strict=True))
    return int(by_name["Itto Ameln"]), int(by_name["Hind Sellam"])


def counted(hall: Hall) -> tuple[int, int, int]:
    with reading(hall.engine) as session:
        return guests_counted(session, hall.event)


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_and_saves_nothing(phone: Phone, hall: Hall) -> None:
    stranger, (itto, _) = phone(), ids(hall)
    answer = stranger.get(f"/door/{hall.event}?guest={itto}")
    wanted = f"/entry-today?to=%2Fdoor%2F{hall.event}%3Fguest%3D{itto}"
    assert (answer.status_code, answer.headers["location"]) == (303, wanted)
    badge = hall.guest(itto).badge
    # It may be a guest's own phone, which another page knows.
    asked = stranger.get(f"/guest/{badge}").headers["location"]
    assert stranger.get(asked).headers["location"] == f"/entry-today?to=%2Fguest%2F{badge}"
    assert stranger.get(f"/door/{hall.event}/state").status_code == 401
    assert stranger.get(f"/door/{hall.event}/organisations?name=henne").status_code == 401
    assert send(stranger, hall.event, {"key": KEY, "guest": itto, "came": True}, token="").status_code == 401
    assert stranger.post(f"/door/{hall.event}", data={"guest": itto, "came": "1", "key": KEY}).status_code == 401
    assert counted(hall) == (2, 0, 0)


def test_a_manager_and_an_officer_of_another_province_see_no_guest(phone: Phone, hall: Hall) -> None:
    with reading(hall.engine) as session:
        zagora = province(session, "Zagora")
    manager, officer = phone("manager"), phone("field_officer", provinces=(zagora,))
    for client, status in ((manager, 401), (officer, 404)):
        page = client.get(f"/door/{hall.event}").text
        assert "Itto" not in page
        assert client.get(f"/door/{hall.event}/state").status_code == status
    assert ENGLISH.say("problem.not_allowed") in manager.get(f"/guest/{hall.guest(ids(hall)[0]).badge}").text


def test_a_message_without_the_page_s_own_token_changes_nothing(phone: Phone, hall: Hall) -> None:
    door, other, (itto, _) = phone("presenter"), phone("coordinator"), ids(hall)
    for token in ("", "0" * 32, facts(other, hall.event)["token"]):
        assert send(door, hall.event, {"key": KEY, "guest": itto, "came": True}, token=token).status_code == 400
        form = {"token": token, "guest": itto, "came": "1", "key": KEY}
        assert door.post(f"/door/{hall.event}", data=form).status_code == 400
    assert counted(hall) == (2, 0, 0)


def test_what_is_no_tap_is_refused_and_the_next_one_is_done(phone: Phone, hall: Hall) -> None:
    door, (itto, hind) = phone("presenter"), ids(hall)
    good = {"key": KEY, "guest": itto, "came": True}
    wrong: list[Any] = ["none", good | {"key": "short"}, good | {"guest": "1' OR 1=1"}, good | {"guest": 10**30}]
    wrong += [good | {"guest": 10_000, "key": "b" * 32}, {"key": "c" * 32, "guest": hind, "came": False}]
    wrong += [{"key": "d" * 32, "walk_in": {"name": "Yamna"}}]
    told = done(door, hall.event, *wrong, good)
    assert codes(told) == [*["not_valid"] * 4, "row_gone", "not_valid", "required", None]
    assert counted(hall) == (2, 1, 0)
    assert send(door, hall.event, *[good] * 51).status_code == 400


def test_a_tap_that_is_sent_five_times_is_one_check_in_at_the_servers_moment(phone: Phone, hall: Hall) -> None:
    door, (itto, _) = phone("presenter"), ids(hall)
    tap = {"key": KEY, "guest": itto, "came": True, "at": "2001-01-01T00:00:00"}
    again = [done(door, hall.event, tap) for _ in range(5)]
    came = hall.guest(itto).checked_in_at
    assert came
    line = again[0][0]["now"]
    assert (line[0], line[8], line[9]) == (itto, 2, f"{came.astimezone(ZONE):%H:%M}")
    assert again == [again[0]] * 5
    assert counted(hall) == (2, 1, 0)


def test_two_doors_agree_and_the_later_one_is_told_since_when(phone: Phone, hall: Hall) -> None:
    one, other, (itto, hind) = phone("presenter"), phone("coordinator"), ids(hall)
    stand = facts(other, hall.event)["stand"]
    assert other.get(f"/door/{hall.event}/state?stand={stand}").status_code == 204
    done(one, hall.event, {"key": KEY, "guest": itto, "came": True})
    late = done(other, hall.event, {"key": "b" * 32, "guest": itto, "came": True})
    assert codes(late) == ["guest_is_in"]
    state = other.get(f"/door/{hall.event}/state?stand={stand}").json()
    assert state["rows"] == facts(one, hall.event)["rows"]
    assert {row[0]: row[9] is not None for row in state["rows"]} == {itto: True, hind: False}
    # An undo of what the other door has changed since takes nothing back.
    assert codes(done(one, hall.event, {"key": "c" * 32, "guest": itto, "came": False, "seen": 1})) == ["conflict"]
    assert codes(done(other, hall.event, {"key": "d" * 32, "guest": itto, "came": False, "seen": 2})) == [None]
    assert counted(hall) == (2, 0, 0)


def test_a_queue_of_a_phone_that_was_away_is_done_in_its_order(phone: Phone, hall: Hall) -> None:
    door, (itto, hind) = phone("presenter"), ids(hall)
    line = {"name": "يامنة أزركي", "kind": "other", "organisation": "Marché de la médina", "province_id": None}
    told = done(
        door,
        hall.event,
        {"key": "a" * 32, "guest": hind, "came": True},
        {"key": "b" * 32, "walk_in": line},
        {"key": "c" * 32, "guest": itto, "came": True, "way": "code"},
        {"key": "d" * 32, "guest": hind, "came": False, "seen": 2},
        {"key": "b" * 32, "walk_in": line},
    )
    assert codes(told) == [None] * 5
    assert told[1]["now"] == told[4]["now"]
    assert told[1]["now"][1:5] == ["other", "يامنة أزركي", None, "Marché de la médina"]
    assert hall.guest(itto).checked_in_way == "code"
    assert counted(hall) == (2, 2, 1)


def test_a_closed_event_says_so_and_keeps_what_came_too_late_out(phone: Phone, hall: Hall) -> None:
    door, (itto, _) = phone("presenter"), ids(hall)
    token = facts(door, hall.event)["token"]
    hall.do(close_event, hall.event, 1, by=DESK)
    assert codes(send(door, hall.event, {"key": KEY, "guest": itto, "came": True}, token=token).json()["done"]) == [
        "event_closed"
    ]
    page = facts(door, hall.event)
    assert page["closed"] is True
    assert ENGLISH.say("door.walk_in") not in door.get(f"/door/{hall.event}").text


def test_a_badge_opens_the_door_of_its_own_event_with_the_guest_in_view(phone: Phone, hall: Hall) -> None:
    evening = hall.do(make_event, on(DAY, starts_at=time(15), ends_at=time(18)), by=DESK)
    guest = hall.do(add_guest, evening, guest_record(name_latin="Yamna Azerki"), by=DESK)
    door = phone("presenter")
    assert door.get(f"/guest/{hall.guest(guest).badge}").headers["location"] == f"/door/{evening}?guest={guest}"
    assert ENGLISH.say("door.badge_unknown") in door.get("/guest/nobody").text
    other = done(door, hall.event, {"key": KEY, "guest": guest, "came": True})
    assert codes(other) == ["guest_of_other_event"]
    assert other[0]["now"] is None


def test_without_a_script_a_guest_is_found_in_either_script_and_checked_in_by_a_form(phone: Phone, hall: Hall) -> None:
    door, (itto, hind) = phone("presenter"), ids(hall)

    def shown(text: str) -> str:
        page = door.get(f"/door/{hall.event}", params={"name": text}).text
        return page[page.index("<noscript>\n<ul") : page.index('<ul id="rows"')]

    assert "Itto Ameln" in shown("إيطو")
    # Hind is on the list in Latin letters alone.
    assert "Hind Sellam" in shown("هند")
    assert "Hind Sellam" not in shown("Itto")
    token = facts(door, hall.event)["token"]
    form = {"token": token, "key": KEY, "guest": hind, "seen": 1, "came": "1"}
    assert door.post(f"/door/{hall.event}", data=form).headers["location"] == f"/door/{hall.event}?guest={hind}"
    assert ENGLISH.say("door.undo") in door.get(f"/door/{hall.event}?guest={hind}").text
    again = door.post(f"/door/{hall.event}", data=form | {"key": "b" * 32})
    assert "Already checked in" in again.text
    line = {"token": token, "key": "c" * 32, "kind": "", "name": "Yamna", "organisation": "", "province_id": ""}
    assert ENGLISH.say("problem.required") in door.post(f"/door/{hall.event}", data=line).text
    assert door.post(f"/door/{hall.event}", data=line | {"kind": "other"}).status_code == 303
    assert door.post(f"/door/{hall.event}", data=form | {"key": "d" * 32, "seen": 2, "came": "0"}).status_code == 303
    assert counted(hall) == (2, 1, 1)
    assert itto


def test_names_are_text_and_the_page_is_small(phone: Phone, hall: Hall) -> None:
    hall.do(add_guest, hall.event, guest_record(name_latin="</script><img src=x onerror=alert(1)>"), by=DESK)
    page = phone("presenter", language="ar").get(f"/door/{hall.event}").text
    assert "<img" not in page
    assert "onerror=" in page
    assert 'dir="rtl"' in page
    assert len(page.encode()) < 20_000
