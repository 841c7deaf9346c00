"""The short tests: versions that keep their answers, cards that pair before with after, shares with their number."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from core.access import GUEST, Actor
from core.filters import Filters
from core.i18n import ZONE
from core.problems import Problem
from core.records import validated
from core.records.programme import PhaseRecord
from core.records.quizzes import CardAnswers, QuizRecord, card_answers, quiz_of
from core.records.sheets import SheetCounts
from db.commands.attendance import close_roster, open_roster
from db.commands.programme import change_phase
from db.commands.quizzes import answer_quiz, change_quiz, enter_quiz, withdraw_quiz
from db.commands.sessions import cancel_session
from db.commands.sign_in_sheets import submit_sheet, verify_sheet
from db.engine import reading
from db.models import Change, QuizAnswer
from db.queries.figures import FIGURES
from db.queries.quizzes import (
    may_take,
    quiz_counts,
    quiz_link,
    quiz_of_module,
    quiz_of_session,
    quizzes_by_id,
    quizzes_by_version,
    session_of_quiz,
    sessions_tested,
    ways_of,
)
from db.queries.satisfaction import answer_link, session_behind
from tests.db.sittings import FIRST_DAY, Sittings, done

VISITOR = Actor(None, "", frozenset({GUEST}))
TODAY = datetime.now(ZONE).date()


def quiz(*rights: int) -> QuizRecord:
    """A test of as many questions, each with three choices, and these the right ones."""
    values: dict[str, Any] = {}
    for place, right in enumerate(rights, 1):
        values |= {f"words_{place}_fr": f"Question {place} ?", f"right_{place}": right}
        values |= {f"choice_{place}_{number}_fr": f"Choix {number}" for number in (1, 2, 3)}
    return quiz_of(values)


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    """A programme whose phase runs past today, three people in its group, and a test of two questions."""
    made = Sittings(engine)
    names = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
    days = {"starts_on": FIRST_DAY, "ends_on": date(2099, 12, 31)}
    record = validated(PhaseRecord, {"programme_id": made.programme, "code": "phase_1", **names, **days})
    made.do(change_phase, made.phase, 1, record)
    made.people("Amina", "Brahim", "Chaima")
    made.do(change_quiz, made.module, 0, quiz(1, 2))
    return made


@pytest.fixture
def held(sittings: Sittings) -> int:
    """Today's session with its three people; two of them present."""
    number = sittings.plan(held_on=TODAY)
    sittings.do(open_roster, number)
    for registration in sittings.ids(number)[:2]:
        sittings.mark(registration, "present")
    return number


def card(number: int, *choices: int) -> CardAnswers:
    return card_answers(number, choices)


def refused(sittings: Sittings, command: Any, *arguments: Any, actor: Actor | None = None) -> str:
    with pytest.raises(Problem) as problem:
        sittings.do(command, *arguments, actor=actor)
    return problem.value.code


def answers(sittings: Sittings) -> list[tuple[str, int, int | None, int | None, str]]:
    with reading(sittings.engine) as session:
        rows = session.exec(select(QuizAnswer).order_by(col(QuizAnswer.moment).desc(), col(QuizAnswer.card)))
        return [(row.moment, row.card, row.choice_1, row.choice_2, row.way) for row in rows]


def test_a_test_is_changed_by_the_desk_alone_and_never_unseen(sittings: Sittings) -> None:
    assert refused(sittings, change_quiz, sittings.module, 1, quiz(1), actor=sittings.officer) == "not_allowed"
    assert refused(sittings, change_quiz, 9999, 0, quiz(1)) == "unknown_choice"
    assert refused(sittings, change_quiz, sittings.module, 0, quiz(1)) == "conflict"
    assert refused(sittings, change_quiz, sittings.module, 1, quiz(1, 2)) == "quiz_unchanged"


