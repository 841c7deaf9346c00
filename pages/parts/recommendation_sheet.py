"""One recommendation: its text in every language, what followed, and the obstacles and commitments that hang on it."""

from typing import Any

import streamlit as st

from core.i18n import escaped, isolated
from core.problems import Problem
from core.records import validated
from core.records.recommendations import RECOMMENDATION_STATES, RecommendationRecord, RecommendationStepRecord
from db.commands.ledger import perform
from db.commands.recommendations import (
    answer_recommendation,
    change_recommendation,
    follow_recommendation,
    link_recommendation,
    take_answer_back,
    unlink_recommendation,
)
from db.queries.recommendations import (
    commitments_answering,
    commitments_to_choose,
    obstacles_answered,
    recommendation_values,
    steps_of,
)
from db.queries.reference import institutions
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.entry import back
from pages.parts.forms import Form, act
from pages.parts.obstacle_choice import obstacle_choice
from pages.parts.obstacle_state import obstacle_link
from pages.parts.recommendations import HERE, recommendation_fields, said_in, state_in_words
from pages.parts.refusals import refusal
from pages.parts.visit import Visit


def recommendation_sheet(visit: Visit, number: int) -> None:
    """Draws all of one recommendation; whoever may not write reads it."""
    words, writes = visit.words, visit.actor.may("recommendation.write")
    back(visit, HERE, "recommendation.back")

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(recommendation_values, number)
        return found

    try:
        start = current()
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    _told(visit, start)
    _followed(visit, number, start)
    _obstacles(visit, number)
    _commitments(visit, number)
    if not writes:
        return
    with st.expander(words.say("recommendation.to_change"), icon=":material/edit:"):
        form = Form(visit, "recommendation", start, number, start["version"], current=current)
        recommendation_fields(form)
        _state(form, start["state"])
        form.submit(
            "recommendation.change",
            lambda: perform(
                change_recommendation,
                visit.actor,
                form.key,
                number,
                form.version,
                validated(RecommendationRecord, {"event_id": start["event_id"]} | form.values),
            ),
        )


def _told(visit: Visit, start: dict[str, Any]) -> None:
    words = visit.words
    listed = frame_of(visit, institutions, subjects=("reference",))
    acronyms = {int(row.id): str(row.acronym) for row in listed.itertuples()}
    gave, takes = acronyms.get(start["given_by_id"]), acronyms.get(start["taken_on_by_id"]) or start["taken_on_by"]
    own = said_in(visit, start)
    st.subheader(escaped(own), anchor=False)
    for language in ("ar", "fr", "en"):
        if (text := start[f"text_{language}"]) and text != own:
            st.caption(escaped(isolated(text)))
    st.markdown(state_in_words(visit, start["state"]))
    told = [
        words.say(f"recommendation_level.{start['level']}"),
        *([words.say("recommendation.given_by", who=gave)] if gave else []),
        words.say("recommendation.taken_on", who=takes) if takes else words.say("recommendation.nobody_yet"),
        words.say("recommendation.since", day=start["recommended_on"]),
        *([words.say("recommendation.until", day=start["due_on"])] if start["due_on"] else []),
    ]
    st.markdown(escaped(" · ".join(isolated(one) for one in told)))


def _followed(visit: Visit, number: int, start: dict[str, Any]) -> None:
    words, steps = visit.words, fresh(steps_of, number).to_dict("records")
    st.subheader(words.say("recommendation.followed"), anchor=False)
    if not steps:
        st.caption(words.say("recommendation.nothing_followed"))
    for step in steps:
        with st.container(border=True, gap="xsmall"):
            by = f" · {isolated(step['by'])}" if step["by"] else ""
            st.caption(escaped(f"{words.day(step['happened_on'])}{by}"))
            st.markdown(escaped(step["text"]))
    if not visit.actor.may("recommendation.write"):
        return
    with st.expander(words.say("recommendation.follow"), icon=":material/add:"):
        form = Form(visit, "recommendation", {"happened_on": visit.today, "state": start["state"]}, f"{number}.step")
        form.day("happened_on")
        form.area("text", required=True)
        _state(form, start["state"])

        def follow() -> Any:
            record = validated(RecommendationStepRecord, form.values)
            return perform(follow_recommendation, visit.actor, form.key, number, record, form.values["state"])

        form.submit("recommendation.save_step", follow)


def _obstacles(visit: Visit, number: int) -> None:
    words = visit.words
    rows = fresh(obstacles_answered, visit.actor.provinces, number).to_dict("records")
    st.subheader(words.say("recommendation.obstacles"), anchor=False)
    if not rows:
        st.caption(words.say("recommendation.no_obstacles"))
    for row in rows:
        category = row[f"category_{visit.language}"]
        with st.container(horizontal=True, vertical_alignment="center"):
            told = (row["title"] or category, category if row["title"] else None)
            obstacle_link(visit, int(row["id"]), row["state"], *told)
            _take_off(visit, unlink_recommendation, row)
    if not visit.actor.may("recommendation.write"):
        return
    with st.expander(words.say("recommendation.link"), icon=":material/add_link:"):
        form = Form(visit, "recommendation", {}, f"{number}.obstacle")
        chosen = obstacle_choice(form, "obstacle_id", several=False)

        def linked() -> Any:
            if not chosen:
                raise Problem("required", field="obstacle_id")
            return perform(link_recommendation, visit.actor, form.key, number, chosen[0])

        form.submit("recommendation.save_link", linked, icon=":material/add_link:")


def _commitments(visit: Visit, number: int) -> None:
    words, rows = visit.words, fresh(commitments_answering, number).to_dict("records")
    st.subheader(words.say("recommendation.commitments"), anchor=False)
    if not rows:
        st.caption(words.say("recommendation.no_commitments"))
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center"):
            due = words.say("recommendation.until", day=row["due_on"]) if row["due_on"] else None
            st.markdown(escaped(joined(row["acronym"], row["what"], due)))
            _take_off(visit, take_answer_back, row)
    offered = fresh(commitments_to_choose).to_dict("records") if visit.actor.may("recommendation.write") else []
    names = {int(row["id"]): joined(row["acronym"], row["what"]) for row in offered}
    if not names:
        return
    with st.expander(words.say("recommendation.answer"), icon=":material/handshake:"):
        form = Form(visit, "recommendation", {}, f"{number}.commitment")
        form.choice("commitment_id", list(names), label=names.__getitem__)

        def answered() -> Any:
            if form.values["commitment_id"] is None:
                raise Problem("required", field="commitment_id")
            return perform(answer_recommendation, visit.actor, form.key, number, form.values["commitment_id"])

        form.submit("recommendation.save_answer", answered, icon=":material/handshake:")


def _state(form: Form, stands: str) -> None:
    words = form.visit.words
    form.pills(
        "state", RECOMMENDATION_STATES, label=lambda code: words.say(f"recommendation_state.{code}"), default=stands
    )


def _take_off(visit: Visit, command: Any, row: dict[Any, Any]) -> None:
    if not visit.actor.may("recommendation.write"):
        return
    place = f"{command.name}.{row['link_id']}"
    pressed = st.button(
        visit.words.say("recommendation.take_off"), key=place, type="tertiary", icon=":material/link_off:"
    )
    if pressed and act(visit, place, command, int(row["link_id"]), int(row["version"])):
        st.rerun()
