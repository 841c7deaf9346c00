"""The roster of a session: opening it, marking one person after the other, closing and reopening it."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.sessions import AttendanceMark
from db.commands.guards import chosen, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.registrations import enrolled_people, put_on_roster
from db.commands.roster_guards import (
    expected_registration,
    open_to_marks,
    open_to_names,
    session_of,
    status_meaning,
)
from db.commands.sheet_states import back_to_draft, sheet_of
from db.models import Attendance, AttendanceStatus, Registration, TrainingSession
from db.models.base import now

# Asked at every tick of everybody: put together once.
_MARKED = select(Attendance).where(Attendance.registration_id == bindparam("registration"))


@command("attendance.write", "session", "attendance")
def open_roster(session: Session, actor: Actor, session_id: int) -> Done[TrainingSession]:
    """The session takes place: it becomes held and the people enrolled in its group are on its roster.

    Opening an open roster again changes nothing; one of a day to come is refused.
    """
    sitting = open_to_names(session, actor, session_id)
    if sitting.held_on > datetime.now(ZONE).date():
        raise Problem("session_to_come", day=sitting.held_on)
    before = values_of(sitting)
    if sitting.state == "held":
        return Done(sitting, before=before)
    added = []
    if sitting.group_id is not None:
        people = enrolled_people(session, sitting.group_id, sitting.held_on)
        added = put_on_roster(session, actor, sitting, people)
    stamped(sitting, actor, {"state": "held", "opened_at": now()})
    return Done(sitting, before=before, after=values_of(sitting) | {"registered": [row.id for row in added]})


@command("attendance.write", "attendance")
def mark_attendance(session: Session, actor: Actor, mark: AttendanceMark, seen: int | None = None) -> Done[Attendance]:
    """One mark of one registration; without a status the mark is taken back and the person is unknown again.

    The last write stays and says who wrote it. A phone that may have been without a network says which version of
    the mark it has `seen` (0: none), and Problem("mark_changed") is told where somebody else was there since.
    Problem when the roster is not open.
    """
    sitting = open_to_marks(session, actor, session_of(session, mark.registration_id))
    return marked(session, actor, sitting, mark, seen)


@command("attendance.write", "session", "attendance")
def close_roster(session: Session, actor: Actor, session_id: int) -> Done[TrainingSession]:
    """The roster is complete: whoever is unknown is absent, and nothing can be marked any more."""
    sitting = open_to_marks(session, actor, session_id)
    absent = status_meaning(session, "absent")
    expected = (
        select(Registration.id, Attendance)
        .join(Attendance, col(Attendance.registration_id) == Registration.id, isouter=True)
        .where(Registration.session_id == session_id, col(Registration.deleted_at).is_(None))
        .order_by(col(Registration.row_number))
    )
    rows = session.exec(expected).all()
    if not rows:
        raise Problem("roster_empty")
    turned = []
    for registration_id, attendance in rows:
        if attendance is None or attendance.deleted_at is not None:
            mark = AttendanceMark(registration_id=registration_id or 0, status_id=absent)
            _written(session, actor, attendance, mark)
            turned.append(registration_id)
    before = values_of(sitting)
    stamped(sitting, actor, {"state": "closed", "closed_at": now()})
    return Done(sitting, before=before, after=values_of(sitting) | {"turned_absent": turned})


@command("session.write", "session", "attendance")
def reopen_roster(session: Session, actor: Actor, session_id: int, reason: str | None) -> Done[TrainingSession]:
    """A closed roster can be marked again, and why; those who were turned absent stay so until they are marked.

    Its sheet is a draft again; a locked one is changed by a correction only.
    """
    sitting = living(session, TrainingSession, session_id)
    reached(actor, sitting.province_id)
    if sitting.state != "closed":
        raise Problem("roster_not_closed")
    sheet = sheet_of(session, session_id)
    if sheet is not None and sheet.state == "locked":
        raise Problem("sheet_locked")
    if reason is None or not reason.strip():
        raise Problem("required", field="reason")
    before = values_of(sitting)
    stamped(sitting, actor, {"state": "held", "closed_at": None})
    after = values_of(sitting)
    if sheet is not None and sheet.state in ("submitted", "verified"):
        after |= back_to_draft(session, actor, sheet)
    return Done(sitting, before=before, after=after, reason=reason.strip()[:2000])


def marked(
    session: Session, actor: Actor, sitting: TrainingSession, mark: AttendanceMark, seen: int | None = None
) -> Done[Attendance]:
    """The mark written at a session that is held, whatever its state; `seen` as in `mark_attendance`."""
    # Looked at only now that nobody else is at this roster: the person may have been taken off it meanwhile.
    registration_id = expected_registration(session, mark.registration_id)
    mark = mark.model_copy(update={"registration_id": registration_id})
    attendance = session.exec(_MARKED, params={"registration": registration_id}).first()
    if seen is not None and seen != (attendance.version if attendance else 0):
        raise Problem("mark_changed")
    if mark.status_id is None:
        if attendance is None:
            raise Problem("nothing_marked")
        before = values_of(attendance)
        stamped(attendance, actor, {"deleted_at": attendance.deleted_at or now()})
        return Done(attendance, before=before)
    status = chosen(session, AttendanceStatus, mark.status_id, "status_id")
    if not status.active:
        raise Problem("unknown_choice", field="status_id", given=status.code)
    if mark.hours is not None and status.meaning != "present":
        raise Problem("hours_without_presence", field="hours")
    if mark.hours is not None and mark.hours > sitting.hours:
        raise Problem("hours_over_session", field="hours", length=sitting.hours)
    earlier = values_of(attendance) if attendance is not None and attendance.deleted_at is None else None
    return Done(_written(session, actor, attendance, mark), before=earlier)


def _written(session: Session, actor: Actor, attendance: Attendance | None, mark: AttendanceMark) -> Attendance:
    moment = now()
    values = {"status_id": mark.status_id, "hours": mark.hours, "way": mark.way, "marked_at": moment}
    if attendance is not None:
        stamped(attendance, actor, values | {"deleted_at": None})
        return attendance
    who = {"created_by": actor.account_id, "updated_by": actor.account_id}
    made = Attendance.model_validate(values | who | {"registration_id": mark.registration_id})
    session.add(made)
    session.flush()
    return made
