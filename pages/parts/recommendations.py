"""The list of recommendations, narrowed by codes in the address, and the form of a new one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped, isolated
from core.records import validated
from core.records.recommendations import LEVELS, RECOMMENDATION_STATES, RecommendationRecord
from db.commands.ledger import perform
from db.commands.recommendations import write_recommendation
from db.queries.recommendations import events_to_choose, recommendations_listed
from db.queries.reference import institutions
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import ways
from pages.parts.forms import Form
from pages.parts.narrowing import pick, pick_listed
from pages.parts.obstacle_choice import obstacle_choice
from pages.parts.tables import PAGE_ROWS, choose_page, offer_files
from pages.parts.visit import Visit

HERE = "entry/recommendations.py"
PLACE = "recommendation"
# What the list and the sheet read.
SUBJECTS = ("commitment", "event", "obstacle", "recommendation", "reference")
_STATES = {"proposed": "lightbulb", "taken_on": "front_hand", "in_progress": "autorenew", "done": "check_circle"}
_SAID_IN = ("ar", "fr", "en")


def find(visit: Visit) -> None:
    """Recommendations by state, level, institution, event and text, as cards that open each, and as a file."""
    words = visit.words
    listed = frame_of(visit, institutions, subjects=("reference",))
    acronyms = {str(row.id): str(row.acronym) for row in listed.itertuples()}
    events = {str(number): name for number, name in event_names(visit).items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(words.say("recommendation.search"), key="recommendation.search")
        institution = pick_listed(visit, PLACE, "institution", acronyms)
        event = pick_listed(visit, PLACE, "event", events) if len(events) > 1 else ()
    states = {code: words.say(f"recommendation_state.{code}") for code in RECOMMENDATION_STATES}
    levels = {code: words.say(f"recommendation_level.{code}") for code in LEVELS}
    chosen = {
        "state": pick(visit, PLACE, "state", states),
        "level": pick(visit, PLACE, "level", levels),
        "institution": institution,
        "event": event,
    }
    state, level, *numbers = (next(iter(codes), None) for codes in chosen.values())
    ids = (None if number is None else int(number) for number in numbers)
    rows = frame_of(visit, recommendations_listed, state, level, *ids, text, subjects=SUBJECTS)
    st.caption(words.count("recommendation.found", len(rows)))
    if not len(rows):
        return
    before = choose_page(len(rows), key="recommendation.page")
    for row in rows.iloc[before : before + PAGE_ROWS].to_dict("records"):
        _card(visit, row)
    taken = {name: codes[0] for name, codes in chosen.items() if codes}
    offer_files(visit, "recommendations", lambda: recommendations_taken(visit, rows), taken)


def write(visit: Visit) -> None:
    """The form of a new recommendation."""
    form = Form(visit, "recommendation", {"recommended_on": visit.today, "level": "programme"})
    if form.saved:
        with ways("next"):
            link(visit, HERE, visit.words.say("recommendation.open_new"), recommendation=form.saved.row_id)
    recommendation_fields(form)
    answered = obstacle_choice(form, "obstacles")
    form.submit(
        "recommendation.save",
        lambda: perform(
            write_recommendation,
            visit.actor,
            form.key,
            validated(RecommendationRecord, form.values | {"state": "proposed"}),
            tuple(answered),
        ),
    )


def recommendation_fields(form: Form) -> None:
    """The fields that a new recommendation and one that is changed share."""
    visit, words = form.visit, form.visit.words
    for language in _SAID_IN:
        form.area(f"text_{language}", required=language == "ar")
    form.pills("level", LEVELS, label=lambda code: words.say(f"recommendation_level.{code}"))
    rows = frame_of(visit, institutions, subjects=("reference",))
    for field in ("given_by_id", "taken_on_by_id"):
        names = {
            int(row.id): f"{row.acronym} ({words.label(row, 'name')})"
            for row in rows.itertuples()
            if row.active or row.id == form.began_with(field)
        }
        form.choice(field, list(names), label=names.__getitem__)
    form.text("taken_on_by", help_key="recommendation.taken_on_by_help")
    events = event_names(visit)
    if events:
        form.choice("event_id", list(events), label=events.__getitem__)
    form.day("recommended_on")
    form.day("due_on")


def event_names(visit: Visit) -> dict[int, str]:
    """Events by their id: the name with the day."""
    rows = frame_of(visit, events_to_choose, subjects=("event",)).to_dict("records")
    return {int(row["id"]): f"{said_in(visit, row, 'name')} · {visit.words.day(row['held_on'])}" for row in rows}


def said_in(visit: Visit, row: Mapping[Any, Any], name: str = "text") -> str:
    """What a row says in the reader's language, or in another one where it says nothing in this."""
    said = (row[f"{name}_{language}"] for language in dict.fromkeys((visit.language, *_SAID_IN)))
    return str(next((text for text in said if text and not pd.isna(text)), ""))


def state_in_words(visit: Visit, state: str) -> str:
    """A state as a sign and its words, for an element that reads Markdown."""
    return f":material/{_STATES.get(state, 'block')}: {visit.words.say(f'recommendation_state.{state}')}"


def taken_on_by(row: Mapping[Any, Any]) -> str:
    """Who takes a recommendation on: the acronym of an institution, or the words that were typed."""
    return str(row["taken_on_by_acronym"] or row["taken_on_by"] or "")


def recommendations_taken(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `recommendations_listed` for a file; the text stands in each language that it was written in."""
    words, each = visit.words, rows.to_dict("records")
    return pd.DataFrame(
        {
            "taken.number": rows["id"],
            **{f"recommendation.text_{language}": rows[f"text_{language}"].fillna("") for language in _SAID_IN},
            "recommendation.level": [words.say(f"recommendation_level.{row['level']}") for row in each],
            "recommendation.state": [words.say(f"recommendation_state.{row['state']}") for row in each],
            "recommendation.given_by_id": rows["given_by"].fillna(""),
            "recommendation.taken_on_by_id": [taken_on_by(row) for row in each],
            "recommendation.event_id": [said_in(visit, row, "event") for row in each],
            "recommendation.recommended_on": [str(row["recommended_on"]) for row in each],
            "recommendation.due_on": ["" if row["due_on"] is None else str(row["due_on"]) for row in each],
            "recommendation.obstacles": rows["obstacles"],
            "recommendation.commitments": rows["commitments"],
            "recommendation.steps": rows["steps"],
        }
    )


def _card(visit: Visit, row: Mapping[Any, Any]) -> None:
    words = visit.words
    who = taken_on_by(row)
    told = [
        words.say("recommendation.taken_on", who=who) if who else words.say("recommendation.nobody_yet"),
        words.say(f"recommendation_level.{row['level']}"),
        *([] if row["due_on"] is None else [words.say("recommendation.until", day=row["due_on"])]),
        *([words.count("recommendation.obstacles_answered", int(row["obstacles"]))] if row["obstacles"] else []),
        *([words.count("recommendation.answered_by", int(row["commitments"]))] if row["commitments"] else []),
    ]
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escaped(said_in(visit, row))}**  \n{state_in_words(visit, row['state'])}")
        st.caption(escaped(" · ".join(isolated(one) for one in told)))
        link(visit, HERE, words.say("recommendation.open"), recommendation=int(row["id"]))
