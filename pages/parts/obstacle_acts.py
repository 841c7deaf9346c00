"""What may be decided of one obstacle on its page: dropped, picked up again, merged with another, the merge undone."""

from typing import Any

import streamlit as st

from db.commands.confirmations import drop_obstacle, pick_obstacle_up
from db.commands.ledger import perform
from db.commands.merging_obstacles import merge_obstacles, undo_obstacle_merge
from db.queries.obstacle_page import obstacle_card
from db.queries.obstacle_story import standing_merges
from db.queries.obstacles import obstacles_found, similar_obstacles
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.folds import fold
from pages.parts.forms import Form, act
from pages.parts.visit import Visit

_MOST_OFFERED = 8


def dropping_part(visit: Visit, card: dict[str, Any]) -> None:
    """Dropping the obstacle, or picking a dropped one up again; each for a reason."""
    words, number, dropped = visit.words, int(card["id"]), card["state"] == "dropped"
    form = Form(visit, "dropping", {}, f"{number}.{'up' if dropped else 'down'}", int(card["version"]))
    title = words.say("dropping.pick_title" if dropped else "dropping.title")
    with fold("dropping", title, ":material/replay:" if dropped else ":material/block:") as opened:
        if not opened:
            return
        st.caption(words.say("dropping.pick_help" if dropped else "dropping.help"))
        reason = form.text("reason", required=True)
        command = pick_obstacle_up if dropped else drop_obstacle
        form.submit(
            "dropping.pick" if dropped else "dropping.save",
            lambda: perform(command, visit.actor, form.key, number, form.version, reason),
            icon=":material/replay:" if dropped else ":material/block:",
        )


def merging_part(visit: Visit, card: dict[str, Any]) -> None:
    """Merging another obstacle into this one, and undoing the merges that stand; for whoever merges."""
    if not visit.actor.may(merge_obstacles.action):
        return
    words, number = visit.words, int(card["id"])
    form = Form(visit, "obstacle_merge", {}, number, int(card["version"]))
    with fold("merging_obstacle", words.say("obstacle_merge.title"), ":material/join:") as opened:
        if not opened:
            return
        st.caption(words.say("obstacle_merge.help"))
        offered = _offered(visit, card)
        if not offered:
            st.caption(words.say("obstacle_merge.none"))
        else:
            other = form.pills("other", list(offered), label=offered.__getitem__)
            reason = form.text("reason", required=True)
            # Which version of the other one was looked at, is what its name stands on.
            seen = fresh(obstacle_card, visit.actor.provinces, other)["version"] if other else 0
            if other:
                form.submit(
                    "obstacle_merge.save",
                    lambda: perform(
                        merge_obstacles, visit.actor, form.key, (number, form.version), (other, int(seen)), reason
                    ),
                    icon=":material/join:",
                )
    _undoing(visit, number)


def _offered(visit: Visit, card: dict[str, Any]) -> dict[int, str]:
    """The obstacles that may be the same, those in the nearest words first, or those with the words looked for."""
    words, reach = visit.words, visit.actor.provinces
    text = st.text_input(words.say("obstacle_merge.search"), key=f"obstacle_merge.search.{card['id']}")
    if text.strip():
        rows = frame_of(visit, obstacles_found, reach, None, _MOST_OFFERED, text, subjects=("obstacle",))
    else:
        said = " ".join(part for part in (card["title"], card["said"]) if part)
        asked = (reach, int(card["category_id"]), card["province_id"], said, _MOST_OFFERED)
        rows = frame_of(visit, similar_obstacles, *asked, subjects=("obstacle",))
    return {
        int(row["id"]): joined(row["title"] or row["words"], words.count("obstacle.mentions", int(row["mentions"])))
        for row in rows.to_dict("records")
        if int(row["id"]) != int(card["id"])
    }


def _undoing(visit: Visit, number: int) -> None:
    """A button for the last merge into this obstacle: merges are undone from the last one back."""
    standing = frame_of(visit, standing_merges, number, subjects=("double",))
    for merge, version in list(standing.items())[:1]:
        label = visit.words.say("obstacle_merge.undo")
        if st.button(label, key=f"unmerge.{merge}", icon=":material/call_split:") and act(
            visit, f"unmerge.{merge}", undo_obstacle_merge, merge, version
        ):
            st.rerun()
