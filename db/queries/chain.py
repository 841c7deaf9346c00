"""Whether the chain of the history holds, from its first entry to its end."""

from sqlalchemy import true
from sqlmodel import Session, col, func, select

from core.chain import BEGINNING, SEALED, seal
from db.models import Change, ChangeHead

_AT_ONCE = 1000


def broken_link(session: Session) -> int | None:
    """The number of the first entry that is not as it was written, or that stands where one was taken out.

    The number after the last entry when the last ones were taken out; None while the chain holds.
    """
    values = [getattr(Change, name) for name in ("id", "previous_hash", "hash", *SEALED)]
    # One statement sees one state: an entry that is added meanwhile is not taken for a break.
    asked = (
        select(ChangeHead.change_id, ChangeHead.hash, *values)
        .join(Change, true(), isouter=True)
        .where(ChangeHead.id == 1)
        .order_by(col(Change.id))
    )
    last, before, end = 0, BEGINNING, None
    # Whoever stops at a break leaves rows unread; they are given back with the result.
    with session.execute(asked.execution_options(yield_per=_AT_ONCE)) as rows:
        for head_id, head_hash, number, previous, own, *entry in rows:
            end = (head_id, head_hash)
            if number is None:
                break
            if previous != before or own != seal(previous, dict(zip(SEALED, entry, strict=True))):
                return int(number)
            last, before = int(number), own
    return None if end == (last, before) else last + 1


def entries(session: Session) -> int:
    """How many entries the history has."""
    return session.exec(select(func.count()).select_from(Change)).one()


def last_seal(session: Session) -> str:
    """The seal of the last entry: kept on paper, it tells later that nothing before it was written anew."""
    return session.get_one(ChangeHead, 1).hash
