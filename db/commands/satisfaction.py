"""What people thought of a sitting: counted from paper at a desk, or tapped one by one on a phone."""

from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.satisfaction import FACES, QUESTIONS, Answers, Tally
from db.commands.guards import reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.sheet_states import sitting_of_sheet
from db.models import Satisfaction, TrainingSession
from db.queries.satisfaction import may_answer, most_of


@command("attendance.write", "satisfaction")
def tally_satisfaction(
    session: Session, actor: Actor, session_id: int, version: int, tally: Tally
) -> Done[Satisfaction]:
    """The faces counted on the paper sheets of a session that took place; `version` is 0 before any count.

    Problem("satisfaction_too_many") where more answered than can have been there.
    """
    sitting_of_sheet(session, actor, session_id)
    most = most_of(session, session_id)
    if tally.answered > most:
        raise Problem("satisfaction_too_many", field="answered", most=most)
    row = _counted(session, session_id, "paper")
    if (row.version if row else 0) != version:
        raise Problem("conflict", row=row.id if row else session_id, version=version)
    if row is None:
        own = {"session_id": session_id, "way": "paper", "created_by": actor.account_id}
        return Done(Satisfaction.model_validate(tally, update=own | {"updated_by": actor.account_id}))
    before = values_of(row)
    stamped(row, actor, tally)
    return Done(row, before=before)


@command("satisfaction.answer", "satisfaction")
def answer_satisfaction(session: Session, actor: Actor, session_id: int, answers: Answers) -> Done[Satisfaction]:
    """One person's faces from a phone, added to the session's counts.

    The history says that somebody answered and not what. Problem("satisfaction_over") when the time for answers is
    over, Problem("satisfaction_full") when as many answered as can have been there.
    """
    sitting = living(session, TrainingSession, session_id)
    reached(actor, sitting.province_id)
    if not may_answer(session, session_id, datetime.now(ZONE).date()):
        raise Problem("satisfaction_over")
    row = _counted(session, session_id, "phone")
    if row is not None and row.answered >= most_of(session, session_id):
        raise Problem("satisfaction_full", answered=row.answered)
    if row is None:
        row = Satisfaction.model_validate({"session_id": session_id, "way": "phone", "answered": 0, "version": 0})
        session.add(row)
    before = {"answered": row.answered}
    chosen = {f"{question}_{face}" for question in QUESTIONS for face in FACES if getattr(answers, question) == face}
    stamped(row, actor, {name: getattr(row, name) + 1 for name in ("answered", *sorted(chosen))})
    after = {"session_id": session_id, "way": row.way, "answered": row.answered}
    return Done(row, before=None if row.version == 1 else before, after=after)


def _counted(session: Session, session_id: int, way: str) -> Satisfaction | None:
    asked = select(Satisfaction).where(
        Satisfaction.session_id == session_id, Satisfaction.way == way, col(Satisfaction.deleted_at).is_(None)
    )
    return session.exec(asked.with_for_update().execution_options(populate_existing=True)).first()
