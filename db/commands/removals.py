"""Taking away what was entered by mistake: a person, an obstacle, one mention; each can be brought back for a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from db.commands.guards import reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.obstacle_states import restated
from db.commands.people import reached_person
from db.models import Attendance, Enrolment, Membership, Mention, Obstacle, Person, PrivacyRequest, Registration, Row
from db.models.base import now
from db.queries.doubles import provinces_of_persons
from db.queries.usage import uses

_LONGEST_REASON = 2000


@command("person.write", "person", "group", "session")
def remove_person(session: Session, actor: Actor, person_id: int, version: int, reason: str | None) -> Done[Person]:
    """A person entered by mistake, put in the bin with memberships, places in groups and places on open sheets.

    Problem("person_has_marks") once somebody marked the person, since the figures of a session would change then,
    and Problem("person_has_request") while a request of the person is to be answered.
    """
    person = reached_person(session, actor, person_id, version)
    # What is taken along stands in every province of the person.
    reached(actor, *provinces_of_persons(session, (person_id,))[person_id])
    said = reason_given(reason)
    marks = (
        select(func.count())
        .select_from(Attendance)
        .join(Registration, col(Registration.id) == Attendance.registration_id)
        .where(Registration.person_id == person_id)
        .where(col(Registration.deleted_at).is_(None), col(Attendance.deleted_at).is_(None))
    )
    if marked := session.exec(marks).one():
        raise Problem("person_has_marks", number=marked)
    requests = select(PrivacyRequest.id).where(
        PrivacyRequest.person_id == person_id,
        col(PrivacyRequest.answered_on).is_(None),
        col(PrivacyRequest.deleted_at).is_(None),
    )
    if session.exec(requests).first() is not None:
        raise Problem("person_has_request")
    before = values_of(person)
    own: list[Row] = []
    for table in (Membership, Enrolment, Registration):
        own += session.exec(select(table).where(table.person_id == person_id, col(table.deleted_at).is_(None))).all()
    return Done(person, before=before, after=_put_in_bin(actor, person, own), reason=said)


@command("obstacle.write", "obstacle")
def remove_obstacle(
    session: Session, actor: Actor, obstacle_id: int, version: int, reason: str | None
) -> Done[Obstacle]:
    """An obstacle entered by mistake, put in the bin with everything that was said of it.

    Problem("obstacle_answered") once it was put before somebody or confirmed: it is dropped, or merged, with a reason.
    """
    obstacle = living(session, Obstacle, obstacle_id)
    reached(actor, obstacle.province_id)
    living(session, Obstacle, obstacle_id, version)
    said = reason_given(reason)
    if answers := uses(session, Obstacle, obstacle_id, own=("mention", "obstacle_move")):
        raise Problem("obstacle_answered", number=answers)
    mentions = session.exec(_mentions(obstacle_id)).all()
    reached(actor, *(mention.province_id for mention in mentions))
    before = values_of(obstacle)
    return Done(obstacle, before=before, after=_put_in_bin(actor, obstacle, list(mentions)), reason=said)


@command("obstacle.write", "obstacle")
def remove_mention(session: Session, actor: Actor, mention_id: int, version: int, reason: str | None) -> Done[Mention]:
    """One voice entered by mistake; Problem("last_mention") for the only one: an obstacle is what somebody says."""
    mention = living(session, Mention, mention_id)
    # Two people who each take one of two voices away wait for each other here.
    obstacle = living(session, Obstacle, mention.obstacle_id)
    reached(actor, obstacle.province_id, mention.province_id)
    living(session, Mention, mention_id, version)
    said = reason_given(reason)
    if len(session.exec(_mentions(mention.obstacle_id)).all()) == 1:
        raise Problem("last_mention")
    before = values_of(mention)
    gone = _put_in_bin(actor, mention, [])
    changed = restated(session, actor, [mention.obstacle_id], datetime.now(ZONE).date())
    return Done(mention, before=before, after=gone | ({"restated": changed} if changed else {}), reason=said)


def reason_given(reason: str | None) -> str:
    """The reason as the history keeps it; Problem beside the field when there is none."""
    if reason is None or not reason.strip():
        raise Problem("required", field="reason")
    return reason.strip()[:_LONGEST_REASON]


def _mentions(obstacle_id: int) -> Any:
    return select(Mention).where(Mention.obstacle_id == obstacle_id, col(Mention.deleted_at).is_(None))


def _put_in_bin(actor: Actor, row: Row, own: list[Row]) -> dict[str, Any]:
    # One moment for all: by it the bin knows what belongs together.
    gone = {"deleted_at": now()}
    for one in (*own, row):
        stamped(one, actor, gone)
    return values_of(row) | {"along": len(own)}
