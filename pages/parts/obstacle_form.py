"""The fields of an obstacle and of its first mention, the obstacles like it, and the records they make."""

from typing import Any

import streamlit as st

from core.records import validated_each
from core.records.obstacles import PAPERS, SCOPES, SEVERITIES, MentionRecord, ObstacleRecord
from db.queries.obstacles import similar_obstacles
from db.queries.organisations import organisation_values
from db.queries.reference import categories
from pages.parts.choices import category_choice, joined, organisation_choice
from pages.parts.data import frame_of
from pages.parts.forms import Form

# Where something was said that is typed here; what a file says comes with the file.
ASKED_SOURCES = ("field", "diagnosis", "visit", "event")
_MORE = ("source", "scope", "title", "raised_on", "guest_name", "commune_id", "province_id", "mentioned_on")


def severity_pills(form: Form) -> None:
    """How much it stands in the way."""
    form.pills("severity", SEVERITIES, label=lambda code: form.visit.words.say(f"severity.{code}"))


def scope_and_title(form: Form) -> None:
    """Whom it concerns, what it is called for short, and since when."""
    form.pills("scope", SCOPES, label=lambda code: form.visit.words.say(f"scope.{code}"))
    form.text("title")
    form.day("raised_on")


def paper_pills(form: Form) -> None:
    """Which of two papers is meant, where the chosen category asks it: one of a place is not one of a person."""
    visit = form.visit
    rows = frame_of(visit, categories, subjects=("reference",))
    asking = {int(row.id) for row in rows.itertuples() if row.asks_paper}
    if form.values.get("category_id") in asking:
        form.pills("paper", PAPERS, label=lambda code: visit.words.say(f"paper.{code}"))


def new_fields(form: Form) -> None:
    """What is asked of a new obstacle: category, who mentions it, how heavy it is, the words; the rest is folded."""
    category_choice(form)
    paper_pills(form)
    organisation_choice(form)
    severity_pills(form)
    form.area("words", required=True)
    with st.expander(form.visit.words.say("obstacle.more"), expanded=form.refused_in(*_MORE)):
        form.pills("source", ASKED_SOURCES, label=lambda code: form.visit.words.say(f"story_source.{code}"))
        scope_and_title(form)
        form.text("guest_name")
        form.place("commune_id")


def chosen_of_similar(form: Form) -> int | None:
    """Offers the obstacles of the same category and place; the id of the one this is, or None for a new one."""
    visit, words, typed = form.visit, form.visit.words, form.values
    if not typed.get("category_id"):
        return None
    reach, province = visit.actor.provinces, typed.get("province_id")
    if typed.get("organisation_id"):
        who = frame_of(visit, organisation_values, reach, typed["organisation_id"], subjects=("organisation",))
        province = who["province_id"]
    found = frame_of(
        visit,
        similar_obstacles,
        *(reach, typed["category_id"], province, typed.get("words") or ""),
        subjects=("obstacle",),
    )
    # An establishment's authorisation and a worker's certificate are two obstacles, however alike the words are.
    paper = typed.get("paper")
    names = {
        int(row["id"]): joined(row["title"] or row["words"], words.count("obstacle.mentions", int(row["mentions"])))
        for row in found.to_dict("records")
        if paper is None or row["paper"] in (None, paper)
    }
    if not names:
        return None
    chosen: int | None = form.pills("same_as", list(names), label=names.__getitem__)
    return chosen


def new_records(values: dict[str, Any]) -> tuple[Any, ...]:
    """The obstacle and its first mention; Problem of both."""
    said = {"mentioned_on": values.get("raised_on"), "source": values.get("source") or "field"}
    return validated_each(values | said, ObstacleRecord, MentionRecord)
