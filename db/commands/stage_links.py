"""Links that open the stage of an event and nothing else: given, and taken back."""

from datetime import datetime

from sqlmodel import Session

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.stage import StageLinkRecord
from db.commands.ledger import Done, command, living, stamped
from db.models import Event, StageLink
from db.models.base import now


@command("stage.write", "stage")
def make_stage_link(
    session: Session, actor: Actor, event_id: int, digest: str, record: StageLinkRecord
) -> Done[StageLink]:
    """A link to the stage of an event, kept as the hash of its token and good until the end of a day.

    Problem("day_over") beside the day where it has gone by.
    """
    living(session, Event, event_id)
    if record.expires_on < datetime.now(ZONE).date():
        raise Problem("day_over", field="expires_on")
    own = {"event_id": event_id, "digest": digest, "created_by": actor.account_id, "updated_by": actor.account_id}
    link = StageLink.model_validate(record, update=own)
    # Whoever reads the history must not be able to recognise a link by what is kept of it.
    return Done(link, after={"event_id": event_id, "expires_on": record.expires_on.isoformat()})


@command("stage.write", "stage")
def revoke_stage_link(session: Session, actor: Actor, link_id: int) -> Done[StageLink]:
    """Takes a link back: the screens that it opened show nothing any more. One that is taken back stays so."""
    link = living(session, StageLink, link_id)
    before = {"revoked_at": link.revoked_at and link.revoked_at.isoformat()}
    if link.revoked_at is None:
        stamped(link, actor, {"revoked_at": now()})
    return Done(link, before=before, after={"revoked_at": link.revoked_at and link.revoked_at.isoformat()})
