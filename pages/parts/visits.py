"""An organisation's visits on its profile, and the link with which it says by itself what is solved."""

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from core.i18n import escaped
from core.passwords import new_token, token_hash
from db.commands.confirmations import give_confirmation_link, revoke_confirmation_link
from db.queries.answer_page import confirmation_links
from db.queries.organisation_visits import visits_of
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.forms import act
from pages.parts.visit import Visit

SUBJECTS = ("account", "confirmation", "obstacle", "organisation", "visit")


def visits_part(visit: Visit, organisation_id: int) -> None:
    """The visits, the latest first, with the way to record one for whoever writes."""
    words = visit.words
    st.subheader(words.say("visit.section"), anchor=False)
    rows = frame_of(visit, visits_of, organisation_id, subjects=SUBJECTS).to_dict("records")
    if not rows:
        st.caption(words.say("visit.none"))
    for row in rows:
        with st.container(border=True, gap="xsmall"):
            st.markdown(_told(visit, row))
            label = words.say("visit.correct")
            link(
                visit, "entry/visit.py", label, icon=":material/edit:", organisation=organisation_id, correct=row["id"]
            )
    link(visit, "entry/visit.py", words.say("visit.new"), icon=":material/home_pin:", organisation=organisation_id)


def _told(visit: Visit, row: dict[str, Any]) -> str:
    words = visit.words
    day = words.day(row["visited_on"])
    head = words.say("visit.by", day=day, who=row["by"]) if row["by"] else day
    lines = [f"**{escaped(head)}**", escaped(row["words"]).replace("\n", "  \n")]
    if row["next_step"]:
        when = {"day": row["next_on"]} if row["next_on"] else {}
        key = "story.next_step_on" if when else "story.next_step"
        lines.append(f":material/event_upcoming: {words.show(key, step=row['next_step'], **when)}")
    if row["raised"] or row["confirmed"]:
        counts = {"raised": int(row["raised"]), "confirmed": int(row["confirmed"])}
        lines.append(f":small[:gray[{escaped(words.say('visit.outcome', **counts))}]]")
    return "  \n".join(lines)


def links_part(visit: Visit, organisation_id: int) -> None:
    """The links that still open, each to be revoked, and the button that makes one; shown in this run alone."""
    words = visit.words
    if not visit.actor.may(give_confirmation_link.action):
        return
    st.subheader(words.say("answer.given"), anchor=False)
    st.caption(words.say("answer.give_help"))
    made = st.button(words.say("answer.give"), icon=":material/link:", key=f"answer.give.{organisation_id}")
    token = new_token()
    if made and act(visit, "answer.give", give_confirmation_link, organisation_id, token_hash(token)):
        newest = fresh(confirmation_links, organisation_id, visit.today)[0]
        st.info(words.say("answer.copy", day=newest["expires_on"]), icon=":material/link:")
        here = urlsplit(st.context.url or "")
        st.code(f"{here.scheme}://{here.netloc}/confirm/{token}", language=None, wrap_lines=True)
    for one in fresh(confirmation_links, organisation_id, visit.today):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(escaped(words.say("answer.standing", day=one["expires_on"])))
            key = f"answer.revoke.{one['id']}"
            if st.button(words.say("answer.revoke"), icon=":material/link_off:", key=key) and act(
                visit, key, revoke_confirmation_link, int(one["id"]), int(one["version"])
            ):
                st.rerun()
