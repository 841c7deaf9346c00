"""Correcting one obstacle, with what was said of it and one more voice to add."""

from typing import Any

import streamlit as st

from core.problems import Problem
from core.records import validated
from core.records.obstacles import MentionRecord, ObstacleRecord
from db.commands.ledger import Saved, perform
from db.commands.obstacles import attach_mention, change_obstacle
from db.commands.removals import remove_mention, remove_obstacle
from db.queries.obstacles import mentions_of, obstacle_values
from pages.parts.choices import category_choice, joined, organisation_choice
from pages.parts.data import fresh
from pages.parts.entry import back
from pages.parts.forms import Form
from pages.parts.obstacle_form import ASKED_SOURCES, paper_pills, scope_and_title, severity_pills
from pages.parts.refusals import refusal
from pages.parts.removal import removal_form, removal_part, tell_removed
from pages.parts.visit import Visit

_WHOLE = 0


def obstacle_sheet(visit: Visit, obstacle_id: int) -> None:
    """Draws everything that can be corrected of one obstacle."""
    words, reach = visit.words, visit.actor.provinces
    back(visit, "entry/obstacles.py", "obstacle.back")
    removal = removal_form(visit, f"obstacle.{obstacle_id}")

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(obstacle_values, reach, obstacle_id)
        return found

    try:
        start = current()
    except Problem as problem:
        if tell_removed(visit, removal, "obstacle.removed"):
            return
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    tell_removed(visit, removal, "obstacle.mention_removed")
    said = fresh(mentions_of, reach, obstacle_id).to_dict("records")
    st.caption(words.count("obstacle.mentions", len(said)))
    for row in said:
        who = (
            words.name(row["organisation_ar"], row["organisation_latin"])
            or row["guest_name"]
            or words.say("behind.guest")
        )
        st.markdown(words.show("obstacle.said_by", words=row["words"], who=who))
    form = Form(visit, "obstacle", start, obstacle_id, start["version"], current=current)
    category_choice(form)
    paper_pills(form)
    severity_pills(form)
    scope_and_title(form)
    form.submit(
        "obstacle.change",
        lambda: perform(
            change_obstacle,
            visit.actor,
            form.key,
            obstacle_id,
            form.version,
            validated(ObstacleRecord, form.values | {"province_id": start["province_id"]}),
        ),
    )
    with st.expander(words.say("obstacle.attach"), icon=":material/add_comment:"):
        _mention(visit, obstacle_id)
    _removal(removal, obstacle_id, start["version"], {int(row["id"]): row for row in said})


def _mention(visit: Visit, obstacle_id: int) -> None:
    form = Form(visit, "obstacle", {"mentioned_on": visit.today, "source": "field"}, f"{obstacle_id}.mention")
    organisation_choice(form)
    form.text("guest_name")
    form.area("words", required=True)
    form.pills("source", ASKED_SOURCES, label=lambda code: form.visit.words.say(f"story_source.{code}"))
    form.day("mentioned_on")
    form.submit(
        "obstacle.attach",
        lambda: perform(attach_mention, visit.actor, form.key, obstacle_id, validated(MentionRecord, form.values)),
    )


def _removal(form: Form, obstacle_id: int, version: int, said: dict[int, Any]) -> None:
    """Taking away the obstacle, or one of several voices."""
    words, actor = form.visit.words, form.visit.actor
    names = {_WHOLE: words.say("removal.whole")}
    names |= {row_id: words.say("removal.one", words=joined(row["words"])) for row_id, row in said.items()}

    def ask() -> None:
        if len(said) > 1:
            form.choice("what", list(names), label=names.__getitem__, index=0)

    def remove(reason: str) -> Saved:
        chosen = form.values.get("what") or _WHOLE
        if chosen == _WHOLE:
            return perform(remove_obstacle, actor, form.key, obstacle_id, version, reason)
        return perform(remove_mention, actor, form.key, chosen, int(said[chosen]["version"]), reason)

    removal_part(form, "obstacle", remove, ask)
