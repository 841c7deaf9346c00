"""What presenters see live: the hall's numbers and bars, and beneath them the programme's figures and charts."""

from dataclasses import replace
from typing import Any

import streamlit as st

from core.i18n import escaped
from db.queries.event_counts import guests_by_kind
from db.queries.events import event_card
from db.queries.reference import phases
from db.queries.stage_figures import PARTS
from pages.parts.charts import beside, draw_picture, draw_pictures, overview_of
from pages.parts.data import frame_of
from pages.parts.figures import draw_figures
from pages.parts.filters import read_choice
from pages.parts.hall_pictures import HALL, hall_picture
from pages.parts.pictures import MAP
from pages.parts.visit import Visit, enter

ACTION = "event.read"
# The hall changes with every tap, the programme with every sheet.
_HALL_SECONDS, _PROGRAMME_SECONDS = 2, 10
_CHARTS = ("obstacles_by_category", MAP, "people_by_province", "people_by_module", "attendance_by_month")


def hall(event_id: int) -> None:
    """Draws who is here, what was said and voted; it follows by itself, which is no activity of the presenter."""
    st.fragment(_hall, run_every=_HALL_SECONDS)(event_id)


def programme(event_id: int) -> None:
    """Draws the figures and charts of the event's phase, those of the overview; they follow by themselves too."""
    st.fragment(_programme, run_every=_PROGRAMME_SECONDS)(event_id)


def _hall(event_id: int) -> None:
    visit = enter(ACTION, by_itself=True)
    words = visit.words
    here, raised, votes = (_part(visit, name, event_id) for name in ("hall", "obstacles", "votes"))
    promised = sum(one["today"] for one in _part(visit, "promises", event_id)["institutions"])
    told = {
        "here": here["here"],
        "said": raised["said"],
        "voices": raised["voices"],
        "voters": votes["voters"],
        "promised": promised,
    }
    with st.grid(5, min_column_width=130, gap="small"):
        for name, value in told.items():
            st.metric(words.say(f"live.{name}"), words.number(value), border=True, height="stretch")
    kinds = frame_of(visit, guests_by_kind, event_id, subjects=("guest",))
    came = [
        words.say("live.kind", kind=words.say(f"guest_kind.{row.kind}"), number=int(row.came))
        for row in kinds.itertuples()
        if row.came
    ]
    if came:
        st.caption(escaped(" · ".join(came)))
    with beside():
        for name in HALL:
            _bars(visit, name, event_id)


def _programme(event_id: int) -> None:
    visit = enter(ACTION, by_itself=True)
    phase = _phase(visit, event_id)
    st.subheader(visit.words.say("live.programme"), anchor=False)
    choices = read_choice(visit, ("phase",), {"phase": phase} if phase else {})
    if not choices.anything:
        st.info(visit.words.say("on_stage.programme.none"), icon=":material/lightbulb:")
        return
    numbers, shown = overview_of(visit, choices, *_CHARTS)
    draw_figures(visit, choices, numbers)
    # Nothing is chosen here: a click on a bar would narrow what everybody is looking at.
    quiet = [replace(shown[name], choices=None) for name in _CHARTS]
    draw_pictures(visit, *quiet[:2])
    draw_pictures(visit, *quiet[2:4])
    draw_picture(visit, quiet[4])


def _part(visit: Visit, name: str, event_id: int) -> Any:
    query, subjects = PARTS[name]
    return frame_of(visit, query, event_id, subjects=subjects)


def _phase(visit: Visit, event_id: int) -> str | None:
    event = frame_of(visit, event_card, visit.actor.provinces, event_id, subjects=("event", "guest"))
    found = frame_of(visit, phases, subjects=("programme",))
    return next((str(row.code) for row in found.itertuples() if row.id == event.phase_id), None)


def _bars(visit: Visit, name: str, event_id: int) -> None:
    """A chart of categories by what was counted in the hall; a sentence while nothing was."""
    picture = hall_picture(visit, name, event_id)
    if not picture.empty:
        draw_picture(visit, picture)
        return
    key = f"live.{HALL[name][0]}"
    with st.container(border=True, height="stretch"):
        st.subheader(visit.words.say(key), anchor=False)
        st.caption(visit.words.say(f"{key}.none"))
