"""What an obstacle weighed at events, on its page: how often the hall named it, and the votes beside."""

from typing import Any

import streamlit as st

from core.i18n import escaped, isolated
from db.queries.event_votes import SUBJECTS, hall_weight
from pages.parts.data import frame_of
from pages.parts.visit import Visit


def draw_hall_weight(visit: Visit, obstacle_id: int) -> None:
    """Draws a line for each event whose hall named the obstacle; nothing where none did."""
    words = visit.words
    rows: list[Any] = list(frame_of(visit, hall_weight, obstacle_id, subjects=SUBJECTS).itertuples())
    for row in rows:
        told = [
            words.label(row, "name"),
            words.count("explore.mentions", int(row.mentions)),
            words.count("hall.votes", int(row.votes)),
        ]
        st.caption(f":material/how_to_vote: {escaped(' · '.join(isolated(one) for one in told))}")