def test_what_cannot_be_an_answer_is_refused(sittings: Sittings, held: int) -> None:
    for wrong in (card(1, 1), card(1, 1, 4), card(1, 1, 1, 1)):
        assert refused(sittings, answer_quiz, held, "before", wrong, actor=VISITOR) == "quiz_does_not_fit"
        assert refused(sittings, enter_quiz, held, "before", (wrong,)) == "quiz_does_not_fit"
    assert refused(sittings, enter_quiz, held, "", (card(1, 1, 1),)) == "required"
    assert refused(sittings, enter_quiz, held, "later", (card(1, 1, 1),)) == "unknown_choice"
    assert answers(sittings) == []


def test_a_guest_types_nothing_and_an_officer_of_elsewhere_neither(sittings: Sittings, held: int) -> None:
    one = card(1, 1, 1)
    assert refused(sittings, enter_quiz, held, "before", (one,), actor=VISITOR) == "not_allowed"
    assert refused(sittings, enter_quiz, held, "before", (one,), actor=sittings.stranger) == "other_province"
    assert refused(sittings, answer_quiz, held, "before", one, actor=sittings.officer) == "not_allowed"


def test_a_session_without_a_test_asks_none(sittings: Sittings, held: int) -> None:
    with reading(sittings.engine) as session:
        asked = quiz_of_session(session, held)
    assert asked is not None
    sittings.do(withdraw_quiz, asked.id, 1)
    assert refused(sittings, withdraw_quiz, asked.id, 2) == "conflict"
    with reading(sittings.engine) as session:
        assert quiz_of_session(session, held) is None
    assert refused(sittings, answer_quiz, held, "before", card(1, 1, 1), actor=VISITOR) == "quiz_over"
    assert refused(sittings, enter_quiz, held, "before", (card(1, 1, 1),)) == "quiz_none"


def test_paper_is_typed_once_the_session_took_place(sittings: Sittings) -> None:
    planned = sittings.plan(held_on=TODAY)
    assert refused(sittings, enter_quiz, planned, "before", (card(1, 1, 1),)) == "roster_not_open"
    sittings.do(answer_quiz, planned, "before", card(1, 1, 1), actor=VISITOR)
    sittings.do(cancel_session, planned, 1, "rain")
    assert refused(sittings, answer_quiz, planned, "before", card(2, 1, 1), actor=VISITOR) == "quiz_over"
    with reading(sittings.engine) as session:
        assert quiz_counts(session, planned) == {}
        assert FIGURES["quizzes"](session, Filters(), ()).iloc[0]["sessions"] == 0


def test_the_same_number_is_asked_about_and_then_replaced(sittings: Sittings, held: int) -> None:
    sittings.do(answer_quiz, held, "before", card(7, 1, 1), actor=VISITOR)
    assert refused(sittings, answer_quiz, held, "before", card(7, 2, 2), actor=VISITOR) == "quiz_card_there"
    assert refused(sittings, enter_quiz, held, "before", (card(7, 3, 3), card(8, 1, 1))) == "quiz_cards_there"
    assert answers(sittings) == [("before", 7, 1, 1, "phone")]
    sittings.do(answer_quiz, held, "before", card(7, 2, 2), True, actor=VISITOR)
    sittings.do(answer_quiz, held, "after", card(7, 1, 0), actor=VISITOR)
    sittings.do(enter_quiz, held, "after", (card(7, 3, 3), card(8, 1, 2)), True)
    assert answers(sittings) == [
        ("before", 7, 2, 2, "phone"),
        ("after", 7, 3, 3, "paper"),
        ("after", 8, 1, 2, "paper"),
    ]
    with reading(sittings.engine) as session:
        assert ways_of(session, held) == {"before": {"paper": 0, "phone": 1}, "after": {"paper": 2, "phone": 0}}


def test_the_same_answer_sent_twice_is_kept_once(sittings: Sittings, held: int) -> None:
    again = [done(sittings.engine, answer_quiz, VISITOR, "key", held, "before", card(7, 1, 1)).again for _ in range(2)]
    assert again == [False, True]
    assert len(answers(sittings)) == 1


