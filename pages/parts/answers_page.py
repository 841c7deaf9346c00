"""The page of answers: its large numbers, each told with what it is made of, and its charts."""

import pandas as pd
import streamlit as st

from core.i18n import Words
from core.indicators import definition, measured, written
from db.queries.figures import Asked
from db.queries.settings import settings
from pages.parts.charts import draw_pictures, drawn_of
from pages.parts.data import frame_of
from pages.parts.figure_link import figure_link
from pages.parts.figures import counted
from pages.parts.filters import Choices
from pages.parts.visit import Visit

# The large numbers, each with the figure it is worked out from.
_FIGURES = {
    "commitment_rate": "answers",
    "kept_on_time": "kept",
    "days_to_answer": "answered",
    "days_to_resolve": "resolved",
}
_CHARTS = (
    *("answers_flow", "obstacles_by_category_and_state"),
    *("referred_by_category_and_institution", "answers_by_month"),
    *("referred_by_institution", "commitment_rate_by_institution"),
    *("commitment_rate_by_category", "commitment_rate_by_province"),
    "kept_on_time_by_institution",
)


def answered(visit: Visit, choices: Choices) -> None:
    """The charts, two beside each other where the screen carries it."""
    draw_pictures(visit, *drawn_of(visit, choices, *_CHARTS).values())


def figures_of_answers(visit: Visit, choices: Choices) -> None:
    """Commitment rate, kept on time, and the days that answers and solutions take, with what is still open."""
    words, filters = visit.words, choices.chosen.filters()
    asked = {code: Asked(figure, (), filters) for code, figure in _FIGURES.items()}
    counts = counted(visit, tuple(asked.values()))
    limits = frame_of(visit, settings, subjects=("setting",))
    with st.grid(4, min_column_width=210, gap="small"):
        for code, one in asked.items():
            parts = measured(code, counts[one]).iloc[0]
            with st.container(border=True, gap="xsmall", height="stretch"):
                label, said = words.say(f"indicator.{code}"), definition(words, code, limits)
                st.metric(label, written(words, code, parts["value"]), help=said)
                st.caption(_made_of(words, code, parts))
                figure_link(visit, code, choices.chosen, words.say("trend.made"))


def _made_of(words: Words, code: str, parts: "pd.Series[float]") -> str:
    """What a rate is a part of; of how many a median is, how many are open, and how old the oldest of them is."""
    part, whole = int(parts["part"]), int(parts["whole"])
    if not code.startswith("days"):
        return words.count(f"answers.{code}.of", whole, part=words.number(part))
    told = words.count("answers.closed", part)
    if pd.isna(parts["aside"]):
        return told
    oldest = words.count(f"indicator.{code}.aside", int(parts["aside"]))
    return f"{told} {words.count('answers.open', whole - part, oldest=oldest)}"
