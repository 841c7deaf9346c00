"""Obstacles: raising one with its first mention, adding a mention to one that is there, changing one."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from core.access import Actor
from core.i18n import ZONE
from core.names import normalised
from core.problems import Problem
from core.records.obstacles import MentionRecord, ObstacleRecord
from db.commands.guards import (
    chosen,
    not_before_raised,
    not_in_future,
    province_of_commune,
    reached,
    standing_obstacle,
    standing_organisation,
)
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.obstacle_states import restated
from db.models import Mention, Obstacle, ObstacleCategory, Province


@command("obstacle.write", "obstacle")
def raise_obstacle(session: Session, actor: Actor, record: ObstacleRecord, mention: MentionRecord) -> Done[Obstacle]:
    """A new obstacle with the mention that raised it."""
    obstacle = obstacle_row(session, actor, record, mention)
    return Done(
        obstacle, after=values_of(obstacle) | {"mention": values_of(mention_row(session, actor, obstacle, mention))}
    )


@command("obstacle.write", "obstacle")
def attach_mention(session: Session, actor: Actor, obstacle_id: int, mention: MentionRecord) -> Done[Mention]:
    """One more voice naming an obstacle that is there already, or the one it was merged into."""
    obstacle = standing_obstacle(session, obstacle_id)
    reached(actor, obstacle.province_id)
    not_before_raised(obstacle, mention.mentioned_on, "mentioned_on")
    row = mention_row(session, actor, obstacle, mention)
    # Somebody more is to be heard before it is closed.
    changed = restated(session, actor, [obstacle.id or 0], datetime.now(ZONE).date())
    return Done(row, after=values_of(row) | ({"restated": changed} if changed else {}))


@command("obstacle.write", "obstacle")
def change_obstacle(
    session: Session, actor: Actor, obstacle_id: int, version: int, record: ObstacleRecord
) -> Done[Obstacle]:
    """An obstacle with another category, severity, scope or title; its mentions stay as they were said."""
    obstacle = living(session, Obstacle, obstacle_id)
    reached(actor, obstacle.province_id)
    living(session, Obstacle, obstacle_id, version)
    before = values_of(obstacle)
    record = _looked_at(session, actor, record)
    _first_of_all(session, obstacle_id, record)
    stamped(obstacle, actor, record.model_dump() | {"province_id": _province_of_scope(record, obstacle.province_id)})
    return Done(obstacle, before=before)


def obstacle_row(session: Session, actor: Actor, record: ObstacleRecord, mention: MentionRecord) -> Obstacle:
    """A new obstacle, added to the session; its province is the mention's unless it is given or it is national."""
    record = _looked_at(session, actor, record)
    province_id = _province_of_scope(record, place_of_mention(session, mention)[1])
    made = {"province_id": province_id, "created_by": actor.account_id}
    obstacle = Obstacle.model_validate(record, update=made)
    session.add(obstacle)
    session.flush()
    return obstacle


def mention_row(
    session: Session, actor: Actor, obstacle: Obstacle, record: MentionRecord, visit_id: int | None = None
) -> Mention:
    """A new mention of the obstacle, added to the session, with the place of whoever speaks where none is given.

    Problem("already_mentioned") when the same organisation said the same words of it before. Who was at an event is
    known from the event alone, and no form says it.
    """
    record = record.model_copy(update={"event_id": None, "guest_id": None})
    speaker = None if record.organisation_id is None else standing_organisation(session, record.organisation_id)
    if speaker is not None:
        record = record.model_copy(update={"organisation_id": speaker.id})
    commune_id, province_id = place_of_mention(session, record)
    if speaker is not None:
        # Who speaks is looked at too: a place of one's own would else let words into any organisation's mouth.
        reached(actor, speaker.province_id, field="organisation_id")
    reached(actor, province_id, field="commune_id")
    not_in_future(record, "mentioned_on")
    not_said_before(session, obstacle.id or 0, record)
    made = {"obstacle_id": obstacle.id, "visit_id": visit_id, "created_by": actor.account_id}
    mention = Mention.model_validate(record, update=made | {"commune_id": commune_id, "province_id": province_id})
    session.add(mention)
    session.flush()
    return mention


def not_said_before(session: Session, obstacle_id: int, record: MentionRecord) -> None:
    """Problem("already_mentioned") when the same speaker said the same words of the obstacle."""
    said = select(Mention.words).where(
        Mention.obstacle_id == obstacle_id,
        Mention.organisation_id == record.organisation_id,
        Mention.guest_name == record.guest_name,
        Mention.guest_id == record.guest_id,
        col(Mention.deleted_at).is_(None),
    )
    if normalised(record.words) in {normalised(words) for words in session.exec(said)}:
        raise Problem("already_mentioned", field="words")


def place_of_mention(session: Session, record: MentionRecord) -> tuple[int | None, int | None]:
    """The commune and the province of a mention: those given, else those of the organisation that speaks."""
    if record.commune_id is not None:
        return record.commune_id, province_of_commune(session, record.commune_id)
    if record.organisation_id is not None:
        organisation = standing_organisation(session, record.organisation_id)
        if record.province_id in (None, organisation.province_id):
            return organisation.commune_id, organisation.province_id
    return None, record.province_id


def _looked_at(session: Session, actor: Actor, record: ObstacleRecord) -> ObstacleRecord:
    """The record, without a paper where its category asks for none."""
    category = chosen(session, ObstacleCategory, record.category_id, "category_id")
    if record.province_id is not None:
        chosen(session, Province, record.province_id, "province_id")
    reached(actor, record.province_id, field="province_id")
    not_in_future(record, "raised_on")
    return record if category.asks_paper else record.model_copy(update={"paper": None})


def _first_of_all(session: Session, obstacle_id: int, record: ObstacleRecord) -> None:
    """Problem("raised_after_mention") when somebody named the obstacle before the day it is said to be raised."""
    said = select(func.min(Mention.mentioned_on)).where(
        Mention.obstacle_id == obstacle_id, col(Mention.deleted_at).is_(None)
    )
    first = session.exec(said).one()
    if first is not None and record.raised_on > first:
        raise Problem("raised_after_mention", field="raised_on", day=first)


def _province_of_scope(record: ObstacleRecord, otherwise: int | None) -> int | None:
    return None if record.scope == "national" else record.province_id or otherwise
