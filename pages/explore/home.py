"""Sends each reader to the first page of the day: the field to its sessions, everybody else to the figures."""

import streamlit as st

from core.access import FIELD_OFFICER
from pages.parts.visit import enter

visit = enter("account.self")
st.switch_page("entry/today.py" if visit.actor.roles == {FIELD_OFFICER} else "explore/overview.py")
