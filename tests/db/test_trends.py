"""The large numbers month by month, held against answers counted on paper."""

import math

import pytest
from sqlalchemy import Engine

from core.filters import Filters
from db.engine import reading
from db.queries.figures import FIGURES, counts, lay, measure
from db.queries.trends import MOST, TRENDS, trend, trends_ask
from tests.db.small_programme import fill
from tests.db.small_programme_rows import ZAGORA

# What each month of the first phase says by itself: February, March, April and, of obstacles, May.
RIGHT: dict[str, list[tuple[str, float]]] = {
    # Five in February; in March two of them at S2 beside one who came to both, and one more; two in April.
    "people_trained": [("2025-02", 5), ("2025-03", 4), ("2025-04", 2)],
    "attendances": [("2025-02", 5), ("2025-03", 5), ("2025-04", 2)],
    "person_hours": [("2025-02", 20), ("2025-03", 21), ("2025-04", 6)],
    "organisations_trained": [("2025-02", 1), ("2025-03", 2), ("2025-04", 1)],
    "women_share": [("2025-02", 2 / 3), ("2025-03", 1 / 3), ("2025-04", 1 / 2)],
    # The one group that is finished had its last sitting in March; the other one still runs.
    "completion": [("2025-03", 2 / 5)],
    "obstacles": [("2025-03", 2), ("2025-04", 1), ("2025-05", 1)],
}


@pytest.mark.parametrize(("code", "told"), RIGHT.items())
def test_each_month_stands_by_itself(engine: Engine, code: str, told: list[tuple[str, float]]) -> None:
    fill(engine)
    with reading(engine) as session:
        assert trend(session, code, Filters(phase_id=1)) == told


def test_people_of_the_months_are_at_least_the_people_of_all_and_attendances_are_their_sum(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        for code in ("people_trained", "attendances", "person_hours"):
            summed = sum(value for _, value in trend(session, code, Filters(phase_id=1)))
            whole = float(measure(session, code, Filters(phase_id=1))["value"].iloc[0])
            assert summed == whole if code != "people_trained" else summed > whole


def test_a_month_in_which_nothing_was_counted_is_nothing_and_no_share(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        both = trend(session, "attendances", Filters())
        assert [both[0], both[3], both[-1]] == [("2025-02", 5), ("2025-05", 0), ("2026-02", 2)]
        assert len(both) == 13 < MOST
        assert math.isnan(trend(session, "women_share", Filters())[3][1])
        assert trend(session, "people_trained", Filters(provinces=(ZAGORA,))) == [("2025-03", 1)]
        assert trend(session, "people_trained", Filters(provinces=("07.041",))) == []


def test_what_the_trends_ask_is_asked_once(engine: Engine) -> None:
    fill(engine)
    asked = trends_ask(Filters(phase_id=1))
    with reading(engine) as session:
        lay(session, counts(session, asked))
        for one in asked:
            assert FIGURES[one.figure](session, one.filters, one.by) is session.info["counted"][one]
        assert all(trend(session, code, Filters(phase_id=1)) for code in TRENDS)
