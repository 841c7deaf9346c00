"""Obstacles in a reader's words: what categories are crossed with, cards to read, and the rows of a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped, isolated
from db.queries.crossings import DIMENSIONS, codes_named
from db.queries.figures import OBSTACLES
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.filter_pills import pick, pick_month
from pages.parts.filters import Choices, choose
from pages.parts.obstacle_state import state_told
from pages.parts.visit import Visit

_BY = "obstacles.by"


def crossed_by() -> str:
    """What categories are crossed with, as the address says it."""
    asked = st.query_params.get("by")
    return asked if asked in DIMENSIONS else DIMENSIONS[0]


def pick_crossing(visit: Visit, choices: Choices) -> None:
    """Asks what categories are crossed with, and for a code of it among those that anybody names an obstacle under."""
    by = st.session_state[_BY] = crossed_by()
    labels = {name: visit.words.say(f"explore.obstacles.by.{name}") for name in DIMENSIONS}
    st.pills(
        visit.words.say("explore.obstacles.by"),
        DIMENSIONS,
        format_func=labels.__getitem__,
        key=_BY,
        required=True,
        on_change=lambda: choose({"by": st.session_state[_BY]}),
        wrap=True,
    )
    if by == "province":
        # Its pills stand on top of the page.
        return
    filters = choices.chosen.filters("category", *(("since", "until") if by == "month" else (by,)))
    named = frame_of(visit, codes_named, filters, by, subjects=OBSTACLES)
    if by == "month":
        pick_month(visit, choices, named)
        return
    # What is chosen stays there to be taken back.
    kept = dict.fromkeys((*named, *choices.chosen.several(by)))
    offered = {code: choices.labels[by][code] for code in kept if code in choices.labels[by]}
    pick(visit, replace(choices, labels={**choices.labels, by: offered}), by)


def listed(visit: Visit, choices: Choices, rows: pd.DataFrame) -> pd.DataFrame:
    """Obstacles as they are weighed: category, title, province, voices, mentions, severity, state, last mention."""
    words = visit.words
    records = rows.to_dict("records")
    places, categories = choices.labels["province"], choices.labels["category"]
    return pd.DataFrame(
        {
            "category": [categories.get(row["category"], row["category"]) for row in records],
            "title": [row["title"] or row["words"] for row in records],
            "province": [places.get(row["province"], "") for row in records],
            "voices": rows["voices"],
            "mentions": rows["mentions"],
            "severity": [words.say(f"severity.{row['severity']}") for row in records],
            "state": [words.say(f"obstacle_state.{row['state']}") for row in records],
            "last_mentioned_on": [words.day(row["last_mentioned_on"]) for row in records],
        }
    )


def heading(visit: Visit, counts: pd.DataFrame) -> str:
    """How many obstacles are listed, by how many voices and in how many mentions; `counts` are the figure's."""
    words, row = visit.words, counts.iloc[0]
    told = {
        "voices": words.count("explore.voices", int(row["voices"])),
        "mentions": words.count("explore.mentions", int(row["mentions"])),
    }
    return words.count("explore.obstacles.heard", int(row["obstacles"]), **told)


def draw_list(visit: Visit, rows: Sequence[Mapping[Any, Any]], found: Sequence[Any]) -> None:
    """The rows of `listed` as cards: the obstacle in words, then how heavy it is and where it stands.

    `found` are the obstacles of these rows: their `id` for the link of whoever may open them, the code of their `state`
    for its sign.
    """
    words = visit.words
    with st.grid(2, min_column_width=290, gap="small"):
        for obstacle, row in zip(found, rows, strict=True):
            weight = [
                words.count("explore.voices", int(row["voices"])),
                words.count("explore.mentions", int(row["mentions"])),
            ]
            told = [row["category"], row["province"], row["severity"], row["last_mentioned_on"]]
            with st.container(border=True, height="stretch", gap="xsmall"):
                lines = [" · ".join(isolated(one) for one in told if one), " · ".join(weight)]
                small = "  \n".join(f":small[:gray[{escaped(line)}]]" for line in lines)
                st.markdown(f"**{escaped(row['title'])}**  \n{small}  \n:small[{state_told(words, obstacle.state)}]")
                link(visit, "explore/obstacle.py", words.say("explore.obstacles.open"), obstacle=int(obstacle.id))
