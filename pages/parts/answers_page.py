"""The page of answers: its large numbers, each told with what it is made of, and its charts."""

import streamlit as st

from core.answer_times import Times
from core.i18n import Words
from db.queries.answer_pictures import days_to_answer, days_to_resolve
from db.queries.figures import ANSWERS, Asked
from pages.parts.charts import draw_pictures, drawn_of
from pages.parts.data import frame_of
from pages.parts.figures import counted
from pages.parts.filters import Choices
from pages.parts.visit import Visit

_CHARTS = (
    *("answers_flow", "obstacles_by_category_and_state"),
    *("referred_by_institution", "commitment_rate_by_institution"),
    *("commitment_rate_by_category", "commitment_rate_by_province"),
    *("kept_on_time_by_institution", "referrals_by_month"),
)


def answered(visit: Visit, choices: Choices) -> None:
    """The charts, two beside each other where the screen carries it."""
    draw_pictures(visit, *drawn_of(visit, choices, *_CHARTS).values())


def figures_of_answers(visit: Visit, choices: Choices) -> None:
    """Commitment rate, kept on time, and the days that answers and solutions take, with what is still open."""
    words, filters = visit.words, choices.chosen.filters()
    far, judged = Asked("answers", (), filters), Asked("kept", (), filters)
    counts = counted(visit, (far, judged))
    promised, referred = (int(counts[far][name].iloc[0]) for name in ("promised", "referred"))
    kept, due = (int(counts[judged][name].iloc[0]) for name in ("kept", "due"))
    spans = {
        "answer": frame_of(visit, days_to_answer, filters, visit.today, subjects=ANSWERS),
        "resolve": frame_of(visit, days_to_resolve, filters, visit.today, subjects=ANSWERS),
    }
    with st.grid(4, min_column_width=210, gap="small"):
        for name, part, whole in (("commitment_rate", promised, referred), ("kept_on_time", kept, due)):
            value = words.percent(part / whole) if whole else words.say("chart.none")
            _figure(words, name, value, words.count(f"answers.{name}.of", whole, part=words.number(part)))
        for name, one in spans.items():
            median = words.say("chart.none") if one.median is None else words.number(one.median, 1)
            _figure(words, f"days_to_{name}", median, _still(words, one))


def _figure(words: Words, name: str, value: str, told: str) -> None:
    with st.container(border=True, gap="xsmall", height="stretch"):
        st.metric(words.say(f"answers.{name}"), value, help=words.say(f"answers.{name}.definition"))
        st.caption(told)


def _still(words: Words, one: Times) -> str:
    """Of how many the median is, how many are open, and how old the oldest of them is."""
    told = words.count("answers.closed", one.closed)
    if not one.open:
        return told
    oldest = words.count("answers.oldest", one.oldest or 0)
    return f"{told} {words.count('answers.open', one.open, oldest=oldest)}"
