"""How a session is shown: what is taught, when, where, to whom, and who came."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.i18n import escaped
from pages.menu import link
from pages.parts.texts import texts_to_send
from pages.parts.visit import Visit

STATE_ICONS = {"planned": "event", "held": "how_to_reg", "closed": "lock", "cancelled": "event_busy"}


def heading(visit: Visit, row: Any) -> str:
    """What is taught and when, as Markdown."""
    words = visit.words
    return f"**{escaped(words.label(row, 'module'))}** {escaped(clock(row))}"


def clock(row: Any) -> str:
    """From when to when."""
    return f"{row.starts_at:%H:%M} - {row.ends_at:%H:%M}"


def details(visit: Visit, row: Any) -> str:
    """The day, the place and the group, as Markdown."""
    words = visit.words
    group = words.say("session.of_group", group=row.group_label) if row.group_label else words.say("session.open")
    said = [words.day(row.held_on, "full"), row.venue, words.label(row, "commune"), words.label(row, "province"), group]
    # The chief town of a province often bears its name, which is said once.
    return escaped(" · ".join(dict.fromkeys(part for part in said if part)))


def counts(visit: Visit, row: Any) -> str:
    """The state and the numbers of the roster."""
    words = visit.words
    said = [words.say(f"session_state.{row.state}")]
    if row.expected:
        said.append(words.count("session.expected", int(row.expected)))
    if row.state in ("held", "closed"):
        said.append(words.count("session.present", int(row.present)))
    if row.state == "held" and row.unknown:
        said.append(words.count("session.unknown", int(row.unknown)))
    return " · ".join(said)


def to_phone(visit: Visit, number: int) -> None:
    """Draws the way to the light roster, a page of its own; nothing for whoever marks no attendance."""
    if visit.actor.may("attendance.write"):
        address = f"/roster/{number}"
        st.link_button(visit.words.say("light.to_phone"), address, icon=":material/smartphone:", width="stretch")


def to_paper(visit: Visit, number: int) -> None:
    """Draws the way to typing from the paper sheet, for whoever marks attendance."""
    if visit.actor.may("attendance.write"):
        address = f"/roster/{number}/paper"
        st.link_button(visit.words.say("paper.to_paper"), address, icon=":material/keyboard:", width="stretch")


def card(visit: Visit, row: Any, *, about: Callable[[Visit, Any], None] | None = None, texts: bool = False) -> None:
    """One session of a list, with the way to its roster and, for whoever plans, to its form.

    `about` draws what else the list says of it; `texts` are those to be sent.
    """
    words = visit.words
    with st.container(border=True, gap="xsmall"):
        st.markdown(heading(visit, row))
        st.caption(details(visit, row))
        st.caption(f":material/{STATE_ICONS[row.state]}: {counts(visit, row)}")
        if about:
            about(visit, row)
        number = int(row.id)
        if row.state != "cancelled":
            label = words.say(f"session.to_roster.{row.state}")
            link(visit, "entry/attendance.py", label, session=number)
        if row.state in ("planned", "held") and row.held_on <= visit.today:
            to_phone(visit, number)
        if visit.actor.may("session.write") and row.state in ("planned", "held"):
            link(visit, "entry/sessions.py", words.say("session.to_change"), icon=":material/edit:", session=number)
        if texts:
            texts_to_send(visit, row)
