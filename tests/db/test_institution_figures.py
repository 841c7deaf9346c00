"""What institutions are asked, promise and keep, counted by hand beside the figures: rates, medians, what is open."""

from datetime import date, timedelta

import pytest
from sqlalchemy.engine import Engine

from core.answer_times import Times, times
from core.records import validated
from core.records.institutions import AnswerRecord
from db.commands.commitment_updates import add_update
from db.commands.referrals import note_answer, withdraw_referral
from db.engine import reading
from db.queries.institution_figures import institution_figures
from tests.db.test_answers import RAISED, Desk, step

TODAY = date(2026, 7, 1)
D = date(2026, 1, 1)


def day(number: int) -> date:
    return D + timedelta(days=number)


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ([], Times(None, 0, 0, None)),
        ([(day(0), None, 2), (day(9), None, 1)], Times(None, 0, 3, 20)),
        ([(day(0), day(4), 1)], Times(4.0, 1, 0, None)),
        ([(day(0), day(4), 1), (day(0), day(7), 1)], Times(5.5, 2, 0, None)),
        ([(day(0), day(1), 3), (day(0), day(30), 2), (day(5), None, 1)], Times(1.0, 5, 1, 15)),
        ([(day(0), day(1), 2), (day(0), day(30), 2)], Times(15.5, 4, 0, None)),
        ([(day(9), day(2), 1)], Times(0.0, 1, 0, None)),
    ],
)
def test_the_median_is_of_what_was_answered_and_the_open_ones_stand_beside_it(spans: list, wanted: Times) -> None:  # type: ignore[type-arg]
    assert times(spans, day(20)) == wanted


def test_rates_and_days_of_institutions_are_those_counted_by_hand(engine: Engine) -> None:
    desk = Desk(engine)
    after = RAISED.__add__
    # Referrals 1 to 3: ONSSA answers in words after 4 days and promises after 2; ODCO is silent; ADS answers in 10.
    desk.refer("ONSSA", "ODCO", "ADS")
    # Referral 4: the other obstacle, before ONSSA, which is silent.
    desk.refer("ONSSA", on=after(timedelta(days=5)), obstacle_id=desk.other)
    for referral, days in ((_of(desk, "ONSSA"), 4), (_of(desk, "ADS"), 10)):
        said = {"answer": "Vu", "answered_on": after(timedelta(days=days))}
        desk.do(note_answer, referral, 1, validated(AnswerRecord, said))
    promised = after(timedelta(days=2))
    on_time = desk.promise(promised_on=promised, due_on=after(timedelta(days=30)))
    too_late = desk.promise(promised_on=promised, due_on=after(timedelta(days=10)))
    overdue = desk.promise(promised_on=promised, due_on=after(timedelta(days=60)))
    given_up = desk.promise(promised_on=promised, due_on=after(timedelta(days=20)))
    early = desk.promise(promised_on=promised, due_on=TODAY + timedelta(days=99))
    without_date = desk.promise(promised_on=promised, due_on=None)
    not_due = desk.promise(promised_on=promised, due_on=TODAY)
    assert len({overdue, without_date, not_due}) == 3
    for number, days, state in (
        (on_time, 30, "done"),
        (too_late, 12, "done"),
        (given_up, 5, "dropped"),
        (early, 50, "done"),
    ):
        desk.do(add_update, number, 1, step(after(timedelta(days=days)), state=state))
    with reading(engine) as session:
        found = institution_figures(session, None, TODAY)
        one = institution_figures(session, None, TODAY, desk.bodies["ADS"])
    onssa, odco, ads = (found[desk.bodies[name]] for name in ("ONSSA", "ODCO", "ADS"))
    assert (onssa.referred, onssa.with_promise, onssa.commitment_rate) == (2, 1, 0.5)
    # The promise of day 2 comes before the answer of day 4; the second referral has been open since 7 March.
    assert onssa.answering == Times(2.0, 1, 1, (TODAY - after(timedelta(days=5))).days)
    # Due: on time, too late, overdue, given up, early. Kept: on time and early. Late: overdue alone.
    assert (onssa.promises, onssa.owed, onssa.due, onssa.kept, onssa.late) == (7, 3, 5, 2, 1)
    assert onssa.kept_on_time == 2 / 5
    # Days 28, 10 and 48 from promise to done; three are owed, all since 4 March.
    assert onssa.keeping == Times(28.0, 3, 3, (TODAY - promised).days)
    assert (odco.answering, odco.commitment_rate, odco.kept_on_time) == (Times(None, 0, 1, 121), 0.0, None)
    assert (ads.answering, ads.with_promise, ads.promises) == (Times(10.0, 1, 0, None), 0, 0)
    assert one == {desk.bodies["ADS"]: ads}
    desk.do(withdraw_referral, _of(desk, "ODCO"), 1, "Par erreur")
    with reading(engine) as session:
        assert desk.bodies["ODCO"] not in institution_figures(session, None, TODAY)
        # An officer of Al Haouz sees the national obstacle alone.
        elsewhere = institution_figures(session, frozenset({1}), TODAY)[desk.bodies["ONSSA"]]
    assert (elsewhere.referred, elsewhere.with_promise) == (1, 0)


def _of(desk: Desk, acronym: str) -> int:
    """The number of the referral of the first obstacle to this institution: they are made in the order of their ids."""
    ids = sorted(desk.bodies[name] for name in ("ONSSA", "ODCO", "ADS"))
    return ids.index(desk.bodies[acronym]) + 1
