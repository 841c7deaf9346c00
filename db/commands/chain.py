"""Adding to the history: each entry is sealed onto the one before, one writer after the other."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from core.chain import CONTENT, SEALED, content_hash, seal
from db.models import Change, ChangeHead


def enter(session: Session, change: Change) -> Change:
    """Adds the entry to the history and flushes it.

    Every writer calls this before it raises revisions: whoever waits for the end of the chain then holds none.
    """
    # On PostgreSQL the row is held until the transaction ends; SQLite has one writer anyway.
    head = session.get_one(ChangeHead, 1, with_for_update=True)
    change.salt = secrets.token_hex(16)
    change.content_hash = content_hash(change.salt, {name: getattr(change, name) for name in CONTENT})
    change.previous_hash = head.hash
    change.hash = seal(head.hash, {name: getattr(change, name) for name in SEALED})
    session.add(change)
    session.flush()
    head.change_id, head.hash = change.id or 0, change.hash
    session.add(head)
    session.flush()
    return change


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
