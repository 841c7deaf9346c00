"""The short tests as tables: a row a version of a module's test, and session by session."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.i18n import Words
from db.queries.figures import QUIZZES
from db.queries.quizzes import Version
from db.queries.reference import modules
from pages.parts.data import frame_of
from pages.parts.quizzes import told_change, told_share
from pages.parts.visit import Visit

VERSION_SUBJECTS = QUIZZES
TESTED_SUBJECTS = ("group", *QUIZZES)


def in_order(
    visit: Visit, rows: pd.DataFrame, versions: Mapping[int, Version]
) -> list[tuple[str, Version, dict[str, Any]]]:
    """Each version that was answered: what it is called, the version and its counts, by the list of the modules."""
    listed = frame_of(visit, modules, subjects=("reference",))
    places = {int(row.id): place for place, row in enumerate(listed.itertuples())}
    labels = {int(row.id): visit.words.label(row) for row in listed.itertuples()}
    found = [(versions[int(row["quiz_id"])], {str(k): v for k, v in row.items()}) for row in rows.to_dict("records")]
    found.sort(key=lambda one: (places.get(one[0].module_id, len(places)), -one[0].number))
    # A module that was taken off its list still has what was answered.
    return [
        (visit.words.say("quiz.version", module=labels.get(quiz.module_id, ""), number=quiz.number), quiz, counts)
        for quiz, counts in found
    ]


def of_versions(visit: Visit, ordered: list[tuple[str, Version, dict[str, Any]]]) -> pd.DataFrame:
    """A row a version of a test."""
    return pd.DataFrame(
        [
            {"quiz": name, "tested": int(counts["sessions"])} | _shares(visit.words, counts, quiz.asked)
            for name, quiz, counts in ordered
        ]
    )


def of_sessions(visit: Visit, rows: pd.DataFrame, versions: Mapping[int, Version]) -> pd.DataFrame:
    """A row a session, with the day, what was taught, to whom and where."""
    words = visit.words
    told = []
    for row, day, counts in zip(rows.itertuples(), rows["held_on"], rows.to_dict("records"), strict=True):
        first = {
            "sitting_on": words.day(day, "medium"),
            "module": words.label(row, "module"),
            "sitting_group": row.group_label or words.say("session.open"),
            "province": words.label(row, "province"),
        }
        asked = versions[int(counts["quiz_id"])].asked
        told.append(first | _shares(words, {str(k): v for k, v in counts.items()}, asked))
    return pd.DataFrame(told)


def _shares(words: Words, counts: Mapping[str, Any], asked: int) -> dict[str, str]:
    return {
        "right_before": told_share(words, counts, "before", asked),
        "right_after": told_share(words, counts, "after", asked),
        "quiz_change": told_change(words, counts, asked),
    }
