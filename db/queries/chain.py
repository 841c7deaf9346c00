"""Whether the chain of the history holds, from its first entry to its end."""

from typing import Any

from sqlalchemy import true
from sqlmodel import Session, col, func, select

from core.chain import BEGINNING, CONTENT, REDACTED, REDACTING, SEALED, content_hash, seal
from db.models import Change, ChangeHead

_AT_ONCE = 1000
_LINKS = ("id", "previous_hash", "hash", "salt", "redacted_by")


def broken_link(session: Session) -> int | None:
    """The number of the first entry that is not as it was written, or that stands where one was taken out.

    The number after the last entry when the last ones were taken out; None while the chain holds. An entry whose
    content was redacted holds when the entry of an anonymising lists it.
    """
    names = (*_LINKS, *SEALED, *CONTENT)
    # One statement sees one state: an entry that is added meanwhile is not taken for a break.
    asked = (
        select(ChangeHead.change_id, ChangeHead.hash, *(getattr(Change, name) for name in names))
        .join(Change, true(), isouter=True)
        .where(ChangeHead.id == 1)
        .order_by(col(Change.id))
    )
    last, before, end = 0, BEGINNING, None
    # Which anonymising each redacted entry names, and which of them each anonymising lists.
    named: dict[int, int] = {}
    listed: set[tuple[int, int]] = set()
    # Whoever stops at a break leaves rows unread; they are given back with the result.
    with session.execute(asked.execution_options(yield_per=_AT_ONCE)) as rows:
        for head_id, head_hash, *values in rows:
            end = (head_id, head_hash)
            entry = dict(zip(names, values, strict=True))
            if entry["id"] is None:
                break
            number = int(entry["id"])
            if not _follows(before, entry):
                return min([number, *_unlisted(named, listed)])
            if entry["redacted_by"] is not None:
                named[number] = int(entry["redacted_by"])
            elif entry["command"] == REDACTING:
                listed |= {(int(other), number) for other in (entry["after"] or {}).get(REDACTED, ())}
            last, before = number, entry["hash"]
    if unlisted := _unlisted(named, listed):
        return min(unlisted)
    return None if end == (last, before) else last + 1


def _follows(before: str, entry: dict[str, Any]) -> bool:
    if entry["previous_hash"] != before or entry["hash"] != seal(before, entry):
        return False
    redacted = entry["redacted_by"] is not None
    if entry["salt"] is None or redacted:
        return entry["salt"] is None and redacted
    return bool(entry["content_hash"] == content_hash(entry["salt"], entry))


def _unlisted(named: dict[int, int], listed: set[tuple[int, int]]) -> list[int]:
    return [number for number, by in named.items() if (number, by) not in listed]


def entries(session: Session) -> int:
    """How many entries the history has."""
    return session.exec(select(func.count()).select_from(Change)).one()


def last_seal(session: Session) -> str:
    """The seal of the last entry: kept on paper, it tells later that nothing before it was written anew."""
    return session.get_one(ChangeHead, 1).hash
