"""What merges that were undone left of one person with another: values in the merge, and in entries of the row kept."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session

from core.privacy import without_taken
from db.models import Change, Merge
from db.models.base import table
from db.queries.history import Entry


def lent(session: Session, ids: tuple[int, ...]) -> dict[int, dict[str, Any]]:
    """Entries of other persons' rows that told a value of this one while a merge stood: what is left of each.

    `ids` are the person's rows; the keys are the ids of the entries, the values their contents.
    """
    found: dict[int, dict[str, Any]] = {}
    for merge in _undone(session, ids):
        if merge["kept_id"] not in ids:
            for entry in _between(session, merge):
                content = {name: getattr(entry, name) for name in ("before", "after", "reason")}
                left = _without(found.get(entry.id, content), merge)
                if left != content:
                    found[entry.id] = left
    return found


def without_borrowed(session: Session, ids: tuple[int, ...], entries: Iterable[Entry]) -> list[Entry]:
    """The entries about a person without what they told of another one, while a merge stood that was undone."""
    found = {entry.id: entry for entry in entries}
    for merge in _undone(session, ids):
        if merge["kept_id"] in ids:
            for entry in _between(session, merge):
                if known := found.get(entry.id):
                    given = {"before": known.before, "after": known.after, "reason": known.reason}
                    found[entry.id] = replace(known, **_without(given, merge))
    return list(found.values())


def own_part(merge: Mapping[str, Any], ids: tuple[int, ...]) -> dict[str, Any]:
    """The row of a merge with the person's own values; of an undone one without those of the other person."""
    if merge["undone_at"] is None:
        return dict(merge)
    sides = {side: values for side, values in merge["before"].items() if merge[f"{side}_id"] in ids}
    other = len(sides) < len(merge["before"])
    return {**merge, "before": sides} | ({"choices": {}, "moved": []} if other else {})


def _undone(session: Session, ids: tuple[int, ...]) -> list[dict[str, Any]]:
    own = table(Merge)
    kept, gone = own.c.kept_id.in_(ids), own.c.gone_id.in_(ids)
    asked = select(own).where(own.c.kind == "person", own.c.undone_at.is_not(None)).order_by(own.c.id)
    rows = session.execute(asked.where(or_(and_(kept, ~gone), and_(gone, ~kept)))).mappings()
    return [dict(row) for row in rows]


def _between(session: Session, merge: Mapping[str, Any]) -> list[Any]:
    """The entries of the row kept from the merge to its undoing."""
    c = table(Change).c
    asked = select(c.id, c.before, c.after, c.reason).where(c.kind == "person", c.row_id == merge["kept_id"])
    rows = session.execute(asked.order_by(c.id)).all()
    ends = [row.id for row in rows if (row.after or {}).get("merge") == merge["id"]]
    return [row for row in rows if ends and ends[0] <= row.id <= ends[-1]]


def _without(content: Mapping[str, Any], merge: Mapping[str, Any]) -> dict[str, Any]:
    own = merge["before"]["kept"]
    taken = {name: value for name, value in merge["choices"].get("set", {}).items() if value != own.get(name)}
    return without_taken(content, taken)
