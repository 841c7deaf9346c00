"""What every command at a sign-in sheet looks at first: the sheet of the session, its state, and its counts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from db.commands.guards import reached
from db.commands.ledger import living, stamped, values_of
from db.models import Attendance, AttendanceStatus, Registration, SheetComment, SignInSheet, TrainingSession
from db.models.base import now

_UNDECIDED: dict[str, Any] = dict.fromkeys(
    ("submitted_at", "submitted_by", "verified_at", "verified_by", "locked_at", "locked_by")
)


def sitting_of_sheet(session: Session, actor: Actor, session_id: int) -> TrainingSession:
    """The session, held until the transaction ends, so that two who are at its sheet wait for each other.

    Problem when it did not take place yet, or not at all.
    """
    sitting = living(session, TrainingSession, session_id)
    reached(actor, sitting.province_id)
    if sitting.state == "cancelled":
        raise Problem("session_cancelled")
    if sitting.state == "planned":
        raise Problem("roster_not_open")
    return sitting


def sheet_of(session: Session, session_id: int) -> SignInSheet | None:
    """The living sheet of a session, held; None before anything is known of it."""
    asked = select(SignInSheet).where(SignInSheet.session_id == session_id, col(SignInSheet.deleted_at).is_(None))
    return session.exec(asked.with_for_update().execution_options(populate_existing=True)).first()


def begun_sheet(session: Session, actor: Actor, session_id: int) -> SignInSheet:
    """The living sheet of a session, a new draft where there is none."""
    found = sheet_of(session, session_id)
    if found is None:
        found = SignInSheet(session_id=session_id, created_by=actor.account_id, updated_by=actor.account_id)
        session.add(found)
        session.flush()
    return found


def sheet_in(session: Session, session_id: int, version: int, *states: str) -> SignInSheet:
    """The sheet, when it is in one of the states and was not changed since `version`; Problem otherwise."""
    sheet = sheet_of(session, session_id)
    if sheet is None or sheet.state not in states:
        raise Problem("sheet_locked" if sheet is not None and sheet.state == "locked" else "sheet_elsewhere")
    if sheet.version != version:
        raise Problem("conflict", row=sheet.id, version=version)
    return sheet


def refuse_locked(session: Session, session_ids: Iterable[int]) -> None:
    """Problem("rows_locked") when the sheet of one of the sessions is locked; they are held before this is asked."""
    asked = select(col(TrainingSession.held_on)).join(SignInSheet, col(SignInSheet.session_id) == TrainingSession.id)
    locked = asked.where(
        col(TrainingSession.id).in_(sorted(session_ids)),
        SignInSheet.state == "locked",
        col(SignInSheet.deleted_at).is_(None),
    )
    if days := session.exec(locked.order_by(col(TrainingSession.held_on))).all():
        raise Problem("rows_locked", number=len(days), day=days[0])


def names_entered(session: Session, session_id: int) -> int:
    """How many people of the roster are marked as present."""
    counted = (
        select(func.count())
        .select_from(Registration)
        .join(Attendance, col(Attendance.registration_id) == Registration.id)
        .join(AttendanceStatus, col(AttendanceStatus.id) == Attendance.status_id)
        .where(Registration.session_id == session_id, AttendanceStatus.meaning == "present")
        .where(col(Registration.deleted_at).is_(None), col(Attendance.deleted_at).is_(None))
    )
    return session.exec(counted).one()


def back_to_draft(session: Session, actor: Actor, sheet: SignInSheet) -> dict[str, Any]:
    """Makes the sheet a draft again, with nobody's word on it; the state it had, for the history."""
    before = sheet.state
    stamped(sheet, actor, {"state": "draft"} | _UNDECIDED)
    put_comments_away(session, actor, sheet)
    return {"sheet_was": before}


def put_comments_away(session: Session, actor: Actor, sheet: SignInSheet) -> None:
    """What was said of the sheet and its rows so far is answered."""
    asked = select(SheetComment).where(SheetComment.sheet_id == sheet.id, col(SheetComment.deleted_at).is_(None))
    for comment in session.exec(asked):
        stamped(comment, actor, {"deleted_at": now()})


def content_of(sheet: SignInSheet, sitting: TrainingSession) -> dict[str, Any]:
    """The sheet as the history keeps it, with the heads declared."""
    return values_of(sheet) | {"declared_headcount": sitting.declared_headcount}
