"""The links that open the stage: one is made and shown once with its code, and taken back when it is not needed."""

from datetime import timedelta

import streamlit as st

from core.passwords import new_token, token_hash
from core.qr_codes import qr_picture
from core.records import validated
from core.records.stage import StageLinkRecord
from db.commands.stage_links import make_stage_link, revoke_stage_link
from db.queries.stage import stage_links
from pages.parts.data import frame_of
from pages.parts.forms import act
from pages.parts.paper_sheet import own_address, visited_address
from pages.parts.visit import Visit

_CODE_PIXELS = 200
# The longest that a link can be good for from the day on which it is made.
_MOST_DAYS = 30


def links(visit: Visit, event_id: int) -> None:
    """Draws the button that makes a link, the one just made, and those that are open."""
    words, place = visit.words, f"backstage.{event_id}.link"
    last = st.date_input(
        words.say("backstage.link_until"),
        value=visit.today,
        min_value=visit.today,
        max_value=visit.today + timedelta(days=_MOST_DAYS),
        key=f"{place}.until",
    )
    if st.button(words.say("backstage.make_link"), key=f"{place}.make", icon=":material/add_link:", width="stretch"):
        token = new_token()
        record = validated(StageLinkRecord, {"expires_on": last})
        if act(visit, place, make_stage_link, event_id, token_hash(token), record):
            st.session_state[f"{place}.made"] = token
    if made := st.session_state.get(f"{place}.made"):
        address = f"{own_address()}/stage/{made}"
        with st.container(border=True):
            st.caption(words.say("backstage.link_once"))
            st.code(address, language=None, wrap_lines=True)
            st.image(qr_picture(address), width=_CODE_PIXELS)
            if st.button(words.say("backstage.link_hide"), key=f"{place}.hide", icon=":material/visibility_off:"):
                del st.session_state[f"{place}.made"]
                st.rerun()
    rows = frame_of(visit, stage_links, event_id, subjects=("stage",)).to_dict("records")
    for row in [row for row in rows if row["revoked_at"] is None and row["expires_on"] >= visit.today]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(words.say("backstage.link_line", at=row["created_at"], until=row["expires_on"]))
            label = words.say("backstage.revoke")
            if st.button(label, key=f"{place}.revoke.{row['id']}", icon=":material/link_off:") and act(
                visit, f"{place}.revoke", revoke_stage_link, int(row["id"])
            ):
                st.session_state.pop(f"{place}.made", None)
                st.rerun()


def preview(visit: Visit, event_id: int) -> None:
    """Draws the stage itself in small, through a link of today that this page makes for it and takes back again."""
    words, place = visit.words, f"backstage.{event_id}.preview"
    wanted = st.toggle(words.say("backstage.preview"), key=f"{place}.wanted")
    held = st.session_state.get(f"{place}.token")
    if wanted and held is None:
        token = new_token()
        record = validated(StageLinkRecord, {"expires_on": visit.today})
        if saved := act(visit, place, make_stage_link, event_id, token_hash(token), record):
            st.session_state[f"{place}.token"] = held = (token, saved.row_id)
    if not wanted and held is not None:
        del st.session_state[f"{place}.token"]
        act(visit, place, revoke_stage_link, held[1])
    if wanted and held is not None:
        st.iframe(f"{visited_address()}/stage/{held[0]}", height=300)
