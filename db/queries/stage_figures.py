"""Everything that the stage of an event shows, as plain values that can be kept when it is frozen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters
from db.models import Event
from db.models.base import table
from db.queries.figures import OBSTACLES, SUBJECTS, measure
from db.queries.reference import categories_ever
from db.queries.stage_hall import guests_here, obstacles_raised, promises, votes_given
from db.queries.stage_programme import programme_figures

_event = table(Event).c
Figures = dict[str, Any]


def event_told(session: Session, event_id: int) -> Figures:
    """The event's names in Arabic and French, its venue, and whether phones may send obstacles now: names, venue,
    open.
    """
    c = _event
    row = session.execute(
        select(c.name_ar, c.name_fr, c.name_en, c.venue, c.submissions_open).where(c.id == event_id)
    ).one()
    # One of the three is there at least.
    other = row.name_fr or row.name_ar or row.name_en
    return {
        "names": {"ar": row.name_ar or other, "fr": row.name_fr or other},
        "venue": row.venue,
        "open": row.submissions_open,
    }


def programme_told(session: Session, event_id: int) -> Figures:
    """The figures of the event's phase; see `programme_figures`."""
    return programme_figures(session, _phase(session, event_id))


def said_before(session: Session, event_id: int) -> list[Figures]:
    """What the register knows of the phase: code of a category, its voices (distinct organisations and guests)."""
    found = measure(session, "voices", Filters(phase_id=_phase(session, event_id)), ("category",))
    rows = [
        {"code": code, "voices": int(voices)}
        for code, voices in zip(found["category"], found["value"], strict=True)
        if code
    ]
    return sorted(rows, key=lambda row: -row["voices"])


def categories_in_order(session: Session, _event_id: int) -> list[str]:
    """The codes of all categories in the order they were made, which gives each its colour."""
    return list(categories_ever(session))


# Each part with the subjects it reads: a vote asks the votes anew and not the whole programme.
PARTS: Mapping[str, tuple[Callable[[Session, int], Any], tuple[str, ...]]] = MappingProxyType(
    {
        "event": (event_told, ("event",)),
        "hall": (guests_here, ("guest",)),
        "programme": (programme_told, ("event", *SUBJECTS)),
        "obstacles": (obstacles_raised, ("guest", "reference", "submission")),
        "before": (said_before, ("event", *OBSTACLES)),
        "votes": (votes_given, ("event", "event_phone", "guest", "reference", "vote")),
        "promises": (promises, ("commitment", "event", "recommendation", "reference")),
        "categories": (categories_in_order, ("reference",)),
    }
)


def stage_figures(session: Session, event_id: int) -> Figures:
    """The figures of every scene in one piece, by the names of PARTS.

    They are numbers, codes and labels in Arabic and French, without the name of any person or organisation.
    """
    return {name: part(session, event_id) for name, (part, _) in PARTS.items()}


def _phase(session: Session, event_id: int) -> int | None:
    return session.execute(select(_event.phase_id).where(_event.id == event_id)).scalar()
