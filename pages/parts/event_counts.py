"""Who is here, without a name: by kind, by province, and through time."""

from typing import Any

import pandas as pd
import streamlit as st

from db.queries.event_counts import arrivals, guests_by_kind, guests_by_province
from pages.parts.data import frame_of
from pages.parts.editor import table
from pages.parts.visit import Visit


def counts_part(visit: Visit, row: Any) -> None:
    """The counts of one event; each table can be taken away."""
    words, number = visit.words, int(row.id)
    asked = {"event": str(number)}
    kinds = frame_of(visit, guests_by_kind, number, subjects=("guest",))
    if not len(kinds):
        st.info(words.say("event.nobody_yet"), icon=":material/lightbulb:")
        return
    st.caption(words.say("event.not_trained"))
    st.subheader(words.say("door.by_kind"), anchor=False)
    named = kinds.assign(kind=[words.say(f"guest_kind.{kind}") for kind in kinds["kind"]])
    heads = ["event.number_invited", "event.number_came"]
    table(visit, named, ["guest.kind", *heads], "event_kinds", filters=asked)
    st.subheader(words.say("door.by_province"), anchor=False)
    places = frame_of(visit, guests_by_province, number, subjects=("guest", "place"))
    shown = pd.DataFrame(
        {
            "province": [
                words.label(one, "name") if one.code else words.say("door.unknown_province")
                for one in places.itertuples()
            ],
            "invited": places["invited"],
            "came": places["came"],
        }
    )
    table(visit, shown, ["guest.province_id", *heads], "event_provinces", filters=asked)
    through = frame_of(visit, arrivals, number, subjects=("guest",))
    if len(through):
        st.subheader(words.say("door.arrivals"), anchor=False)
        times = through.assign(since=[f"{moment:%H:%M}" for moment in through["since"]])
        heads = ["event.since", "event.number_came", "event.so_far"]
        table(visit, times, heads, "event_arrivals", filters=asked)
