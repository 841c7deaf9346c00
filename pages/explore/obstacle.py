"""One obstacle with its whole story: who mentions it, what was promised and done, and what the cooperatives say."""

import streamlit as st

from core.i18n import escaped, isolated
from core.problems import Problem
from db.queries.obstacle_page import obstacle_card
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import back, standing_in_address
from pages.parts.hall_weight import draw_hall_weight
from pages.parts.history import row_link
from pages.parts.obstacle_acts import dropping_part, merging_part
from pages.parts.obstacle_answers import answers_part
from pages.parts.obstacle_state import state_told
from pages.parts.obstacle_story import SUBJECTS, draw_story
from pages.parts.obstacle_voices import confirmation_part, draw_progress, draw_voices
from pages.parts.organisations import said
from pages.parts.refusals import refusal
from pages.parts.visit import enter

visit = enter("obstacle.read")
words = visit.words
back(visit, "explore/obstacles.py", "obstacle_page.back")
opened = standing_in_address("obstacle")
if opened is None:
    st.info(words.say("obstacle_page.none"), icon=":material/lightbulb:")
    st.stop()
try:
    card = frame_of(visit, obstacle_card, visit.actor.provinces, opened, subjects=SUBJECTS)
except Problem as problem:
    st.error(refusal(words, problem), icon=":material/search_off:")
    st.stop()

st.title(escaped(card["title"] or card["said"] or said(words, card, "category")), anchor=False)
place = said(words, card, "province") if card["province_id"] else words.say("obstacle_page.everywhere")
facts = [said(words, card, "category"), place, words.say(f"severity.{card['severity']}")]
facts += [words.say(f"paper.{card['paper']}")] if card["paper"] else []
facts += [words.say("obstacle_page.raised", day=card["raised_on"])]
st.markdown(f"{state_told(words, card['state'])}  \n:gray[{escaped(' · '.join(isolated(one) for one in facts))}]")
draw_progress(visit, card)
draw_hall_weight(visit, opened)
left, right = st.columns((3, 2), gap="large")
with left:
    answers_part(visit, card)
    draw_story(visit, opened)
with right:
    draw_voices(visit, opened, card)
if visit.actor.may("obstacle.write"):
    confirmation_part(visit, opened)
    dropping_part(visit, card)
    merging_part(visit, card)
    link(visit, "entry/obstacles.py", words.say("obstacle_page.correct"), icon=":material/edit:", obstacle=opened)
row_link(visit, "obstacle", opened)
