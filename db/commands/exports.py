"""Files that somebody takes away: each is entered before it is given."""

from sqlmodel import Session

from core.access import Actor
from core.problems import Problem
from core.records.exports import FIGURES, ExportRecord
from db.commands.ledger import Done, command
from db.models import Export


@command("export.write", "export")
def enter_export(_session: Session, actor: Actor, record: ExportRecord) -> Done[Export]:
    """Enters a file of rows."""
    return _entered(actor, record)


@command("figures.read", "export")
def enter_figures_export(_session: Session, actor: Actor, record: ExportRecord) -> Done[Export]:
    """Enters a file of figures, which everybody who sees them may take; Problem for a file of anything else."""
    if record.what not in FIGURES:
        raise Problem("not_allowed", action="export.write")
    return _entered(actor, record)


def _entered(actor: Actor, record: ExportRecord) -> Done[Export]:
    row = Export.model_validate(record, update={"account_id": actor.account_id})
    # When and by whom stand in the entry of the history itself.
    return Done(row, after=record.model_dump(exclude=set() if record.filters else {"filters"}))
