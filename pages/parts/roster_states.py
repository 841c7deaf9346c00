"""A session's roster through its states: planned, open, closed, cancelled."""

from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped, isolated
from db.commands.attendance import close_roster, open_roster, reopen_roster
from db.commands.ledger import perform
from db.commands.registrations import register_group
from db.queries.reference import statuses
from db.queries.roster import Expected, clashes, roster
from db.queries.sheets import Sheet
from pages.menu import link
from pages.parts.badges import session_badges
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.editor import table
from pages.parts.folds import fold
from pages.parts.forms import Form, act
from pages.parts.paper_sheet import draw_sheet
from pages.parts.roster_people import add_person, find_person, other_mark, redraw, register_many, take_off
from pages.parts.roster_ticks import draw_ticks
from pages.parts.roster_workbook import draw_workbook
from pages.parts.sheet_pages import beside_pages, take_pages
from pages.parts.sign_in_sheet import draw_sheet_state, sheet_of, tell_issues
from pages.parts.sittings import clock, to_paper, to_phone
from pages.parts.visit import Visit


def planned(visit: Visit, row: Any) -> None:
    """Who is expected so far, and the opening of the roster on the day."""
    words, number = visit.words, int(row.id)
    rows = _rows(visit, number)
    if row.group_label:
        st.info(words.show("roster.opens_with_group", group=row.group_label), icon=":material/groups:")
    if row.held_on > visit.today:
        st.caption(words.say("roster.opens_on", day=row.held_on))
    elif st.button(
        words.say("roster.open"), type="primary", icon=":material/how_to_reg:", width="stretch", key="roster.open"
    ):
        redraw(act(visit, f"roster.open.{number}", open_roster, number))
    tell_clashes(visit, number)
    with fold("sheet", words.say("sheet.title_section"), ":material/print:") as opened:
        if opened and row.group_label and not rows:
            st.info(words.say("sheet.group_missing"), icon=":material/groups:")
            if st.button(words.say("sheet.put_group"), key=f"sheet.group.{number}", width="stretch"):
                redraw(act(visit, "roster.group", register_group, number, int(row.group_id)))
        if opened:
            draw_sheet(visit, row)
            session_badges(visit, row)
    draw_workbook(visit, row)
    _expect(visit, row, is_open=False)
    _listed(visit, rows)
    take_off(visit, number, rows)


def held(visit: Visit, row: Any) -> None:
    """The ticks, who else came, other marks, and the closing, with the photos of the sheet beside them."""
    sheet = sheet_of(visit, int(row.id))
    tell_issues(visit, int(row.id), sheet)
    with beside_pages(visit, int(row.id), sheet):
        _open_roster(visit, row, sheet)


def _open_roster(visit: Visit, row: Any, sheet: Sheet) -> None:
    words, number = visit.words, int(row.id)
    listed = frame_of(visit, statuses, True, subjects=("reference",))
    present = listed[listed["meaning"] == "present"]["id"]
    to_phone(visit, number)
    to_paper(visit, number)
    if row.expected:
        draw_ticks(number, int(present.iloc[0]))
    else:
        st.info(words.say("roster.nobody_yet"), icon=":material/lightbulb:")
    tell_clashes(visit, number)
    with fold("sheet", words.say("sheet.title_section"), ":material/print:") as opened:
        if opened:
            draw_sheet(visit, row)
            session_badges(visit, row)
    draw_workbook(visit, row)
    with fold("walk_in", words.say("walk_in.title"), ":material/person_add:") as opened:
        if opened:
            add_person(visit, number)
    take_pages(visit, number, sheet)
    _expect(visit, row, is_open=True)
    rows = _rows(visit, number)
    if not rows:
        return
    with fold("mark", words.say("mark.title"), ":material/edit_note:") as opened:
        if opened:
            other_mark(visit, number, rows)
    with fold("closing", words.say("roster.closing"), ":material/lock:") as opened:
        if opened:
            _close(visit, number)


def _close(visit: Visit, number: int) -> None:
    words = visit.words
    st.caption(words.say("roster.closing_explained"))
    if st.button(words.say("roster.close"), icon=":material/lock:", width="stretch", key="roster.close"):
        redraw(act(visit, f"roster.close.{number}", close_roster, number))


def closed(visit: Visit, row: Any) -> None:
    """What was marked, its sheet on the way to be verified, and for a coordinator the reopening."""
    words, number = visit.words, int(row.id)
    sheet = sheet_of(visit, number)
    st.success(words.say("roster.is_closed"), icon=":material/lock:")
    link(visit, "entry/sessions.py", words.say("roster.to_sessions"))
    rows = _rows(visit, number)
    with beside_pages(visit, number, sheet):
        draw_sheet_state(visit, row, rows, sheet)
        take_pages(visit, number, sheet)
        _listed(visit, rows)
    # Whoever comes back from the field with a filled one is told in words why it is too late.
    draw_workbook(visit, row, to_fill=False)
    if visit.actor.may("session.write") and sheet.state != "locked":
        with st.expander(words.say("roster.reopening"), icon=":material/lock_open:"):
            form = Form(visit, "roster", {}, number)
            reason = form.text("reason", required=True)
            form.submit(
                "roster.reopen",
                lambda: perform(reopen_roster, visit.actor, form.key, number, reason),
                icon=":material/lock_open:",
            )


def cancelled(visit: Visit, row: Any) -> None:
    """Says that there is no roster."""
    del row
    st.info(visit.words.say("session.fixed.cancelled"), icon=":material/event_busy:")
    link(visit, "entry/sessions.py", visit.words.say("roster.to_sessions"))


STATES = {"planned": planned, "held": held, "closed": closed, "cancelled": cancelled}


def tell_clashes(visit: Visit, number: int) -> None:
    """Says who is expected in two sessions at one time."""
    words = visit.words
    found = fresh(clashes, number)
    if found.empty:
        return
    with st.expander(words.count("roster.clashes", len(found)), icon=":material/warning:"):
        for row in found.itertuples():
            name = words.person(row.name_ar, row.name_latin)
            st.markdown(escaped(f"{isolated(name)}: {joined(words.label(row, 'module'), clock(row))}"))


def _expect(visit: Visit, row: Any, is_open: bool) -> None:
    with fold("expecting", visit.words.say("roster.expecting"), ":material/group_add:") as opened:
        if opened:
            find_person(visit, int(row.id), is_open)
            group = None if pd.isna(row.group_id) else int(row.group_id)
            register_many(visit, int(row.id), group)


def _rows(visit: Visit, number: int) -> list[Expected]:
    found: list[Expected] = fresh(roster, visit.actor.provinces, number)
    return found


def _listed(visit: Visit, rows: list[Expected]) -> None:
    if not rows:
        return
    words = visit.words
    every = frame_of(visit, statuses, subjects=("reference",))
    labels = {int(row.id): words.label(row) for row in every.itertuples()}
    shown = pd.DataFrame(
        {
            "number": [row.row_number for row in rows],
            "name": [words.person(row.name_ar, row.name_latin) for row in rows],
            "organisation": [words.name(row.organisation_ar, row.organisation_latin) for row in rows],
            "mark": [labels[row.status_id] if row.status_id else "" for row in rows],
        }
    )
    heads = ["roster.number", "roster.name", "person.organisation_id", "roster.mark"]
    # It has everybody on it; what leaves of it are its sheet and its workbook.
    table(visit, shown, heads, name="")
