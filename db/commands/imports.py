"""Taking a file of organisations in, as one transaction, and undoing it."""

from datetime import datetime
from typing import Any, cast

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records import validated
from core.records.obstacles import MentionRecord, ObstacleRecord
from core.records.organisations import OrganisationRecord
from core.sheets.plan import ImportPlan
from core.sheets.table import Table
from db.commands.import_undo import undo_rows
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.obstacle_states import restated
from db.commands.obstacles import mention_row, obstacle_row
from db.commands.organisations import changed_organisation, organisation_row
from db.models import ExternalId, ImportBatch, ImportRow, Mention, Organisation, OrganisationFigures
from db.models.base import now
from db.queries.imports.differences import as_json
from db.queries.imports.obstacles import obstacle_of_import
from db.queries.imports.preview import preview_of
from db.queries.imports.verdicts import PreviewRow


@command("import.write", "import", "organisation", "obstacle")
def import_organisations(
    session: Session, actor: Actor, file_name: str, file_hash: str, table: Table, plan: ImportPlan, seen: str
) -> Done[ImportBatch]:
    """The rows of a table taken in by a plan: new organisations, changed ones, their figures and their obstacles.

    `seen` is the digest of the preview that was shown: Problem("import_meanwhile") when the rows would do something
    else by now, Problem("import_nothing_new") when they do nothing. A row that is refused stays out, with its reason.
    """
    today = datetime.now(ZONE).date()
    preview = preview_of(session, table, plan, today, actor.provinces)
    if preview.digest != seen:
        raise Problem("import_meanwhile")
    if not any(row.writes for row in preview.rows):
        raise Problem("import_nothing_new")
    kept = {"plan": plan.as_json(), "headers": list(table.headers)}
    batch = ImportBatch(
        file_name=file_name[:200],
        file_hash=file_hash,
        source=plan.source,
        mapping=kept,
        counts={},
        created_by=actor.account_id,
    )
    session.add(batch)
    session.flush()
    counts = dict.fromkeys(preview.counts, 0)
    for row, line in zip(preview.rows, table.lines, strict=True):
        done = ImportRow(batch_id=cast(int, batch.id), row_number=row.number, verdict=row.verdict)
        _take_in(session, actor, plan, row, done)
        if done.verdict in ("refused", "double"):
            done.after = {"cells": list(line.cells)} | (done.after or {"reasons": _reasons(row)})
        counts[done.verdict] += 1
        session.add(done)
    batch.counts = counts
    # A new voice is to be heard before an obstacle is closed.
    named = select(Mention.obstacle_id).where(Mention.source == "import", col(Mention.created_at) >= batch.created_at)
    restated(session, actor, session.exec(named.distinct()).all(), today)
    return Done(batch)


@command("import.write", "import", "organisation", "obstacle")
def undo_import(session: Session, actor: Actor, batch_id: int, version: int) -> Done[ImportBatch]:
    """What a file made is put in the bin and what it changed is put back, where nobody changed it since.

    Problem("import_in_use") with the number of organisations that something else stands on by now, or that a later
    file was about; Problem("import_undone") when it was undone before.
    """
    batch = living(session, ImportBatch, batch_id, version)
    if batch.undone_at is not None:
        raise Problem("import_undone")
    before = values_of(batch)
    undo_rows(session, actor, batch)
    stamped(batch, actor, {"undone_at": now()})
    return Done(batch, before=before)


def _take_in(session: Session, actor: Actor, plan: ImportPlan, row: PreviewRow, done: ImportRow) -> None:
    """Writes what a row does and notes in `done` what it made and what was there before."""
    if not row.writes or row.record is None:
        done.organisation_id = row.organisation_id
        return
    try:
        organisation = _organisation(session, actor, row, row.record, done)
    except Problem as problem:
        # A court's number that an earlier row of the same file took is only found here.
        done.verdict = "refused"
        done.after = {"reasons": [_reason(part) for part in problem.each()]}
        return
    session.add(organisation)
    session.flush()
    done.organisation_id = organisation.id
    left = {name: as_json(getattr(organisation, name)) for name in OrganisationRecord.model_fields}
    made = {"left": left, "new": row.verdict == "new"}
    done.made = made | {
        "figures": _add_figures(session, actor, row, organisation),
        **_add_mentions(session, actor, row, organisation),
        **_note_source(session, actor, plan, row, organisation),
    }


