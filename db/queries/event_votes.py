"""What an obstacle of the register weighed in the halls where it was named: its mentions there, and the votes."""

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from db.models import Event, LiveSubmission, Mention, Vote
from db.models.base import table
from db.queries.frames import frame

# What it is read of.
SUBJECTS = ("event", "obstacle", "submission", "vote")


def hall_weight(session: Session, obstacle_id: int) -> pd.DataFrame:
    """The events whose halls named the obstacle, the latest first: event_id, name_ar, name_fr, name_en, held_on,
    mentions (in that hall), votes (of that hall, for the categories under which it was sent).

    The votes stay as they were cast, whatever category the obstacle has become since.
    """
    sent, mention, vote, event = table(LiveSubmission), table(Mention), table(Vote), table(Event)
    named = (
        select(sent.c.event_id, sent.c.category_id, sent.c.mention_id)
        .join_from(sent, mention, mention.c.id == sent.c.mention_id)
        .where(mention.c.obstacle_id == obstacle_id, mention.c.deleted_at.is_(None), sent.c.deleted_at.is_(None))
        .subquery("named")
    )
    under = select(named.c.event_id, named.c.category_id).distinct().subquery("under")
    votes = (
        select(func.count())
        .select_from(
            vote.join(under, (under.c.event_id == vote.c.event_id) & (under.c.category_id == vote.c.category_id))
        )
        .where(vote.c.event_id == event.c.id)
        .correlate(event)
        .scalar_subquery()
    )
    mentions = (
        select(named.c.event_id, func.count(named.c.mention_id.distinct()).label("mentions"))
        .group_by(named.c.event_id)
        .subquery("mentions")
    )
    asked = (
        select(event.c.id.label("event_id"), event.c.name_ar, event.c.name_fr, event.c.name_en, event.c.held_on)
        .add_columns(mentions.c.mentions, votes.label("votes"))
        .join_from(event, mentions, mentions.c.event_id == event.c.id)
        .order_by(event.c.held_on.desc(), event.c.id.desc())
    )
    return frame(session, asked)