def test_more_cards_than_people_are_refused_and_phones_take_nothing_of_paper(sittings: Sittings, held: int) -> None:
    for number in range(1, 9):
        sittings.do(answer_quiz, held, "before", card(number, 1, 1), actor=VISITOR)
    assert refused(sittings, answer_quiz, held, "before", card(9, 1, 1), actor=VISITOR) == "quiz_full"
    sittings.do(answer_quiz, held, "before", card(8, 2, 2), True, actor=VISITOR)
    many = tuple(card(number, 1, 1) for number in range(11, 20))
    assert refused(sittings, enter_quiz, held, "before", many) == "quiz_too_many"
    sittings.do(enter_quiz, held, "before", many[:8])
    assert len(answers(sittings)) == 16


def test_the_history_says_which_card_answered_and_not_what(sittings: Sittings, held: int) -> None:
    sittings.do(answer_quiz, held, "before", card(7, 1, 1), actor=VISITOR)
    sittings.do(enter_quiz, held, "before", (card(7, 2, 2), card(8, 1, 2)), True)
    with reading(sittings.engine) as session:
        asked = quiz_of_session(session, held)
        assert asked is not None
        entries = session.exec(select(Change).where(Change.kind == "quiz_answer").order_by(col(Change.id))).all()
    seven: dict[str, Any] = {"session_id": held, "quiz_id": asked.id, "moment": "before", "card": 7}
    assert [(one.before, one.after) for one in entries] == [
        (None, seven | {"way": "phone"}),
        (seven | {"way": "phone"}, seven | {"way": "paper"}),
        (None, seven | {"card": 8, "way": "paper"}),
    ]


def test_before_ends_with_the_day_and_after_with_the_next_or_the_verified_sheet(sittings: Sittings) -> None:
    number = sittings.plan(held_on=TODAY)

    def open_on(moment: str) -> list[bool]:
        with reading(sittings.engine) as session:
            return [may_take(session, number, moment, TODAY + timedelta(days=shift)) for shift in (-1, 0, 1, 2)]

    assert (open_on("before"), open_on("after")) == ([False, True, False, False], [False] * 4)
    sittings.do(open_roster, number)
    assert (open_on("before"), open_on("after")) == ([False, True, False, False], [False, True, True, False])
    sittings.do(close_roster, number)
    assert (open_on("before"), open_on("after")) == ([False] * 4, [False, True, True, False])
    sittings.do(submit_sheet, number, 0, validated(SheetCounts, {"declared_headcount": 0, "signatures": 0}))
    sittings.do(verify_sheet, number, 2)
    assert open_on("after") == [False] * 4
    assert refused(sittings, answer_quiz, number, "after", card(1, 1, 1), actor=VISITOR) == "quiz_over"


def test_each_moment_of_a_session_has_a_link_of_its_own(sittings: Sittings, held: int) -> None:
    with reading(sittings.engine) as session:
        before, after = (quiz_link(session, held, moment) for moment in ("before", "after"))
        assert len({before, after, answer_link(session, held)}) == 3
        assert (session_of_quiz(session, "before", before), session_of_quiz(session, "after", after)) == (held, held)
        for moment, link in (("after", before), ("before", after), ("later", before), ("before", f"{held}-")):
            assert session_of_quiz(session, moment, link) is None
        assert session_behind(session, before) is None


