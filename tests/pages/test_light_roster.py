"""The roster on a phone as its messages are answered: who may, once however often, and nobody's mark lost."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.i18n import words
from db.commands.attendance import close_roster, open_roster
from db.commands.organisations import register_organisation
from tests.db.entries import organisation
from tests.db.sittings import Sittings
from tests.pages.conftest import Phone

ENGLISH = words("en")


def facts(client: TestClient, number: int) -> dict[str, Any]:
    """What the page tells its script."""
    return facts_in(client.get(f"/roster/{number}").text)


def facts_in(page: str) -> dict[str, Any]:
    """What a light page tells its script."""
    found = re.search(r'<script id="page" type="application/json">(.*?)</script>', page)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def tick(client: TestClient, number: int, *ticks: dict[str, Any], token: str | None = None) -> Any:
    token = facts(client, number)["token"] if token is None else token
    return client.post(f"/roster/{number}/marks", json={"ticks": list(ticks)}, headers={"X-Cooper-Token": token})


def a_tick(registration: int, status: int | None, seen: int = 0, key: str = "a" * 32, **more: Any) -> dict[str, Any]:
    return {"key": key, "registration_id": registration, "status_id": status, "seen": seen, **more}


def test_whoever_is_not_signed_in_is_sent_to_the_door_and_saves_nothing(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    stranger = phone()
    answer = stranger.get(f"/roster/{opened}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/entry-today?to=%2Froster%2F{opened}")
    assert stranger.get(f"/roster/{opened}/state").status_code == 401
    present = a_tick(sittings.ids(opened)[0], sittings.status["present"])
    assert tick(stranger, opened, present, token="").status_code == 401
    assert stranger.post(f"/roster/{opened}/open", json={}).status_code == 401
    assert stranger.post(f"/roster/{opened}/people", json={"name": "Dounia"}).status_code == 401
    assert stranger.get("/roster/organisations?name=argane").status_code == 401
    assert sittings.marks(opened) == {}


def test_a_message_without_the_page_s_own_token_changes_nothing(phone: Phone, opened: int, sittings: Sittings) -> None:
    officer, other = phone("field_officer", provinces=(sittings.zagora,)), phone("coordinator")
    present = a_tick(sittings.ids(opened)[0], sittings.status["present"])
    for token in ("", "0" * 32, facts(other, opened)["token"]):
        assert tick(officer, opened, present, token=token).status_code == 400
    assert sittings.marks(opened) == {}


@pytest.mark.parametrize("role", ["manager", "presenter"])
def test_a_role_without_rosters_sees_no_name(phone: Phone, opened: int, role: str) -> None:
    page = phone(role).get(f"/roster/{opened}").text
    assert "Amina" not in page
    assert ENGLISH.say("problem.not_allowed") in page
    assert phone(role).get(f"/roster/{opened}/state").status_code == 401


def test_an_officer_of_another_province_is_refused(phone: Phone, opened: int, sittings: Sittings) -> None:
    here, elsewhere = (phone("field_officer", provinces=(p,)) for p in (sittings.zagora, sittings.tinghir))
    assert "Amina" not in elsewhere.get(f"/roster/{opened}").text
    assert elsewhere.get(f"/roster/{opened}/state").status_code == 404
    own = sittings.plan(commune_id=sittings.tinghir_commune, group_id=None)
    token = facts(elsewhere, own)["token"]
    present = a_tick(sittings.ids(opened)[0], sittings.status["present"])
    told = tick(elsewhere, opened, present, token=token).json()["done"][0]
    assert told["refused"]["code"] == "other_province"
    assert sittings.marks(opened) == {}
    assert "Amina" in here.get(f"/roster/{opened}").text


@pytest.mark.parametrize(
    "ticks",
    [
        "none",
        [{"registration_id": 1}] * 51,
    ],
)
def test_what_is_no_list_of_ticks_is_refused(phone: Phone, opened: int, ticks: Any) -> None:
    client = phone("coordinator")
    token = facts(client, opened)["token"]
    sent = client.post(f"/roster/{opened}/marks", json={"ticks": ticks}, headers={"X-Cooper-Token": token})
    assert sent.status_code == 400
    long = client.post(
        f"/roster/{opened}/marks", content=b'{"ticks": "' + b"x" * 70_000, headers={"X-Cooper-Token": token}
    )
    assert long.status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "short"},
        {"key": 7},
        {"seen": None},
        {"registration_id": "1' OR 1=1"},
        {"registration_id": 10_000},
        {"registration_id": 10**30},
        {"status_id": 10_000},
        {"status_id": 10**30},
        {"hours": -1},
        {"hours": 99},
    ],
)
def test_a_tick_that_no_page_would_send_is_refused_and_the_next_one_is_saved(
    phone: Phone, opened: int, sittings: Sittings, wrong: dict[str, Any]
) -> None:
    client, ids, present = phone("coordinator"), sittings.ids(opened), sittings.status["present"]
    first, second = a_tick(ids[0], present, key="b" * 32) | wrong, a_tick(ids[1], present)
    told = tick(client, opened, first, second).json()["done"]
    assert "refused" in told[0]
    assert told[0]["refused"]["say"]
    assert "refused" not in told[1]
    assert sittings.marks(opened) == {ids[1]: "present"}


def test_a_tick_is_answered_with_what_is_stored_now(phone: Phone, opened: int, sittings: Sittings) -> None:
    client, first, present = phone("coordinator"), sittings.ids(opened)[0], sittings.status["present"]
    assert tick(client, opened, a_tick(first, present)).json() == {
        "done": [{"key": "a" * 32, "now": [[first, present, None, 1, "Name of phone1"]]}]
    }
    assert facts(client, opened)["marks"] == [[first, present, None, 1, "Name of phone1"]]
    some = tick(client, opened, a_tick(first, present, seen=1, key="b" * 32, hours=1.5)).json()["done"][0]
    assert some["now"] == [[first, present, 1.5, 2, "Name of phone1"]]
    taken_back = tick(client, opened, a_tick(first, None, seen=2, key="c" * 32)).json()["done"][0]
    assert taken_back["now"] == [[first, None, None, 3, "Name of phone1"]]
    assert sittings.marks(opened) == {}


def test_the_same_tick_sent_five_times_is_one_tick(phone: Phone, opened: int, sittings: Sittings) -> None:
    client, first, present = phone("coordinator"), sittings.ids(opened)[0], sittings.status["present"]
    again = [tick(client, opened, a_tick(first, present)).json() for _ in range(5)]
    assert all(told == again[0] for told in again)
    assert len(sittings.changes("mark_attendance")) == 1


def test_a_late_tick_never_overwrites_what_another_officer_marked_since(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    one, other = phone("coordinator"), phone("field_officer", provinces=(sittings.zagora,))
    first, present, excused = sittings.ids(opened)[0], sittings.status["present"], sittings.status["excused"]
    tick(other, opened, a_tick(first, excused))
    late = tick(one, opened, a_tick(first, present, seen=0, key="b" * 32)).json()["done"][0]
    assert late["refused"]["code"] == "mark_changed"
    assert late["now"] == [[first, excused, None, 1, "Name of phone2"]]
    assert sittings.marks(opened) == {first: "excused"}
    tick(one, opened, a_tick(first, present, seen=1, key="c" * 32))
    assert sittings.marks(opened) == {first: "present"}


def test_a_queue_sent_at_once_is_answered_tick_by_tick_in_its_order(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    client, ids, present = phone("coordinator"), sittings.ids(opened), sittings.status["present"]
    ticks = [
        a_tick(ids[2], present, key="a" * 32),
        a_tick(ids[0], present, key="b" * 32, seen=5),
        a_tick(ids[1], present, key="short"),
        a_tick(ids[2], None, key="c" * 32, seen=1),
    ]
    told = tick(client, opened, *ticks).json()["done"]
    assert [one["key"] for one in told] == ["a" * 32, "b" * 32, "short", "c" * 32]
    assert [one.get("refused", {}).get("code") for one in told] == [None, "mark_changed", "not_valid", None]
    assert told[3]["now"] == [[ids[2], None, None, 2, "Name of phone1"]]
    assert sittings.marks(opened) == {}


def test_two_officers_who_tick_different_people_both_stay(phone: Phone, opened: int, sittings: Sittings) -> None:
    one, other = phone("coordinator"), phone("field_officer", provinces=(sittings.zagora,))
    ids, present = sittings.ids(opened), sittings.status["present"]
    tick(one, opened, a_tick(ids[0], present))
    tick(other, opened, a_tick(ids[1], present))
    assert sittings.marks(opened) == {ids[0]: "present", ids[1]: "present"}


def test_the_phone_asks_what_is_new_and_hears_nothing_while_nothing_is(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    client, first, present = phone("coordinator"), sittings.ids(opened)[0], sittings.status["present"]
    stand = facts(client, opened)["stand"]
    assert client.get(f"/roster/{opened}/state", params={"stand": stand}).status_code == 204
    sittings.mark(first, "present")
    told = client.get(f"/roster/{opened}/state", params={"stand": stand}).json()
    assert (told["state"], told["marks"]) == ("held", [[first, present, None, 1, None]])
    assert [row[:3] for row in told["rows"]] == [
        [n, i, name]
        for i, (n, name) in enumerate(zip(sittings.ids(opened), ("Amina", "Brahim", "Chaima"), strict=True), start=1)
    ]


def test_a_roster_is_opened_from_the_phone_and_once(phone: Phone, sittings: Sittings) -> None:
    sittings.people("Amina")
    number = sittings.plan()
    client = phone("field_officer", provinces=(sittings.zagora,))
    token = {"X-Cooper-Token": facts(client, number)["token"]}
    for _ in range(2):
        assert client.post(f"/roster/{number}/open", json={"key": "k"}, headers=token).json() == {"open": True}
    assert len(sittings.registrations(number)) == 1
    assert facts(client, number)["state"] == "held"


def test_a_tick_on_a_roster_closed_meanwhile_is_refused_in_words(phone: Phone, opened: int, sittings: Sittings) -> None:
    client, first = phone("coordinator", language="ar"), sittings.ids(opened)[0]
    token = facts(client, opened)["token"]
    sittings.do(close_roster, opened)
    told = tick(client, opened, a_tick(first, sittings.status["present"]), token=token).json()["done"][0]
    assert told["refused"] == {
        "code": "roster_closed",
        "field": "",
        "say": words("ar").say("problem.roster_closed"),
    }
    assert sittings.marks(opened)[first] == "absent"


def test_somebody_who_was_not_expected_is_added_once_and_present(phone: Phone, opened: int, sittings: Sittings) -> None:
    argane = sittings.do(
        register_organisation, organisation(name_latin="Argane du Sud", commune_id=sittings.zagora_commune)
    ).row_id
    client = phone("field_officer", provinces=(sittings.zagora,))
    token = {"X-Cooper-Token": facts(client, opened)["token"]}
    assert [row[:2] for row in client.get("/roster/organisations?name=argane").json()] == [[argane, "Argane du Sud"]]
    line = {"key": "k1", "name": "دنيا العلوي", "sex": "f", "phone": "0612345678", "organisation_id": argane}
    first, second = (client.post(f"/roster/{opened}/people", json=line, headers=token).json() for _ in range(2))
    assert (first["again"], second["again"], first["added"]) == (False, True, second["added"])
    assert sittings.registrations(opened)[-1] == (4, first["added"], argane)
    assert sittings.marks(opened) == {sittings.ids(opened)[-1]: "present"}


def test_a_likely_double_is_shown_before_anybody_is_added(phone: Phone, opened: int, sittings: Sittings) -> None:
    client = phone("coordinator")
    token = {"X-Cooper-Token": facts(client, opened)["token"]}
    line = {"key": "k1", "name": "Dounia", "phone": "0612345678"}
    dounia = client.post(f"/roster/{opened}/people", json=line, headers=token).json()["added"]
    again = {"key": "k2", "name": "Dounya", "phone": "06 12 34 56 78"}
    told = client.post(f"/roster/{opened}/people", json=again, headers=token).json()
    assert [row[:2] for row in told["likely"]] == [[dounia, "Dounia"]]
    assert len(sittings.registrations(opened)) == 4
    # The same line again, once seen to be somebody else.
    other = client.post(f"/roster/{opened}/people", json=again | {"seen": [dounia]}, headers=token).json()
    assert other["added"] != dounia
    known = client.post(f"/roster/{opened}/people", json={"key": "k3", "person_id": dounia}, headers=token)
    assert (known.status_code, known.json()["code"]) == (422, "already_on_roster")


def test_a_name_that_looks_like_an_identity_card_is_saved_when_somebody_says_it_is_none(
    phone: Phone, opened: int, sittings: Sittings
) -> None:
    client = phone("coordinator", language="fr")
    token = {"X-Cooper-Token": facts(client, opened)["token"]}
    line = {"key": "k1", "name": "Dounia AB123456"}
    for given in ({}, {"another_number": "Dounia"}, {"another_number": True}):
        told = client.post(f"/roster/{opened}/people", json=line | given, headers=token).json()
        french = words("fr")
        assert told == {
            "card": french.say("identity_card.another_number"),
            "say": french.say("identity_card.warning"),
        }
    assert len(sittings.registrations(opened)) == 3
    said = client.post(f"/roster/{opened}/people", json=line | {"another_number": line["name"]}, headers=token).json()
    assert sittings.registrations(opened)[-1][1] == said["added"]


@pytest.mark.parametrize(
    "line", [{}, {"name": "   "}, {"name": 7}, {"name": "A", "phone": "12"}, {"name": "A", "sex": "x"}]
)
def test_a_line_that_names_nobody_is_refused_in_words(phone: Phone, opened: int, sittings: Sittings, line: Any) -> None:
    client = phone("coordinator")
    token = {"X-Cooper-Token": facts(client, opened)["token"]}
    told = client.post(f"/roster/{opened}/people", json={"key": "k"} | line, headers=token)
    assert told.status_code == 422
    assert told.json()["say"]
    assert len(sittings.registrations(opened)) == 3


def test_names_are_text_on_the_page_whatever_they_say(phone: Phone, opened: int, sittings: Sittings) -> None:
    sittings.people("</script><script>alert(1)</script>")
    number = sittings.plan(venue="<b>hall</b>")
    sittings.do(open_roster, number)
    page = phone("coordinator").get(f"/roster/{number}").text
    assert "<script>alert" not in page
    assert "<b>hall" not in page
    assert opened


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_with_sixty_people_is_light(phone: Phone, sittings: Sittings, language: str) -> None:
    sittings.people(*(f"Person number {number}" for number in range(60)))
    number = sittings.plan()
    sittings.do(open_roster, number)
    page = phone("coordinator", language=language).get(f"/roster/{number}")
    assets = Path(__file__).parent.parent.parent / "pages" / "server" / "assets"
    scripts = ("light_elements.js", "light_marks.js", "light_people.js", "roster.js", "photos.js", "arrival.js")
    files = sum((assets / name).stat().st_size for name in (*scripts, "light.css", "icon.svg"))
    assert len(page.content) + files < 60_000
    assert page.headers["cache-control"] == "no-store"
