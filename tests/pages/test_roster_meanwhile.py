"""What happens elsewhere while a roster is open on a phone or at a desk: people merged, renamed, taken off; a session
cancelled or moved; ticks in a burst and out of order. Nothing that was told as saved is lost, and refusals are words.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from core.i18n import LANGUAGES, words
from core.records import validated
from core.records.people import PersonRecord
from db.commands.attendance import close_roster
from db.commands.merging import merge_persons
from db.commands.people import change_person
from db.commands.registrations import take_off_roster
from db.commands.sessions import cancel_session, change_session
from db.engine import reading
from db.models import TrainingSession
from tests.db.sittings import DAY, Sittings
from tests.pages.conftest import Phone, Visitor
from tests.pages.test_attendance import officer, said, ticks
from tests.pages.test_light_roster import a_tick, facts, tick

Act = Callable[[Sittings, int], Any]


def merged(sittings: Sittings, number: int) -> None:
    """Brahim turns out to be Amina; her row stays."""
    (_, amina, _), (_, brahim, _), _ = sittings.registrations(number)
    sittings.do(merge_persons, (amina, 1), (brahim, 1), (), (sittings.ids(number)[0],), "Même téléphone")


def renamed(sittings: Sittings, number: int) -> None:
    record = validated(PersonRecord, {"name_latin": "Brahim Soussi", "sex": "m"})
    sittings.do(change_person, sittings.registrations(number)[1][1], 1, record)


def version(number: int) -> int:
    with reading() as session:
        return session.get_one(TrainingSession, number).version


def cancelled(sittings: Sittings, number: int) -> None:
    sittings.do(cancel_session, number, version(number), "Route coupée")


def moved(sittings: Sittings, number: int, **values: Any) -> None:
    sittings.do(change_session, number, version(number), sittings.sitting(held_on=DAY, **values))


def sent(client: TestClient, number: int, token: str, *ticks: dict[str, Any]) -> list[dict[str, Any]]:
    done: list[dict[str, Any]] = tick(client, number, *ticks, token=token).json()["done"]
    return done


@pytest.fixture
def hand(phone: Phone, sittings: Sittings, opened: int) -> tuple[TestClient, str]:
    """The phone of an officer of Zagora with the roster open in Arabic, and the token of its page."""
    client = phone("field_officer", provinces=(sittings.zagora,), language="ar")
    return client, facts(client, opened)["token"]


def key(number: int) -> str:
    return f"{number:032}"


def test_ticks_of_one_person_that_come_out_of_order_overwrite_nothing_and_end_as_they_were_meant(
    hand: tuple[TestClient, str], sittings: Sittings, opened: int
) -> None:
    client, token = hand
    first, present = sittings.ids(opened)[0], sittings.status["present"]
    tick_it, take_back, tick_again = (
        a_tick(first, present, seen=0, key=key(1)),
        a_tick(first, None, seen=1, key=key(2)),
        a_tick(first, present, seen=2, key=key(3)),
    )
    late = [sent(client, opened, token, one)[0] for one in (tick_again, take_back, tick_it)]
    assert [one.get("refused", {}).get("code") for one in late] == ["mark_changed", "mark_changed", None]
    assert sittings.marks(opened) == {first: "present"}
    # What was refused is sent again as it was: nothing of it was done, so it is done now, in its place.
    again = [sent(client, opened, token, one)[0] for one in (tick_it, take_back, tick_again, take_back)]
    assert [one.get("refused", {}).get("code") for one in again] == [None, None, None, None]
    assert sittings.marks(opened) == {first: "present"}
    assert len(sittings.changes("mark_attendance")) == 3


def test_a_burst_that_comes_four_times_at_once_is_one_burst(
    hand: tuple[TestClient, str], sittings: Sittings, opened: int
) -> None:
    client, token = hand
    present = sittings.status["present"]
    burst = [a_tick(row, present, key=key(row)) for row in sittings.ids(opened)]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: sent(client, opened, token, *burst), range(4)))
    assert [one for answer in told for one in answer if "refused" in one] == []
    assert list(sittings.marks(opened).values()) == ["present"] * 3
    assert len(sittings.changes("mark_attendance")) == 3


def test_a_tick_for_a_person_who_was_merged_goes_on_at_the_row_that_is_left(
    hand: tuple[TestClient, str], sittings: Sittings, opened: int
) -> None:
    client, token = hand
    amina, brahim, _ = sittings.ids(opened)
    present = sittings.status["present"]
    merged(sittings, opened)
    [told] = sent(client, opened, token, a_tick(brahim, present))
    assert told == {"key": "a" * 32, "now": [[amina, present, None, 1, "Name of phone1"]], "stands": amina}
    assert sittings.marks(opened) == {amina: "present"}
    [late] = sent(client, opened, token, a_tick(brahim, sittings.status["excused"], key=key(2)))
    assert (late["refused"]["code"], late["stands"]) == ("mark_changed", amina)
    assert sittings.marks(opened) == {amina: "present"}


def test_a_person_renamed_is_called_so_on_the_phone_and_keeps_the_tick(
    hand: tuple[TestClient, str], sittings: Sittings, opened: int
) -> None:
    client, token = hand
    stand, brahim = facts(client, opened)["stand"], sittings.ids(opened)[1]
    renamed(sittings, opened)
    told = client.get(f"/roster/{opened}/state", params={"stand": stand}).json()
    assert [row[2] for row in told["rows"]] == ["Amina", "Brahim Soussi", "Chaima"]
    assert "refused" not in sent(client, opened, token, a_tick(brahim, sittings.status["present"]))[0]
    assert sittings.marks(opened) == {brahim: "present"}


REFUSALS: dict[str, tuple[Act, str]] = {
    "taken off": (lambda s, n: s.do(take_off_roster, s.ids(n)[1]), "taken_off_roster"),
    "cancelled": (cancelled, "session_cancelled"),
    "closed": (lambda s, n: s.do(close_roster, n), "roster_closed"),
    "moved to another province": (
        lambda s, n: moved(s, n, commune_id=s.tinghir_commune),
        "other_province",
    ),
    "made shorter": (lambda s, n: moved(s, n, ends_at=time(10), hours=1.0), "hours_over_session"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", REFUSALS)
def test_a_tick_that_can_no_longer_be_is_refused_in_words(
    phone: Phone, sittings: Sittings, opened: int, what: str, language: str
) -> None:
    act, code = REFUSALS[what]
    client = phone("field_officer", provinces=(sittings.zagora,), language=language)
    token, second = facts(client, opened)["token"], sittings.ids(opened)[1]
    act(sittings, opened)
    [told] = sent(client, opened, token, a_tick(second, sittings.status["present"], hours=2.5))
    details = {"length": 1.0} if code == "hours_over_session" else {}
    assert told["refused"]["code"] == code
    assert told["refused"]["say"] == words(language).say(f"problem.{code}", **details)
    assert "present" not in sittings.marks(opened).values()


def test_a_session_moved_within_its_day_keeps_its_marks_and_takes_further_ones(
    hand: tuple[TestClient, str], sittings: Sittings, opened: int
) -> None:
    client, token = hand
    first, second, _ = sittings.ids(opened)
    sent(client, opened, token, a_tick(first, sittings.status["present"]))
    moved(sittings, opened, starts_at=time(14), ends_at=time(17), venue="Dar Taliba")
    assert "refused" not in sent(client, opened, token, a_tick(second, sittings.status["present"], key=key(2)))[0]
    assert sittings.marks(opened) == {first: "present", second: "present"}


def test_the_phone_says_that_the_session_was_cancelled(
    hand: tuple[TestClient, str], sittings: Sittings, opened: int
) -> None:
    client, _ = hand
    known = facts(client, opened)
    assert known["words"]["cancelled"] == words("ar").say("light.cancelled")
    cancelled(sittings, opened)
    told = client.get(f"/roster/{opened}/state", params={"stand": known["stand"]}).json()
    assert told["state"] == "cancelled"


def errors(page: AppTest) -> list[str]:
    assert not page.exception
    return [error.value for error in page.error]


def test_at_the_desk_a_tick_for_a_person_who_was_merged_is_that_of_the_row_left(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    amina, brahim, chaima = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    merged(sittings, opened)
    ticks(page).set_value([brahim, chaima]).run()
    assert errors(page) == []
    assert sittings.marks(opened) == {amina: "present", chaima: "present"}
    assert ticks(page).options == ["1. ⁨Amina⁩", "3. ⁨Chaima⁩"]


def test_at_the_desk_a_tick_that_is_refused_takes_no_other_one_with_it(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    first, second, third = sittings.ids(opened)
    page = officer(signed_in, sittings, opened, language="fr")
    sittings.do(take_off_roster, first)
    french = next(group for group in page.button_group if group.label == words("fr").say("roster.who_came"))
    french.set_value([first, second, third]).run()
    assert errors(page) == [words("fr").say("problem.taken_off_roster")]
    assert sittings.marks(opened) == {second: "present", third: "present"}


def test_at_the_desk_a_renamed_person_keeps_the_tick(signed_in: Visitor, sittings: Sittings, opened: int) -> None:
    second = sittings.ids(opened)[1]
    page = officer(signed_in, sittings, opened)
    renamed(sittings, opened)
    ticks(page).set_value([second]).run()
    assert errors(page) == []
    assert sittings.marks(opened) == {second: "present"}
    assert "2. ⁨Brahim Soussi⁩" in ticks(page).options
    assert ticks(page).value == [second]


def test_at_the_desk_a_cancelled_session_takes_no_tick_and_says_so(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    page = officer(signed_in, sittings, opened)
    cancelled(sittings, opened)
    ticks(page).set_value(sittings.ids(opened)[:1]).run()
    assert errors(page) == []
    assert words("en").say("session.fixed.cancelled") in [info.value for info in page.info]
    assert sittings.marks(opened) == {}


def test_at_the_desk_a_session_moved_to_another_province_shows_no_name_to_the_one_it_left(
    signed_in: Visitor, sittings: Sittings, opened: int
) -> None:
    first, second, _ = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    ticks(page).set_value([first]).run()
    moved(sittings, opened, commune_id=sittings.tinghir_commune)
    ticks(page).set_value([first, second]).run()
    assert not page.exception
    assert len(page.warning) == 1
    assert "Amina" not in said(page)
    assert sittings.marks(opened) == {first: "present"}


@pytest.mark.parametrize("forged", [["9. Nobody"], ["1"], ["![x](http://e.vil)", ""], ["1. ⁨Amina⁩", "9. Nobody"]])
def test_at_the_desk_a_tick_of_what_no_page_offered_changes_nothing(
    signed_in: Visitor, sittings: Sittings, opened: int, monkeypatch: pytest.MonkeyPatch, forged: list[str]
) -> None:
    first, second, _ = sittings.ids(opened)
    page = officer(signed_in, sittings, opened)
    ticks(page).set_value([second]).run()
    group = ticks(page)
    with monkeypatch.context() as patch:
        patch.setattr(type(group), "formatted_values", property(lambda _group: [*forged, "2. ⁨Brahim⁩"]))
        group.run()
    assert not page.exception
    real = [first] if "1. ⁨Amina⁩" in forged else []
    assert sittings.marks(opened) == dict.fromkeys([*real, second], "present")
