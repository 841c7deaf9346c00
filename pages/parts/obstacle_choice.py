"""Choosing obstacles of the register inside a form: those found by their words or category, with their province."""

import streamlit as st

from db.queries.obstacles import obstacles_found
from db.queries.reference import categories
from pages.parts.choices import joined
from pages.parts.data import frame_of, records_of, rows_of
from pages.parts.forms import Form

_MOST = 100


def obstacle_choice(form: Form, field: str = "obstacles", several: bool = True) -> list[int]:
    """The ids chosen of the obstacles of the visitor's provinces; a text above narrows what is offered.

    What was chosen stays among the choices when the text narrows them further.
    """
    visit, words, reach = form.visit, form.visit.words, form.visit.actor.provinces
    listed = frame_of(visit, categories, subjects=("reference",))
    labels = {int(row.id): words.label(row) for row in rows_of(listed)}
    text = st.text_input(words.say("recommendation.search_obstacle"), key=f"{form.key}.{field}.search")
    rows = records_of(frame_of(visit, obstacles_found, reach, None, _MOST, text, subjects=("obstacle",)))
    found = {
        int(row["id"]): joined(f"{int(row['id'])}", labels.get(row["category_id"]), row["title"] or row["words"])
        for row in rows
    }
    kept = f"{form.key}.{field}.names"
    known = st.session_state.get(kept, {}) | found
    st.session_state[kept] = known
    if not known:
        st.caption(words.say("recommendation.no_obstacle"))
        return []
    if several:
        return [int(one) for one in form.choices(field, list(known), label=known.__getitem__)]
    chosen = form.choice(field, list(found), label=found.__getitem__)
    return [] if chosen is None else [int(chosen)]
