"""What moderators read: what waits, what it may repeat, what was decided last, and how many there are of each."""

from typing import Any

import pandas as pd
from sqlalchemy import Select, case, func, select
from sqlmodel import Session

from db.models import Account, EventPhone, Guest, LiveSubmission, Mention, Obstacle
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import in_common, similar_obstacles

_sent, _guest, _phone, _account = table(LiveSubmission), table(Guest), table(EventPhone), table(Account)
_COLUMNS = ("id", "version", "state", "category_id", "province_id", "text", "created_at", "reason")
# Of one category, the latest that were let through say enough of what is being said in the hall.
_MOST_COMPARED = 300
# Words that have less in common than this are no proposal.
LIKE_ENOUGH = 0.55
MOST_PROPOSED = 5


def waiting_submissions(session: Session, event_id: int, banned: bool = False, limit: int = 50) -> pd.DataFrame:
    """What no moderator has decided on, the oldest first, at most `limit`; that of banned phones, or that of others.

    Columns: id, version, state, category_id, province_id, text, created_at, reason, phone_id (null where somebody
    entered it at a door), phone_version, phone_sent (how many came from that phone).
    """
    c, p = _sent.c, _phone.c
    statement = (
        _with_phone(select(*(c[name] for name in _COLUMNS), p.id.label("phone_id"), p.version.label("phone_version")))
        .add_columns(_of_phone().label("phone_sent"))
        .where(c.event_id == event_id, c.deleted_at.is_(None), c.state == "pending")
        .where(p.banned_at.is_not(None) if banned else p.banned_at.is_(None))
        .order_by(c.created_at, c.id)
        .limit(limit)
    )
    return frame(session, statement)


def submission_now(session: Session, submission_id: int) -> dict[str, Any] | None:
    """How a submission stands: the columns of `waiting_submissions`, and who (the moderator's name), moderated_at.

    None where there is none.
    """
    c, p = _sent.c, _phone.c
    asked = (
        _with_phone(select(*(c[name] for name in _COLUMNS), p.id.label("phone_id"), p.version.label("phone_version")))
        .add_columns(_of_phone().label("phone_sent"), p.banned_at, c.moderated_at, _account.c.name.label("who"))
        .outerjoin(_account, _account.c.id == c.moderated_by)
        .where(c.id == submission_id, c.deleted_at.is_(None))
    )
    found = session.execute(asked).mappings().first()
    return None if found is None else dict(found)


def decided_submissions(session: Session, event_id: int, limit: int = 30) -> pd.DataFrame:
    """What moderators decided on, the latest first: the columns of `_COLUMNS`, obstacle_id, same_as_id, mention_id,
    moderated_at, who (the moderator's name).
    """
    c = _sent.c
    statement = (
        select(*(c[name] for name in _COLUMNS), c.obstacle_id, c.same_as_id, c.mention_id, c.moderated_at)
        .add_columns(_account.c.name.label("who"))
        .join_from(_sent, _account, _account.c.id == c.moderated_by, isouter=True)
        .where(c.event_id == event_id, c.deleted_at.is_(None), c.state != "pending")
        .order_by(c.moderated_at.desc(), c.id.desc())
        .limit(limit)
    )
    return frame(session, statement)


def submissions_counted(session: Session, event_id: int) -> dict[str, int]:
    """How many there are: pending, shown, merged, rejected, registered (let through and in the register), banned
    (of the pending ones, those of banned phones).
    """
    c, p = _sent.c, _phone.c
    let_through = c.state.in_(("shown", "merged"))
    states = ("pending", "shown", "merged", "rejected")
    parts = [func.sum(case((c.state == state, 1), else_=0)).label(state) for state in states]
    parts.append(func.sum(case((let_through & c.mention_id.is_not(None), 1), else_=0)).label("registered"))
    parts.append(func.sum(case(((c.state == "pending") & p.banned_at.is_not(None), 1), else_=0)).label("banned"))
    asked = _with_phone(select(*parts)).where(c.event_id == event_id, c.deleted_at.is_(None))
    return {name: int(number or 0) for name, number in session.execute(asked).mappings().one().items()}


