"""Visits to organisations: what was seen and said, what was raised there and what was confirmed, in one action."""

from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.commitments import ConfirmationRecord, OrganisationVisitRecord
from core.records.obstacles import MentionRecord, ObstacleRecord
from db.commands.confirmations import confirmation_row
from db.commands.guards import not_before_raised, not_in_future, reached, standing_obstacle, standing_organisation
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.obstacle_states import restated
from db.commands.obstacles import mention_row, obstacle_row
from db.commands.removals import reason_given
from db.models import Confirmation, OrganisationVisit
from db.models.base import now

# A mention with the new obstacle it raises, or with the number of the one that it joins.
Raised = tuple[ObstacleRecord | int, MentionRecord]


@command("obstacle.write", "visit", "obstacle", "confirmation")
def record_visit(
    session: Session,
    actor: Actor,
    record: OrganisationVisitRecord,
    raised: tuple[Raised, ...] = (),
    confirmed: tuple[ConfirmationRecord, ...] = (),
) -> Done[OrganisationVisit]:
    """A visit with what was raised and confirmed there; all of it on the visit's day, or nothing where one is refused.

    Problem("day_in_future") for a visit to come, Problem("next_before_visit") for a next step before it.
    """
    organisation = standing_organisation(session, record.organisation_id)
    reached(actor, organisation.province_id, field="organisation_id")
    _days(record)
    made = {"organisation_id": organisation.id, "created_by": actor.account_id}
    visit = OrganisationVisit.model_validate(record, update=made)
    session.add(visit)
    session.flush()
    here = {"organisation_id": organisation.id, "mentioned_on": record.visited_on, "source": "visit"}
    about: list[int] = []
    mentions = []
    for obstacle, said in raised:
        mention = said.model_copy(update=here)
        if isinstance(obstacle, int):
            row = standing_obstacle(session, obstacle)
            reached(actor, row.province_id)
            not_before_raised(row, record.visited_on, "visited_on")
        else:
            row = obstacle_row(session, actor, obstacle, mention)
        mentions.append(mention_row(session, actor, row, mention, visit_id=visit.id))
        about.append(row.id or 0)
    words = []
    for confirmation in sorted(confirmed, key=lambda one: one.obstacle_id):
        own = {"organisation_id": organisation.id, "confirmed_on": record.visited_on, "way": "visit"}
        words.append(confirmation_row(session, actor, confirmation.model_copy(update=own), visit.id))
        about.append(confirmation.obstacle_id)
    changed = restated(session, actor, about, datetime.now(ZONE).date())
    after = values_of(visit) | {
        "mentions": [values_of(row) for row in mentions],
        "confirmations": [values_of(row) for row in words],
        "restated": changed,
    }
    return Done(visit, after=after)


@command("obstacle.write", "visit")
def change_visit(
    session: Session, actor: Actor, visit_id: int, version: int, record: OrganisationVisitRecord
) -> Done[OrganisationVisit]:
    """A visit with other words, another day or next step; what was raised and confirmed there stays as it was."""
    visit = living(session, OrganisationVisit, visit_id)
    reached(actor, standing_organisation(session, visit.organisation_id).province_id)
    living(session, OrganisationVisit, visit_id, version)
    if record.organisation_id != visit.organisation_id:
        raise Problem("never_changes", field="organisation_id")
    _days(record)
    before = values_of(visit)
    stamped(visit, actor, record)
    return Done(visit, before=before)


@command("obstacle.write", "visit", "obstacle", "confirmation")
def remove_visit(
    session: Session, actor: Actor, visit_id: int, version: int, reason: str | None
) -> Done[OrganisationVisit]:
    """A visit that was entered by mistake goes to the bin with the words that were heard on it, and the obstacles are
    where they were without them. What was raised there is a voice of its own, and stays.
    """
    visit = living(session, OrganisationVisit, visit_id)
    reached(actor, standing_organisation(session, visit.organisation_id).province_id)
    living(session, OrganisationVisit, visit_id, version)
    said, before = reason_given(reason), values_of(visit)
    heard = select(Confirmation).where(Confirmation.visit_id == visit_id, col(Confirmation.deleted_at).is_(None))
    words = list(session.exec(heard.order_by(col(Confirmation.id))))
    gone = {"deleted_at": now()}
    for row in (*words, visit):
        stamped(row, actor, gone)
    session.flush()
    about = sorted({row.obstacle_id for row in words})
    changed = restated(session, actor, about, datetime.now(ZONE).date(), said)
    after = values_of(visit) | {"along": len(words), "restated": changed}
    return Done(visit, before=before, after=after, reason=said)


def _days(record: OrganisationVisitRecord) -> None:
    not_in_future(record, "visited_on")
    if record.next_on is not None and record.next_on < record.visited_on:
        raise Problem("next_before_visit", field="next_on")
