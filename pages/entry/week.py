"""The coordinator's week: what is late, what is due, who does not answer, and which cooperatives are to be heard."""

import streamlit as st

from db.queries.choices import any_obstacle
from db.queries.week import WEEK_SUBJECTS, week_counted
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.visit import enter
from pages.parts.week import PARTS, dates_button, part
from pages.parts.week_reminder import reminder_part

visit = enter("session.write")
words = visit.words
st.title(words.say("menu.entry.week"), anchor=False)
st.caption(words.say("week.of", day=visit.today))
if not frame_of(visit, any_obstacle, subjects=("obstacle",)):
    nothing_yet(visit, "explore.obstacles.empty", "entry/obstacles.py")
week = frame_of(visit, week_counted, visit.actor.provinces, visit.today, subjects=(*WEEK_SUBJECTS, "setting"))
with st.grid(len(PARTS), min_column_width=165, gap="small"):
    for name in PARTS:
        st.metric(words.say(f"week.{name}"), words.number(getattr(week, name)), border=True, height="stretch")
if not week.anything:
    st.success(words.say("week.nothing"), icon=":material/check_circle:")
else:
    dates_button(visit, week)
    reminder_part(visit)
    for name in PARTS:
        part(visit, name, getattr(week, name))
