"""Obstacles in a reader's words: as cards to read, and as the rows of a file."""

import pandas as pd
import streamlit as st

from core.i18n import escaped, isolated
from pages.parts.filters import Choices
from pages.parts.visit import Visit


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


def draw_list(visit: Visit, rows: pd.DataFrame) -> None:
    """The rows of `listed` as cards: the obstacle in words, then how heavy it is and where it stands."""
    words = visit.words
    with st.grid(2, min_column_width=290, gap="small"):
        for row in rows.to_dict("records"):
            weight = [
                words.count("explore.voices", int(row["voices"])),
                words.count("explore.mentions", int(row["mentions"])),
            ]
            told = [row["category"], row["province"], row["severity"], row["state"], row["last_mentioned_on"]]
            with st.container(border=True, height="stretch", gap="xsmall"):
                lines = [" · ".join(isolated(one) for one in told if one), " · ".join(weight)]
                small = "  \n".join(f":small[:gray[{escaped(line)}]]" for line in lines)
                st.markdown(f"**{escaped(row['title'])}**  \n{small}")