def _organisation(
    session: Session, actor: Actor, row: PreviewRow, record: OrganisationRecord, done: ImportRow
) -> Organisation:
    if row.organisation_id is None:
        made = organisation_row(session, actor, record)
        # Where the file names no commune, its province is still known.
        made.province_id = made.province_id or row.province_id
        return made
    organisation = living(session, Organisation, row.organisation_id)
    if row.changes:
        done.before = {change.field: change.ours for change in row.changes}
        done.after = {change.field: change.theirs for change in row.changes}
        # What the file is silent on stays, also what was changed after the row was read for the preview.
        changed = {change.field: getattr(record, change.field) for change in row.changes}
        own = {name: getattr(organisation, name) for name in OrganisationRecord.model_fields}
        changed_organisation(session, actor, organisation, validated(OrganisationRecord, own | changed))
    return organisation


def _add_figures(session: Session, actor: Actor, row: PreviewRow, organisation: Organisation) -> list[int]:
    if row.figures is None:
        return []
    update = {"organisation_id": organisation.id, "created_by": actor.account_id}
    figures = OrganisationFigures.model_validate(row.figures, update=update)
    session.add(figures)
    session.flush()
    return [cast(int, figures.id)]


def _add_mentions(session: Session, actor: Actor, row: PreviewRow, organisation: Organisation) -> dict[str, list[int]]:
    """A mention for each obstacle the row names, at one obstacle a category and province."""
    obstacles, mentions = [], []
    day = row.observed_on or datetime.now(ZONE).date()
    province_id = organisation.province_id or row.province_id
    for category_id, words in row.obstacles:
        said = validated(
            MentionRecord,
            {
                "organisation_id": organisation.id,
                "province_id": None if organisation.province_id else province_id,
                "words": words,
                "mentioned_on": day,
                "source": "import",
            },
        )
        obstacle = obstacle_of_import(session, category_id, province_id)
        if obstacle is None:
            values = {"category_id": category_id, "province_id": province_id, "raised_on": day}
            scope = {"scope": "province" if province_id else "organisation"}
            obstacle = obstacle_row(session, actor, validated(ObstacleRecord, values | scope), said)
            obstacles.append(cast(int, obstacle.id))
        try:
            mentions.append(cast(int, mention_row(session, actor, obstacle, said).id))
        except Problem as problem:
            # Somebody noted the very same words by hand: there is nothing to add.
            if problem.code != "already_mentioned":
                raise
    return {"obstacles": obstacles, "mentions": mentions}


def _note_source(
    session: Session, actor: Actor, plan: ImportPlan, row: PreviewRow, organisation: Organisation
) -> dict[str, Any]:
    """Keeps what the source said of the organisation, and notes what it had said before."""
    said = {name: as_json(value) for name, value in row.said.items()}
    if row.known is not None:
        external = living(session, ExternalId, row.known.external_id)
        before = external.last_values
        stamped(external, actor, {"last_values": said})
        return {"external": external.id, "external_before": before}
    made = ExternalId(
        source=plan.source,
        foreign_key=row.key,
        organisation_id=cast(int, organisation.id),
        last_values=said,
        created_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    return {"external": made.id, "external_before": None}


def _reasons(row: PreviewRow) -> list[list[Any]]:
    if row.verdict == "double":
        return [["import_left_as_double", "", {}]]
    return [_reason(problem) for problem in row.problems]


def _reason(problem: Problem) -> list[Any]:
    plain = {name: value for name, value in problem.details.items() if isinstance(value, str | int | float)}
    return [problem.code, problem.field, plain]
