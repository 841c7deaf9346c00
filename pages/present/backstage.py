"""Backstage: what is on the stage and what comes, what phones may do, what they sent, and what is said and promised."""

import streamlit as st

from db.queries.stage import StageNow, stage_now
from pages.parts.backstage import commitments, event_shown, recommendations, switches
from pages.parts.backstage_after import after
from pages.parts.backstage_links import links, preview
from pages.parts.backstage_scenes import scenes
from pages.parts.backstage_stage import stage_control, stage_look
from pages.parts.data import frame_of
from pages.parts.folds import fold
from pages.parts.moderation import moderation
from pages.parts.moderation_past import decided, phones
from pages.parts.visit import enter

visit = enter("stage.write")
words = visit.words
st.title(words.say("menu.present.backstage"), anchor=False)
event = event_shown(visit)
if event is None:
    st.stop()
switches(event)
left, right = st.columns([5, 6], gap="large")
with left:
    st.subheader(words.say("backstage.stage"), anchor=False)
    stage_control(event)
    stage: StageNow | None = frame_of(visit, stage_now, event, subjects=("stage",))
    if stage is not None:
        preview(visit, event)
        stage_look(visit, stage)
        with fold("scenes", words.say("backstage.scenes"), ":material/view_carousel:") as opened:
            if opened:
                scenes(visit, stage)
        with fold("links", words.say("backstage.links"), ":material/link:") as opened:
            if opened:
                links(visit, event)
with right:
    st.subheader(words.say("moderation.title"), anchor=False)
    moderation(event)
    with fold("decided", words.say("moderation.decided"), ":material/fact_check:") as opened:
        if opened:
            decided(visit, event)
    with fold("phones", words.say("moderation.phones"), ":material/phonelink_erase:") as opened:
        if opened:
            phones(visit, event)
st.subheader(words.say("backstage.said"), anchor=False)
one, other = st.columns(2, gap="large")
with one:
    recommendations(visit, event)
with other:
    commitments(visit, event)
after(visit, event)
