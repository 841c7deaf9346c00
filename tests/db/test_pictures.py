"""The frames behind the charts, each held against what was counted on paper."""

from datetime import date

import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from core.charts import CHARTS
from core.filters import Filters
from db.engine import reading
from db.queries.answer_pictures import ANSWER_PICTURES
from db.queries.pictures import PICTURES
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA

# What every chart of the first phase shows, counted on paper: by its code, or by its code and what it is crossed with,
# its month or its sitting; nothing is left out of it. The charts of answers have their own programme.
CHARTED: dict[str, dict[str, float]] = {
    "attendance_by_month": {"2025-02": 5, "2025-03": 5, "2025-04": 2},
    "sessions_by_month": {"2025-02": 1, "2025-03": 2, "2025-04": 1},
    "obstacles_by_category": {"marketing": 3, "land": 2},
    # A of Ouarzazate named one obstacle there and one in Zagora; C without a place stands in Tinghir.
    "obstacles_by_category_and_province": {
        f"marketing {OUARZAZATE}": 1,
        f"marketing {ZAGORA}": 3,
        f"land {TINGHIR}": 1,
        "land -": 1,
    },
    "obstacles_by_category_and_sector": {
        "marketing agriculture": 1,
        "marketing elevage": 1,
        "marketing -": 1,
        "land -": 2,
    },
    "obstacles_by_category_and_kind": {
        "marketing cooperative": 2,
        "marketing -": 1,
        "land association": 1,
        "land -": 1,
    },
    "obstacles_by_category_and_month": {
        "marketing 2025-03": 1,
        "marketing 2025-04": 2,
        "marketing 2025-05": 1,
        "land 2025-03": 2,
    },
    "obstacles_by_category_and_state": {"marketing raised": 3, "marketing committed": 1, "land raised": 2},
    # Five at S1 and one more at the open roster; three at S2 and two at the session open to all.
    "people_by_module": {"management": 6, "finance": 5},
    "people_by_province": {OUARZAZATE: 6, TINGHIR: 2, ZAGORA: 1},
    "reach_by_province": {OUARZAZATE: 60_000 / 304_932, TINGHIR: 20_000 / 323_805, ZAGORA: 10_000 / 285_545},
    "communes_by_province": {OUARZAZATE: 1 / 17, TINGHIR: 1 / 25, ZAGORA: 1 / 25},
    "organisations_by_sector": {"agriculture": 1, "elevage": 1, "-": 3},
    "hours_by_module": {"management": 8, "finance": 9},
    "hours_by_province": {OUARZAZATE: 10, TINGHIR: 3, ZAGORA: 4},
    "seats_by_module": {"management": 7 / 12, "finance": 3 / 8},
    "seats_by_province": {OUARZAZATE: 8 / 18, ZAGORA: 2 / 2},
    # Closed rosters, of what is no training too.
    "attendance_rate_by_module": {"management": 6 / 6, "finance": 5 / 6},
    "attendance_rate_by_province": {OUARZAZATE: 9 / 10, TINGHIR: 2 / 2},
    "trainer_hours_by_side": {"sponsor": 22.25, "association": 4.5, "external": 7},
    # The median of the one group, and the group itself.
    "drop_off_by_sitting": {"- 1": 1, "- 2": 3 / 5, "G1 1": 1, "G1 2": 3 / 5},
}
_AXES = ("code", "group", "sitting", "province", "sector", "kind", "month", "state")


def _charted(frame: pd.DataFrame) -> dict[str, float]:
    names = [name for name in _AXES if name in frame.columns]
    found = {}
    for row in frame.to_dict("records"):
        axes = (row[name] for name in names)
        told = [
            f"{one:%Y-%m}" if isinstance(one, date) else "-" if pd.isna(one) or one == "" else str(one) for one in axes
        ]
        if row["value"] > 0:
            found[" ".join(told)] = float(row["value"])
    return found


def test_every_chart_shows_what_is_counted_on_paper(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        shown = {name: _charted(read(session, Filters(phase_id=1))) for name, read in PICTURES.items()}
    assert {name: shown[name] for name in CHARTED} == {name: pytest.approx(right) for name, right in CHARTED.items()}
    # The charts of a province, of targets and of a hall are held against paper by the tests of their own pages.
    elsewhere = {"people_by_commune", "provinces_map", "targets_reached", "hall_obstacles", "hall_votes"}
    elsewhere |= set(ANSWER_PICTURES)
    assert {*CHARTED, *elsewhere} == set(CHARTS)
