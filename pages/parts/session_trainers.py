"""The trainers on a session's own page: who they are, the hours each gave, and for the desk who comes and goes."""

from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.records import validated
from core.records.trainers import MOST_HOURS, ROLES, TrainerHours, TrainerPlace
from db.commands.ledger import perform
from db.commands.session_trainers import change_trainer_hours, put_trainer, take_trainer_off
from db.queries.trainers import KINDS, trainers_of_session
from pages.menu import link
from pages.parts.data import fresh
from pages.parts.folds import fold
from pages.parts.forms import Form
from pages.parts.trainer_choice import trainer_names
from pages.parts.visit import Visit


def session_trainers(visit: Visit, row: Any) -> None:
    """Draws the parts under the roster of a session (a row of `sessions_listed`); nothing for a cancelled one."""
    if row.state == "cancelled":
        return
    words, number, desk = visit.words, int(row.id), visit.actor.may("session.write")
    there = fresh(trainers_of_session, number)
    if there.empty and not desk:
        return
    with fold("trainers", words.say("session_trainer.title"), ":material/co_present:") as opened:
        if opened and there.empty:
            st.caption(words.say("session_trainer.nobody_yet"))
        for place in there.to_dict("records") if opened else ():
            _place(visit, row, place)
    if not desk:
        return
    with fold("choosing", words.say("session_trainer.choosing"), ":material/group_add:") as opened:
        if opened:
            _put(visit, number, tuple(int(one) for one in there["trainer_id"]))
            if len(there):
                _take_off(visit, number, there)


def _place(visit: Visit, row: Any, place: dict[Any, Any]) -> None:
    """One trainer; once the session was held, with the hours to be said."""
    words = visit.words
    name = words.name(place["name_ar"], place["name_latin"])
    said = [words.say(f"trainer_role.{place['role']}"), words.say(f"trainer_side.{place['side']}")]
    with st.container(border=True, gap="small"):
        st.markdown(f"**{escaped(name)}**")
        st.caption(escaped(" · ".join(said)))
        if row.state == "planned":
            return
        known = {kind: None if pd.isna(place[kind]) else float(place[kind]) for kind in KINDS}
        open_yet = all(value is None for value in known.values())
        start = known | ({"delivery": float(row.hours)} if open_yet else {})
        form = Form(visit, "session_trainer", start, int(place["id"]), int(place["version"]))
        if open_yet:
            st.caption(words.say("session_trainer.proposed"))
        for column, kind in zip(st.columns(len(KINDS)), KINDS, strict=True):
            with column:
                form.number(kind, whole=False, min_value=0.0, max_value=MOST_HOURS, step=0.25, format="%g")
        form.submit(
            "session_trainer.save",
            lambda: perform(
                change_trainer_hours,
                visit.actor,
                form.key,
                int(place["id"]),
                form.version,
                validated(TrainerHours, form.values),
            ),
        )


def _put(visit: Visit, number: int, there: tuple[int, ...]) -> None:
    words = visit.words
    names = {one: name for one, name in trainer_names(visit).items() if one not in there}
    if not names:
        link(visit, "manage/trainers.py", words.say("trainer.register_first"))
        return
    st.markdown(f"**{words.say('session_trainer.put_title')}**")
    form = Form(visit, "session_trainer", {"role": "assistant" if there else "lead"}, f"put.{number}")
    form.choice("trainer_id", list(names), label=names.__getitem__, required=True)
    form.pills("role", ROLES, label=lambda code: words.say(f"trainer_role.{code}"))
    form.submit(
        "session_trainer.put",
        lambda: perform(put_trainer, visit.actor, form.key, number, validated(TrainerPlace, form.values)),
        icon=":material/person_add:",
    )


def _take_off(visit: Visit, number: int, there: pd.DataFrame) -> None:
    words = visit.words
    st.markdown(f"**{words.say('session_trainer.off_title')}**")
    form = Form(visit, "session_trainer", {}, f"off.{number}")
    rows = there.to_dict("records")
    names = {int(row["id"]): words.name(row["name_ar"], row["name_latin"]) for row in rows}
    versions = {int(row["id"]): int(row["version"]) for row in rows}
    place = form.choice("place_id", list(names), label=names.__getitem__, required=True)
    reason = form.text("reason", required=True)
    form.submit(
        "session_trainer.take_off",
        lambda: perform(take_trainer_off, visit.actor, form.key, place or 0, versions.get(place or 0, 0), reason),
        icon=":material/person_remove:",
    )
