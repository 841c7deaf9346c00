"""The ticks of an open roster: each is saved at once as what it changes, whatever others tick meanwhile."""

import uuid
from collections import Counter
from typing import Any

import streamlit as st

from core.i18n import Words, escaped, isolated
from core.names import normalised
from core.problems import Problem
from core.records import validated
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance
from db.commands.ledger import perform
from db.engine import reading
from db.queries.roster import Expected, roster
from pages.parts.refusals import refusal
from pages.parts.visit import Visit, enter


def draw_ticks(session_id: int, present: int) -> None:
    """Draws the ticks in a fragment of their own; `present` is the status that a tick means.

    The browser sends its whole choice with every tick. What changed is the difference to the choice it sent
    before, and only that is saved, so that two officers at one roster never undo each other. The choice itself is
    never rewritten under a thumb: what others ticked is told, and shown when the page is drawn anew or asked for.
    """
    hand = st.session_state.setdefault(f"roster.{session_id}", {})
    hand["whole_page"] = True
    _ticks(session_id, present)


@st.fragment
def _ticks(session_id: int, present: int) -> None:
    visit = enter("attendance.write")
    words = visit.words
    hand: dict[str, Any] = st.session_state[f"roster.{session_id}"]
    refused = _save(visit, hand, present)
    text = st.session_state.get(f"roster.{session_id}.search") or ""
    with reading() as session:
        rows = roster(session, visit.actor.provinces, session_id)
    shown = _found(rows, text)
    labels = _labels(words, shown)
    ticked = [row.registration_id for row in shown if row.meaning == "present"]
    behind = set(ticked) ^ set(hand.get("sent", ()))
    if refused or hand.get("labels") != labels or (behind and hand.pop("whole_page", False)):
        _renew(hand, labels, ticked)
        behind = set()
    hand["whole_page"] = False

    _numbers(words, rows)
    if refused:
        st.error(refusal(words, refused), icon=":material/error:")
    st.text_input(
        words.say("roster.search"),
        key=f"roster.{session_id}.search",
        type="search",
        live=True,
        placeholder=words.say("roster.search"),
        label_visibility="collapsed",
    )
    if not shown:
        st.caption(words.say("roster.none_found"))
        return
    st.pills(
        words.say("roster.who_came"),
        list(labels),
        selection_mode="multi",
        default=hand["drawn"],
        format_func=labels.__getitem__,
        key=hand["key"],
        width="stretch",
    )
    if behind and st.button(words.count("roster.elsewhere", len(behind)), icon=":material/sync:", width="stretch"):
        _renew(hand, labels, ticked)
        st.rerun(scope="fragment")


def _save(visit: Visit, hand: dict[str, Any], present: int) -> Problem | None:
    """Saves what the browser's choice changed since the one before; the first refusal, if there is one."""
    sent = st.session_state.get(hand["key"]) if "key" in hand else None
    if sent is None:
        # Nothing of this roster is on the browser's page: it is drawn from the database.
        hand.pop("labels", None)
        return None
    refused = None
    for registration in sorted(set(sent) ^ set(hand["sent"])):
        status = present if registration in sent else None
        try:
            mark = validated(AttendanceMark, {"registration_id": registration, "status_id": status})
            perform(mark_attendance, visit.actor, uuid.uuid4().hex, mark)
        except Problem as problem:
            # The others of the same burst are saved all the same.
            refused = refused or problem
            continue
        # Written down at once and in place: the run may be cut at any element, and a tick is not made twice.
        hand["sent"].symmetric_difference_update({registration})
    return refused


def _renew(hand: dict[str, Any], labels: dict[int, str], ticked: list[int]) -> None:
    # Another key is another widget: what is still on its way for the old one cannot be misread.
    hand.update(key=f"roster.pills.{uuid.uuid4().hex}", labels=labels, drawn=list(ticked), sent=set(ticked))


def _found(rows: list[Expected], text: str) -> list[Expected]:
    wanted = normalised(text).split()
    if not wanted:
        return [row for row in rows if text.strip() in ("", str(row.row_number))]
    return [row for row in rows if all(word in row.search for word in wanted) or text.strip() == str(row.row_number)]


def _labels(words: Words, rows: list[Expected]) -> dict[int, str]:
    """What stands on each tick: number and name, the organisation of namesakes, and a mark other than present."""
    names = {row.registration_id: words.person(row.name_ar, row.name_latin) for row in rows}
    often = Counter(names.values())
    labels = {}
    for row in rows:
        parts = [f"{row.row_number}. {isolated(names[row.registration_id])}"]
        if often[names[row.registration_id]] > 1:
            parts.append(words.name(row.organisation_ar, row.organisation_latin))
        if row.meaning not in (None, "present"):
            parts.append(words.say(f"meaning.{row.meaning}"))
        labels[row.registration_id] = escaped(" · ".join(part for part in parts if part))
    return labels


def _numbers(words: Words, rows: list[Expected]) -> None:
    present = sum(row.meaning == "present" for row in rows)
    unknown = sum(row.meaning is None for row in rows)
    said = [
        words.count("session.present", present),
        words.count("session.expected", len(rows)),
        words.count("session.unknown", unknown),
    ]
    st.markdown(f"**{said[0]}** · {said[1]} · {said[2]}")
