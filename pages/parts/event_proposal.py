"""Who would be invited: likely doubles first, then what is refused and why, then the list, and the one button."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.i18n import escaped
from db.commands.guests import MOST_INVITED, invite_guests
from db.queries.guest_invitations import Invitation
from pages.parts.forms import act
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

_MOST_SHOWN = 200


def propose(visit: Visit, event: int, lines: Sequence[Invitation], place: str) -> None:
    """Likely doubles first, then what is refused with the reason, then who would be invited, and the button."""
    words = visit.words
    refused = [line for line in lines if line.record is None]
    double = [line for line in lines if line.record is not None and line.double]
    chosen = [line for line in lines if line.record is not None and not line.double]
    if double:
        chosen += _anyway(visit, double, place)
    if refused:
        st.markdown(f"**{words.count('event.refused_rows', len(refused))}**")
        for line in refused[:_MOST_SHOWN]:
            reasons = " ".join(refusal(words, problem) for problem in line.problems)
            which = words.show("event.refused_row", row=str(line.number), name=line.called or line.place)
            st.caption(f"{which} {reasons}")
    if not chosen:
        st.info(words.say("event.nobody_to_invite"), icon=":material/check:")
        return
    chosen.sort(key=lambda line: line.number)
    _preview(visit, chosen)
    label = words.count("event.invite_them", len(chosen))
    if len(chosen) > MOST_INVITED:
        st.warning(words.say("problem.too_many_rows", limit=MOST_INVITED), icon=":material/warning:")
    elif st.button(label, type="primary", icon=":material/mail:", width="stretch", key=f"{place}.invite"):
        records = [line.record for line in chosen if line.record is not None]
        if act(visit, place, invite_guests, event, records):
            st.session_state[told(event)] = len(records)
            st.session_state[f"event.{event}.files"] = st.session_state.get(f"event.{event}.files", 0) + 1
            st.rerun()


def _anyway(visit: Visit, double: Sequence[Invitation], place: str) -> list[Invitation]:
    words = visit.words
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.count('event.doubles', len(double))}**")
        st.caption(words.say("event.doubles_help"))
        wanted = []
        for line in double[:_MOST_SHOWN]:
            reason, other = line.double or ("", "")
            told = words.show(
                "event.double_of",
                name=line.called or line.place,
                other=other or line.place,
                why=words.say(f"double.{reason}"),
            )
            if st.checkbox(told, key=f"{place}.anyway.{line.number}.{line.called}"):
                wanted.append(line)
    return wanted


def _preview(visit: Visit, lines: Sequence[Invitation]) -> None:
    words = visit.words
    shown = pd.DataFrame(
        {
            words.say("event.column.name"): [escaped(line.called) for line in lines[:_MOST_SHOWN]],
            words.say("guest.kind"): [
                words.say(f"guest_kind.{line.record.kind}") if line.record else "" for line in lines[:_MOST_SHOWN]
            ],
            words.say("event.column.organisation"): [escaped(line.place) for line in lines[:_MOST_SHOWN]],
        }
    )
    st.table(shown, border="horizontal", hide_index=True)
    if len(lines) > _MOST_SHOWN:
        st.caption(words.say("door.more", number=words.number(len(lines) - _MOST_SHOWN)))


def told(event: int) -> str:
    """Where the session holds how many were invited last."""
    return f"event.{event}.invited"
