"""The way of a sign-in sheet: sent in by the field, sent back or verified by a coordinator, locked, corrected."""

from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.sessions import AttendanceMark
from core.records.sheets import FIELD_STATES, CommentRecord, SheetCounts, explain
from db.commands.attendance import marked
from db.commands.ledger import Done, command, stamped
from db.commands.removals import reason_given
from db.commands.roster_guards import expected_registration, session_of
from db.commands.sheet_states import (
    back_to_draft,
    begun_sheet,
    content_of,
    names_entered,
    put_comments_away,
    sheet_in,
    sheet_of,
    sitting_of_sheet,
)
from db.models import Attendance, Registration, SheetComment, SignInSheet, TrainingSession
from db.models.base import now


@command("attendance.write", "session")
def submit_sheet(
    session: Session, actor: Actor, session_id: int, version: int, counts: SheetCounts
) -> Done[SignInSheet]:
    """Sends the sheet of a closed roster to the coordinator, with what was counted; `version` is 0 before any sheet.

    Problem("difference_unexplained") where heads, signatures and names differ and no reason is given.
    """
    sitting = sitting_of_sheet(session, actor, session_id)
    if sitting.state != "closed":
        raise Problem("sheet_roster_open")
    if version == 0:
        # A picture may have begun the sheet since; that changed nothing of what is sent in.
        version = 1
        begun_sheet(session, actor, session_id)
    sheet = sheet_in(session, session_id, version, *FIELD_STATES)
    explain(counts.declared_headcount, counts.signatures, names_entered(session, session_id), counts.difference_reason)
    before = content_of(sheet, sitting)
    stamped(sitting, actor, {"declared_headcount": counts.declared_headcount})
    values = {"state": "submitted", "submitted_at": now(), "submitted_by": actor.account_id}
    stamped(sheet, actor, counts.model_dump(exclude={"declared_headcount"}) | values)
    return Done(sheet, before=before, after=content_of(sheet, sitting))


@command("session.write", "session")
def send_back_sheet(
    session: Session, actor: Actor, session_id: int, version: int, comments: tuple[CommentRecord, ...]
) -> Done[SignInSheet]:
    """Gives the sheet back to the field with what is to be mended, and opens its roster for that.

    The history says which rows are meant; what is said of them stands in the comments, where it can be emptied.
    """
    sitting = sitting_of_sheet(session, actor, session_id)
    sheet = sheet_in(session, session_id, version, "submitted")
    if not comments:
        raise Problem("required", field="text")
    before = content_of(sheet, sitting)
    put_comments_away(session, actor, sheet)
    rows = _rows_of(session, session_id)
    for comment in comments:
        if comment.registration_id is not None and comment.registration_id not in rows:
            raise Problem("unknown_choice", field="registration_id", given=str(comment.registration_id))
        who = {"sheet_id": sheet.id, "created_by": actor.account_id, "updated_by": actor.account_id}
        session.add(SheetComment.model_validate(comment, update=who))
    stamped(sheet, actor, {"state": "has_issues"})
    stamped(sitting, actor, {"state": "held", "closed_at": None})
    said = [comment.registration_id for comment in comments]
    return Done(sheet, before=before, after=content_of(sheet, sitting) | {"rows": said})


@command("session.write", "session")
def verify_sheet(session: Session, actor: Actor, session_id: int, version: int) -> Done[SignInSheet]:
    """A coordinator says that the sheet is right: from here on its attendance counts as verified."""
    sitting = sitting_of_sheet(session, actor, session_id)
    sheet = sheet_in(session, session_id, version, "submitted")
    # Two rows may have become one since the field counted.
    explain(sitting.declared_headcount, sheet.signatures, names_entered(session, session_id), sheet.difference_reason)
    before = content_of(sheet, sitting)
    put_comments_away(session, actor, sheet)
    stamped(sheet, actor, {"state": "verified", "verified_at": now(), "verified_by": actor.account_id})
    return Done(sheet, before=before, after=content_of(sheet, sitting))


@command("session.write", "session")
def lock_sheet(session: Session, actor: Actor, session_id: int, version: int) -> Done[SignInSheet]:
    """A verified sheet that nothing changes any more but a correction."""
    sitting = sitting_of_sheet(session, actor, session_id)
    sheet = sheet_in(session, session_id, version, "verified")
    before = content_of(sheet, sitting)
    stamped(sheet, actor, {"state": "locked", "locked_at": now(), "locked_by": actor.account_id})
    return Done(sheet, before=before, after=content_of(sheet, sitting))


@command("session.write", "attendance", "session")
def correct_locked_mark(session: Session, actor: Actor, mark: AttendanceMark, reason: str | None) -> Done[Attendance]:
    """One mark of a locked sheet, corrected with a reason; the sheet stays locked.

    Everybody on a closed roster is marked, so a correction is always another mark and never none.
    """
    sitting, _ = _locked(session, actor, session_of(session, mark.registration_id))
    mark = mark.model_copy(update={"registration_id": expected_registration(session, mark.registration_id)})
    if mark.status_id is None:
        raise Problem("required", field="status_id")
    said = reason_given(reason)
    done = marked(session, actor, sitting, mark)
    return Done(done.row, before=done.before, reason=said)


@command("session.write", "session")
def unlock_sheet(
    session: Session, actor: Actor, session_id: int, version: int, reason: str | None
) -> Done[SignInSheet]:
    """A correction that is more than one mark: the locked sheet is a draft again and its roster open, and why."""
    sitting, sheet = _locked(session, actor, session_id)
    if sheet.version != version:
        raise Problem("conflict", row=sheet.id, version=version)
    said = reason_given(reason)
    before = content_of(sheet, sitting)
    back_to_draft(session, actor, sheet)
    stamped(sitting, actor, {"state": "held", "closed_at": None})
    return Done(sheet, before=before, after=content_of(sheet, sitting), reason=said)


def _locked(session: Session, actor: Actor, session_id: int) -> tuple[TrainingSession, SignInSheet]:
    sitting = sitting_of_sheet(session, actor, session_id)
    sheet = sheet_of(session, session_id)
    if sheet is None or sheet.state != "locked":
        raise Problem("sheet_not_locked")
    return sitting, sheet


def _rows_of(session: Session, session_id: int) -> set[Any]:
    asked = select(Registration.id).where(Registration.session_id == session_id)
    return set(session.exec(asked.where(col(Registration.deleted_at).is_(None))))
