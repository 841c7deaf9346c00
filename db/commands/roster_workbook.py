"""Taking a roster's filled workbook in: as one transaction, and once however often the file comes."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records import validated
from core.records.people import MembershipRecord
from core.records.sessions import AttendanceMark
from core.sheets.roster_filled import FilledRoster
from db.commands.attendance import mark_attendance
from db.commands.guards import reached, reached_persons, standing_organisation
from db.commands.ledger import Command, Done, command, raise_revisions, values_of
from db.commands.people import register_person
from db.commands.registrations import put_on_roster, register_people
from db.commands.roster_guards import open_to_names, standing_people, status_meaning
from db.models import Attendance, Registration, TrainingSession
from db.queries.roster import marks
from db.queries.roster_workbook import applied_file
from db.queries.roster_workbook_preview import PreviewLine, WorkbookPreview, workbook_preview

# What was decided about a row with somebody who was not expected, in place of a person's id.
NEW_PERSON, LEFT_OUT = 0, -1

Part = tuple[Command[Any, Any], Done[Any]]


@command("attendance.write", "session", "attendance", "person")
def apply_roster_workbook(
    session: Session,
    actor: Actor,
    session_id: int,
    file_name: str,
    file_hash: str,
    filled: FilledRoster,
    theirs: tuple[int, ...],
    people: tuple[tuple[int, int], ...],
    seen: str,
) -> Done[TrainingSession]:
    """The marks and the people of a workbook at an open roster, by the rules of a mark and of a person added by hand.

    `theirs` are the lines whose mark is taken although somebody else marked meanwhile; `people` says of each line with
    likely doubles who it is: a person's id, NEW_PERSON or LEFT_OUT. `seen` is the digest of the preview that was shown.

    Problem("workbook_applied") when the file was taken in before, by whomever; Problem("workbook_meanwhile") when it
    would do something else by now; Problem("workbook_undecided") while a double waits; Problem("workbook_nothing")
    when nothing is left to do.
    """
    # Held first, so that of two who send one file the second finds what the first brought.
    sitting = session.get(TrainingSession, session_id, with_for_update=True)
    if sitting is not None and (applied := applied_file(session, session_id, file_hash)):
        reached(actor, sitting.province_id)
        raise Problem("workbook_applied", at=applied.at, who=applied.who)
    sitting = open_to_names(session, actor, session_id)
    preview = workbook_preview(session, actor.provinces, session_id, file_hash, filled)
    if preview.digest != seen:
        raise Problem("workbook_meanwhile")
    decided = dict(people)
    if any(line.line not in decided for line in preview.of("double")):
        raise Problem("workbook_undecided")
    taking = _Taking(session, actor, sitting)
    for line in preview.of("person", "double"):
        taking.person(line, decided.get(line.line, NEW_PERSON) if line.verdict == "double" else NEW_PERSON)
    for line in _marks(preview, theirs):
        taking.mark(line)
    if not taking.parts:
        raise Problem("workbook_nothing")
    # The chain of the history is held from the first entry on, so no row is asked for after it.
    for part, done in taking.parts:
        part.entry(session, actor, done)
        raise_revisions(session, part.touches)
    told = {"file_name": file_name[:200], "workbook_marks": taking.marked, "workbook_people": taking.came}
    kept = {"file_hash": file_hash, "workbook": preview.given.head.workbook}
    kept_rows = {"taken_marks": taking.taken_marks, "taken_people": taking.taken_people}
    return Done(sitting, after=told | kept | kept_rows)


def _marks(preview: WorkbookPreview, theirs: tuple[int, ...]) -> list[PreviewLine]:
    return [
        line for line in preview.of("new", "changed", "conflict") if line.verdict != "conflict" or line.line in theirs
    ]


class _Taking:
    """What a workbook does, gathered for its entries in the history."""

    def __init__(self, session: Session, actor: Actor, sitting: TrainingSession) -> None:
        self.session, self.actor, self.sitting = session, actor, sitting
        self.parts: list[Part] = []
        self.taken_marks: list[tuple[int, int | None, float | None, int]] = []
        self.taken_people: list[tuple[str, int]] = []
        self.made: list[int] = []
        self.marked = self.came = 0

    def mark(self, line: PreviewLine) -> None:
        """A mark of somebody expected, over the version that the preview showed."""
        if line.registration_id is not None:
            self._mark(line.registration_id, line.theirs.status_id, line.theirs.hours, line.version)
            self.marked += 1

    def person(self, line: PreviewLine, decided: int) -> None:
        """Somebody who came: a new person, or the one it was decided to be; on the roster and present."""
        if decided == LEFT_OUT or line.record is None:
            return
        if decided == NEW_PERSON:
            person_id = self._new(line)
        else:
            if decided not in {double[0] for double in line.doubles}:
                raise Problem("unknown_choice", field="people", given=str(decided))
            (person_id,) = standing_people(self.session, (decided,))
        registration_id = self._on_roster(person_id, line.organisation_id)
        self.taken_people.append((line.key, registration_id))
        now = next(mark for mark in marks(self.session, self.sitting.id or 0, (registration_id,)))
        if now.status_id is None:
            self._mark(registration_id, status_meaning(self.session, "present"), None, now.version)
        self.came += 1

    def _new(self, line: PreviewLine) -> int:
        membership = None
        if line.organisation_id is not None:
            values = {"organisation_id": line.organisation_id, "since": self.sitting.held_on}
            membership = validated(MembershipRecord, values)
        # Whoever stands in another row of the same sheet is somebody else.
        others = (*line.double_ids, *self.made)
        done = register_person.run(self.session, self.actor, line.record, membership, None, others)  # type: ignore[arg-type]
        self.made.append(done.row.id or 0)
        self.parts.append((register_person, done))
        return done.row.id or 0

    def _on_roster(self, person_id: int, organisation_id: int | None) -> int:
        if person_id not in self.made:
            reached_persons(self.session, self.actor, person_id, field="person_id")
        if organisation_id is not None:
            organisation = standing_organisation(self.session, organisation_id)
            reached(self.actor, organisation.province_id, field="organisation_id")
        added = put_on_roster(self.session, self.actor, self.sitting, [person_id], organisation_id)
        if added:
            entry = {"registered": [values_of(row) for row in added]}
            self.parts.append((register_people, Done(self.sitting, after=entry)))
            return added[0].id or 0
        return _registration_of(self.session, self.sitting, person_id)

    def _mark(self, registration_id: int, status_id: int | None, hours: float | None, version: int) -> None:
        values = {"registration_id": registration_id, "status_id": status_id, "hours": hours, "way": "import"}
        done = mark_attendance.run(self.session, self.actor, validated(AttendanceMark, values), version)
        # Kept as it is now: the row may be written to again before its entry.
        self.parts.append((mark_attendance, _as_it_is(done)))
        self.taken_marks.append((registration_id, status_id, hours, done.row.version))


def _registration_of(session: Session, sitting: TrainingSession, person_id: int) -> int:
    asked = select(Registration.id).where(
        Registration.session_id == sitting.id,
        Registration.person_id == person_id,
        col(Registration.deleted_at).is_(None),
    )
    return session.exec(asked).one() or 0


def _as_it_is(done: Done[Attendance]) -> Done[Attendance]:
    return replace(done, after=values_of(done.row) if done.after is None else done.after)