def banned_phones(session: Session, event_id: int) -> pd.DataFrame:
    """Phones nothing is taken from, the latest first: id, version, banned_at, sent (submissions that came from it),
    last (the text of the latest one).
    """
    p, c, g = _phone.c, _sent.c, _guest.c
    latest = (
        select(c.text)
        .join_from(_sent, _guest, g.id == c.guest_id)
        .where(g.phone_id == p.id, c.deleted_at.is_(None))
        .order_by(c.id.desc())
        .limit(1)
        .correlate(_phone)
        .scalar_subquery()
    )
    statement = (
        select(p.id, p.version, p.banned_at, _of_phone().label("sent"), latest.label("last"))
        .where(p.event_id == event_id, p.deleted_at.is_(None), p.banned_at.is_not(None))
        .order_by(p.banned_at.desc(), p.id.desc())
    )
    return frame(session, statement)


def proposals(
    session: Session, reach: frozenset[int] | None, event_id: int, submission_id: int, search: str = ""
) -> pd.DataFrame:
    """What a submission may repeat, the likeliest first, at most MOST_PROPOSED: others of the event that were let
    through, and obstacles of the register, both of its category.

    Columns: kind ("submission" or "obstacle"), id, text, voices (those that repeat it, or mentions), closeness. With
    `search` these are compared with those words and not with the submission's own, and none is left out.
    """
    c = _sent.c
    asked = select(c.category_id, c.province_id, c.text).where(c.id == submission_id)
    own = session.execute(asked).one()
    words = search or own.text
    repeated = _sent.alias("repeated")
    times = (
        select(func.count())
        .where(repeated.c.same_as_id == c.id, repeated.c.deleted_at.is_(None))
        .correlate(_sent)
        .scalar_subquery()
    )
    others = (
        select(c.id, c.text, (times + 1).label("voices"))
        .where(c.event_id == event_id, c.deleted_at.is_(None), c.state == "shown", c.id != submission_id)
        .order_by(c.id.desc())
        .limit(_MOST_COMPARED)
    )
    shown = frame(session, others if search else others.where(c.category_id == own.category_id))
    found = [
        ("submission", int(row["id"]), str(row["text"]), int(row["voices"]), in_common(words, str(row["text"])))
        for row in shown.to_dict("records")
    ]
    known = similar_obstacles(session, reach, own.category_id, own.province_id, words, limit=MOST_PROPOSED)
    for row in known.to_dict("records"):
        said = str(row["title"] or row["words"] or "")
        found.append(("obstacle", int(row["id"]), said, int(row["mentions"]), float(row["closeness"])))
    kept = [one for one in found if search or one[4] >= LIKE_ENOUGH]
    kept.sort(key=lambda one: -one[4])
    return pd.DataFrame(kept[:MOST_PROPOSED], columns=["kind", "id", "text", "voices", "closeness"])


def obstacle_in_words(session: Session, obstacle_id: int) -> str:
    """What an obstacle of the register says: its title, else the words of its first mention."""
    mention, obstacle = table(Mention), table(Obstacle)
    first = (
        select(mention.c.words)
        .where(mention.c.obstacle_id == obstacle_id, mention.c.deleted_at.is_(None))
        .order_by(mention.c.id)
        .limit(1)
        .scalar_subquery()
    )
    asked = select(func.coalesce(obstacle.c.title, first)).where(obstacle.c.id == obstacle_id)
    return str(session.execute(asked).scalar() or "")


def _with_phone(statement: Select[Any]) -> Select[Any]:
    """The submissions with the phones they came from, where they came from one."""
    return (
        statement.select_from(_sent)
        .join(_guest, _guest.c.id == _sent.c.guest_id)
        .outerjoin(_phone, _phone.c.id == _guest.c.phone_id)
    )


def _of_phone() -> Any:
    other, holder = _sent.alias("of_phone"), _guest.alias("holder")
    return (
        select(func.count())
        .select_from(other.join(holder, holder.c.id == other.c.guest_id))
        .where(holder.c.phone_id == _phone.c.id, other.c.deleted_at.is_(None))
        .correlate(_phone)
        .scalar_subquery()
    )
