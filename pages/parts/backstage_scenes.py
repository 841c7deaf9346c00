"""The scenes of a stage in their order: jump to one, move it up or down, its seconds, on or off."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from core.problems import Problem
from core.records import validated
from core.records.stage import LEAST_SECONDS, MOST_SECONDS, SceneOrder
from db.commands.stage import move_stage, order_scenes
from db.queries.stage import Line, StageNow
from pages.parts.backstage_stage import scene_name
from pages.parts.forms import act
from pages.parts.refusals import refusal
from pages.parts.visit import Visit


def scenes(visit: Visit, stage: StageNow) -> None:
    """Draws a line for each scene; whatever is changed there is changed on the stage at once."""
    words, place = visit.words, f"backstage.{stage.event_id}.scenes"
    lines = list(stage.scenes)
    wished = list(lines)
    for number, line in enumerate(lines):
        name = scene_name(visit, line)
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center"):
                shown = st.toggle(name, value=line.shown, key=f"{place}.shown.{line.id}.{line.shown}")
                if line.shown and st.button(
                    words.say("backstage.jump"), key=f"{place}.jump.{line.id}", icon=":material/play_circle:"
                ):
                    act(visit, f"{place}.jump", move_stage, stage.event_id, "jump", line.id)
            with st.container(horizontal=True, vertical_alignment="bottom"):
                seconds = st.number_input(
                    words.say("backstage.seconds"),
                    LEAST_SECONDS,
                    MOST_SECONDS,
                    line.seconds,
                    step=5,
                    key=f"{place}.seconds.{line.id}.{line.seconds}",
                    width=150,
                )
                wished[number] = replace(line, shown=shown, seconds=int(seconds))
                for step, icon in ((-1, "arrow_upward"), (1, "arrow_downward")):
                    there = 0 <= number + step < len(lines)
                    # The words are read out: beside the seconds there is room for the arrow alone.
                    if st.button(
                        "",
                        key=f"{place}.{icon}.{line.id}",
                        icon=f":material/{icon}:",
                        help=words.say("backstage.up" if step < 0 else "backstage.down"),
                        disabled=not there,
                    ):
                        swapped = list(lines)
                        swapped[number], swapped[number + step] = swapped[number + step], swapped[number]
                        _order(visit, place, stage, swapped)
    if wished != lines:
        _order(visit, place, stage, wished)


def _order(visit: Visit, place: str, stage: StageNow, lines: Sequence[Line]) -> None:
    said = [{"scene_id": line.id, "seconds": line.seconds, "shown": line.shown} for line in lines]
    try:
        record = validated(SceneOrder, {"scenes": said})
    except Problem as problem:
        for part in problem.each():
            st.error(refusal(visit.words, part), icon=":material/error:")
        return
    if act(visit, place, order_scenes, stage.event_id, record):
        st.rerun()