def test_a_changed_test_is_a_new_version_and_a_session_keeps_the_one_it_began_with(
    sittings: Sittings, held: int
) -> None:
    sittings.do(answer_quiz, held, "before", card(1, 1, 1), actor=VISITOR)
    sittings.do(change_quiz, sittings.module, 1, quiz(2, 2, 2))
    other = sittings.plan(held_on=TODAY, group_id=None)
    with reading(sittings.engine) as session:
        last, kept, fresh = (
            *(quiz_of_module(session, sittings.module), quiz_of_session(session, held)),
            quiz_of_session(session, other),
        )
        assert last is not None
        assert kept is not None
        assert fresh == last
        assert (kept.number, kept.asked, last.number, last.asked) == (1, 2, 2, 3)
        assert {one.number for one in quizzes_by_id(session, [kept.id, last.id]).values()} == {1, 2}
    sittings.do(withdraw_quiz, last.id, 1)
    sittings.do(answer_quiz, held, "after", card(1, 1, 2), actor=VISITOR)
    assert refused(sittings, answer_quiz, other, "before", card(1, 2, 2, 2), actor=VISITOR) == "quiz_over"
    with reading(sittings.engine) as session:
        counts = quiz_counts(session, held)
    # Right then is right for ever: the second version has another right choice for the first question.
    assert (counts["right_1_before"], counts["right_2_before"], counts["pairs_after"]) == (1, 0, 2)


def test_the_figure_pairs_cards_and_tells_every_share_with_its_number(sittings: Sittings, held: int) -> None:
    sittings.do(enter_quiz, held, "before", (card(1, 1, 1), card(2, 0, 0), card(3, 2, 2)))
    sittings.do(enter_quiz, held, "after", (card(1, 1, 2), card(2, 1, 3), card(4, 1, 2)))
    elsewhere = sittings.plan(held_on=TODAY, group_id=None, commune_id=sittings.tinghir_commune)
    sittings.do(open_roster, elsewhere)
    # The same number elsewhere is another card.
    sittings.do(enter_quiz, elsewhere, "after", (card(3, 1, 2),))
    with reading(sittings.engine) as session:
        asked = quiz_of_session(session, held)
        assert asked is not None
        whole = FIGURES["quizzes"](session, Filters(), ()).iloc[0].to_dict()
        places = FIGURES["quizzes"](session, Filters(), ("province",))
        modules = FIGURES["quizzes"](session, Filters(), ("module",))
        earlier = FIGURES["quizzes"](session, Filters(until=TODAY - timedelta(days=1)), ()).iloc[0]
        verified = FIGURES["quizzes"](session, Filters(verified=True), ()).iloc[0]
        versions = quizzes_by_version(session, Filters())
        listed = sessions_tested(session, None, Filters())
        here = sessions_tested(session, frozenset({sittings.zagora}), Filters())
        assert quiz_counts(session, held)["after"] == 3
    expected = {
        **{"sessions": 2, "before": 3, "after": 4, "present": 2, "pairs": 2, "pairs_before": 1, "pairs_after": 3},
        **{"right_1_before": 1, "right_2_before": 1, "right_1_after": 4, "right_2_after": 3},
    }
    assert {name: int(number) for name, number in whole.items() if number} == expected
    assert places[["province", "sessions", "before", "after", "present", "pairs"]].to_numpy().tolist() == [
        ["08.577", 1, 0, 1, 0, 0],
        ["08.587", 1, 3, 3, 2, 2],
    ]
    assert modules["pairs"].tolist() == [2]
    assert (int(earlier["sessions"]), int(verified["sessions"])) == (0, 0)
    assert versions[["quiz_id", "sessions", "pairs_after"]].to_numpy().tolist() == [[asked.id, 2, 3]]
    assert sorted(zip(listed["id"], listed["before"], listed["after"], listed["present"], strict=True)) == [
        (held, 3, 3, 2),
        (elsewhere, 0, 1, 0),
    ]
    assert here["id"].tolist() == [held]


def test_without_any_answer_there_are_zeros_and_no_groups(engine: Engine) -> None:
    with reading(engine) as session:
        empty = FIGURES["quizzes"](session, Filters(), ())
        assert {int(number) for number in empty.iloc[0]} == {0}
        assert FIGURES["quizzes"](session, Filters(), ("module",)).empty
        assert quizzes_by_version(session, Filters()).empty
        assert sessions_tested(session, None, Filters()).empty
