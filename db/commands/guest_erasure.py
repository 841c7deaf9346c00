"""Anonymising guests of an event, for good: who came is counted as before, and nobody is named any more."""

from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.passwords import new_token
from core.problems import Problem
from db.commands.events import event_reached
from db.commands.ledger import Done, command, stamped
from db.commands.removals import reason_given
from db.models import Event, Guest
from db.models.base import now

# What names a guest. Kind, organisation, province and the moments stay: they are what is counted.
_EMPTIED: dict[str, Any] = {"name_ar": None, "name_latin": None, "phone": None, "comes_from": None}


@command("privacy.erase", "guest", "event")
def anonymise_guests(
    session: Session, actor: Actor, event_id: int, reason: str | None, guest_id: int | None = None
) -> Done[Event]:
    """All guests of an event, or one of them, without names, phones and what was written of where they come from.

    Those in the bin too. Their badges open nothing any more, and the history never held who they were. Problem
    ("nobody_to_anonymise") where nobody of them is named.
    """
    event = event_reached(session, actor, event_id)
    said = reason_given(reason)
    asked = select(Guest).where(Guest.event_id == event_id, col(Guest.anonymised_at).is_(None))
    asked = asked if guest_id is None else asked.where(Guest.id == guest_id)
    guests = session.exec(asked.order_by(col(Guest.id)).with_for_update()).all()
    if not guests:
        raise Problem("nobody_to_anonymise")
    at = now()
    for guest in guests:
        stamped(guest, actor, {**_EMPTIED, "badge": new_token()[:20], "anonymised_at": at})
    after: dict[str, Any] = {"anonymised": len(guests)} | ({"guest_id": guest_id} if guest_id else {})
    return Done(event, before={}, after=after, reason=said)
