"""An obstacle put before institutions: asking them, correcting or withdrawing it, and noting what they answered."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.institutions import AnswerRecord, ReferralChange, ReferralRecord, ReferringRecord
from db.commands.guards import chosen, not_in_future, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.obstacle_states import restated
from db.commands.removals import reason_given
from db.models import Institution, Obstacle, Referral
from db.models.base import now


@command("commitment.write", "referral", "obstacle")
def refer_obstacle(session: Session, actor: Actor, obstacle_id: int, record: ReferringRecord) -> Done[Obstacle]:
    """An obstacle put before institutions on a day, each once.

    Problem("already_referred") for one that was asked before, Problem("referred_before_raised") for a day on which
    nobody had raised it yet.
    """
    obstacle = _asked_of(session, actor, obstacle_id)
    not_in_future(record, "referred_on")
    _after_raising(obstacle, record.referred_on)
    before = {"state": obstacle.state}
    made = []
    for institution_id in record.institutions:
        institution = active_institution(session, institution_id, "institutions")
        not_asked_before(session, obstacle_id, institution, "institutions")
        values = record.model_dump(exclude={"institutions"})
        asked = ReferralRecord(obstacle_id=obstacle_id, institution_id=institution_id, **values)
        made.append(Referral.model_validate(asked, update={"created_by": actor.account_id}))
    session.add_all(made)
    session.flush()
    changed = _restated(session, actor, obstacle)
    after = {"state": obstacle.state, "referrals": [values_of(row) for row in made]} | changed
    return Done(obstacle, before=before, after=after)


@command("commitment.write", "referral", "obstacle")
def change_referral(
    session: Session, actor: Actor, referral_id: int, version: int, record: ReferralChange
) -> Done[Referral]:
    """A referral with another day or note; never a day after the answer to it."""
    referral = living(session, Referral, referral_id, version)
    obstacle = _asked_of(session, actor, referral.obstacle_id)
    not_in_future(record, "referred_on")
    _after_raising(obstacle, record.referred_on)
    if referral.answered_on is not None and record.referred_on > referral.answered_on:
        raise Problem("answered_before_asked", field="referred_on")
    before = values_of(referral)
    stamped(referral, actor, record)
    return Done(referral, before=before)


@command("commitment.write", "referral", "obstacle")
def withdraw_referral(
    session: Session, actor: Actor, referral_id: int, version: int, reason: str | None
) -> Done[Referral]:
    """The institution is not asked any more; it may be asked again."""
    referral = living(session, Referral, referral_id, version)
    obstacle = _asked_of(session, actor, referral.obstacle_id)
    said = reason_given(reason)
    before = values_of(referral)
    stamped(referral, actor, {"deleted_at": now()})
    session.flush()
    return Done(referral, before=before, after=values_of(referral) | _restated(session, actor, obstacle), reason=said)


@command("commitment.write", "referral", "obstacle")
def note_answer(session: Session, actor: Actor, referral_id: int, version: int, record: AnswerRecord) -> Done[Referral]:
    """What the institution answered; Problem("answered_before_asked") for a day before it was asked."""
    referral = living(session, Referral, referral_id, version)
    _asked_of(session, actor, referral.obstacle_id)
    not_in_future(record, "answered_on")
    if record.answered_on < referral.referred_on:
        raise Problem("answered_before_asked", field="answered_on")
    before = values_of(referral)
    stamped(referral, actor, record)
    return Done(referral, before=before)


def active_institution(session: Session, institution_id: int, field: str) -> Institution:
    """The institution that was chosen in a field; a Problem beside it when it is gone or switched off."""
    institution = chosen(session, Institution, institution_id, field)
    if not institution.active:
        raise Problem("institution_switched_off", field=field, given=institution.acronym)
    return institution


def _asked_of(session: Session, actor: Actor, obstacle_id: int) -> Obstacle:
    obstacle = living(session, Obstacle, obstacle_id)
    reached(actor, obstacle.province_id)
    return obstacle


def _after_raising(obstacle: Obstacle, day: Any) -> None:
    if day < obstacle.raised_on:
        raise Problem("referred_before_raised", field="referred_on", raised_on=obstacle.raised_on)


def not_asked_before(session: Session, obstacle_id: int, institution: Institution, field: str) -> None:
    """Problem("already_referred") where the obstacle stands before this institution."""
    asked = select(Referral.id).where(
        Referral.obstacle_id == obstacle_id,
        Referral.institution_id == institution.id,
        col(Referral.deleted_at).is_(None),
    )
    if session.exec(asked).first() is not None:
        raise Problem("already_referred", field=field, given=institution.acronym)


def _restated(session: Session, actor: Actor, obstacle: Obstacle) -> dict[str, Any]:
    changed = restated(session, actor, [obstacle.id or 0], datetime.now(ZONE).date())
    return {"restated": changed} if changed else {}
