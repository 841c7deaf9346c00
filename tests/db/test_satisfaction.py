"""What people thought of sittings: counted once, never more than can have been there, and never anybody's."""

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
from core.records.satisfaction import COUNTS, Answers, Tally
from core.records.sheets import SheetCounts
from db.commands.attendance import close_roster, open_roster
from db.commands.programme import change_phase
from db.commands.satisfaction import answer_satisfaction, tally_satisfaction
from db.commands.sessions import cancel_session
from db.commands.sign_in_sheets import submit_sheet, verify_sheet
from db.engine import reading
from db.models import Change, Satisfaction
from db.queries.figures import FIGURES
from db.queries.satisfaction import answer_link, counted_of, may_answer, session_behind, sessions_asked
from tests.db.sittings import FIRST_DAY, Sittings, done

VISITOR = Actor(None, "", frozenset({GUEST}))
TODAY = datetime.now(ZONE).date()
CONTENT = validated(Answers, {"understood": "good", "useful": "fair", "trainer": "good"})


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    """A programme whose phase runs past today, and three people in its group."""
    made = Sittings(engine)
    names = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
    days = {"starts_on": FIRST_DAY, "ends_on": date(2099, 12, 31)}
    record = validated(PhaseRecord, {"programme_id": made.programme, "code": "phase_1", **names, **days})
    made.do(change_phase, made.phase, 1, record)
    made.people("Amina", "Brahim", "Chaima")
    return made


@pytest.fixture
def held(sittings: Sittings) -> int:
    """Today's session with its three people; one of them present."""
    number = sittings.plan(held_on=TODAY)
    sittings.do(open_roster, number)
    sittings.mark(sittings.ids(number)[0], "present")
    return number


def tally(answered: int = 0, **counts: int) -> Tally:
    return validated(Tally, {"answered": answered, **counts})


def refused(sittings: Sittings, command: Any, *arguments: Any, actor: Actor | None = None) -> str:
    with pytest.raises(Problem) as problem:
        sittings.do(command, *arguments, actor=actor)
    return problem.value.code


def counts(sittings: Sittings, session_id: int) -> dict[str, int]:
    """Both ways together, without what nobody marked."""
    with reading(sittings.engine) as session:
        return {name: number for name, number in counted_of(session, session_id).whole.items() if number}


def test_nobody_is_asked_before_a_session_or_after_one_that_did_not_take_place(sittings: Sittings) -> None:
    planned = sittings.plan(held_on=TODAY)
    assert refused(sittings, tally_satisfaction, planned, 0, tally(1)) == "roster_not_open"
    assert refused(sittings, answer_satisfaction, planned, CONTENT, actor=VISITOR) == "satisfaction_over"
    sittings.do(cancel_session, planned, 1, "rain")
    assert refused(sittings, tally_satisfaction, planned, 0, tally(1)) == "session_cancelled"
    assert refused(sittings, answer_satisfaction, planned, CONTENT, actor=VISITOR) == "satisfaction_over"


def test_more_answers_than_people_are_refused_on_paper_and_on_phones(sittings: Sittings, held: int) -> None:
    assert refused(sittings, tally_satisfaction, held, 0, tally(9)) == "satisfaction_too_many"
    for _ in range(8):
        sittings.do(answer_satisfaction, held, CONTENT, actor=VISITOR)
    assert refused(sittings, answer_satisfaction, held, CONTENT, actor=VISITOR) == "satisfaction_full"
    # A flood of phones takes nothing of what is counted from paper.
    sittings.do(tally_satisfaction, held, 0, tally(8, understood_poor=8))
    assert counts(sittings, held) == {
        "answered": 16,
        "understood_good": 8,
        "understood_poor": 8,
        "useful_fair": 8,
        "trainer_good": 8,
    }


def test_a_guest_does_nothing_else_and_an_officer_of_elsewhere_nothing(sittings: Sittings, held: int) -> None:
    assert refused(sittings, tally_satisfaction, held, 0, tally(1), actor=VISITOR) == "not_allowed"
    assert refused(sittings, answer_satisfaction, held, CONTENT, actor=sittings.officer) == "not_allowed"
    assert refused(sittings, tally_satisfaction, held, 0, tally(1), actor=sittings.stranger) == "other_province"


def test_the_same_answer_sent_twice_counts_once(sittings: Sittings, held: int) -> None:
    first = done(sittings.engine, answer_satisfaction, VISITOR, "key", held, CONTENT)
    again = done(sittings.engine, answer_satisfaction, VISITOR, "key", held, CONTENT)
    assert (first.again, again.again) == (False, True)
    assert counts(sittings, held) == {"answered": 1, "understood_good": 1, "useful_fair": 1, "trainer_good": 1}


def test_the_history_says_that_somebody_answered_and_not_what(sittings: Sittings, held: int) -> None:
    for _ in range(2):
        sittings.do(answer_satisfaction, held, CONTENT, actor=VISITOR)
    with reading(sittings.engine) as session:
        entries = session.exec(
            select(Change).where(Change.command == "answer_satisfaction").order_by(col(Change.id))
        ).all()
    assert [(one.account_id, one.before, one.after) for one in entries] == [
        (None, None, {"session_id": held, "way": "phone", "answered": 1}),
        (None, {"answered": 1}, {"session_id": held, "way": "phone", "answered": 2}),
    ]


