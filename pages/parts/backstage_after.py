"""After the event: one press takes what was let through into the register, and the record of the day is taken away."""

import streamlit as st

from db.commands.event_register import register_submissions, unregister_submissions
from db.queries.event_record import obstacles_ranked
from db.queries.events import event_card
from db.queries.moderation import submissions_counted
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.event_record import record_buttons
from pages.parts.forms import act
from pages.parts.moderation import SUBJECTS
from pages.parts.visit import Visit


def after(visit: Visit, event_id: int) -> None:
    """Draws what is done once everybody has gone: the register for whoever may write it, the record for everybody."""
    st.subheader(visit.words.say("backstage.after"), anchor=False)
    if visit.actor.may("event.write"):
        _register(visit, event_id)
    record_buttons(visit, event_id)


def _register(visit: Visit, event_id: int) -> None:
    words, place = visit.words, f"backstage.{event_id}.after"
    counts = frame_of(visit, submissions_counted, event_id, subjects=SUBJECTS)
    accepted = counts["shown"] + counts["merged"]
    left = accepted - counts["registered"]
    if counts["pending"]:
        st.warning(words.count("backstage.still_pending", counts["pending"]), icon=":material/pending:")
    if not accepted:
        st.info(words.say("backstage.nothing_accepted"), icon=":material/lightbulb:")
        return
    version = int(fresh(event_card, visit.actor.provinces, event_id).version)
    if left:
        groups = len(frame_of(visit, obstacles_ranked, event_id, subjects=(*SUBJECTS, "obstacle", "vote")))
        st.markdown(words.count("backstage.to_register", left, groups=words.count("backstage.groups", groups)))
        label = words.say("backstage.register")
        if st.button(label, key=f"{place}.register", type="primary", icon=":material/library_add:") and act(
            visit, place, register_submissions, event_id, version
        ):
            st.rerun()
    if counts["registered"]:
        st.success(words.count("backstage.registered", counts["registered"]), icon=":material/check_circle:")
        link(visit, "explore/obstacles.py", words.say("backstage.to_register_page"))
        with st.popover(words.say("backstage.unregister"), icon=":material/undo:"):
            st.markdown(words.say("backstage.unregister_help"))
            label = words.say("backstage.unregister_yes")
            if st.button(label, key=f"{place}.unregister", icon=":material/undo:") and act(
                visit, f"{place}.out", unregister_submissions, event_id, version
            ):
                st.rerun()
