"""Where else an organisation's contact is told: the rows of its imports and merges, its keys elsewhere, its history."""

from typing import Any

from sqlmodel import Session, col, or_, select

from core.privacy import without_values
from db.models import Change, ExternalId, ImportRow, Merge
from db.models.base import Base


def contact_rows(session: Session, organisation_id: int) -> list[tuple[Base, tuple[str, ...]]]:
    """The rows that keep what a file said of the organisation, each with the names of the columns that do."""
    imported = session.exec(select(ImportRow).where(ImportRow.organisation_id == organisation_id)).all()
    keys = session.exec(select(ExternalId).where(ExternalId.organisation_id == organisation_id)).all()
    this = or_(col(Merge.kept_id) == organisation_id, col(Merge.gone_id) == organisation_id)
    merges = session.exec(select(Merge).where(Merge.kind == "organisation", this)).all()
    return [
        *((row, ("before", "after", "made")) for row in imported),
        *((key, ("last_values",)) for key in keys),
        *((merge, ("choices", "before", "moved")) for merge in merges),
    ]


def contact_contents(session: Session, organisation_id: int, sought: tuple[str, ...]) -> dict[int, dict[str, Any]]:
    """The contents of those entries about the organisation that tell the contact, with the contact taken out."""
    about = select(Change).where(Change.kind == "organisation", Change.row_id == organisation_id)
    found = {}
    for entry in session.exec(about.order_by(col(Change.id))):
        given = {"before": entry.before, "after": entry.after}
        left = {name: without_values(value, sought) for name, value in given.items()}
        if left != given:
            found[entry.id or 0] = left | {"reason": entry.reason}
    return found
