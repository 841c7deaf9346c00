"""An event and its door: nobody is checked in twice, nothing is lost between doors, and the code ends with the day."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from core.access import ADMINISTRATOR, FIELD_OFFICER, MANAGER
from core.event_codes import WINDOW, event_code, is_code_of
from core.filters import Filters
from core.i18n import ZONE
from core.problems import Problem
from db.commands.events import change_event, close_event, make_event, remove_event, reopen_event
from db.commands.guest_erasure import anonymise_guests
from db.commands.guests import (
    add_guest,
    add_walk_in,
    change_guest,
    check_guest_in,
    invite_guests,
    remove_guest,
    take_check_in_back,
)
from db.commands.merging import merge_organisations, undo_merge
from db.commands.organisations import register_organisation
from db.engine import reading
from db.models import Change, Event, Guest
from db.queries.event_counts import arrivals, guests_by_kind, guests_by_province, guests_counted
from db.queries.events import event_of_code, events_listed
from db.queries.figures import FIGURES
from db.queries.guests import guest_of_badge, guests_of_event
from db.queries.privacy_retention import guests_kept_too_long
from tests.conftest import actor
from tests.db.entries import communes_of, do, organisation, province
from tests.db.halls import DAY, DESK, DOOR, MORNING, Hall, on, opened_hall
from tests.db.rows_elsewhere import guest_record


@pytest.fixture
def hall(engine: Engine) -> Hall:
    """An event in a hall of Ouarzazate."""
    return opened_hall(engine)


def test_an_event_has_a_name_and_ends_after_its_start() -> None:
    def wrong(**values: Any) -> list[tuple[str, str]]:
        with pytest.raises(Problem) as problem:
            on(DAY, **values)
        return [(one.code, one.field) for one in problem.value.each()]

    assert wrong(name_fr=None) == [("required", "name_ar")]
    assert wrong(ends_at=time(9)) == [("event_ends_before", "ends_at")]
    assert wrong(languages="") == [("required", "languages")]
    assert wrong(languages="fr de") == [("unknown_choice", "languages")]
    assert on(DAY, languages="en ar").languages == "ar en"


def test_the_door_is_closed_to_whoever_may_not_and_to_officers_of_other_provinces(hall: Hall) -> None:
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln"), by=DESK)
    assert hall.refused(check_guest_in, hall.event, guest, by=actor(MANAGER)) == ("not_allowed", "")
    with reading(hall.engine) as session:
        elsewhere = frozenset({province(session, "Zagora")})
    officer = actor(FIELD_OFFICER, provinces=elsewhere)
    assert hall.refused(check_guest_in, hall.event, guest, by=officer) == ("other_province", "")
    assert hall.refused(add_guest, hall.event, guest_record(name_latin="X Y"), by=DOOR) == ("not_allowed", "")


def test_a_guest_of_another_event_is_told_as_such_even_on_the_same_day(hall: Hall) -> None:
    evening = hall.do(make_event, on(DAY, starts_at=time(15), ends_at=time(18)), by=DESK)
    guest = hall.do(add_guest, evening, guest_record(name_latin="Itto Ameln"), by=DESK)
    assert hall.refused(check_guest_in, hall.event, guest) == ("guest_of_other_event", "")
    assert hall.refused(take_check_in_back, hall.event, guest, 1) == ("guest_of_other_event", "")
    with reading(hall.engine) as session:
        listed = events_listed(session, None, DAY)
        assert guest_of_badge(session, hall.guest(guest).badge) == (guest, evening)
        assert guest_of_badge(session, "nobody has this") is None
    assert list(listed["id"]) == [evening, hall.event]
    assert "secret" not in listed.columns


def test_an_invitation_says_who_is_meant_and_a_kind_is_asked_for(hall: Hall) -> None:
    assert hall.refused(add_guest, hall.event, guest_record(), by=DESK) == ("required", "name_ar")
    with pytest.raises(Problem) as problem:
        guest_record(kind="", name_latin="Itto Ameln")
    assert [(one.code, one.field) for one in problem.value.each()] == [("required", "kind")]
    assert hall.refused(invite_guests, hall.event, [], by=DESK) == ("nobody_chosen", "")
    # One who cannot be invited leaves nobody invited.
    both = [guest_record(name_latin="Itto Ameln"), guest_record()]
    assert hall.refused(invite_guests, hall.event, both, by=DESK) == ("required", "name_ar")
    assert hall.card().invited == 0


def test_a_tap_that_comes_twice_checks_in_once_and_two_doors_agree(hall: Hall) -> None:
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln"), by=DESK)
    first = do(hall.engine, check_guest_in, DOOR, "one tap", hall.event, guest)
    again = do(hall.engine, check_guest_in, DOOR, "one tap", hall.event, guest)
    assert (first.again, again.again, again.row_id) == (False, True, guest)
    came = hall.guest(guest)
    assert (came.version, came.checked_in_way, hall.card().came) == (2, "door", 1)
    with pytest.raises(Problem) as other_door:
        hall.do(check_guest_in, hall.event, guest, "code")
    assert other_door.value.code == "guest_is_in"
    assert other_door.value.details == {"at": came.checked_in_at}
    assert hall.guest(guest).version == 2


def test_a_check_in_is_taken_back_as_it_was_seen_and_can_be_made_anew(hall: Hall) -> None:
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln"), by=DESK)
    assert hall.refused(take_check_in_back, hall.event, guest, 1) == ("guest_not_in", "")
    hall.do(check_guest_in, hall.event, guest)
    assert hall.refused(take_check_in_back, hall.event, guest, 1) == ("conflict", "")
    hall.do(take_check_in_back, hall.event, guest, 2)
    back = hall.guest(guest)
    assert (back.checked_in_at, back.checked_in_by, back.checked_in_way, back.version) == (None, None, None, 3)
    # The other door's undo comes late and takes nothing back that was done since.
    hall.do(check_guest_in, hall.event, guest)
    assert hall.refused(take_check_in_back, hall.event, guest, 2) == ("conflict", "")
    assert hall.card().came == 1


def test_somebody_who_was_not_invited_is_in_with_one_line_and_off_the_list_when_it_was_a_mistake(hall: Hall) -> None:
    stranger = hall.do(add_walk_in, hall.event, guest_record(kind="other"))
    named = hall.do(add_walk_in, hall.event, guest_record(name_ar="إيطو أملن"))
    with reading(hall.engine) as session:
        assert guests_counted(session, hall.event) == (0, 2, 2)
    hall.do(take_check_in_back, hall.event, stranger, 1)
    with reading(hall.engine) as session:
        assert guests_counted(session, hall.event) == (0, 1, 1)
        assert list(guests_of_event(session, hall.event)["id"]) == [named]


def test_a_closed_event_takes_nobody_in_until_it_is_opened_again_with_a_reason(hall: Hall) -> None:
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln"), by=DESK)
    hall.do(close_event, hall.event, 1, by=DESK)
    for command, arguments in (
        (check_guest_in, (hall.event, guest)),
        (add_walk_in, (hall.event, guest_record())),
        (take_check_in_back, (hall.event, guest, 1)),
    ):
        assert hall.refused(command, *arguments) == ("event_closed", ""), command.name
    assert hall.refused(add_guest, hall.event, guest_record(name_latin="X Y"), by=DESK) == ("event_closed", "")
    assert hall.refused(change_event, hall.event, 2, on(DAY), by=DESK) == ("event_closed", "")
    assert hall.refused(reopen_event, hall.event, 2, None, by=DESK) == ("required", "reason")
    hall.do(reopen_event, hall.event, 2, "one bus was late", by=DESK)
    hall.do(check_guest_in, hall.event, guest)
    assert hall.refused(reopen_event, hall.event, 3, "twice", by=DESK) == ("event_open", "")


def test_what_somebody_stands_on_is_not_removed(hall: Hall) -> None:
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln"), by=DESK)
    hall.do(check_guest_in, hall.event, guest)
    assert hall.refused(remove_guest, guest, 2, "left", by=DESK) == ("guest_is_in", "")
    assert hall.refused(remove_event, hall.event, 1, "rain", by=DESK) == ("event_has_guests", "")
    hall.do(take_check_in_back, hall.event, guest, 2)
    hall.do(remove_event, hall.event, 1, "rain", by=DESK)
    assert hall.refused(check_guest_in, hall.event, guest) == ("row_gone", "")
    assert hall.guest(guest).deleted_at


def test_the_moment_of_a_check_in_is_the_servers(hall: Hall) -> None:
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln"), by=DESK)
    before = datetime.now(ZONE)
    hall.do(check_guest_in, hall.event, guest)
    came = hall.guest(guest).checked_in_at
    assert came
    assert before <= came <= datetime.now(ZONE)


def test_a_code_changes_ends_with_the_event_and_is_its_own(hall: Hall) -> None:
    other = hall.do(make_event, on(DAY), by=DESK)
    with reading(hall.engine) as session:
        event, second = (session.get_one(Event, number) for number in (hall.event, other))
        code = event_code(event, MORNING)
        assert code
        assert len(code) == 6
        assert event_code(second, MORNING) != code

        def found(at: datetime, given: str = code) -> int | None:
            of = event_of_code(session, given, at)
            return of.id if of else None

        assert found(MORNING) == found(MORNING + WINDOW) == hall.event
        assert found(MORNING, f" {code[:3].lower()}-{code[3:].lower()} ") == hall.event
        assert found(MORNING + 2 * WINDOW) is None
        # Posted elsewhere, tried the day before or after, or after the end: nothing.
        assert [found(MORNING + timedelta(days=days)) for days in (-1, 1)] == [None, None]
        tomorrow, late = MORNING + timedelta(days=1), datetime(2026, 12, 5, 17, 1, tzinfo=ZONE)
        assert (event_code(event, tomorrow), event_code(event, late)) == (None, None)
        assert event_code(event, late - timedelta(minutes=2))
        assert found(MORNING, "AAAAAA") is None
        assert found(MORNING, "") is None
    hall.do(close_event, hall.event, 1, by=DESK)
    with reading(hall.engine) as session:
        closed = session.get_one(Event, hall.event)
        assert closed.closed_at
        assert event_of_code(session, event_code(second, MORNING) or "", MORNING)
        assert not is_code_of(closed, event_code(event, closed.closed_at) or "", closed.closed_at)
        assert event_of_code(session, code, MORNING) is None


def test_guests_are_counted_by_kind_province_and_quarter_of_an_hour(hall: Hall) -> None:
    with reading(hall.engine) as session:
        zagora, tinghir = province(session, "Zagora"), province(session, "Tinghir")
    invited = [
        guest_record(name_latin="Itto Ameln", province_id=zagora),
        guest_record(name_latin="Hind Sellam", province_id=tinghir),
        guest_record(kind="institution", name_latin="Idder Karim"),
    ]
    hall.do(invite_guests, hall.event, invited, by=DESK)
    with reading(hall.engine) as session:
        itto, hind, idder = sorted(guests_of_event(session, hall.event)["id"])
        assert arrivals(session, hall.event).empty
    for guest in (itto, idder):
        hall.do(check_guest_in, hall.event, guest)
    hall.do(add_walk_in, hall.event, guest_record(kind="other"))
    moments = {itto: (9, 2), idder: (9, 14)}
    with reading(hall.engine) as session:
        assert guests_by_kind(session, hall.event).to_dict("list") == {
            "kind": ["cooperative", "institution", "other"],
            "invited": [2, 1, 0],
            "came": [1, 1, 1],
        }
        places = guests_by_province(session, hall.event)
        assert list(zip(places["name_fr"], places["invited"], places["came"], strict=True)) == [
            (None, 1, 2),
            ("Zagora", 1, 1),
            ("Tinghir", 1, 0),
        ]
        assert guests_counted(session, hall.event) == (3, 3, 1)
        with_moments = session.exec(select(Guest).where(col(Guest.checked_in_at).is_not(None))).all()
        for guest in with_moments:
            hour, minute = moments.get(guest.id or 0, (9, 46))
            guest.checked_in_at = datetime(2026, 12, 5, hour, minute, tzinfo=ZONE)
        session.flush()
        through = arrivals(session, hall.event)
    assert hind
    assert [(f"{row.since:%H:%M}", row.came, row.so_far) for row in through.itertuples()] == [
        ("09:00", 2, 2),
        ("09:15", 0, 2),
        ("09:30", 0, 2),
        ("09:45", 1, 3),
    ]


def test_a_guest_of_an_organisation_comes_from_its_province(hall: Hall) -> None:
    with reading(hall.engine) as session:
        commune, zagora = communes_of(session, "Zagora")[0], province(session, "Zagora")
    cooperative = hall.do(register_organisation, organisation(name_latin="Henné Draa", commune_id=commune), by=DESK)
    guest = hall.do(add_guest, hall.event, guest_record(organisation_id=cooperative), by=DESK)
    assert hall.guest(guest).province_id == zagora
    assert hall.refused(add_guest, hall.event, guest_record(organisation_id=999), by=DESK) == (
        "unknown_choice",
        "organisation_id",
    )


def test_the_history_holds_neither_a_guests_name_nor_what_opens_the_door(hall: Hall) -> None:
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln", phone="0612345678"), by=DESK)
    corrected = guest_record(name_latin="Itto Amellal", name_ar="إيطو أملال")
    hall.do(change_guest, guest, 1, corrected, by=DESK)
    hall.do(check_guest_in, hall.event, guest)
    with reading(hall.engine) as session:
        said = session.exec(select(Change).where(col(Change.kind).in_(("guest", "event"))).order_by(col(Change.id)))
        entries = [(one.command, str(one.before), str(one.after)) for one in said]
        row, event = session.get_one(Guest, guest), session.get_one(Event, hall.event)
    assert [entry[0] for entry in entries] == ["make_event", "add_guest", "change_guest", "check_guest_in"]
    for hidden in ("Itto", "Amellal", "إيطو", "0612", "+212", row.badge, event.secret):
        assert hidden not in str(entries)
    assert "'corrected': ['name_ar', 'name_latin', 'phone']" in entries[2][2]


def test_guests_are_anonymised_for_good_and_counted_as_before(hall: Hall) -> None:
    administrator = actor(ADMINISTRATOR)
    guest = hall.do(add_guest, hall.event, guest_record(name_latin="Itto Ameln", phone="0612345678"), by=DESK)
    hall.do(check_guest_in, hall.event, guest)
    hall.do(add_walk_in, hall.event, guest_record(kind="other", name_ar="يامنة", comes_from="Chez Yamna"))
    badge = hall.guest(guest).badge
    assert hall.refused(anonymise_guests, hall.event, "asked for", by=DESK) == ("not_allowed", "")
    assert hall.refused(anonymise_guests, hall.event, " ", by=administrator) == ("required", "reason")
    hall.do(anonymise_guests, hall.event, "asked for", guest, by=administrator)
    emptied = hall.guest(guest)
    assert (emptied.name_latin, emptied.phone, emptied.kind) == (None, None, "cooperative")
    assert hall.refused(change_guest, guest, 3, guest_record(name_latin="X Y"), by=DESK) == ("guest_anonymised", "")
    with reading(hall.engine) as session:
        assert guest_of_badge(session, badge) is None
        assert list(guests_kept_too_long(session, DAY)["guests"]) == []
        assert guests_kept_too_long(session, DAY + timedelta(days=1)).to_dict("list") == {
            "id": [hall.event],
            "held_on": [DAY],
            "guests": [1],
        }
    hall.do(anonymise_guests, hall.event, "kept too long", by=administrator)
    assert hall.refused(anonymise_guests, hall.event, "again", by=administrator) == ("nobody_to_anonymise", "")
    with reading(hall.engine) as session:
        assert guests_counted(session, hall.event) == (1, 2, 1)
        whole = session.execute(text("SELECT * FROM guest")).all()
    assert not any(name in str(whole) for name in ("Itto", "Yamna", "يامنة", "0612", "+2126"))


def test_checking_in_changes_no_figure_of_training(hall: Hall) -> None:
    with reading(hall.engine) as session:
        before = {name: one(session, Filters()) for name, one in FIGURES.items()}
    commune = hall.card().commune_id
    cooperative = hall.do(register_organisation, organisation(name_latin="Henné Draa", commune_id=commune), by=DESK)
    with reading(hall.engine) as session:
        registered = {name: one(session, Filters()) for name, one in FIGURES.items()}
    assert {name for name in before if not registered[name].equals(before[name])} == {"organisations"}
    for number in range(3):
        guest = hall.do(add_guest, hall.event, guest_record(organisation_id=cooperative), by=DESK)
        hall.do(check_guest_in, hall.event, guest)
        assert number < hall.do(add_walk_in, hall.event, guest_record(organisation_id=cooperative))
    with reading(hall.engine) as session:
        after = {name: one(session, Filters()) for name, one in FIGURES.items()}
        assert guests_counted(session, hall.event) == (3, 6, 3)
    assert {name for name in after if name != "event_guests" and not after[name].equals(registered[name])} == set()


def test_the_guests_of_an_organisation_follow_when_it_is_merged_and_go_back_when_that_is_undone(hall: Hall) -> None:
    commune = hall.card().commune_id
    kept, gone = (
        hall.do(register_organisation, organisation(name_latin=name, commune_id=commune), by=DESK)
        for name in ("Henné Draa", "Tissage Toudgha")
    )
    guest = hall.do(add_guest, hall.event, guest_record(organisation_id=gone), by=DESK)
    hall.do(merge_organisations, (kept, 1), (gone, 1), (), "the same", by=DESK)
    assert hall.guest(guest).organisation_id == kept
    later = hall.do(add_guest, hall.event, guest_record(organisation_id=gone), by=DESK)
    assert hall.guest(later).organisation_id == kept
    hall.do(undo_merge, 1, 1, by=DESK)
    assert hall.guest(guest).organisation_id == gone
