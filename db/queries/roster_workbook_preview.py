"""What a filled workbook would do to its roster, row by row, before anything is written."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session

from core.names import normalised
from core.problems import Problem
from core.records.people import PersonRecord
from core.reports.sign_in_sheet import session_code
from core.sheets.roster_filled import FilledLine, FilledRoster
from core.sheets.roster_given import Given, GivenRow
from db.models import Registration, TrainingSession
from db.queries.roster import Expected, Mark, marks, roster
from db.queries.roster_workbook import Earlier, applied_file, earlier_of, workbook_secret
from db.queries.roster_workbook_people import Newcomers
from db.queries.roster_workbook_reading import UNMARKED, MarkRead, Statuses

# What becomes of a row, those a person looks at first before the others.
VERDICTS = ("conflict", "double", "refused", "new", "changed", "person", "unchanged")


@dataclass(frozen=True)
class PreviewLine:
    """One row of the file: `ours` is the mark on the roster now, `theirs` the one in the file.

    Of a person who was not expected: the `record`, the organisation found, and the likely doubles (id, names, phone,
    reasons); `notes` are refusals that keep only a part of the row out.
    """

    line: int
    key: str
    verdict: str
    name_ar: str | None = None
    name_latin: str | None = None
    registration_id: int | None = None
    ours: MarkRead = UNMARKED
    theirs: MarkRead = UNMARKED
    version: int = 0
    who: str | None = None
    record: PersonRecord | None = None
    organisation_id: int | None = None
    doubles: tuple[tuple[Any, ...], ...] = ()
    double_ids: tuple[int, ...] = ()
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class WorkbookPreview:
    """Every row with its verdict, who came onto the roster and who left it since, and what was taken in before."""

    given: Given
    lines: tuple[PreviewLine, ...]
    added: tuple[Expected, ...]
    gone: tuple[GivenRow, ...]
    earlier: Earlier = field(default_factory=Earlier)

    @property
    def digest(self) -> str:
        """Another one as soon as a row would do something else."""
        said = [(line.line, line.verdict, line.ours, line.theirs, line.version, line.double_ids) for line in self.lines]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def of(self, *verdicts: str) -> list[PreviewLine]:
        """The rows of these verdicts in the order of the file."""
        return [line for line in self.lines if line.verdict in verdicts]


def workbook_preview(
    session: Session, reach: frozenset[int] | None, session_id: int, file_hash: str, filled: FilledRoster
) -> WorkbookPreview:
    """The preview of a file at the roster of a session that is open.

    Problem for the whole file when it is of another session or database, when hidden cells were changed, when this
    very file was taken in before, and when the roster is not open.
    """
    given = filled.given(workbook_secret(session))
    if given.head.session_id != session_id:
        code = session_code(given.head.session_id)
        raise Problem("workbook_of_other_session", session=code, module=given.head.module, day=given.head.held_on)
    sitting = session.get(TrainingSession, session_id)
    if sitting is None or sitting.deleted_at is not None:
        raise Problem("row_gone", row=session_id)
    if reach is not None and sitting.province_id not in reach:
        raise Problem("other_province")
    if applied := applied_file(session, session_id, file_hash):
        raise Problem("workbook_applied", at=applied.at, who=applied.who)
    if sitting.state != "held":
        raise Problem(_NOT_OPEN[sitting.state])
    found = _Preview(session, reach, sitting, given, earlier_of(session, session_id, given.head.workbook))
    lines = tuple(found.line(line) for line in filled.lines if found.says_something(line))
    given_ids = {row.registration_id for row in given.rows}
    # Whoever this workbook brought is no news to whoever filled it.
    given_ids |= set(found.earlier.people.values())
    added = tuple(row for row in found.expected.values() if row.registration_id not in given_ids)
    gone = tuple(row for row in given.rows if row.registration_id not in found.expected)
    return WorkbookPreview(given, lines, added, gone, found.earlier)


_NOT_OPEN = {"planned": "roster_not_open", "closed": "roster_closed", "cancelled": "session_cancelled"}


class _Preview:
    """What the rows are held against, read once."""

    def __init__(
        self,
        session: Session,
        reach: frozenset[int] | None,
        sitting: TrainingSession,
        given: Given,
        earlier: Earlier,
    ) -> None:
        number = sitting.id or 0
        self.session, self.sitting, self.earlier = session, sitting, earlier
        self.given = {row.key: row for row in given.rows}
        self.expected = {row.registration_id: row for row in roster(session, reach, number)}
        self.marks = {mark.registration_id: mark for mark in marks(session, number)}
        self.statuses = Statuses(session, sitting.hours)
        self.newcomers = Newcomers(session, reach, sitting, list(self.expected.values()))
        self.met: dict[str, int] = {}

    def says_something(self, line: FilledLine) -> bool:
        """Whether there is anything to tell of the row: a blank one that stayed blank is passed over."""
        return not line.key.startswith("new-") or any((line.name, line.organisation, line.first, line.second))

    def line(self, filled: FilledLine) -> PreviewLine:
        """The row with its verdict."""
        start = PreviewLine(filled.line, filled.key, "refused", name_latin=filled.name)
        if filled.key in self.met:
            return replace(start, problem=Problem("workbook_row_twice", line=self.met[filled.key]))
        if filled.key:
            self.met[filled.key] = filled.line
        if filled.key in self.given:
            return self._mark(start, filled, self.given[filled.key])
        if self.newcomers.knows(filled.key):
            return self._person(start, filled)
        return replace(start, problem=Problem("workbook_row_foreign"))

    def _mark(self, start: PreviewLine, filled: FilledLine, given: GivenRow) -> PreviewLine:
        start = replace(start, registration_id=given.registration_id, name_latin=given.name)
        if (filled.name, filled.organisation) != (_plain(given.name), _plain(given.organisation)):
            return replace(start, problem=Problem("workbook_row_altered", name=filled.name or "–"))
        before = MarkRead(given.status_id, given.hours)
        try:
            theirs = self.statuses.read(filled, given)
        except Problem as problem:
            return replace(start, problem=problem)
        person = self.expected.get(given.registration_id)
        if person is None:
            if theirs == before:
                return replace(start, verdict="unchanged", ours=before, theirs=theirs)
            return replace(start, theirs=theirs, problem=self._off(given))
        now = self.marks[given.registration_id]
        ours = MarkRead(now.status_id, now.hours)
        start = replace(start, name_ar=person.name_ar, name_latin=person.name_latin)
        start = replace(start, ours=ours, theirs=theirs, version=now.version, who=now.who)
        return self._judged(start, given, before, now)

    def _judged(self, line: PreviewLine, given: GivenRow, before: MarkRead, now: Mark) -> PreviewLine:
        seen = given.version
        if taken := self.earlier.marks.get(given.registration_id):
            # What this workbook brought itself is no change of somebody else's.
            status_id, hours, version = taken
            before, seen = (MarkRead(status_id, hours), max(seen, version))
        if line.theirs in (before, line.ours):
            return replace(line, verdict="unchanged")
        try:
            self.statuses.check(line.theirs)
        except Problem as problem:
            return replace(line, problem=problem)
        if now.version != seen:
            return replace(line, verdict="conflict")
        return replace(line, verdict="new" if line.ours.status_id is None else "changed")

    def _off(self, given: GivenRow) -> Problem:
        named = self.session.get(Registration, given.registration_id)
        left = [row for row in self.expected.values() if named is not None and row.person_id == named.person_id]
        if left:
            return Problem("workbook_row_merged", number=left[0].row_number)
        return Problem("workbook_row_off")

    def _person(self, start: PreviewLine, filled: FilledLine) -> PreviewLine:
        if taken := self.earlier.people.get(filled.key):
            person = self.expected.get(taken)
            names = (person.name_ar, person.name_latin) if person else (None, filled.name)
            if any(normalised(name or "") == normalised(filled.name) for name in names):
                now = self.marks.get(taken)
                ours = MarkRead(now.status_id, now.hours) if now else UNMARKED
                return replace(start, verdict="unchanged", registration_id=taken, ours=ours)
            called = names[1] or names[0] or ""
            return replace(start, registration_id=taken, problem=Problem("workbook_row_used", name=called))
        try:
            found = self.newcomers.read(filled)
        except Problem as problem:
            return replace(start, problem=problem)
        return replace(
            start,
            verdict="double" if found.double_ids else "person",
            name_ar=found.record.name_ar,
            name_latin=found.record.name_latin,
            record=found.record,
            organisation_id=found.organisation_id,
            doubles=found.doubles,
            double_ids=found.double_ids,
            notes=found.notes,
        )


def _plain(text: str) -> str:
    return " ".join(text.split())
