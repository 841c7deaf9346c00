"""One trainer: what is known, the sessions and hours of a year, and the statement of them."""

from typing import Any

import pandas as pd
import streamlit as st

from core.problems import Problem
from core.records import validated
from core.records.trainers import SIDES, TrainerRecord
from db.commands.ledger import perform
from db.commands.trainers import change_trainer, remove_trainer
from db.queries.trainer_hours import hours_given, years_given
from db.queries.trainers import KINDS, trainer_values
from pages.parts.data import frame_of, fresh
from pages.parts.editor import table
from pages.parts.entry import back
from pages.parts.forms import Form
from pages.parts.refusals import refusal
from pages.parts.removal import removal_form, removal_part, tell_removed
from pages.parts.trainer_statement import statement_button
from pages.parts.visit import Visit

# What the hours of trainers read.
GIVEN = ("place", "reference", "session", "trainer")


def trainer_fields(form: Form) -> None:
    """The fields that a new and an existing trainer share."""
    words = form.visit.words
    form.text("name_ar")
    form.text("name_latin")
    form.pills("side", SIDES, label=lambda code: words.say(f"trainer_side.{code}"))
    form.text("phone", help_key="trainer.phone_help")


def trainer_sheet(visit: Visit, trainer_id: int) -> None:
    """Draws the hours of one trainer by year, and everything that can be corrected."""
    words = visit.words
    back(visit, "manage/trainers.py", "trainer.back")
    removal = removal_form(visit, f"trainer.{trainer_id}")
    if tell_removed(visit, removal, "trainer.removed"):
        return

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(trainer_values, trainer_id)
        return found

    try:
        start = current()
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    name = words.name(start["name_ar"], start["name_latin"])
    st.subheader(words.show("trainer.heading", name=name), anchor=False)
    st.caption(words.say(f"trainer_side.{start['side']}"))
    _given(visit, trainer_id, name)
    st.subheader(words.say("trainer.to_change"), anchor=False)
    form = Form(visit, "trainer", start, trainer_id, start["version"], current=current)
    trainer_fields(form)
    form.tick("active", help_key="trainer.active_help")
    form.submit(
        "trainer.change",
        lambda: perform(
            change_trainer, visit.actor, form.key, trainer_id, form.version, validated(TrainerRecord, form.values)
        ),
    )
    removal_part(
        removal,
        "trainer",
        lambda reason: perform(remove_trainer, visit.actor, removal.key, trainer_id, start["version"], reason),
    )


def _given(visit: Visit, trainer_id: int, name: str) -> None:
    words = visit.words
    years = frame_of(visit, years_given, trainer_id, subjects=GIVEN)
    if not years:
        st.caption(words.say("trainer.nothing_given"))
        return
    year = int(st.selectbox(words.say("statement.year"), years, key=f"trainer.{trainer_id}.year"))
    rows = frame_of(visit, hours_given, year, trainer_id, subjects=GIVEN)
    st.caption(words.say("statement.held_only"))
    draw_sums(visit, rows)
    hours = [words.number(float(sum(row)), 2) for row in rows[list(KINDS)].to_numpy()]
    shown = pd.DataFrame(
        {
            "held_on": [words.day(day, "medium") for day in rows["held_on"]],
            "module": [words.label(row, "module") for row in rows.itertuples()],
            "place": [row.venue or words.name(row.commune_ar, row.commune_fr) for row in rows.itertuples()],
            "total": hours,
        }
    )
    whole = shown.drop(columns="total").assign(**{kind: rows[kind] for kind in KINDS})
    heads = [f"statement.{column}" for column in shown.columns]
    taken = whole.set_axis([f"statement.{column}" for column in whole.columns], axis="columns")
    asked = {"trainer": str(trainer_id), "year": str(year)}
    table(visit, shown, heads, "trainer_hours", filters=asked, whole=taken, of=name)
    statement_button(visit, year, trainer_id=trainer_id)


def draw_sums(visit: Visit, rows: pd.DataFrame) -> None:
    """The hours of each kind and all of them together, as large numbers."""
    words = visit.words
    sums = {kind: float(rows[kind].sum()) for kind in KINDS}
    with st.grid(4, min_column_width=120, gap="small"):
        for name, value in (sums | {"total": sum(sums.values())}).items():
            st.metric(words.say(f"statement.{name}"), words.number(value, 2), border=True, height="stretch")
