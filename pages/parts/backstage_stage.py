"""What the presenter does with the stage: what is on and what comes, the moves, standing still, darkness, looks."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from core.records import validated
from core.records.events import STAGE_LANGUAGES, STAGE_LOOKS, StageLookRecord
from core.staging import Timed, beside
from db.commands.stage import (
    black_out_stage,
    change_stage_look,
    freeze_stage,
    light_stage,
    make_stage,
    move_stage,
    pause_stage,
    resume_stage,
    unfreeze_stage,
)
from db.queries.stage import Line, StageNow, stage_now
from pages.parts.data import frame_of
from pages.parts.forms import act
from pages.parts.visit import Visit, enter

ACTION = "stage.write"
REFRESH = 1
SUBJECTS = ("stage",)
# What presenters' pointers send: a page down and a page up.
KEYS = {"next": "PageDown", "previous": "PageUp", "pause": "P", "freeze": "F", "black": "B"}


def stage_control(event_id: int) -> None:
    """Draws what is on the stage of an event and what comes next, in a fragment that looks by itself."""
    st.fragment(_control, run_every=REFRESH)(event_id)


def scene_name(visit: Visit, line: Line | None) -> str:
    """What a scene is called."""
    return visit.words.say(f"stage.scene.{line.kind}") if line else ""


def _control(event_id: int) -> None:
    place = f"backstage.{event_id}"
    touched = any(bool(st.session_state.get(f"{place}.{name}")) for name in (*KEYS, "make"))
    visit = enter(ACTION, by_itself=not touched)
    stage: StageNow | None = frame_of(visit, stage_now, event_id, subjects=SUBJECTS)
    if stage is None:
        st.info(visit.words.say("backstage.no_stage"), icon=":material/lightbulb:")
        _button(visit, place, "make", "backstage.make_stage", "smart_display", make_stage, event_id, primary=True)
        return
    _now(visit, stage)
    _moves(visit, place, stage)
    _states(visit, place, stage)


def _now(visit: Visit, stage: StageNow) -> None:
    words, at = visit.words, datetime.now(UTC)
    on = stage.on(at)
    lines = {line.id: line for line in stage.scenes}
    current = lines.get(on.scene) if on else None
    following = beside([Timed(line.id, line.seconds) for line in stage.shown], on.scene, 1) if on else None
    with st.container(border=True, gap="xsmall", key="backstage.now"):
        st.caption(words.say("backstage.on_now"))
        st.subheader(scene_name(visit, current), anchor=False)
        told = []
        if stage.black:
            told.append(f":material/dark_mode: {words.say('backstage.is_black')}")
        if stage.frozen_at is not None:
            told.append(f":material/ac_unit: {words.show('backstage.is_frozen', at=stage.frozen_at)}")
        if stage.paused_at is not None:
            told.append(f":material/pause: {words.say('backstage.is_paused')}")
        elif current and on:
            left = max(0, current.seconds - int(on.since.total_seconds()))
            st.progress(
                min(1.0, on.since.total_seconds() / current.seconds), words.count("backstage.seconds_left", left)
            )
        for line in told:
            st.markdown(line)
        if following is not None:
            st.caption(words.say("backstage.next", scene=scene_name(visit, lines.get(following))))


def _moves(visit: Visit, place: str, stage: StageNow) -> None:
    on = stage.on(datetime.now(UTC))
    scene = on.scene if on else 0
    event = stage.event_id
    rtl = visit.words.direction == "rtl"
    back, forth = ("arrow_forward", "arrow_back") if rtl else ("arrow_back", "arrow_forward")
    with st.container(horizontal=True):
        _button(visit, place, "previous", "backstage.previous", back, move_stage, event, "previous", scene)
        _button(visit, place, "next", "backstage.go_next", forth, move_stage, event, "next", scene, primary=True)


def _states(visit: Visit, place: str, stage: StageNow) -> None:
    event = stage.event_id
    with st.container(horizontal=True):
        if stage.paused_at is None:
            _button(visit, place, "pause", "backstage.pause", "pause", pause_stage, event)
        else:
            _button(visit, place, "pause", "backstage.resume", "play_arrow", resume_stage, event)
        if stage.frozen_at is None:
            _button(visit, place, "freeze", "backstage.freeze", "ac_unit", freeze_stage, event)
        else:
            _button(visit, place, "freeze", "backstage.unfreeze", "autorenew", unfreeze_stage, event)
        if stage.black:
            _button(visit, place, "black", "backstage.light", "light_mode", light_stage, event)
        else:
            _button(visit, place, "black", "backstage.black", "dark_mode", black_out_stage, event)


def _button(
    visit: Visit, place: str, name: str, label: str, icon: str, command: Any, *args: Any, primary: bool = False
) -> None:
    """A button that does one thing to the stage; what is drawn above it follows at once."""
    pressed = st.button(
        visit.words.say(label),
        key=f"{place}.{name}",
        icon=f":material/{icon}:",
        type="primary" if primary else "secondary",
        shortcut=KEYS.get(name),
        width="stretch",
    )
    if pressed and act(visit, f"{place}.{name}", command, *args):
        # Streamlit draws the fragment alone where it runs alone, and the page where the page runs.
        st.rerun()


def stage_look(visit: Visit, stage: StageNow) -> None:
    """The language and the colours of the stage, changed by a touch."""
    words, place = visit.words, f"backstage.{stage.event_id}.look"
    chosen = {}
    for field, codes, kept in (("language", STAGE_LANGUAGES, stage.language), ("look", STAGE_LOOKS, stage.look)):
        names = {code: words.say(f"stage.{field}.{code}") for code in codes}
        chosen[field] = st.pills(
            words.say(f"backstage.{field}"),
            codes,
            default=kept,
            format_func=names.__getitem__,
            # Another presenter may have changed it: the choice then begins anew with what stands.
            key=f"{place}.{field}.{kept}",
            required=True,
            wrap=True,
        )
    changed = chosen != {"language": stage.language, "look": stage.look}
    if changed and act(visit, place, change_stage_look, stage.event_id, validated(StageLookRecord, chosen)):
        st.rerun()
