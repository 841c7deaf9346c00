"""The first page of field and desk: what was sent back, the day's sessions, what is missing, what comes next."""

from datetime import timedelta
from typing import Any

import streamlit as st

from db.queries.reference import phases
from db.queries.sessions import sessions_counted, sessions_listed, sessions_to_do
from db.queries.sheets import sessions_standing
from pages.menu import link
from pages.parts.data import frame_of, fresh, made_of
from pages.parts.desk import waiting_for_the_desk
from pages.parts.empty import nothing_yet
from pages.parts.entry import ways
from pages.parts.sign_in_sheet import tell_sent_back
from pages.parts.sittings import card
from pages.parts.visit import enter

visit = enter("session.read")
SUBJECTS = ("session", "attendance", "programme", "group", "reference")
# More of a kind stand behind a link: a thumb should not have to pass by them.
MOST = 5
FURTHER: dict[str, tuple[str, dict[str, str]]] = {
    "today.sent_back": ("explore/sheets.py", {"standing": "sent_back"}),
    "today.left_open": ("entry/attendance.py", {}),
    "today.not_opened": ("entry/attendance.py", {}),
    "today.sheet_missing": ("explore/sheets.py", {"standing": "missing"}),
}
words, reach, today = visit.words, visit.actor.provinces, visit.today


def rows_by_part() -> dict[str, list[Any]]:
    """The sessions of each part of the page, each told once, where it first matters."""
    to_do = fresh(sessions_to_do, reach, today)
    coming = (reach, None, "planned", today + timedelta(days=1), today + timedelta(days=7), False, 10)
    parts = {
        "today.sent_back": fresh(sessions_standing, reach, "sent_back", today),
        "today.sessions": to_do[to_do["held_on"] == today],
        "today.left_open": to_do[(to_do["held_on"] < today) & (to_do["state"] == "held")],
        "today.not_opened": to_do[(to_do["held_on"] < today) & (to_do["state"] == "planned")],
        "today.sheet_missing": fresh(sessions_standing, reach, "missing", today),
        "today.coming": fresh(sessions_listed, *coming),
    }
    shown: set[int] = set()
    told: dict[str, list[Any]] = {}
    for title, found in parts.items():
        told[title] = [row for row in found.itertuples() if row.id not in shown]
        shown |= {row.id for row in told[title]}
    return told


st.title(words.say("menu.entry.today"), anchor=False)
st.caption(words.day(today, "full"))
if not len(frame_of(visit, phases, subjects=("programme",))):
    nothing_yet(visit, "session.needs_phase", page="manage/programme.py")
elif not frame_of(visit, sessions_counted, reach, subjects=("session",)):
    plans = visit.actor.may("session.write")
    nothing_yet(visit, "session.none_yet" if plans else "session.none_planned", page="entry/sessions.py")
else:
    if visit.actor.may("session.write"):
        waiting_for_the_desk(visit)
    for title, rows in made_of(visit, "today", reach, make=rows_by_part, subjects=SUBJECTS).items():
        if rows or title == "today.sessions":
            st.subheader(words.say(title), anchor=False)
        if not rows and title == "today.sessions":
            st.caption(words.say("today.none"))
        all_of_it = title in ("today.sessions", "today.coming")
        for row in rows if all_of_it else rows[:MOST]:
            about = tell_sent_back if title == "today.sent_back" else None
            card(visit, row, about=about, texts=all_of_it)
        if not all_of_it and len(rows) > MOST:
            page, query = FURTHER[title]
            with ways(title):
                label = words.count("today.further", len(rows) - MOST)
                link(visit, page, label, icon=":material/more_horiz:", **query)

st.subheader(words.say("today.register"), anchor=False)
with ways("register"):
    for name in ("organisations", "participants", "obstacles", "sessions"):
        link(visit, f"entry/{name}.py", words.say(f"menu.entry.{name}"))
