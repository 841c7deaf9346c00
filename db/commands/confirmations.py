"""What cooperatives say of their obstacles in the end, by an officer or by a link of their own, and its effect."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.commitments import ConfirmationRecord
from db.commands.guards import not_before_raised, not_in_future, reached, standing_organisation
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.obstacle_states import moved, restated, state_of
from db.commands.removals import reason_given
from db.models import Confirmation, ConfirmationLink, Mention, Obstacle
from db.models.base import now

# A link is sent before a meeting or after a visit; a month later it is made anew.
LINK_DAYS = 30
_SPOKEN = ("visit", "phone")


@command("obstacle.write", "confirmation", "obstacle")
def record_confirmation(
    session: Session, actor: Actor, record: ConfirmationRecord, visit_id: int | None = None
) -> Done[Confirmation]:
    """What an organisation said on a visit or by phone of an obstacle it mentioned; the newest word of each counts.

    Problem("confirmation_not_asked") of one that never mentioned it, Problem("confirmation_of_dropped") of an obstacle
    that was given up, Problem("day_before_raised") before the day it was raised.
    """
    if record.way not in _SPOKEN:
        raise Problem("unknown_choice", field="way", given=record.way)
    row = confirmation_row(session, actor, record, visit_id)
    changed = restated(session, actor, [record.obstacle_id], _today())
    return Done(row, after=values_of(row) | {"restated": changed})


@command("obstacle.write", "confirmation", "obstacle")
def take_confirmation_back(
    session: Session, actor: Actor, confirmation_id: int, version: int, reason: str | None
) -> Done[Confirmation]:
    """A word that was entered by mistake does not count any more, and the obstacle is where it was without it."""
    row = living(session, Confirmation, confirmation_id, version)
    obstacle = living(session, Obstacle, row.obstacle_id)
    reached(actor, obstacle.province_id, standing_organisation(session, row.organisation_id).province_id)
    said = reason_given(reason)
    before = values_of(row)
    stamped(row, actor, {"deleted_at": now()})
    changed = restated(session, actor, [row.obstacle_id], _today(), said)
    return Done(row, before=before, after=values_of(row) | {"restated": changed}, reason=said)


@command("obstacle.write", "obstacle")
def drop_obstacle(session: Session, actor: Actor, obstacle_id: int, version: int, reason: str | None) -> Done[Obstacle]:
    """An obstacle that nobody works on any more, for a reason that its story keeps."""
    obstacle = living(session, Obstacle, obstacle_id)
    reached(actor, obstacle.province_id)
    living(session, Obstacle, obstacle_id, version)
    if obstacle.state == "dropped":
        raise Problem("dropped_already")
    said, before = reason_given(reason), values_of(obstacle)
    moved(session, actor, obstacle, "dropped", said)
    return Done(obstacle, before=before, reason=said)


@command("obstacle.write", "obstacle")
def pick_obstacle_up(
    session: Session, actor: Actor, obstacle_id: int, version: int, reason: str | None
) -> Done[Obstacle]:
    """A dropped obstacle that is worked on again: it is where everything that hangs on it says."""
    obstacle = living(session, Obstacle, obstacle_id)
    reached(actor, obstacle.province_id)
    living(session, Obstacle, obstacle_id, version)
    if obstacle.state != "dropped":
        raise Problem("not_dropped")
    said, before = reason_given(reason), values_of(obstacle)
    moved(session, actor, obstacle, state_of(session, obstacle, _today()), said)
    return Done(obstacle, before=before, reason=said)


@command("obstacle.write", "confirmation")
def give_confirmation_link(session: Session, actor: Actor, organisation_id: int, digest: str) -> Done[ConfirmationLink]:
    """A link with which the organisation answers by itself; only the hash of its token is kept, for LINK_DAYS days."""
    organisation = standing_organisation(session, organisation_id)
    reached(actor, organisation.province_id)
    row = ConfirmationLink(
        organisation_id=organisation.id or 0,
        digest=digest,
        expires_on=_today() + timedelta(days=LINK_DAYS),
        created_by=actor.account_id,
    )
    session.add(row)
    session.flush()
    return Done(row, after=_told(row))


@command("obstacle.write", "confirmation")
def revoke_confirmation_link(session: Session, actor: Actor, link_id: int, version: int) -> Done[ConfirmationLink]:
    """The link opens nothing any more; Problem("answer_link_revoked") when it did not before."""
    row = living(session, ConfirmationLink, link_id, version)
    reached(actor, standing_organisation(session, row.organisation_id).province_id)
    if row.revoked_at is not None:
        raise Problem("answer_link_revoked")
    before = _told(row)
    stamped(row, actor, {"revoked_at": now()})
    return Done(row, before=before, after=_told(row))


@command("confirmation.answer", "confirmation", "obstacle")
def answer_confirmations(
    session: Session, actor: Actor, digest: str, records: tuple[ConfirmationRecord, ...]
) -> Done[ConfirmationLink]:
    """What the organisation behind a link says of its own obstacles, all at once; Problem where the link is worthless.

    Nobody is known but by the link: records of another organisation, or of an obstacle it never mentioned, are refused.
    """
    link = link_behind(session, digest)
    if not records:
        raise Problem("nothing_answered")
    organisation = standing_organisation(session, link.organisation_id)
    said: list[dict[str, Any]] = []
    # Obstacles are held in one order, so that two who answer at once do not wait for each other.
    for record in sorted(records, key=lambda one: one.obstacle_id):
        own = record.model_copy(update={"organisation_id": organisation.id, "way": "link", "confirmed_on": _today()})
        said.append(values_of(confirmation_row(session, actor, own)))
    changed = restated(session, actor, [record.obstacle_id for record in records], _today())
    return Done(link, after=_told(link) | {"confirmations": said, "restated": changed})


def confirmation_row(
    session: Session, actor: Actor, record: ConfirmationRecord, visit_id: int | None = None
) -> Confirmation:
    """The word added to the session, as a part of a command, which calls `restated` afterwards."""
    obstacle = living(session, Obstacle, record.obstacle_id)
    organisation = standing_organisation(session, record.organisation_id)
    reached(actor, obstacle.province_id)
    reached(actor, organisation.province_id, field="organisation_id")
    if obstacle.state == "dropped":
        raise Problem("confirmation_of_dropped")
    mentions = select(Mention.id).where(
        Mention.obstacle_id == obstacle.id,
        Mention.organisation_id == organisation.id,
        col(Mention.deleted_at).is_(None),
    )
    if session.exec(mentions).first() is None:
        raise Problem("confirmation_not_asked", field="organisation_id")
    not_in_future(record, "confirmed_on")
    not_before_raised(obstacle, record.confirmed_on, "confirmed_on")
    made = {"organisation_id": organisation.id, "visit_id": visit_id, "created_by": actor.account_id}
    row = Confirmation.model_validate(record, update=made)
    session.add(row)
    session.flush()
    return row


def link_behind(session: Session, digest: str) -> ConfirmationLink:
    """The link with this hash; Problem where there is none ("answer_link_unknown"), or where it opens nothing any more
    ("answer_link_revoked", "answer_link_over").
    """
    asked = select(ConfirmationLink).where(
        ConfirmationLink.digest == digest, col(ConfirmationLink.deleted_at).is_(None)
    )
    link = session.exec(asked).first()
    if link is None:
        raise Problem("answer_link_unknown")
    if link.revoked_at is not None:
        raise Problem("answer_link_revoked")
    if link.expires_on < _today():
        raise Problem("answer_link_over")
    return link


def _today() -> date:
    return datetime.now(ZONE).date()


def _told(link: ConfirmationLink) -> dict[str, Any]:
    # The history is read by many; whoever knew the hash could not open the link, and need not know it either.
    return {name: value for name, value in values_of(link).items() if name != "digest"}
