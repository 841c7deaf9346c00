"""The figures and obstacles that a row brings beside its organisation, without those that came before."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from core.records.organisations import FiguresRecord
from core.sheets.plan import FIGURE_FIELDS
from core.sheets.rows import RowRead
from db.models import Mention, Obstacle, OrganisationFigures
from db.models.base import table as columns_of
from db.queries.imports.verdicts import PreviewRow

# SQLite binds no more than some thousands of values in one statement.
_AT_ONCE = 500


def with_additions(
    session: Session, rows: list[PreviewRow], read: list[RowRead], today: date
) -> tuple[PreviewRow, ...]:
    """The rows with the figures and obstacles that they bring beside the organisation; those make "same" a change."""
    ids = sorted({row.organisation_id for row in rows if row.organisation_id is not None})
    figures, mentioned = _figures_there(session, ids), _mentioned(session, ids)
    done: list[PreviewRow] = []
    for row, from_file in zip(rows, read, strict=True):
        if row.record is None or row.verdict == "refused":
            done.append(replace(row, obstacles=()))
            continue
        last = row.known.last_values if row.known else {}
        told = tuple(from_file.figures.get(name) for name in FIGURE_FIELDS)
        again = all(last.get(name) == value for name, value in from_file.figures.items())
        if from_file.figures and not again and told not in figures.get(row.organisation_id or 0, ()):
            row = replace(row, figures=FiguresRecord(as_of=from_file.observed_on or today, **from_file.figures))
        there = {*last.get("obstacles", ()), *mentioned.get(row.organisation_id or 0, ())}
        row = replace(row, obstacles=tuple(o for o in row.obstacles if o[0] not in there))
        if row.organisation_id is not None:
            row.said["obstacles"] = sorted({*last.get("obstacles", ()), *row.said.get("obstacles", ())})
        if row.verdict == "same" and (row.figures or row.obstacles):
            row = replace(row, verdict="changes")
        done.append(row)
    return tuple(done)


def _figures_there(session: Session, ids: list[int]) -> dict[int, set[tuple[int | None, ...]]]:
    c = columns_of(OrganisationFigures).c
    found: dict[int, set[tuple[int | None, ...]]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        wanted = c.organisation_id.in_(ids[start : start + _AT_ONCE])
        statement = select(c.organisation_id, *(c[name] for name in FIGURE_FIELDS)).where(wanted)
        for row in session.execute(statement.where(c.deleted_at.is_(None))):
            found.setdefault(row[0], set()).add(tuple(row[1:]))
    return found


def _mentioned(session: Session, ids: list[int]) -> dict[int, set[int]]:
    mention, obstacle = columns_of(Mention).c, columns_of(Obstacle).c
    found: dict[int, set[int]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(mention.organisation_id, obstacle.category_id)
            .join_from(columns_of(Mention), columns_of(Obstacle), mention.obstacle_id == obstacle.id)
            .where(mention.deleted_at.is_(None), mention.source == "import")
            .where(mention.organisation_id.in_(ids[start : start + _AT_ONCE]))
        )
        for organisation_id, category_id in session.execute(statement):
            found.setdefault(organisation_id, set()).add(category_id)
    return found
