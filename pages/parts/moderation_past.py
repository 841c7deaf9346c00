"""What moderators decided on already, each decision to be taken back; and the phones that are banned."""

import pandas as pd
import streamlit as st

from core.i18n import escaped, isolated
from db.commands.moderation import bring_phone_back, take_submission_back
from db.queries.moderation import banned_phones, decided_submissions, waiting_submissions
from pages.parts.data import frame_of
from pages.parts.forms import act
from pages.parts.moderation import SUBJECTS, queued, said_about
from pages.parts.visit import Visit

_STATES = {"shown": "visibility", "merged": "merge", "rejected": "block"}


def decided(visit: Visit, event_id: int) -> None:
    """The latest decisions, with who took each."""
    words = visit.words
    rows = frame_of(visit, decided_submissions, event_id, subjects=SUBJECTS).to_dict("records")
    if not rows:
        st.caption(words.say("moderation.nothing_decided"))
    for row in rows:
        told = [words.say(f"submission_state.{row['state']}")]
        told += [words.say(f"reject_reason.{row['reason']}")] if row["reason"] else []
        told += [words.say("moderation.by", who=row["who"])] if row["who"] else []
        told += [words.say("moderation.in_register")] if pd.notna(row["mention_id"]) else []
        with st.container(border=True, gap="xsmall"):
            text = escaped(isolated(str(row["text"])))
            state = escaped(" · ".join(isolated(one) for one in told))
            st.markdown(f"{text}  \n:material/{_STATES[row['state']]}: :small[{state}]")
            st.caption(said_about(visit, row))
            if pd.isna(row["mention_id"]):
                key = f"moderation.back.{row['id']}.{row['version']}"
                if st.button(words.say("moderation.take_back"), key=key, icon=":material/undo:") and act(
                    visit, key, take_submission_back, int(row["id"]), int(row["version"])
                ):
                    st.rerun()


def phones(visit: Visit, event_id: int) -> None:
    """The banned phones, by the last thing that came from each, and what they sent and nobody decided on."""
    words = visit.words
    rows = frame_of(visit, banned_phones, event_id, subjects=SUBJECTS).to_dict("records")
    if not rows:
        st.caption(words.say("moderation.no_phone_banned"))
        return
    for row in rows:
        with st.container(border=True, gap="xsmall"):
            st.markdown(escaped(isolated(str(row["last"] or "—"))))
            st.caption(words.count("moderation.of_phone", int(row["sent"])))
            key = f"moderation.phone.{row['id']}.{row['version']}"
            if st.button(words.say("moderation.phone_back"), key=key, icon=":material/phonelink_ring:") and act(
                visit, key, bring_phone_back, int(row["id"]), int(row["version"])
            ):
                st.rerun()
    apart = frame_of(visit, waiting_submissions, event_id, True, subjects=SUBJECTS).to_dict("records")
    if apart:
        st.markdown(f"**{words.count('moderation.apart', len(apart))}**")
    for row in apart:
        if queued(visit, row, f"moderation.apart.{row['id']}"):
            hand = st.session_state.setdefault(f"moderation.{event_id}", {})
            hand["wanted"], hand["front"] = int(row["id"]), None
            st.rerun()
