"""The queue of moderators: one submission in front, decided with a key or a thumb, what it may repeat beside it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import ZONE, escaped, isolated
from core.records.events import REJECT_REASONS
from db.queries.moderation import proposals, submissions_counted, waiting_submissions
from db.queries.places import provinces
from db.queries.reference import categories
from pages.parts.data import frame_of, records_of, worked_out
from pages.parts.moderation_hand import Front, decide, in_front, pressed_on
from pages.parts.visit import Visit, enter

ACTION = "moderation.write"
# How often the queue looks by itself, in seconds.
REFRESH = 2
SUBJECTS = ("account", "event_phone", "guest", "submission")
_MOST_NEXT = 8
# The key that each decision takes; C and R are the browser's and Streamlit's own.
KEYS = {"show": "S", "reject": "X", "ban": "K", "later": "N", "undo": "U"}
_ENDS = ("oldest", "newest")


def moderation(event_id: int) -> None:
    """Draws the queue of an event in a fragment that looks by itself and disturbs nobody who types elsewhere."""
    st.fragment(_queue, run_every=REFRESH)(event_id)


def names_of(visit: Visit) -> tuple[dict[int, str], dict[int, str]]:
    """Categories and provinces by their ids, as the reader calls them."""
    words, language = visit.words, visit.language
    listed = frame_of(visit, categories, subjects=("reference",))
    places = frame_of(visit, provinces, subjects=("place",))
    # Each line of the queue asks for them, and the queue looks every two seconds.
    return (
        worked_out(
            listed, f"labels {language}", lambda: {int(row.id): words.label(row) for row in listed.itertuples()}
        ),
        worked_out(
            places, f"names {language}", lambda: {int(row.id): words.label(row, "name") for row in places.itertuples()}
        ),
    )


def said_about(visit: Visit, row: Mapping[Any, Any]) -> str:
    """Category, province and hour of a submission, for an element that reads Markdown."""
    named, places = names_of(visit)
    province = places.get(int(row["province_id"])) if pd.notna(row["province_id"]) else None
    # The day is the event's own; what tells one from another in the queue is the minute.
    hour = f"{row['created_at'].astimezone(ZONE):%H:%M}"
    told = (named.get(int(row["category_id"])), province, hour)
    return escaped(" · ".join(isolated(one) for one in told if one))


def queued(visit: Visit, row: Mapping[Any, Any], key: str) -> bool:
    """Draws a submission that waits, with the button that takes it up; whether that was pressed."""
    # The line itself is what is pressed: beside a long sentence a button of its own would fall below it.
    return st.button(
        f"{escaped(isolated(str(row['text'])))} · :gray[{said_about(visit, row)}]",
        key=key,
        type="tertiary",
        icon=":material/vertical_align_top:",
        help=visit.words.say("moderation.take"),
        wrap=True,
    )


def _queue(event_id: int) -> None:
    hand: dict[str, Any] = st.session_state.setdefault(f"moderation.{event_id}", {})
    pressed = pressed_on(hand)
    # Only what a person does is an activity; that the queue looks by itself is none.
    visit = enter(ACTION, by_itself=pressed is None)
    if pressed is not None:
        decide(visit, hand, *pressed)
    words = visit.words
    counts = frame_of(visit, submissions_counted, event_id, subjects=SUBJECTS)
    st.caption(
        " · ".join(words.count(f"moderation.count.{name}", counts[name]) for name in ("pending", "shown", "merged"))
    )
    ends = {one: words.say(f"moderation.from.{one}") for one in _ENDS}
    end = st.segmented_control(
        words.say("moderation.from"),
        _ENDS,
        default=_ENDS[0],
        format_func=ends.__getitem__,
        key=f"moderation.{event_id}.end",
        help=words.say("moderation.from_help"),
        required=True,
    )
    waiting = records_of(frame_of(visit, waiting_submissions, event_id, False, 200, subjects=SUBJECTS))
    front = in_front(visit, hand, waiting if end == _ENDS[0] else waiting[::-1])
    _told(visit, hand)
    if front is None and not waiting:
        st.success(words.say("moderation.empty"), icon=":material/done_all:")
        return
    if front is None:
        st.info(words.say("moderation.with_others"), icon=":material/group:")
    else:
        _card(visit, event_id, hand, front)
    behind = [row for row in waiting if front is None or row["id"] != front["id"]]
    _next(visit, hand, behind, end == _ENDS[0])


def _told(visit: Visit, hand: dict[str, Any]) -> None:
    words = visit.words
    if told := hand.get("told"):
        done = told[0] == "done"
        with st.container(horizontal=True, vertical_alignment="center"):
            if done:
                st.success(told[1], icon=":material/check_circle:")
            else:
                st.warning(told[1], icon=":material/group:")
            if done and hand.get("last"):
                st.button(
                    words.say("moderation.undo"),
                    key=f"moderation.undo.{hand['last'][0]}.{hand['last'][1]}",
                    icon=":material/undo:",
                    shortcut=KEYS["undo"],
                )


def _card(visit: Visit, event_id: int, hand: dict[str, Any], row: dict[Any, Any]) -> None:
    words, front = visit.words, hand["front"]
    button = partial(st.button, width="stretch")
    with st.container(border=True, key="moderation.card"):
        st.caption(said_about(visit, row))
        st.subheader(escaped(isolated(str(row["text"]))), anchor=False)
        if front.phone_id is not None and int(row["phone_sent"]) > 1:
            st.caption(words.count("moderation.of_phone", int(row["phone_sent"])))
        button(
            words.say("moderation.show"),
            key=front.key("show"),
            type="primary",
            icon=":material/visibility:",
            shortcut=KEYS["show"],
        )
        hand["front"] = _merges(visit, event_id, front)
        reason = {code: words.say(f"reject_reason.{code}") for code in REJECT_REASONS}
        st.pills(
            words.say("moderation.reason"),
            REJECT_REASONS,
            default=REJECT_REASONS[0],
            format_func=reason.__getitem__,
            key=front.key("reason"),
            wrap=True,
        )
        with st.container(horizontal=True):
            button(words.say("moderation.reject"), key=front.key("reject"), icon=":material/block:", shortcut="X")
            button(words.say("moderation.later"), key=front.key("later"), icon=":material/low_priority:", shortcut="N")
            if front.phone_id is not None:
                button(
                    words.say("moderation.ban"),
                    key=front.key("ban"),
                    icon=":material/phonelink_erase:",
                    shortcut=KEYS["ban"],
                    help=words.say("moderation.ban_help"),
                )


def _merges(visit: Visit, event_id: int, front: Front) -> Front:
    """What the submission may repeat, each a button with its number; the card with what it offers now."""
    words = visit.words
    search = st.text_input(
        words.say("moderation.merge"),
        key=front.key("search"),
        placeholder=words.say("moderation.search"),
        icon=":material/search:",
    )
    found = frame_of(
        visit, proposals, visit.actor.provinces, event_id, front.id, search or "", subjects=("obstacle", "submission")
    )
    if not len(found):
        st.caption(words.say("moderation.nothing_like"))
    for place, row in enumerate(found.to_dict("records"), 1):
        about = words.count(f"moderation.{row['kind']}_voices", int(row["voices"]))
        st.button(
            f"{escaped(isolated(str(row['text'])))} · :gray[{escaped(about)}]",
            key=front.key(f"merge.{row['kind']}.{row['id']}"),
            icon=":material/merge:" if row["kind"] == "submission" else ":material/menu_book:",
            shortcut=str(place),
            width="stretch",
            wrap=True,
        )
    offered = tuple((str(row["kind"]), int(row["id"])) for row in found.to_dict("records"))
    return Front(front.id, front.version, front.phone_id, front.phone_version, offered)


def _next(visit: Visit, hand: dict[str, Any], waiting: list[dict[Any, Any]], oldest: bool) -> None:
    """What waits behind the card, each to be taken up before its turn."""
    shown = waiting[:_MOST_NEXT] if oldest else waiting[::-1][:_MOST_NEXT]
    hand["next"] = [int(row["id"]) for row in shown]
    if not shown:
        return
    st.markdown(f"**{visit.words.say('moderation.next')}**")
    for row in shown:
        queued(visit, row, f"moderation.take.{row['id']}")
