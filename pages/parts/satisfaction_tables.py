"""What people thought of sessions as tables: by module, and session by session."""

from typing import Any

import pandas as pd

from core.records.satisfaction import QUESTIONS
from db.queries.figures import SATISFACTION
from db.queries.reference import modules
from pages.parts.data import frame_of
from pages.parts.satisfaction import share
from pages.parts.visit import Visit

MODULE_SUBJECTS = SATISFACTION
SESSION_SUBJECTS = ("group", *SATISFACTION)


def by_module(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """A row a module whose people were asked, in the order of the modules' list."""
    words = visit.words
    listed = frame_of(visit, modules, subjects=("reference",))
    labels = {row.code: words.label(row) for row in listed.itertuples()}
    order = {code: place for place, code in enumerate(labels)}
    asked = rows[rows["answered"] > 0].sort_values("module", key=lambda codes: codes.map(order), ignore_index=True)
    first = {"module": asked["module"].map(labels), "asked": asked["asked"]}
    return pd.DataFrame(first | _rest(visit, asked))


def by_session(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """A row a session, with the day, what was taught, to whom and where."""
    words = visit.words
    first = {
        "sitting_on": [words.day(day, "medium") for day in rows["held_on"]],
        "module": [words.label(row, "module") for row in rows.itertuples()],
        "sitting_group": [label or words.say("session.open") for label in rows["group_label"]],
        "province": [words.label(row, "province") for row in rows.itertuples()],
    }
    return pd.DataFrame(first | _rest(visit, rows))


def _rest(visit: Visit, rows: pd.DataFrame) -> dict[str, Any]:
    counts = rows.to_dict("records")
    # A share stands never without what it is of.
    shares: dict[str, Any] = {
        f"{question}_share": [share(visit.words, {str(k): v for k, v in one.items()}, question) for one in counts]
        for question in QUESTIONS
    }
    return {"answered": rows["answered"], "present_there": rows["present"]} | shares
