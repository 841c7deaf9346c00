"""The figures of answers against a table of right answers: rates, what was kept, medians with the open ones beside."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.filters import Filters
from db.engine import transaction
from db.models import Commitment, Institution, Mention
from db.queries.answer_pictures import (
    answers_by_month,
    answers_flow,
    commitment_rate_by,
    kept_on_time_by_institution,
    referred_by_category_and_institution,
    referred_by_institution,
)
from db.queries.figures import FIGURES
from tests.db.entries import category
from tests.db.test_week import Chain

# Long ago, so that what is due is due on every day that the test runs.
TODAY = date(2026, 4, 10)
EVERY = Filters()

# obstacle    category  state        referred to (days before)       promise of (due, done)      what is said of it
# a           land      raised       -                               -                           -
# b           land      addressed    ODCO 40                         -                           -
# c           land      committed    ODCO 30, ONSSA 30               ODCO (late), promised at 20 -
# d           land      done         ODCO 20                         ODCO (kept), promised at 20 -
# e           land      confirmed    ODCO 10                         ODCO (too late), at 4       solved, 2 days before
# f           finance   confirmed    -                               -                           solved, today
# g           finance   dropped      ONSSA 50, answered at 45        ONSSA (dropped promise)     -
RIGHT: dict[str, Any] = {
    "flow": {"raised": 7, "addressed": 6, "committed": 4, "done": 3, "confirmed": 2},
    # Of b, c, d, e and g, three have a promise that stands: c, d and e.
    "rate": (3, 5),
    "rate by category": {"land": (3, 4), "financing": (0, 1)},
    # ODCO was asked of b, c, d, e; ONSSA of c and g, and promised nothing that stands.
    "rate by institution": {"ODCO": (3, 4), "ONSSA": (0, 2)},
    "asked": {"ODCO": 4, "ONSSA": 2},
    # Kept: d. Due: c (late), d, e (after its date), and g's, dropped after its date.
    "kept": {"ODCO": (1, 3), "ONSSA": (0, 1)},
    # Days to the answer: c after 10, d after 0, e after 6, g after 5: the median of 0, 5, 6, 10. Open: b and c's ONSSA.
    "answer": [(5.5, 4, 2, 40)],
    # ODCO's are 0, 6 and 10 days; of ONSSA's one was answered after 5.
    "answer by institution": [(6, 3, 1, 40), (5, 1, 1, 30)],
    # Raised 60 days before: e after 58, f after 60; open are a, b, c, d, and not the dropped one.
    "resolve": [(59, 2, 4, 60)],
    "asked by category": {("land", "ODCO"): 4, ("land", "ONSSA"): 1, ("financing", "ONSSA"): 1},
    # g was promised something that was dropped: no step of the way. c was put before two, and is one that was referred.
    "months": {
        **{("raised", "2026-02"): 7, ("addressed", "2026-02"): 1, ("addressed", "2026-03"): 4},
        **{("committed", "2026-03"): 2, ("committed", "2026-04"): 1, ("done", "2026-04"): 2},
        ("confirmed", "2026-04"): 2,
    },
}


class Answers(Chain):
    """The seven obstacles of the table."""

    def fill(self) -> None:
        self.onssa = self.session.exec(select(Institution.id).where(Institution.acronym == "ONSSA")).one() or 0
        finance = {"category_id": category(self.session, "financing")}
        made = {}
        states = ("raised", "addressed", "committed", "done", "confirmed", "confirmed", "dropped")
        for name, state in zip("abcdefg", states, strict=True):
            values: dict[str, Any] = {"raised_on": TODAY - timedelta(days=60)} | (finance if name in "fg" else {})
            made[name] = self.obstacle(state=state, **values)
        for name, days in (("b", 40), ("c", 30), ("d", 20), ("e", 10)):
            self.referral(made[name], days)
        self.referral(made["c"], 30, institution_id=self.onssa)
        self.referral(made["g"], 50, institution_id=self.onssa, answered_on=TODAY - timedelta(days=45))
        self.promised(made["c"], 20, due=-1, state="in_progress")
        self.promised(made["d"], 20, due=-1, state="done", done=-1)
        self.promised(made["e"], 4, due=-3, state="done", done=-2)
        self.promised(made["g"], 45, due=-9, state="dropped", institution_id=self.onssa)
        self.said(made["e"], 0, "solved", day=-2)
        self.said(made["f"], 0, "solved")
        # A second voice makes an obstacle heavier, and not two of it; a promise without a date is never due.
        again: dict[str, Any] = {"words": "Encore", "mentioned_on": TODAY, "organisation_id": self.speakers[1]}
        self.add(Mention(obstacle_id=made["c"], province_id=self.zagora, **again))
        self.promise(made["c"], None)

    def promised(self, obstacle: int, before: int, due: int, state: str, done: int | None = None, **of: Any) -> None:
        number = self.promise(obstacle, due, state=state)
        row = self.session.get_one(Commitment, number)
        row.promised_on = TODAY - timedelta(days=before)
        row.done_on = None if done is None else TODAY + timedelta(days=done)
        row.institution_id = of.get("institution_id", self.odco)
        self.session.add(row)
        self.session.flush()


@pytest.fixture
def session(engine: Engine) -> Any:
    with transaction(engine) as session:
        Answers(session).fill()
        yield session


def shares(frame: Any) -> dict[str, tuple[int, int]]:
    return {row["code"]: (int(row["part"]), int(row["whole"])) for row in frame.to_dict("records")}


def crossed(frame: Any, across: str) -> dict[tuple[str, str], int]:
    """The cells of a table that hold anything."""
    return {(row["code"], row[across]): int(row["value"]) for row in frame.to_dict("records") if row["value"]}


def days(session: Any, name: str, filters: Filters, *by: str) -> list[tuple[Any, ...]]:
    """Median, closed, open and the days of the oldest open one as they were on the day of the table; by groups."""
    rows = FIGURES[name](session, filters, by).to_dict("records")
    since = (datetime.now(UTC).date() - TODAY).days
    told = ((row["median"], row["closed"], row["open"], row["oldest"]) for row in rows)
    return [tuple(None if one != one else one for one in (*three, oldest - since)) for *three, oldest in told]


def counted(frame: Any) -> dict[str, int]:
    return {row["code"]: int(row["value"]) for row in frame.to_dict("records")}


def test_every_figure_of_answers_is_what_the_table_says(session: Any) -> None:
    whole = FIGURES["answers"](session, EVERY).iloc[0]
    assert {
        "flow": counted(answers_flow(session, EVERY)),
        "rate": (int(whole["promised"]), int(whole["referred"])),
        "rate by category": shares(commitment_rate_by("category")(session, EVERY)),
        "rate by institution": shares(commitment_rate_by("institution")(session, EVERY)),
        "asked": counted(referred_by_institution(session, EVERY)),
        "kept": shares(kept_on_time_by_institution(session, EVERY)),
        "asked by category": crossed(referred_by_category_and_institution(session, EVERY), "institution"),
        "answer": days(session, "answered", EVERY),
        "answer by institution": days(session, "answered", EVERY, "institution"),
        "resolve": days(session, "resolved", EVERY),
        "months": crossed(answers_by_month(session, EVERY), "month"),
    } == RIGHT


def test_filters_narrow_the_figures_and_nothing_is_divided_by_nothing(session: Any) -> None:
    financing = replace(EVERY, categories=("financing",))
    assert counted(answers_flow(session, financing)) == {
        **{"raised": 2, "addressed": 2, "committed": 1},
        **{"done": 1, "confirmed": 1},
    }
    nowhere = replace(EVERY, provinces=("08.401",))
    assert len(commitment_rate_by("category")(session, nowhere)) == 0
    assert len(kept_on_time_by_institution(session, nowhere)) == 0
    assert days(session, "answered", nowhere) == [(None, 0, 0, None)]
    assert len(referred_by_category_and_institution(session, nowhere)) == len(answers_by_month(session, nowhere)) == 0
    late = replace(EVERY, since=date(2026, 3, 2), until=date(2026, 3, 31))
    assert counted(referred_by_institution(session, late)) == {"ODCO": 3, "ONSSA": 1}
