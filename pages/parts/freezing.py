"""The way from the figures on a page to a report that keeps them as they are now, under a number to quote."""

import streamlit as st

from core.i18n import escaped
from core.records import validated
from core.records.reports import ReportRecord
from db.commands.ledger import perform
from db.commands.reports import freeze_report
from db.queries.reports import number_of
from pages.menu import link
from pages.parts.data import fresh
from pages.parts.filter_sentence import sentence
from pages.parts.filters import Choices
from pages.parts.forms import Form
from pages.parts.visit import Visit

REPORTS = "explore/reports.py"
FREEZING = "freezing.menu"


def offer_freezing(visit: Visit, choices: Choices) -> None:
    """Draws the menu that freezes the figures under the choice that stands; nothing for whoever may not."""
    if not visit.actor.may(freeze_report.action):
        return
    words = visit.words
    menu = st.popover(
        words.say("reports.freeze_menu"), icon=":material/lock_clock:", type="tertiary", key=FREEZING, on_change="rerun"
    )
    if not menu.open:
        return
    with menu:
        st.markdown(f"**{escaped(sentence(visit, choices) or words.say('reports.everything'))}**")
        st.caption(words.say("reports.freeze_help"))
        form = Form(visit, "report")
        if form.saved is not None:
            number = fresh(number_of, form.saved.row_id)
            link(visit, REPORTS, words.say("reports.open", number=number), report=number)
        form.text("title", required=True)
        form.text("occasion")
        filters = choices.chosen.filters()
        form.submit(
            "reports.freeze",
            lambda: perform(freeze_report, visit.actor, form.key, validated(ReportRecord, form.values), filters),
            icon=":material/lock_clock:",
        )
