"""The preview of a file: what each row would do to the rows there are, and why; it writes nothing.

A preview follows from the table, the plan, the day and the database alone: the same four give the same preview.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from core.problems import Problem
from core.records import validated
from core.records.organisations import FiguresRecord, OrganisationRecord
from core.sheets.plan import ImportPlan, double_columns
from core.sheets.rows import RowRead, row_key, rows_read
from core.sheets.table import Table
from db.queries.imports.additions import with_additions
from db.queries.imports.differences import differences, plain_values
from db.queries.imports.lists import CommuneFinder
from db.queries.imports.matching import Candidate, Organisations
from db.queries.imports.verdicts import Preview, PreviewRow

Record = TypeVar("Record", bound=SQLModel)


def preview_of(
    session: Session, table: Table, plan: ImportPlan, today: date, reach: frozenset[int] | None = None
) -> Preview:
    """What taking the table in by the plan would do. `reach` limits the provinces, None for all of Morocco.

    Problem when the plan gives one field several columns, or none that names the organisations.
    """
    if doubled := double_columns(plan.columns):
        raise Problem("import_column_twice", field=doubled[0])
    if not {"name", "name_ar", "name_latin"} & {name for _, name in plan.columns}:
        raise Problem("import_no_name_column", field="name")
    if not plan.source.strip():
        raise Problem("required", field="source")
    read = rows_read(table, plan)
    finder = CommuneFinder(session, plan, {row.province_id for row in read if row.province_id is not None})
    records = [_record(row, plan, finder, today, reach) for row in read]
    made = [record for record in records if isinstance(record, OrganisationRecord)]
    provinces = {row.province_id for row in read if row.province_id is not None}
    organisations = Organisations(session, plan.source, map(row_key, read), provinces, made)
    rows = _told_apart(_seen(row, record, plan, organisations) for row, record in zip(read, records, strict=True))
    return Preview(with_additions(session, rows, read, today))


def _record(
    row: RowRead, plan: ImportPlan, finder: CommuneFinder, today: date, reach: frozenset[int] | None
) -> OrganisationRecord | tuple[Problem, ...]:
    problems = list(row.problems)
    values = {"kind": plan.kind} | row.values
    if row.province_id is not None and reach is not None and row.province_id not in reach:
        problems.append(Problem("other_province", field="province"))
    if row.commune and row.province_id is not None:
        commune = finder.found(row.province_id, row.commune)
        if commune is None:
            problems.append(Problem("import_commune_unsure", field="commune", text=row.commune))
        values["commune_id"] = commune or None
    for name, said in (("founded_on", row.values.get("founded_on")), ("observed_on", row.observed_on)):
        if said is not None and said > today:
            problems.append(Problem("day_in_future", field=name))
    record = _tried(OrganisationRecord, values, problems)
    if row.figures:
        _tried(FiguresRecord, {"as_of": row.observed_on or today, **row.figures}, problems)
    return tuple(problems) if problems or record is None else record


def _tried(record: type[Record], values: dict[str, Any], problems: list[Problem]) -> Record | None:
    try:
        return validated(record, values)
    except Problem as problem:
        problems.extend(problem.each())
        return None


def _seen(
    row: RowRead, record: OrganisationRecord | tuple[Problem, ...], plan: ImportPlan, organisations: Organisations
) -> PreviewRow:
    seen = PreviewRow(row.number, row.name, "refused", row_key(row), province_id=row.province_id)
    seen = replace(seen, observed_on=row.observed_on)
    if not isinstance(record, OrganisationRecord):
        return replace(seen, problems=record)
    said = plain_values(record, row.values) | row.figures | {"obstacles": [category for category, _ in row.obstacles]}
    seen = replace(seen, record=record, said=said, obstacles=row.obstacles)
    decided = {what: answer for number, what, answer in plan.decisions if number == row.number}
    known = organisations.known(seen.key)
    found = known.organisation_id if known else organisations.numbered(record)
    if found is None and decided.get("same"):
        found = decided["same"]
    if found is None:
        candidates = organisations.candidates(record, row.province_id)
        if candidates and "same" not in decided:
            equal = [c for c in candidates if _is_equal(organisations, c, said)]
            if len(candidates) != 1 or not equal:
                return replace(seen, verdict="double", candidates=candidates)
            found = equal[0].organisation_id
        else:
            return replace(seen, verdict="new", said_new="same" in decided)
    ours = organisations.row(found)
    if ours is None:
        return replace(seen, problems=(Problem("row_gone", row=found),))
    return _compared(replace(seen, organisation_id=found, known=known), ours, decided)


def _is_equal(organisations: Organisations, candidate: Candidate, said: dict[str, Any]) -> bool:
    ours = organisations.rows[candidate.organisation_id]
    return candidate.shared == "same_name" and not differences(ours, said, None, {}).any


def _compared(seen: PreviewRow, ours: dict[str, Any], decided: dict[str, int]) -> PreviewRow:
    found = differences(ours, seen.said, seen.known.last_values if seen.known else None, decided)
    # What the source now leaves blank is still the last thing it said, and so is a field that waits for an answer.
    last = seen.known.last_values if seen.known else {}
    said = last | {name: value for name, value in seen.said.items() if name not in found.waiting}
    changed = {change.field: change.theirs for change in found.changes}
    problems: list[Problem] = []
    record = _tried(OrganisationRecord, {**_own(ours), **changed}, problems)
    if problems:
        return replace(seen, verdict="refused", problems=tuple(problems))
    verdict = "changes" if found.any else "same"
    return replace(seen, verdict=verdict, record=record, changes=found.changes, asked=found.asked, said=said)


def _own(ours: dict[str, Any]) -> dict[str, Any]:
    return {name: ours[name] for name in OrganisationRecord.model_fields}


def _told_apart(rows: Iterable[PreviewRow]) -> list[PreviewRow]:
    """The rows with those set apart that stand twice in the file: by their key, or by name and place."""
    first: dict[tuple[Any, ...], int] = {}
    told: list[PreviewRow] = []
    for row in rows:
        if row.record is None:
            told.append(row)
            continue
        marks: list[tuple[Any, ...]] = [("key", row.key)]
        if row.verdict == "new" and not row.said_new:
            names = (row.said.get("name_ar"), row.said.get("name_latin"))
            marks.append(("name", *names, row.province_id, row.said.get("commune_id")))
        twin = next((first[mark] for mark in marks if mark in first), None)
        for mark in marks:
            first.setdefault(mark, row.number)
        row = replace(row, twin=twin)
        if twin is not None and first[marks[0]] != row.number:
            row = replace(row, verdict="refused", problems=(Problem("import_row_repeats", row=twin),), record=None)
        elif twin is not None:
            row = replace(row, verdict="double")
        told.append(row)
    return told
