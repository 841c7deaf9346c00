"""Planning, changing and cancelling a session, and the lists a field officer works from."""

from datetime import date, time

import pytest
from sqlalchemy.engine import Engine

from core.problems import Problem
from core.records import validated
from core.records.programme import PhaseRecord
from db.commands.attendance import close_roster, open_roster
from db.commands.programme import make_phase
from db.commands.sessions import cancel_session, change_session, plan_session
from db.engine import reading
from db.queries.sessions import (
    session_card,
    session_values,
    sessions_counted,
    sessions_listed,
    sessions_of_group_at,
    sessions_to_do,
)
from tests.db.sittings import DAY, FIRST_DAY, LAST_DAY, Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def test_a_field_officer_plans_no_session(sittings: Sittings):
    with pytest.raises(Problem) as refused:
        sittings.do(plan_session, sittings.sitting(), actor=sittings.officer)
    assert refused.value.code == "not_allowed"


def test_a_session_outside_of_its_phase_is_refused_beside_the_day(sittings: Sittings):
    with pytest.raises(Problem) as refused:
        sittings.plan(held_on=date(2026, 1, 1))
    assert (refused.value.code, refused.value.field) == ("outside_phase", "held_on")
    assert refused.value.details == {"start": FIRST_DAY, "end": LAST_DAY}


def test_a_group_of_another_phase_is_refused(sittings: Sittings):
    names = {"name_ar": "مرحلة", "name_fr": "Phase 2", "name_en": "Phase 2"}
    days = {"starts_on": FIRST_DAY, "ends_on": LAST_DAY}
    record = validated(PhaseRecord, {"programme_id": sittings.programme, "code": "phase_2", **names, **days})
    other = sittings.do(make_phase, record).row_id
    with pytest.raises(Problem) as refused:
        sittings.plan(phase_id=other)
    assert (refused.value.code, refused.value.field) == ("group_of_other_phase", "group_id")


def test_a_place_a_module_a_phase_that_do_not_exist_are_refused_by_name(sittings: Sittings):
    for field in ("phase_id", "module_id", "group_id", "commune_id"):
        with pytest.raises(Problem) as refused:
            sittings.plan(**{field: 99_999})
        assert (refused.value.code, refused.value.field) == ("unknown_choice", field)


def test_a_stale_version_is_a_conflict_and_nothing_is_overwritten(sittings: Sittings):
    row = sittings.plan()
    sittings.do(change_session, row, 1, sittings.sitting(venue="Dar Chabab"))
    with pytest.raises(Problem) as refused:
        sittings.do(change_session, row, 1, sittings.sitting(venue="Ailleurs"))
    assert refused.value.code == "conflict"
    with reading(sittings.engine) as session:
        assert session_values(session, None, row)["venue"] == "Dar Chabab"


def test_a_held_session_keeps_its_group_and_does_not_move_to_a_day_to_come(sittings: Sittings):
    row = sittings.plan()
    sittings.people("Amina")
    sittings.do(open_roster, row)
    for values, code, field in (
        ({"group_id": None}, "group_fixed_when_held", "group_id"),
        ({"held_on": date(2099, 1, 1)}, "day_in_future", "held_on"),
    ):
        with pytest.raises(Problem) as refused:
            sittings.do(change_session, row, 2, sittings.sitting(**values))
        assert (refused.value.code, refused.value.field) == (code, field)


def test_a_held_session_does_not_become_shorter_than_hours_already_given(sittings: Sittings):
    sittings.people("Amina", "Brahim")
    row = sittings.plan()
    sittings.do(open_roster, row)
    first, second = sittings.ids(row)
    sittings.mark(first, "present", hours=2.5)
    sittings.mark(second, "present")
    with pytest.raises(Problem) as refused:
        sittings.do(change_session, row, 2, sittings.sitting(hours=2.0))
    assert (refused.value.code, refused.value.field) == ("hours_under_marks", "hours")
    assert refused.value.details == {"given": 2.5}
    sittings.mark(first, "present")
    sittings.do(change_session, row, 2, sittings.sitting(hours=2.0))


def test_a_session_with_marks_is_not_cancelled(sittings: Sittings):
    sittings.people("Amina")
    row = sittings.plan()
    sittings.do(open_roster, row)
    sittings.mark(sittings.ids(row)[0], "present")
    with pytest.raises(Problem) as refused:
        sittings.do(cancel_session, row, 2, "pluie")
    assert (refused.value.code, refused.value.details) == ("session_has_marks", {"number": 1})


def test_cancelling_asks_why(sittings: Sittings):
    row = sittings.plan()
    for reason in (None, "  "):
        with pytest.raises(Problem) as refused:
            sittings.do(cancel_session, row, 1, reason)
        assert (refused.value.code, refused.value.field) == ("required", "reason")


def test_a_closed_or_cancelled_session_is_not_changed(sittings: Sittings):
    sittings.people("Amina")
    closed, cancelled = sittings.plan(), sittings.plan(held_on=date(2025, 3, 5))
    sittings.do(open_roster, closed)
    sittings.do(close_roster, closed)
    sittings.do(cancel_session, cancelled, 1, "pluie")
    for row, version, code in ((closed, 3, "roster_closed"), (cancelled, 2, "session_cancelled")):
        with pytest.raises(Problem) as refused:
            sittings.do(change_session, row, version, sittings.sitting())
        assert refused.value.code == code


