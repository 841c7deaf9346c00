"""Adding to the history: each entry is sealed onto the one before, one writer after the other."""

from sqlmodel import Session

from core.chain import SEALED, seal
from db.models import Change, ChangeHead


def enter(session: Session, change: Change) -> Change:
    """Adds the entry to the history and flushes it.

    Every writer calls this before it raises revisions: whoever waits for the end of the chain then holds none.
    """
    # On PostgreSQL the row is held until the transaction ends; SQLite has one writer anyway.
    head = session.get_one(ChangeHead, 1, with_for_update=True)
    change.previous_hash = head.hash
    change.hash = seal(head.hash, {name: getattr(change, name) for name in SEALED})
    session.add(change)
    session.flush()
    head.change_id, head.hash = change.id or 0, change.hash
    session.add(head)
    session.flush()
    return change
