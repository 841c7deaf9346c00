"""The parts of the page of trainers: a new one, the list, and the yearly statement of one side or of everybody."""

import streamlit as st

from core.i18n import escaped
from core.records import validated
from core.records.trainers import SIDES, TrainerRecord
from db.commands.ledger import perform
from db.commands.trainers import register_trainer
from db.queries.trainer_hours import hours_given, years_given
from db.queries.trainers import KINDS, trainers_listed
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import ways
from pages.parts.forms import Form
from pages.parts.lists_taken import trainers_taken
from pages.parts.tables import offer_menu
from pages.parts.trainer_sheet import GIVEN, draw_sums, trainer_fields
from pages.parts.trainer_statement import statement_button
from pages.parts.visit import Visit

_HERE = "manage/trainers.py"


def register(visit: Visit) -> None:
    """The form of a new trainer."""
    form = Form(visit, "trainer", {"side": "sponsor"})
    if form.saved:
        with ways("next"):
            link(visit, _HERE, visit.words.say("trainer.open_new"), trainer=form.saved.row_id)
    trainer_fields(form)
    form.submit(
        "trainer.save", lambda: perform(register_trainer, visit.actor, form.key, validated(TrainerRecord, form.values))
    )


def _pick_side(visit: Visit, key: str, first: str | None) -> tuple[str | None, dict[str, str]]:
    """Whose trainers are asked for (None: everybody's), and how each side is called."""
    sides = {code: visit.words.say(f"trainer_side.{code}") for code in SIDES}
    label = visit.words.say("trainer.side")
    chosen = st.pills(label, SIDES, default=first, format_func=sides.__getitem__, key=key, label_visibility="collapsed")
    return chosen, sides


def find(visit: Visit) -> None:
    """Trainers by a part of their name or by whose they are, each a link to the sheet, with sessions and hours."""
    words = visit.words
    text = st.text_input(words.say("trainer.search"), key="trainer.search")
    side, sides = _pick_side(visit, "trainer.narrowed", None)
    found = frame_of(visit, trainers_listed, text, side, subjects=("session", "trainer"))
    st.caption(words.count("trainer.found", len(found)))
    if len(found):
        offer_menu(visit, "trainers", lambda: trainers_taken(visit, found), {"side": side} if side else {})
    for row in found.to_dict("records"):
        hours = words.number(sum(float(row[kind]) for kind in KINDS), 2)
        with st.container(border=True, gap="xsmall"):
            name = escaped(words.name(row["name_ar"], row["name_latin"]))
            link(visit, _HERE, name, icon=":material/co_present:", trainer=int(row["id"]))
            said = [sides[row["side"]], words.count("trainer.sessions", int(row["sessions"]))]
            said += [words.say("trainer.hours", hours=hours)] if row["sessions"] else []
            said += [] if row["active"] else [words.say("trainer.not_active")]
            st.caption(escaped(" · ".join(said)))


def statement(visit: Visit) -> None:
    """The hours of one year of all the sponsor's own people, or of the others, and their statement."""
    words = visit.words
    side, _ = _pick_side(visit, "trainer.stated", "sponsor")
    years = frame_of(visit, years_given, None, side, subjects=GIVEN)
    if not years:
        st.caption(words.say("trainer.nothing_given"))
        return
    year = int(st.selectbox(words.say("statement.year"), years, key="trainer.year"))
    st.caption(words.say("statement.held_only"))
    draw_sums(visit, frame_of(visit, hours_given, year, None, side, subjects=GIVEN))
    statement_button(visit, year, side=side)