def test_the_same_form_sent_twice_plans_one_session(sittings: Sittings):
    record = sittings.sitting()
    first = sittings.do(plan_session, record)
    sittings.made -= 1
    second = sittings.do(plan_session, record)
    assert (second.row_id, second.again) == (first.row_id, True)
    with reading(sittings.engine) as session:
        assert sessions_counted(session, None) == 1


def test_a_session_takes_the_province_of_its_commune_and_a_new_one_when_it_moves(sittings: Sittings):
    row = sittings.plan()
    sittings.do(change_session, row, 1, sittings.sitting(commune_id=sittings.tinghir_commune))
    with reading(sittings.engine) as session:
        assert session_values(session, None, row)["province_id"] == sittings.tinghir
    _, _, before, after = sittings.changes("change_session")[0]
    assert (before["province_id"], after["province_id"]) == (sittings.zagora, sittings.tinghir)


def test_a_list_counts_expected_present_and_unknown(sittings: Sittings):
    sittings.people("Amina", "Hassan", "Itto", "Said")
    row = sittings.plan(venue="Dar Chabab")
    sittings.do(open_roster, row)
    first, second, third, _ = sittings.ids(row)
    sittings.mark(first, "present")
    sittings.mark(second, "late")
    sittings.mark(third, "excused")
    sittings.mark(first, None)
    with reading(sittings.engine) as session:
        card = session_card(session, None, row)
        assert (card.expected, card.present, card.unknown) == (4, 1, 2)
        assert (card.state, card.venue, card.group_label, card.hours) == ("held", "Dar Chabab", "A", 3.0)
        assert (card.held_on, card.starts_at, card.ends_at) == (DAY, time(9), time(12))


def test_a_list_is_narrowed_by_province_phase_state_and_days(sittings: Sittings):
    early, late = sittings.plan(), sittings.plan(held_on=date(2025, 4, 1))
    elsewhere = sittings.plan(commune_id=sittings.tinghir_commune, group_id=None)
    sittings.do(cancel_session, late, 1, "pluie")
    with reading(sittings.engine) as session:

        def ids(reach: frozenset[int] | None = None, **narrowed: object) -> list[int]:
            return list(sessions_listed(session, reach, **narrowed)["id"])  # type: ignore[arg-type]

        assert ids() == [late, elsewhere, early]
        assert ids(latest_first=False) == [early, elsewhere, late]
        assert ids(frozenset({sittings.zagora})) == [late, early]
        assert ids(frozenset()) == []
        assert ids(state="cancelled") == [late]
        assert ids(first_day=date(2025, 3, 5)) == [late]
        assert ids(last_day=DAY) == [elsewhere, early]
        assert ids(phase_id=99_999) == []
        assert sessions_counted(session, frozenset({sittings.tinghir})) == 1
        with pytest.raises(Problem) as refused:
            session_card(session, frozenset({sittings.tinghir}), early)
        assert refused.value.code == "row_gone"
        with pytest.raises(Problem):
            session_values(session, frozenset({sittings.tinghir}), early)


def test_what_is_to_do_is_the_day_itself_and_what_was_left_open(sittings: Sittings):
    sittings.people("Amina")
    forgotten, left_open, closed = (sittings.plan(held_on=date(2025, 2, day)) for day in (1, 2, 3))
    today, tomorrow, dropped = sittings.plan(), sittings.plan(held_on=date(2025, 3, 5)), sittings.plan(group_id=None)
    sittings.people("Hassan", enrolled=False)
    for row in (left_open, closed):
        sittings.do(open_roster, row)
    sittings.do(cancel_session, dropped, 1, "pluie")
    with reading(sittings.engine) as session:
        assert list(sessions_to_do(session, None, DAY)["id"]) == [forgotten, left_open, closed, today]
        assert tomorrow not in set(sessions_to_do(session, None, DAY)["id"])
        assert sessions_to_do(session, frozenset({sittings.tinghir}), DAY).empty


def test_a_group_is_found_in_another_session_only_where_the_hours_meet(sittings: Sittings):
    one, called_off = sittings.plan(), sittings.plan()
    sittings.do(cancel_session, called_off, 1, "rain")
    other_group = sittings.plan(group_id=None)
    assert other_group
    with reading(sittings.engine) as session:

        def found(day: date, start: time, end: time, but: int | None = None) -> list[int]:
            return sessions_of_group_at(session, sittings.group, day, start, end, but)["id"].tolist()

        assert found(DAY, time(12), time(15)) == []
        assert found(DAY, time(7), time(9)) == []
        assert found(date(2099, 1, 1), time(9), time(12)) == []
        assert found(DAY, time(9), time(12), but=one) == []
        assert found(DAY, time(11, 30), time(15)) == [one]
        assert found(DAY, time(8), time(18)) == [one]
