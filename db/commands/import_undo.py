"""What undoing a file does to each row it made or changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records import validated
from core.records.organisations import OrganisationRecord
from db.commands.ledger import stamped
from db.commands.obstacle_states import restated
from db.commands.organisations import changed_organisation
from db.models import (
    Confirmation,
    ExternalId,
    ImportBatch,
    ImportRow,
    Membership,
    Mention,
    Merge,
    Obstacle,
    Organisation,
    OrganisationFigures,
    OrganisationVisit,
    Participation,
    Registration,
)
from db.models.base import Row, now
from db.queries.imports.differences import as_json
from db.queries.usage import uses


def undo_rows(session: Session, actor: Actor, batch: ImportBatch) -> None:
    """Takes back every row of a batch, the last one first; Problem("import_in_use") before anything is touched."""
    rows = session.exec(select(ImportRow).where(ImportRow.batch_id == batch.id, col(ImportRow.made).is_not(None))).all()
    rows = sorted((row for row in rows if row.made), key=lambda row: -row.row_number)
    used = [row for row in rows if _in_use(session, batch, row)]
    if used:
        names = [_name(session.get(Organisation, row.organisation_id)) for row in reversed(used)]
        raise Problem("import_in_use", number=len(used), names=tuple(names[:5]))
    for row in rows:
        _undo(session, actor, row, row.made or {})


def _in_use(session: Session, batch: ImportBatch, row: ImportRow) -> bool:
    """Whether a later file was about the organisation, or something that this file did not make stands on a new one."""
    made = row.made or {}
    later = (
        select(func.count())
        .select_from(ImportRow)
        .join(ImportBatch, col(ImportRow.batch_id) == col(ImportBatch.id))
        .where(
            ImportRow.organisation_id == row.organisation_id,
            col(ImportRow.made).is_not(None),
            col(ImportBatch.id) > (batch.id or 0),
            col(ImportBatch.undone_at).is_(None),
        )
    )
    if session.exec(later).one():
        return True
    # One that became one with another since then is no longer this file's alone.
    merged = select(func.count()).where(
        Merge.kind == "organisation",
        or_(col(Merge.kept_id) == row.organisation_id, col(Merge.gone_id) == row.organisation_id),
        col(Merge.undone_at).is_(None),
        col(Merge.created_at) > batch.created_at,
    )
    if session.exec(merged).one():
        return True
    organisation = session.get(Organisation, row.organisation_id)
    if not made["new"] or organisation is None or organisation.deleted_at is not None:
        return False
    if any(as_json(getattr(organisation, name)) != value for name, value in made["left"].items()):
        return True
    own: tuple[tuple[Any, list[int]], ...] = (
        (Membership, []),
        (Registration, []),
        (Participation, []),
        (Mention, made["mentions"]),
        (OrganisationFigures, made["figures"]),
        (Confirmation, []),
        (OrganisationVisit, []),
    )
    return any(
        set(session.exec(select(table.id).where(table.organisation_id == organisation.id, table.deleted_at.is_(None))))
        - set(ids)
        for table, ids in own
    )


def _undo(session: Session, actor: Actor, row: ImportRow, made: dict[str, Any]) -> None:
    for table, ids in ((Mention, made["mentions"]), (OrganisationFigures, made["figures"])):
        for row_id in ids:
            _bin(actor, session.get(table, row_id))
    session.flush()
    for row_id in made["obstacles"]:
        # What somebody answers, or said of it by another voice, is no longer this file's alone.
        if not uses(session, Obstacle, row_id, own=("obstacle_move",)):
            _bin(actor, session.get(Obstacle, row_id))
    named = select(Mention.obstacle_id).where(col(Mention.id).in_(made["mentions"]))
    restated(session, actor, session.exec(named).all(), datetime.now(ZONE).date())
    external = session.get(ExternalId, made["external"])
    if external is not None and made["external_before"] is not None:
        stamped(external, actor, {"last_values": made["external_before"]})
    else:
        _bin(actor, external)
    organisation = session.get(Organisation, row.organisation_id)
    if organisation is None or organisation.deleted_at is not None:
        return
    if made["new"]:
        _bin(actor, organisation)
    elif row.before is not None:
        # A value that somebody changed after the file is that person's, and stays.
        back = {
            name: value
            for name, value in row.before.items()
            if as_json(getattr(organisation, name)) == (row.after or {})[name]
        }
        own = {name: getattr(organisation, name) for name in OrganisationRecord.model_fields}
        changed_organisation(session, actor, organisation, validated(OrganisationRecord, own | back))


def _bin(actor: Actor, row: Row | None) -> None:
    if row is not None and row.deleted_at is None:
        stamped(row, actor, {"deleted_at": now()})


def _name(organisation: Organisation | None) -> str:
    return "" if organisation is None else organisation.name_latin or organisation.name_ar or ""
