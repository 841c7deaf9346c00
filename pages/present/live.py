"""Live: what an event and its programme count, in figures and charts that refresh by themselves for every presenter."""

import streamlit as st

from pages.parts.backstage import event_shown
from pages.parts.live import hall, programme
from pages.parts.visit import enter

visit = enter("event.read")
st.title(visit.words.say("menu.present.live"), anchor=False)
event = event_shown(visit)
if event is None:
    st.stop()
hall(event)
programme(event)
