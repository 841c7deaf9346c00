"""The parts of the coordinator's week: each kind of thing with its rows, the way to each, and the dates as a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from core.calendar import Due, calendar_file
from core.i18n import ZONE, escaped, isolated
from core.week_texts import told_of
from db.queries.week import (
    MOST_TOLD,
    WEEK_SUBJECTS,
    Week,
    obstacles_to_confirm,
    promises_of_week,
    recommendations_due,
    referrals_unanswered,
)
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.exports import export_button
from pages.parts.recommendations import said_in
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit

PARTS = ("late", "due", "unanswered", "to_confirm", "recommendations")
_ICONS = {
    "late": "schedule",
    "due": "event",
    "unanswered": "hourglass_top",
    "to_confirm": "how_to_reg",
    "recommendations": "campaign",
}
# What opens each: the page, and the name that its address has for the number.
_OPENS = {
    "late": ("explore/institution.py", "institution", "institution_id"),
    "due": ("explore/institution.py", "institution", "institution_id"),
    "unanswered": ("explore/obstacle.py", "obstacle", "obstacle_id"),
    "to_confirm": ("explore/obstacle.py", "obstacle", "id"),
    "recommendations": ("entry/recommendations.py", "recommendation", "id"),
}


def rows_of(visit: Visit, name: str) -> pd.DataFrame:
    """The rows of one of PARTS, at most so many as a page tells."""
    reach, today = visit.actor.provinces, visit.today
    asked: dict[str, tuple[Any, ...]] = {
        "late": (promises_of_week, reach, today, True),
        "due": (promises_of_week, reach, today, False),
        "unanswered": (referrals_unanswered, reach, today),
        "to_confirm": (obstacles_to_confirm, reach),
        "recommendations": (recommendations_due, today),
    }
    query, *rest = asked[name]
    rows: pd.DataFrame = frame_of(visit, query, *rest, subjects=(*WEEK_SUBJECTS, "setting"))
    return rows


def part(visit: Visit, name: str, number: int) -> None:
    """One kind: how many there are, each as a link with what is told of it, and all of them as a file."""
    words = visit.words
    if not number:
        return
    rows = rows_of(visit, name)
    st.subheader(words.count(f"week.{name}.found", number), anchor=False)
    page, parameter, column = _OPENS[name]
    with st.container(key=f"board_week.{name}", gap="xsmall"):
        for row in rows.to_dict("records"):
            what, told = _said(visit, name, row)
            label = f"**{escaped(what)}** :small[{escaped(told)}]"
            query: dict[str, Any] = {parameter: int(row[column])}
            link(visit, page, label, icon=f":material/{_ICONS[name]}:", **query)
    if number > len(rows):
        st.caption(words.count("week.more", number - len(rows)))
    offer_menu(visit, f"week_{name}", lambda: _taken(visit, name, rows), {})


def dates_button(visit: Visit, week: Week) -> None:
    """The file of due dates for a calendar: promises late and due, and recommendations."""
    number = week.late + week.due + week.recommendations
    if not number:
        return
    export_button(
        visit,
        visit.words.say("week.take_dates"),
        "due_dates",
        "ics",
        lambda: dates_of(visit),
        lambda dates: calendar_file(visit.words.say("menu.entry.week"), dates, datetime.now(ZONE)),
        "due_dates.ics",
        key="week.dates",
    )


def dates_of(visit: Visit) -> list[Due]:
    """The dates of the week's promises and recommendations in the reader's words."""
    dates = []
    for name in ("late", "due", "recommendations"):
        kind = "recommendation" if name == "recommendations" else "commitment"
        for row in rows_of(visit, name).to_dict("records"):
            what, told = _said(visit, name, row)
            dates.append(Due(kind, int(row["id"]), row["due_on"], what, told))
    return dates


def _said(visit: Visit, name: str, row: Mapping[Any, Any]) -> tuple[str, str]:
    """What a row is about, and what is told of it."""
    words, today = visit.words, visit.today
    if name in ("late", "due"):
        days = abs((row["due_on"] - today).days)
        when = (
            words.count("week.late_by" if name == "late" else "week.due_in", days) if days else words.say("week.today")
        )
        return str(row["what"]), _joined(str(row["acronym"]), when, words.day(row["due_on"]))
    if name == "recommendations":
        return said_in(visit, row), _joined(words.say("recommendation.until", day=row["due_on"]))
    what = told_of(row["title"], row["words"], str(row[f"category_{visit.language}"]))
    if name == "unanswered":
        waited = words.count("week.waited", (today - row["referred_on"]).days)
        return what, _joined(str(row["acronym"]), waited, words.day(row["referred_on"]))
    heard = words.say("week.heard", number=int(row["heard"]), of=int(row["asked"]))
    return what, _joined(str(row[f"category_{visit.language}"]), heard)


def _taken(visit: Visit, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    told = [_said(visit, name, row) for row in rows.head(MOST_TOLD).to_dict("records")]
    numbers = rows["id"].head(MOST_TOLD)
    return pd.DataFrame(
        {"taken.number": numbers, "title": [what for what, _ in told], "week.told": [said for _, said in told]}
    )


def _joined(*parts: str) -> str:
    return " · ".join(isolated(part) for part in parts if part)