def test_a_count_from_paper_is_corrected_and_never_overwritten_unseen(sittings: Sittings, held: int) -> None:
    sittings.do(tally_satisfaction, held, 0, tally(3, useful_good=3), actor=sittings.officer)
    assert refused(sittings, tally_satisfaction, held, 0, tally(2)) == "conflict"
    sittings.do(tally_satisfaction, held, 1, tally(2, useful_good=2))
    assert refused(sittings, tally_satisfaction, held, 1, tally(2)) == "conflict"
    assert counts(sittings, held) == {"answered": 2, "useful_good": 2}
    with reading(sittings.engine) as session:
        assert [(row.way, row.version) for row in session.exec(select(Satisfaction))] == [("paper", 2)]


def test_phones_answer_until_the_day_after_or_until_the_sheet_is_verified(sittings: Sittings, held: int) -> None:
    def open_on(day: date) -> bool:
        with reading(sittings.engine) as session:
            return may_answer(session, held, day)

    days = {shift: open_on(TODAY + timedelta(days=shift)) for shift in (-1, 0, 1, 2)}
    assert days == {-1: False, 0: True, 1: True, 2: False}
    sittings.do(close_roster, held)
    assert open_on(TODAY)
    agreed = {"declared_headcount": 1, "signatures": 1}
    sittings.do(submit_sheet, held, 0, validated(SheetCounts, agreed))
    assert open_on(TODAY)
    sittings.do(verify_sheet, held, 2)
    assert not open_on(TODAY)
    assert refused(sittings, answer_satisfaction, held, CONTENT, actor=VISITOR) == "satisfaction_over"


def test_a_link_belongs_to_one_session_and_to_nobody_who_guesses(sittings: Sittings, held: int) -> None:
    other = sittings.plan(held_on=TODAY, group_id=None)
    with reading(sittings.engine) as session:
        link, second = answer_link(session, held), answer_link(session, other)
        assert (session_behind(session, link), session_behind(session, second)) == (held, other)
        stolen = f"{other}-{link.partition('-')[2]}"
        for wrong in (stolen, str(held), f"{held}-", f"{link}0", link.upper(), f"٣-{link}", "9" * 40, "", "é-1"):
            assert session_behind(session, wrong) is None, wrong
        gone = answer_link(session, 999)
        assert session_behind(session, gone) is None


def test_the_figure_tells_faces_with_how_many_answered_of_how_many_present(sittings: Sittings, held: int) -> None:
    sittings.do(tally_satisfaction, held, 0, tally(2, understood_good=1, understood_poor=1, useful_good=2))
    sittings.do(answer_satisfaction, held, CONTENT, actor=VISITOR)
    # One that nobody was asked at: its people are no part of those present.
    silent = sittings.plan(held_on=TODAY - timedelta(days=3))
    sittings.do(open_roster, silent)
    sittings.mark(sittings.ids(silent)[0], "present")
    elsewhere = sittings.plan(held_on=TODAY, group_id=None, commune_id=sittings.tinghir_commune)
    sittings.do(open_roster, elsewhere)
    sittings.do(tally_satisfaction, elsewhere, 0, tally(4, trainer_poor=4))
    with reading(sittings.engine) as session:
        whole = FIGURES["satisfaction"](session, Filters(), ()).iloc[0].to_dict()
        places = FIGURES["satisfaction"](session, Filters(), ("province",))
        zagora = FIGURES["satisfaction"](session, Filters(provinces=("08.587",)), ()).iloc[0]
        before = FIGURES["satisfaction"](session, Filters(until=TODAY - timedelta(days=1)), ()).iloc[0]
        verified = FIGURES["satisfaction"](session, Filters(verified=True), ()).iloc[0]
        listed = sessions_asked(session, None, Filters())
        here = sessions_asked(session, frozenset({sittings.zagora}), Filters())
    assert {name: int(number) for name, number in whole.items() if number} == {
        **{"sessions": 3, "asked": 2, "answered": 7, "present": 1},
        **{"understood_good": 2, "understood_poor": 1, "useful_good": 2, "useful_fair": 1},
        **{"trainer_good": 1, "trainer_poor": 4},
    }
    assert places[["province", "sessions", "asked", "answered", "present"]].to_numpy().tolist() == [
        ["08.577", 1, 1, 4, 0],
        ["08.587", 2, 1, 3, 1],
    ]
    assert (zagora["answered"], before["sessions"], before["answered"], verified["sessions"]) == (3, 1, 0, 0)
    assert sorted(zip(listed["id"], listed["answered"], listed["present"], strict=True)) == [
        (held, 3, 1),
        (elsewhere, 4, 0),
    ]
    assert here["id"].tolist() == [held]


def test_without_any_session_there_are_zeros_and_no_groups(engine: Engine) -> None:
    with reading(engine) as session:
        empty = FIGURES["satisfaction"](session, Filters(), ())
        assert empty[["sessions", "asked", "answered", "present", *COUNTS]].to_numpy().tolist() == [[0] * 13]
        assert FIGURES["satisfaction"](session, Filters(), ("module",)).empty
        assert sessions_asked(session, None, Filters()).empty
