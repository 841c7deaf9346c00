"""What waits for a coordinator on the first page: sheets to verify, hours nobody told, people who stay away."""

import streamlit as st

from db.queries.hours_missing import hours_missing_by_province
from db.queries.sheets import sheets_by_province
from db.queries.trainers import trainers_counted
from db.queries.week import WEEK_SUBJECTS, week_counted
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import ways
from pages.parts.person_page import absences
from pages.parts.trainer_hours_missing import SUBJECTS
from pages.parts.visit import Visit


def waiting_for_the_desk(visit: Visit) -> None:
    """Draws a line for each thing that waits, with how many and the way to it; nothing where nothing waits."""
    words, reach = visit.words, visit.actor.provinces
    sheets = frame_of(visit, sheets_by_province, reach, visit.today, subjects=SUBJECTS)
    waiting = int(sheets["waiting"].sum())
    hours = 0
    if frame_of(visit, trainers_counted, subjects=("trainer",)):
        hours = int(frame_of(visit, hours_missing_by_province, reach, subjects=SUBJECTS)["sessions"].sum())
    week = frame_of(visit, week_counted, reach, visit.today, subjects=(*WEEK_SUBJECTS, "setting"))
    if waiting or hours or week.late or week.unanswered:
        st.subheader(words.say("today.desk"), anchor=False)
    with ways("desk"):
        if waiting:
            label = words.count("today.waiting", waiting)
            link(visit, "explore/sheets.py", label, icon=":material/hourglass_top:", standing="waiting")
        if hours:
            label = words.count("today.hours_missing", hours)
            link(visit, "manage/trainers.py", label, icon=":material/co_present:", task="missing")
        if week.late:
            link(visit, "entry/week.py", words.count("today.week", week.late), icon=":material/schedule:")
        if week.unanswered:
            label = words.count("today.week_unanswered", week.unanswered)
            link(visit, "entry/week.py", label, icon=":material/hourglass_top:")
    absences(visit)
