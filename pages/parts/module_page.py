"""The questions of the page of modules and sessions, one at a time: its numbers and its charts."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from core.charts import look
from db.queries.figures import TRAINING, Asked
from db.queries.module_page import sessions_behind
from db.queries.session_pictures import drop_off_by_sitting
from pages.parts.charts import draw_picture, draw_pictures, drawn_of
from pages.parts.data import frame_of
from pages.parts.figure_link import figure_link
from pages.parts.figures import counted
from pages.parts.filters import Choices, choose
from pages.parts.module_tables import BEHIND, TABLES, all_sessions, sessions_shown
from pages.parts.picture_values import hours
from pages.parts.tables import PAGE_ROWS, choose_page, offer_files, show_table
from pages.parts.visit import Visit

_KEY = "modules.question"
_STANDING = "modules.standing"


class Number(NamedTuple):
    """A large number: the key of its label and of its help, the number, and what is told under it."""

    key: str
    shown: str
    told: str = ""


class Question(NamedTuple):
    """A question: its numbers, its charts, and whether who comes narrows them."""

    numbers: Callable[[Visit, Choices], Sequence[Number]]
    charts: tuple[str, ...]
    of_people: bool
    indicator: str = ""


def pick_question(visit: Visit) -> str:
    """Asks which question the page answers; its code is kept in the address."""
    asked = st.query_params.get("question")
    question = st.session_state[_KEY] = asked if asked in QUESTIONS else next(iter(QUESTIONS))
    told = {name: visit.words.say(f"modules.question.{name}") for name in QUESTIONS}
    st.pills(
        visit.words.say("modules.question"),
        list(QUESTIONS),
        format_func=told.__getitem__,
        key=_KEY,
        required=True,
        on_change=lambda: choose({"question": st.session_state[_KEY]}),
        wrap=True,
    )
    return question


def answer(visit: Visit, choices: Choices, name: str) -> None:
    """Draws the numbers, the charts and the table of a question."""
    question = QUESTIONS[name]
    with st.grid(4, min_column_width=150, gap="small"):
        for one in question.numbers(visit, choices):
            st.metric(
                visit.words.say(one.key),
                one.shown,
                delta_description=one.told or None,
                help=visit.words.say(f"{one.key}.help"),
                border=True,
                height="stretch",
            )
    if question.indicator:
        figure_link(visit, question.indicator, choices.chosen)
    if not question.of_people and {"kind", "sector", "sex", "age"} & {chosen for chosen, _ in choices.chosen.chosen}:
        st.caption(visit.words.say("modules.not_narrowed"))
    shown = list(drawn_of(visit, choices, *question.charts).values())
    # A chart without another one beside it, such as one of months, has the whole width.
    alone = len(shown) % 2
    draw_pictures(visit, *shown[: len(shown) - alone])
    for picture in shown[len(shown) - alone :]:
        draw_picture(visit, picture)
    table = TABLES[name](visit, choices)
    if len(table.rows):
        st.subheader(visit.words.say(table.heading), anchor=False)
        show_table(visit, table.rows)
        offer_files(visit, "module_table", lambda: table.rows, choices.chosen.codes(), choices)


def sessions(visit: Visit, choices: Choices) -> None:
    """The sessions behind the numbers, page by page, each with the way to it for whoever may go there."""
    words, filters = visit.words, choices.chosen.filters()
    counts = _counts(visit, choices, "sittings")
    numbers = {name: int(counts[name]) for name in ("held", "planned", "cancelled")}
    total = sum(numbers.values())
    st.subheader(words.say("modules.list"), anchor=False)
    states = words.listing([words.count(f"modules.{name}", number) for name, number in numbers.items() if number])
    st.markdown(words.count("modules.found", total, states=states))
    if not total:
        return
    standing = _pick_standing(visit, numbers)
    before = choose_page(numbers[standing] if standing else total, key=f"modules.page.{standing}")
    found = frame_of(visit, sessions_behind, filters, PAGE_ROWS, before, standing, subjects=BEHIND)
    show_table(visit, *sessions_shown(visit, found))
    codes = choices.chosen.codes() | ({"standing": standing} if standing else {})
    offer_files(visit, "module_sessions", lambda: all_sessions(visit, choices, standing), codes, choices)


def _pick_standing(visit: Visit, numbers: Mapping[str, int]) -> str:
    """Asks which of the sessions are listed: held, planned or cancelled ones; no text for all of them."""
    asked = st.query_params.get("standing", "")
    there = {name: visit.words.count(f"modules.{name}", number) for name, number in numbers.items() if number}
    st.session_state[_STANDING] = asked if asked in there else None
    st.pills(
        visit.words.say("modules.standing"),
        list(there),
        format_func=there.__getitem__,
        key=_STANDING,
        on_change=lambda: choose({"standing": st.session_state[_STANDING]}),
        wrap=True,
    )
    return st.session_state[_STANDING] or ""


def _counts(visit: Visit, choices: Choices, figure: str) -> pd.Series:
    asked = Asked(figure, (), choices.chosen.filters())
    row: pd.Series = counted(visit, (asked,))[asked].iloc[0]
    return row


def _share(visit: Visit, part: float, whole: float) -> str:
    return visit.words.percent(part / whole) if whole else visit.words.say("chart.none")


def _hours(visit: Visit, choices: Choices) -> Sequence[Number]:
    words, row, shown = visit.words, _counts(visit, choices, "sittings"), look(visit.language, "light")
    given, offered = float(row["hours"]), float(row["hours"] + row["hours_planned"])
    told = words.say("modules.hours_offered", share=_share(visit, given, offered), hours=hours(shown, offered))
    states = ("held", "planned", "cancelled")
    return [
        Number("modules.hours_given", hours(shown, given), told if offered else ""),
        *(Number(f"modules.sessions_{state}", words.number(int(row[state]))) for state in states),
    ]


def _seats(visit: Visit, choices: Choices) -> Sequence[Number]:
    words, row = visit.words, _counts(visit, choices, "seats")
    seats, unknown = int(row["seats"]), int(row["sessions"] - row["known"])

    def told(name: str) -> str:
        return words.count("modules.of_seats", seats, part=words.number(int(row[name]))) if seats else ""

    return [
        Number("modules.seats_filled", _share(visit, row["present"], seats), told("present")),
        Number("modules.seats_taken", _share(visit, row["registered"], seats), told("registered")),
        Number(
            "modules.seats_unknown", words.number(unknown), words.count("modules.of_sessions", int(row["sessions"]))
        ),
    ]


def _attendance(visit: Visit, choices: Choices) -> Sequence[Number]:
    words, row = visit.words, _counts(visit, choices, "attended")
    present, marks = int(row["present"]), int(row["present"] + row["absent"])
    told = words.count("modules.marked", marks, part=words.number(present)) if marks else ""
    return [Number("modules.attendance", _share(visit, present, marks), told)]


def _drop_off(visit: Visit, choices: Choices) -> Sequence[Number]:
    words = visit.words
    rows = frame_of(visit, drop_off_by_sitting, choices.chosen.filters(), subjects=TRAINING)
    medians = rows[rows["group"] == ""]
    if medians.empty:
        return []
    first = medians.iloc[0]
    last = medians[medians["groups"] * 2 >= medians["groups"].max()].iloc[-1]
    at = words.say("modules.last_sitting.told", sitting=words.number(int(last["sitting"])))
    lost = round(100 * (float(first["value"]) - float(last["value"])))
    return [
        Number("modules.first_sitting", words.percent(float(first["value"]))),
        Number("modules.last_sitting", words.percent(float(last["value"])), at),
        Number("modules.drop_off", words.count("modules.points", lost)),
    ]


def _trainers(visit: Visit, choices: Choices) -> Sequence[Number]:
    words, row, shown = visit.words, _counts(visit, choices, "trainer_hours"), look(visit.language, "light")
    told = words.count("modules.trainers", int(row["trainers"]))
    return [Number("modules.trainer_hours", hours(shown, float(row["hours"])), told)]


QUESTIONS: dict[str, Question] = {
    "hours": Question(_hours, ("hours_by_module", "hours_by_province", "sessions_by_month"), of_people=False),
    "seats": Question(_seats, ("seats_by_module", "seats_by_province"), of_people=True),
    "attendance": Question(
        _attendance,
        ("attendance_rate_by_module", "attendance_rate_by_province", "attendance_by_month"),
        of_people=True,
        indicator="attendance_rate",
    ),
    "drop_off": Question(_drop_off, ("drop_off_by_sitting",), of_people=True),
    "trainers": Question(_trainers, ("trainer_hours_by_side",), of_people=False, indicator="volunteer_hours"),
}
