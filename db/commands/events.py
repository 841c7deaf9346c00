"""Events: making one, changing it, closing it when everybody has gone, opening it again, taking one away."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import Actor
from core.passwords import new_token
from core.problems import Problem
from core.records.events import EventRecord
from db.commands.guards import chosen, province_of_commune, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.removals import reason_given
from db.models import Event, Guest, Phase
from db.models.base import now

# What phones may do is over with the event.
_SWITCHES = ("check_in_open", "submissions_open", "votes_open", "ratings_open")


@command("event.write", "event")
def make_event(session: Session, actor: Actor, record: EventRecord) -> Done[Event]:
    """A new event, with a secret of its own that its code is made of; nothing is open yet."""
    _looked_at(session, actor, record)
    event = Event.model_validate(record, update={"secret": new_token(), "created_by": actor.account_id})
    return Done(event, after=told_of(event))


@command("event.write", "event")
def change_event(session: Session, actor: Actor, event_id: int, version: int, record: EventRecord) -> Done[Event]:
    """An event with other values; Problem("event_closed") once it is closed."""
    event = event_reached(session, actor, event_id, version)
    still_open(event)
    _looked_at(session, actor, record)
    before = told_of(event)
    stamped(event, actor, record)
    return Done(event, before=before, after=told_of(event))


@command("event.write", "event")
def close_event(session: Session, actor: Actor, event_id: int, version: int) -> Done[Event]:
    """The event is over: nobody checks in any more, every switch of the phones is off, and its code ends."""
    event = event_reached(session, actor, event_id, version)
    still_open(event)
    before = told_of(event)
    stamped(event, actor, {"closed_at": now()} | dict.fromkeys(_SWITCHES, False))
    return Done(event, before=before, after=told_of(event))


@command("event.write", "event")
def reopen_event(session: Session, actor: Actor, event_id: int, version: int, reason: str | None) -> Done[Event]:
    """An event that was closed too early, or whose list is to be corrected; the phones' switches stay off."""
    event = event_reached(session, actor, event_id, version)
    if event.closed_at is None:
        raise Problem("event_open")
    said = reason_given(reason)
    before = told_of(event)
    stamped(event, actor, {"closed_at": None})
    return Done(event, before=before, after=told_of(event), reason=said)


@command("event.write", "event", "guest")
def remove_event(session: Session, actor: Actor, event_id: int, version: int, reason: str | None) -> Done[Event]:
    """An event entered by mistake, put in the bin with who was invited; Problem("event_has_guests") once one came."""
    event = event_reached(session, actor, event_id, version)
    said = reason_given(reason)
    here = select(Guest).where(Guest.event_id == event_id, col(Guest.deleted_at).is_(None))
    came = select(func.count()).select_from(here.where(col(Guest.checked_in_at).is_not(None)).subquery())
    if number := session.exec(came).one():
        raise Problem("event_has_guests", number=number)
    before = told_of(event)
    # One moment for all: by it the bin knows what belongs together.
    gone, guests = {"deleted_at": now()}, session.exec(here.order_by(col(Guest.id))).all()
    for row in (*guests, event):
        stamped(row, actor, gone)
    return Done(event, before=before, after=told_of(event) | {"along": len(guests)}, reason=said)


def event_reached(session: Session, actor: Actor, event_id: int, version: int | None = None) -> Event:
    """The event, held; Problem when it is gone, was changed meanwhile, or takes place outside the actor's provinces."""
    event = living(session, Event, event_id)
    reached(actor, province_of_commune(session, event.commune_id))
    return event if version is None else living(session, Event, event_id, version)


def still_open(event: Event) -> None:
    """Problem once the event is closed."""
    if event.closed_at is not None:
        raise Problem("event_closed")


def told_of(event: Event) -> dict[str, Any]:
    """The event as the history keeps it: without the secret, by which anybody could make its codes."""
    return {name: value for name, value in values_of(event).items() if name != "secret"}


def _looked_at(session: Session, actor: Actor, record: EventRecord) -> None:
    if record.phase_id is not None:
        chosen(session, Phase, record.phase_id, "phase_id")
    reached(actor, province_of_commune(session, record.commune_id), field="commune_id")
