"""Adding to the history: each entry is sealed onto the one before, one writer after the other."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session, col

from core.chain import CONTENT, SEALED, content_hash, seal
from db.models import Change, ChangeHead
from db.models.base import table

_change, _head = table(Change), table(ChangeHead)
_END = select(_head.c.hash).where(_head.c.id == 1).with_for_update()
_ENTERED = insert(_change).returning(_change.c.id)
_MOVED = update(_head).where(_head.c.id == 1).values(change_id=bindparam("last"), hash=bindparam("seal"))


def enter(session: Session, *changes: Change) -> None:
    """Adds the entries to the history, one sealed onto the other, and gives each its number.

    Every writer calls this before it raises revisions: whoever waits for the end of the chain then holds none.
    """
    session.flush()
    # Columns and no objects: every action of everybody passes here, and a mapped row costs five times as much. On
    # PostgreSQL the end is held until the transaction ends; SQLite has one writer anyway.
    end = session.execute(_END).scalar_one()
    for change in changes:
        change.salt = secrets.token_hex(16)
        change.content_hash = content_hash(change.salt, {name: getattr(change, name) for name in CONTENT})
        change.previous_hash = end
        end = change.hash = seal(end, {name: getattr(change, name) for name in SEALED})
        change.id = session.execute(_ENTERED, change.model_dump(exclude={"id"})).scalar_one()
    session.execute(_MOVED, {"last": changes[-1].id, "seal": end})


def redact(session: Session, redacting: Change, contents: Mapping[int, Mapping[str, Any]]) -> None:
    """Puts other contents (before, after, reason) in place of those of earlier entries, by their number.

    The entries' own seals stay: with the salt gone nobody can learn from them what stood there. `redacting` is the
    entry of the anonymising, which lists the same numbers; the database lets nothing else through.
    """
    for number in sorted(contents):
        values = {name: contents[number][name] for name in CONTENT}
        session.execute(
            update(Change).where(col(Change.id) == number).values(**values, salt=None, redacted_by=redacting.id)
        )
