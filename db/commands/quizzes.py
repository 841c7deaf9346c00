"""The short test of a module: its versions, and the answers under the numbers of cards, by phone or from paper."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.quizzes import MOMENTS, PLACES, CardAnswers, QuizRecord, fits
from db.commands.guards import chosen, reached
from db.commands.ledger import Done, command, living, stamped
from db.commands.sheet_states import sitting_of_sheet
from db.models import Module, Quiz, QuizAnswer, TrainingSession
from db.queries.quizzes import Version, cards_there, may_take, quiz_of_module, quiz_of_session
from db.queries.satisfaction import most_of


@command("reference.write", "quiz")
def change_quiz(session: Session, actor: Actor, module_id: int, version: int, record: QuizRecord) -> Done[Quiz]:
    """A new version of a module's test; earlier ones stay with what was answered in them.

    `version` is the number of the last one, 0 before any. Problem("quiz_unchanged") where nothing is another.
    """
    chosen(session, Module, module_id, "module_id")
    last = quiz_of_module(session, module_id)
    if (last.number if last else 0) != version:
        raise Problem("conflict", row=module_id, version=version)
    if last is not None and last.active and last.record == record:
        raise Problem("quiz_unchanged")
    values = {
        **{"module_id": module_id, "number": version + 1, **record.rights},
        "questions": [one.model_dump() for one in record.questions],
        **{"created_by": actor.account_id, "updated_by": actor.account_id},
    }
    # The words stay in the version's own row, which never changes; the history says which version and how long.
    told = {"module_id": module_id, "number": version + 1, "asked": len(record.questions)}
    return Done(Quiz.model_validate(values), after=told)


@command("reference.write", "quiz")
def withdraw_quiz(session: Session, actor: Actor, quiz_id: int, version: int) -> Done[Quiz]:
    """A module's test that is asked no longer; sessions that have begun with it go on, and what was answered stays."""
    row = living(session, Quiz, quiz_id, version)
    last = quiz_of_module(session, row.module_id)
    if not row.active or last is None or last.id != quiz_id:
        raise Problem("conflict", row=quiz_id, version=version)
    stamped(row, actor, {"active": False})
    told = {"module_id": row.module_id, "number": row.number}
    return Done(row, before=told | {"active": True}, after=told | {"active": False})


@command("satisfaction.answer", "quiz")
def answer_quiz(
    session: Session, actor: Actor, session_id: int, moment: str, answers: CardAnswers, instead: bool = False
) -> Done[QuizAnswer]:
    """What was chosen under a card's number on a phone, before or after a session.

    Problem("quiz_card_there") where the card has answered at that moment, unless it is to stand `instead`;
    Problem("quiz_over") when it is not the time, Problem("quiz_full") when as many answered as can have been there.
    The history says which card answered and not what.
    """
    # Held until the end, so that of two first answers the second finds the version of the first.
    sitting = living(session, TrainingSession, session_id)
    reached(actor, sitting.province_id)
    asked = quiz_of_session(session, session_id)
    if asked is None or not may_take(session, session_id, moment, datetime.now(ZONE).date()):
        raise Problem("quiz_over")
    there = cards_there(session, session_id, moment)
    if answers.card in there and not instead:
        raise Problem("quiz_card_there", field="card", card=answers.card)
    if answers.card not in there and len(there) >= most_of(session, session_id):
        raise Problem("quiz_full", answered=len(there))
    return _kept(session, actor, session_id, asked, moment, "phone", answers)


@command("attendance.write", "quiz")
def enter_quiz(
    session: Session, actor: Actor, session_id: int, moment: str, cards: tuple[CardAnswers, ...], instead: bool = False
) -> Done[QuizAnswer]:
    """The cards typed from paper at a desk, all of them or none.

    Problem("quiz_cards_there") names those that have answered, unless what was typed is to stand `instead`.
    Phones take nothing of how many paper may bring: Problem("quiz_too_many").
    """
    sitting_of_sheet(session, actor, session_id)
    asked = quiz_of_session(session, session_id)
    if asked is None:
        raise Problem("quiz_none")
    there = cards_there(session, session_id, moment)
    both = [one.card for one in cards if one.card in there]
    if both and not instead:
        raise Problem("quiz_cards_there", field="cards", cards=tuple(both))
    paper = {card for card, way in there.items() if way == "paper"} | {one.card for one in cards}
    if len(paper) > (most := most_of(session, session_id)):
        raise Problem("quiz_too_many", field="cards", most=most)
    parts = [_kept(session, actor, session_id, asked, moment, "paper", one) for one in cards]
    session.add_all(part.row for part in parts)
    session.flush()
    for part in parts[:-1]:
        enter_quiz.entry(session, actor, part)
    return parts[-1]


def _kept(
    session: Session, actor: Actor, session_id: int, asked: Version, moment: str, way: str, answers: CardAnswers
) -> Done[QuizAnswer]:
    if moment not in MOMENTS:
        raise Problem("required" if not moment else "unknown_choice", field="moment", given=moment)
    if not fits(answers, asked.record.questions):
        raise Problem("quiz_does_not_fit", field="cards", card=answers.card)
    same = select(QuizAnswer).where(
        *(QuizAnswer.session_id == session_id, QuizAnswer.moment == moment, QuizAnswer.card == answers.card),
        col(QuizAnswer.deleted_at).is_(None),
    )
    row = session.exec(same.with_for_update().execution_options(populate_existing=True)).first()
    told: dict[str, Any] = {"session_id": session_id, "quiz_id": asked.id, "moment": moment, "card": answers.card}
    if row is not None:
        before = told | {"way": row.way}
        stamped(row, actor, {f"choice_{place}": getattr(answers, f"choice_{place}") for place in PLACES} | {"way": way})
        return Done(row, before=before, after=told | {"way": way})
    own = {"session_id": session_id, "quiz_id": asked.id, "moment": moment, "way": way}
    own |= {"created_by": actor.account_id, "updated_by": actor.account_id}
    return Done(QuizAnswer.model_validate(answers, update=own), after=told | {"way": way})
