"""An event's guests: inviting, correcting, taking off the list, and checking in at the door.

Guests are no persons of the register and no trainees. Their names stay out of the history, which says who is meant by
the number alone: so nothing of a guest is left anywhere once the row is emptied.
"""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.passwords import new_token
from core.problems import Problem
from core.records.events import CHECK_IN_WAYS, GuestRecord
from db.commands.events import event_reached, still_open
from db.commands.guards import chosen, standing_organisation
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.removals import reason_given
from db.models import Event, Guest, Institution, Province
from db.models.base import now

# Who a guest is: never in the history. The badge opens the guest at the door.
WITHHELD = ("name_ar", "name_latin", "phone", "comes_from", "badge")
MOST_INVITED = 3000


@command("event.write", "guest")
def add_guest(session: Session, actor: Actor, event_id: int, record: GuestRecord) -> Done[Guest]:
    """A guest who is invited, with a badge of an own; Problem("required") without a name or where they come from."""
    event = event_reached(session, actor, event_id)
    guest = new_guest(session, actor, event, record, invited=True)
    return Done(guest, after=told_of_guest(guest))


@command("event.write", "guest", "event")
def invite_guests(session: Session, actor: Actor, event_id: int, records: Sequence[GuestRecord]) -> Done[Event]:
    """Guests of a list at once, all of them or none; Problem("too_many_rows") for more than MOST_INVITED."""
    event = event_reached(session, actor, event_id)
    if not records:
        raise Problem("nobody_chosen")
    if len(records) > MOST_INVITED:
        raise Problem("too_many_rows", limit=MOST_INVITED)
    for record in records:
        session.add(new_guest(session, actor, event, record, invited=True))
    return Done(event, before={}, after={"invited": len(records)})


@command("event.write", "guest")
def change_guest(session: Session, actor: Actor, guest_id: int, version: int, record: GuestRecord) -> Done[Guest]:
    """A guest with other values; whether and when the guest came stays as it is."""
    guest, _event = guest_reached(session, actor, guest_id, version=version)
    if guest.anonymised_at is not None:
        raise Problem("guest_anonymised")
    before, was = told_of_guest(guest), values_of(guest)
    stamped(guest, actor, record.model_dump() | derived(session, record))
    named(guest)
    corrected = [name for name in WITHHELD if getattr(guest, name) != was[name]]
    return Done(guest, before=before, after=told_of_guest(guest) | ({"corrected": corrected} if corrected else {}))


@command("event.write", "guest")
def remove_guest(session: Session, actor: Actor, guest_id: int, version: int, reason: str | None) -> Done[Guest]:
    """A guest who stands on the list by mistake, put in the bin; Problem("guest_is_in") for one who came."""
    guest, _event = guest_reached(session, actor, guest_id, version=version)
    said = reason_given(reason)
    if guest.checked_in_at is not None:
        raise Problem("guest_is_in", at=guest.checked_in_at)
    before = told_of_guest(guest)
    stamped(guest, actor, {"deleted_at": now()})
    return Done(guest, before=before, after=told_of_guest(guest), reason=said)


@command("door.write", "guest")
def check_guest_in(session: Session, actor: Actor, event_id: int, guest_id: int, way: str = "door") -> Done[Guest]:
    """A guest came: the moment is the server's, whatever the clock of a phone says.

    Problem("guest_of_other_event") for a badge of another event, Problem("guest_is_in") with the moment `at` where
    another door was sooner, Problem("event_closed") once the event is over.
    """
    guest, event = guest_reached(session, actor, guest_id, event_id)
    if way not in CHECK_IN_WAYS:
        raise Problem("unknown_choice", field="way", given=way[:40])
    still_open(event)
    if guest.checked_in_at is not None:
        raise Problem("guest_is_in", at=guest.checked_in_at)
    before = told_of_guest(guest)
    stamped(guest, actor, came(actor, way))
    return Done(guest, before=before, after=told_of_guest(guest))


@command("door.write", "guest")
def take_check_in_back(session: Session, actor: Actor, event_id: int, guest_id: int, version: int) -> Done[Guest]:
    """A check-in that was a mistake is undone; `version` is that of the guest as the door saw it.

    Who came without an invitation is taken off the list with it, unless something was sent from the guest's own phone.
    """
    guest, event = guest_reached(session, actor, guest_id, event_id, version)
    still_open(event)
    if guest.checked_in_at is None:
        raise Problem("guest_not_in")
    before = told_of_guest(guest)
    gone: dict[str, Any] = {"checked_in_at": None, "checked_in_by": None, "checked_in_way": None}
    if not guest.invited and guest.checked_in_way == "walk_in":
        gone["deleted_at"] = now()
    stamped(guest, actor, gone)
    return Done(guest, before=before, after=told_of_guest(guest))


@command("door.write", "guest")
def add_walk_in(session: Session, actor: Actor, event_id: int, record: GuestRecord) -> Done[Guest]:
    """Somebody who was not invited and is at the door: on the list and checked in, with a name or without."""
    event = event_reached(session, actor, event_id)
    guest = new_guest(session, actor, event, record, invited=False, **came(actor, "walk_in"))
    return Done(guest, after=told_of_guest(guest))


def new_guest(session: Session, actor: Actor, event: Event, record: GuestRecord, invited: bool, **more: Any) -> Guest:
    """A new row of the event, not yet in the session, with a badge that nobody guesses; the same rules everywhere.

    Problem("event_closed") once the event is over.
    """
    still_open(event)
    own = {"event_id": event.id, "invited": invited, "badge": new_token()[:20], "created_by": actor.account_id}
    guest = Guest.model_validate(record, update=own | derived(session, record) | more)
    if invited:
        named(guest)
    return guest


def came(actor: Actor, way: str) -> dict[str, Any]:
    """What a check-in at this moment writes."""
    return {"checked_in_at": now(), "checked_in_by": actor.account_id, "checked_in_way": way}


def guest_reached(
    session: Session, actor: Actor, guest_id: int, event_id: int | None = None, version: int | None = None
) -> tuple[Guest, Event]:
    """The guest, held, and the event; Problem when one is gone, out of reach, or the guest another event's."""
    asked = session.get(Guest, guest_id)
    if asked is None:
        raise Problem("row_gone", row=guest_id)
    if event_id is not None and asked.event_id != event_id:
        raise Problem("guest_of_other_event")
    # The event before the guest, as whoever removes an event holds them.
    event = event_reached(session, actor, asked.event_id)
    session.refresh(asked, with_for_update=True)
    return living(session, Guest, guest_id, version), event


def derived(session: Session, record: GuestRecord) -> dict[str, Any]:
    """What follows from the organisation a guest is of: the one it was merged into, and its province."""
    if record.institution_id is not None:
        chosen(session, Institution, record.institution_id, "institution_id")
    if record.province_id is not None:
        chosen(session, Province, record.province_id, "province_id")
    if record.organisation_id is None:
        return {}
    organisation = standing_organisation(session, record.organisation_id)
    return {"organisation_id": organisation.id, "province_id": organisation.province_id or record.province_id}


def named(guest: Guest) -> None:
    """Problem for an invitation that says neither who is meant nor whom for: nobody could be found at the door."""
    own = (guest.name_ar, guest.name_latin, guest.comes_from, guest.organisation_id, guest.institution_id)
    if not any(own):
        raise Problem("required", field="name_ar")


def told_of_guest(guest: Guest) -> dict[str, Any]:
    """The guest as the history keeps one: without the name, the phone, the words and the badge."""
    return {name: value for name, value in values_of(guest).items() if name not in WITHHELD}
