"""What a moderator holds in front: which submission, what was pressed on it, and what became of that."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from core.problems import Problem
from db.commands.ledger import Command, perform
from db.commands.moderation import (
    ban_phone,
    merge_submission,
    reject_submission,
    show_submission,
    take_submission_back,
)
from db.queries.moderation import submission_now
from pages.parts.data import fresh
from pages.parts.drafts import page_key
from pages.parts.moderation_turns import TURNS
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

_DECISIONS: dict[str, Command[Any, Any]] = {
    "show": show_submission,
    "reject": reject_submission,
    "merge": merge_submission,
}


@dataclass(frozen=True)
class Front:
    """What a moderator has in front: a submission as it was when it came there, so that a decision is about that."""

    id: int
    version: int
    phone_id: int | None
    phone_version: int | None
    offered: tuple[tuple[str, int], ...] = ()

    def key(self, name: str) -> str:
        """The key of a widget that is about this submission as it stands, and about no other."""
        return f"moderation.{self.id}.{self.version}.{name}"


def pressed_on(hand: Mapping[str, Any]) -> tuple[str, Any] | None:
    """What was pressed on the card that was drawn last, with what it is about."""
    state, front = st.session_state, hand.get("front")
    if hand.get("last") and state.get(f"moderation.undo.{hand['last'][0]}.{hand['last'][1]}"):
        return "undo", None
    for taken in hand.get("next", ()):
        if state.get(f"moderation.take.{taken}"):
            return "take", taken
    if front is None:
        return None
    for name in ("show", "reject", "ban", "later"):
        if state.get(front.key(name)):
            return name, None
    return next((("merge", one) for one in front.offered if state.get(front.key(f"merge.{one[0]}.{one[1]}"))), None)


def decide(visit: Visit, hand: dict[str, Any], name: str, about: Any) -> None:
    """Does what was pressed; what became of it is told beside the card that comes next."""
    front: Front | None = hand.get("front")
    if name == "take":
        hand["wanted"] = about
        hand["front"] = None
        return
    if name == "undo":
        number, version = hand.pop("last")
        _do(visit, hand, "undone", take_submission_back, number, version)
        hand["wanted"], hand["front"] = number, None
        return
    assert front is not None
    if name == "later":
        hand.setdefault("later", []).append(front.id)
        hand["front"] = None
        return
    if name == "ban":
        _do(visit, hand, "banned", ban_phone, front.phone_id, front.phone_version)
        hand["front"] = None
        return
    given: dict[str, Any] = {}
    if name == "reject":
        given = {"reason": st.session_state.get(front.key("reason")) or ""}
    if name == "merge":
        given = {"obstacle_id" if about[0] == "obstacle" else "same_as_id": about[1]}
    if _do(visit, hand, name, _DECISIONS[name], front.id, front.version, **given):
        hand["last"] = (front.id, front.version + 1)
    # What was decided meanwhile by somebody else is decided too; without a reason nothing was.
    if hand.get("refused_code") != "required":
        hand["front"] = None


def _do(visit: Visit, hand: dict[str, Any], told: str, command: Command[Any, Any], *args: Any, **options: Any) -> bool:
    try:
        perform(command, visit.actor, f"moderation.{page_key()}", *args, **options)
        hand["told"], hand["refused_code"] = ("done", visit.words.say(f"moderation.told.{told}")), None
        done = True
    except Problem as problem:
        hand["told"], hand["refused_code"] = ("refused", refusal(visit.words, problem)), problem.code
        done = False
    visit.stand.clear()
    return done


def in_front(visit: Visit, hand: dict[str, Any], waiting: list[dict[Any, Any]]) -> dict[Any, Any] | None:
    """The submission in front: the one that was there while nobody has decided on it, else the next one that no other
    moderator has in front.
    """
    by_id = {int(row["id"]): row for row in waiting}
    # The numbers of two databases are not of one queue.
    moderator, database = hand.setdefault("moderator", uuid.uuid4().hex), visit.stand.get("", "")
    held: Front | None = hand.get("front")
    if held is not None and held.id not in by_id:
        there = fresh(submission_now, held.id)
        if there and there["state"] != "pending":
            # Another moderator was faster: this is said where the eye is, and the next one comes.
            problem = Problem(f"submission_{there['state']}_meanwhile", who=there["who"] or "—")
            hand["told"] = ("refused", refusal(visit.words, problem))
        held = None
    wanted = hand.pop("wanted", None)
    if wanted in by_id:
        row: dict[Any, Any] | None = by_id[wanted]
    elif wanted is not None and (there := fresh(submission_now, wanted)) and there["state"] == "pending":
        # Of a phone that was banned: looked at because somebody asked for it.
        row = there
    elif held is not None:
        row = by_id[held.id]
    else:
        later = [one for one in hand.get("later", []) if one in by_id]
        hand["later"] = later
        # What was put off comes last, and what another moderator has in front does not come at all.
        order = [number for number in by_id if number not in later] + later
        found = TURNS.first_free(moderator, [(database, number) for number in order])
        row = by_id[found[1]] if isinstance(found, tuple) else None
        if row is not None and later and row["id"] == later[0]:
            hand["later"] = later[1:]
    if row is None:
        hand["front"] = None
        return None
    TURNS.keep(moderator, (database, int(row["id"])))
    phone = (int(row["phone_id"]), int(row["phone_version"])) if pd.notna(row["phone_id"]) else (None, None)
    # A version that was raised meanwhile is a decision that came back; what is drawn is what is decided on.
    hand["front"] = Front(int(row["id"]), int(row["version"]), *phone)
    return row
