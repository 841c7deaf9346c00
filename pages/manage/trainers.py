"""Trainers: the list, a new one, one of them with hours by year, and the statement of all the sponsor's people."""

import streamlit as st

from core.i18n import escaped
from core.records import validated
from core.records.trainers import SIDES, TrainerRecord
from db.commands.ledger import perform
from db.commands.trainers import register_trainer
from db.queries.trainer_hours import hours_given, years_given
from db.queries.trainers import KINDS, trainers_counted, trainers_listed
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address, ways
from pages.parts.forms import Form
from pages.parts.history import row_link
from pages.parts.trainer_sheet import GIVEN, draw_sums, trainer_fields, trainer_sheet
from pages.parts.trainer_statement import statement_button
from pages.parts.visit import Visit, enter

visit = enter("session.write")
HERE = "manage/trainers.py"


def register(visit: Visit) -> None:
    """The form of a new trainer."""
    form = Form(visit, "trainer", {"side": "sponsor"})
    if form.saved:
        with ways("next"):
            link(visit, HERE, visit.words.say("trainer.open_new"), trainer=form.saved.row_id)
    trainer_fields(form)
    form.submit(
        "trainer.save", lambda: perform(register_trainer, visit.actor, form.key, validated(TrainerRecord, form.values))
    )


def find(visit: Visit) -> None:
    """Trainers by a part of their name or by whose they are, each a link to the sheet, with sessions and hours."""
    words = visit.words
    text = st.text_input(words.say("trainer.search"), key="trainer.search")
    sides = {code: words.say(f"trainer_side.{code}") for code in SIDES}
    side = st.pills(
        words.say("trainer.side"),
        SIDES,
        format_func=sides.__getitem__,
        key="trainer.narrowed",
        label_visibility="collapsed",
    )
    found = frame_of(visit, trainers_listed, text, side, subjects=("session", "trainer"))
    st.caption(words.count("trainer.found", len(found)))
    for row in found.to_dict("records"):
        hours = words.number(sum(float(row[kind]) for kind in KINDS), 2)
        with st.container(border=True, gap="xsmall"):
            name = escaped(words.name(row["name_ar"], row["name_latin"]))
            link(visit, HERE, name, icon=":material/co_present:", trainer=int(row["id"]))
            said = [sides[row["side"]], words.count("trainer.sessions", int(row["sessions"]))]
            said += [words.say("trainer.hours", hours=hours)] if row["sessions"] else []
            said += [] if row["active"] else [words.say("trainer.not_active")]
            st.caption(escaped(" · ".join(said)))


def statement(visit: Visit) -> None:
    """The hours of one year of all the sponsor's own people, and their statement."""
    words = visit.words
    years = frame_of(visit, years_given, None, "sponsor", subjects=GIVEN)
    if not years:
        st.caption(words.say("trainer.nothing_given"))
        return
    year = int(st.selectbox(words.say("statement.year"), years, key="trainer.year"))
    st.caption(words.say("statement.held_only"))
    draw_sums(visit, frame_of(visit, hours_given, year, None, "sponsor", subjects=GIVEN))
    statement_button(visit, year, side="sponsor")


words = visit.words
st.title(words.say("menu.manage.trainers"), anchor=False)
if opened := id_in_address("trainer"):
    trainer_sheet(visit, opened)
    row_link(visit, "trainer", opened)
elif not frame_of(visit, trainers_counted, subjects=("trainer",)):
    nothing_yet(visit, "trainer.none_yet")
    register(visit)
else:
    tasks = {"find": find, "new": register, "statement": statement}
    names = {code: words.say(f"trainer.{code}") for code in tasks}
    chosen = st.segmented_control(
        words.say("session.choose_action"),
        list(tasks),
        default="find",
        format_func=names.__getitem__,
        key="trainer.task",
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    tasks[str(chosen)](visit)
