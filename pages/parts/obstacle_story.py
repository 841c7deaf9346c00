"""The story of an obstacle as one timeline: each step with its day, who, and the words as they were said."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.i18n import Words, escaped, isolated
from db.queries.obstacle_story import obstacle_story
from pages.parts.data import frame_of
from pages.parts.visit import Visit

# What the page of an obstacle is made of goes stale with any of these.
SUBJECTS = (
    *("account", "commitment", "confirmation", "double", "obstacle", "organisation", "place"),
    *("recommendation", "referral", "reference", "visit"),
)
_ICONS = {
    "mention": "campaign",
    "visit": "home_pin",
    "recommendation": "lightbulb",
    "referral": "forward_to_inbox",
    "answer": "mark_email_read",
    "commitment": "handshake",
    "update": "trending_up",
    "confirmation": "how_to_vote",
    "move": "arrow_forward",
    "merge": "join",
}
_CLOSED = "confirmed"
_MANY_VOICES, _FIRST_VOICES = 6, 3


def draw_story(visit: Visit, obstacle_id: int) -> None:
    """The timeline, the earliest step first."""
    words = visit.words
    st.subheader(words.say("story.title"), anchor=False)
    asked = (visit.actor.provinces, obstacle_id, visit.actor.may("person.read"))
    rows = frame_of(visit, obstacle_story, *asked, subjects=SUBJECTS).to_dict("records")
    voices = [row for row in rows if row["kind"] == "mention"]
    if len(voices) > _MANY_VOICES:
        # Where many say the same, what was done of it would not be found among them.
        label = words.count("story.every_mention", len(voices))
        if not st.toggle(label, key=f"story.every.{obstacle_id}"):
            left_out = {int(row["id"]) for row in voices[_FIRST_VOICES:]}
            rows = [row for row in rows if row["kind"] != "mention" or int(row["id"]) not in left_out]
    with st.container(key="story", gap="xsmall"):
        for row in rows:
            st.markdown(_step(words, row))


def _step(words: Words, row: Mapping[str, Any]) -> str:
    icon = "arrow_back" if row["kind"] == "move" and words.direction == "rtl" else _ICONS[row["kind"]]
    lines = [f":small[:gray[{escaped(words.day(row['day']))}]]", f":material/{icon}: **{_heading(words, row)}**"]
    text = row["text"] or words.name(row["text_ar"], row[f"text_{words.language}"] or row["text_fr"] or row["text_en"])
    if text and row["kind"] not in ("move", "merge"):
        lines.append(escaped(f"«{isolated(text)}»" if row["kind"] in ("mention", "confirmation") else text))
    lines += [f":small[:gray[{escaped(line)}]]" for line in _details(words, row)]
    return "  \n".join(line.replace("\n", "  \n") for line in lines)


def _heading(words: Words, row: Mapping[str, Any]) -> str:
    kind, who = row["kind"], row[f"who_{words.language}"]
    if kind == "move":
        return escaped(_move(words, row))
    if kind == "merge":
        return words.show("story.merge", number=int(row["of"]))
    if kind == "mention" and not who:
        return words.show("story.mention_guest")
    if kind == "recommendation" and not who:
        return words.show("story.recommendation_open")
    if kind == "confirmation":
        return words.show("story.confirmation", who=who, verdict=words.say(f"verdict.{row['code']}"))
    if kind == "update" and row["source"] in ("question", "answer"):
        return words.show(f"story.update_{row['source']}", who=who)
    return words.show(f"story.{kind}", who=who)


def _move(words: Words, row: Mapping[str, Any]) -> str:
    before, after = (words.say(f"obstacle_state.{row[name]}") for name in ("before", "code"))
    if row["code"] == "dropped":
        return words.say("story.dropped")
    if row["code"] == _CLOSED:
        return words.say("story.confirmed")
    if row["before"] == "dropped":
        return words.say("story.picked_up", after=after)
    if row["before"] == _CLOSED:
        return words.say("story.reopened", after=after)
    return words.say("story.move", before=before, after=after)


def _details(words: Words, row: Mapping[str, Any]) -> list[str]:
    """What stands small under a step: where from, by when, what next, what proves it, who decided it and why."""
    kind, told = row["kind"], []
    if kind == "mention":
        told.append(words.say(f"story_source.{row['source']}"))
    if kind == "confirmation":
        told.append(words.say(f"confirmation_way.{row['source']}"))
    if kind in ("commitment", "recommendation") and row["until"]:
        told.append(words.say("story.due", day=row["until"]))
    if kind == "visit" and row["next_step"]:
        when = {"day": row["until"]} if row["until"] else {}
        told.append(words.say("story.next_step_on" if when else "story.next_step", step=row["next_step"], **when))
    if row["proofs"]:
        told.append(words.count("story.proofs", int(row["proofs"])))
    if row["address"]:
        told.append(words.say("story.proof", address=row["address"]))
    reason = row["text"] if kind == "move" else row["next_step"] if kind == "merge" else None
    if reason:
        told.append(words.say("story.reason", reason=reason))
    if row["account"]:
        told.append(words.say("story.by", who=row["account"]))
    return told
