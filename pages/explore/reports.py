"""Reports: the figures that were frozen as they were quoted; one of them beside what became of it, and why."""

import streamlit as st

from core.problems import Problem
from db.queries.figures import SUBJECTS
from db.queries.report_changes import became
from db.queries.reports import frozen, frozen_by, frozen_reports, readable, unchanged
from pages.parts.data import frame_of, fresh
from pages.parts.empty import nothing_yet
from pages.parts.entry import back
from pages.parts.freezing import REPORTS
from pages.parts.partner_report import ACTION, partner_report
from pages.parts.refusals import refusal
from pages.parts.report_changes import draw_changes
from pages.parts.reports import draw_definitions, draw_figures_then, draw_head, draw_listed, draw_seal, draw_withdrawal
from pages.parts.tables import PAGE_ROWS, choose_page
from pages.parts.visit import enter

visit = enter("figures.whole")
words, reach = visit.words, visit.actor.provinces


def everything() -> None:
    """The list of all reports, the newest first."""
    st.title(words.say("menu.explore.reports"), anchor=False)
    rows = frame_of(visit, frozen_reports, subjects=("account", "frozen"))
    rows = rows[[fresh(readable, filters, reach) for filters in rows["filters"]]] if reach is not None else rows
    if rows.empty:
        nothing_yet(visit, "reports.empty", "explore/overview.py")
        return
    st.caption(words.say("reports.explained"))
    st.markdown(words.count("reports.found", len(rows)))
    before = choose_page(len(rows), key="reports.page")
    for row in rows.iloc[before : before + PAGE_ROWS].to_dict("records"):
        draw_listed(visit, row)


def one(number: str) -> None:
    """One report: as it was quoted, what is another now, and why."""
    back(visit, REPORTS, "reports.all")
    try:
        report, told = fresh(frozen, number)
        if not fresh(readable, report.filters, reach):
            raise Problem("report_unknown", number=number[:40])
    except Problem as problem:
        st.title(words.say("menu.explore.reports"), anchor=False)
        st.error(refusal(words, problem), icon=":material/error:")
        return
    st.title(report.number, anchor=False)
    intact = fresh(unchanged, report)
    draw_head(visit, report, told, fresh(frozen_by, report.id), intact)
    since = frame_of(visit, became, report.number, subjects=(*SUBJECTS, "frozen"))
    st.subheader(words.say("reports.quoted"), anchor=False)
    draw_figures_then(visit, told, since)
    draw_changes(visit, report, told, since)
    # What is not to be quoted is not handed on as a document either.
    if intact and report.withdrawn_at is None and visit.actor.may(ACTION):
        partner_report(visit, report.number)
    draw_definitions(visit, told)
    draw_seal(visit, report)
    draw_withdrawal(visit, report)


asked = st.query_params.get("report", "")
if asked:
    one(asked)
else:
    everything()
