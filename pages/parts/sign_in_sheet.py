"""The sign-in sheet beside its roster: its state, the three counts that face each other, and what may be done next."""

from typing import Any

import streamlit as st

from core.i18n import Words, escaped, isolated
from core.records import validated
from core.records.sessions import AttendanceMark
from core.records.sheets import FIELD_STATES, CommentRecord, SheetCounts, differ
from db.commands.ledger import Saved, perform
from db.commands.sign_in_sheets import (
    correct_locked_mark,
    lock_sheet,
    send_back_sheet,
    submit_sheet,
    unlock_sheet,
    verify_sheet,
)
from db.queries.reference import statuses
from db.queries.roster import Expected
from db.queries.sheets import Sheet, comments, sheet
from pages.parts.data import frame_of, fresh
from pages.parts.entry import id_in_address
from pages.parts.forms import Form, act
from pages.parts.visit import Visit

STATE_ICONS = {
    "draft": "edit_note",
    "submitted": "hourglass_top",
    "has_issues": "assignment_return",
    "verified": "verified",
    "locked": "lock",
}


def sheet_of(visit: Visit, number: int) -> Sheet:
    """The sheet of the session as it is now."""
    found: Sheet = fresh(sheet, visit.actor.provinces, number)
    return found


def tell_issues(visit: Visit, number: int, held: Sheet) -> None:
    """What a coordinator wants mended, above the roster that is open again for it."""
    if held.state != "has_issues":
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":material/assignment_return: **{visit.words.say('sheet_check.sent_back')}**")
        _comments(visit, number)


def tell_sent_back(visit: Visit, row: Any) -> None:
    """The same in a list of sessions, where the title says already that the sheet was sent back."""
    _comments(visit, int(row.id))


def _comments(visit: Visit, number: int) -> None:
    words = visit.words
    for said in frame_of(visit, comments, visit.actor.provinces, number, subjects=("session", "attendance", "person")):
        who = words.person(said.name_ar, said.name_latin)
        where = f"{said.row_number}. {who}" if said.row_number else words.say("sheet_check.whole")
        # Each in a line of its own: what is said may run the other way than the name.
        st.markdown(f"**{escaped(where)}**")
        st.markdown(escaped(isolated(said.text or "")))


def draw_sheet_state(visit: Visit, row: Any, rows: list[Expected], held: Sheet) -> None:
    """The sheet of a closed roster: its state and counts, and for each hand it lies in what that hand may do."""
    words, number = visit.words, int(row.id)
    names = int(row.present)
    st.subheader(words.say("sheet_check.title"), anchor=False)
    st.markdown(
        f":material/{STATE_ICONS[held.state]}: **{words.say(f'sheet_state.{held.state}')}** {_since(words, held)}"
    )
    tell_issues(visit, number, held)
    if held.state in FIELD_STATES:
        _send_in(visit, number, names, held)
        return
    _counts(words, held, names)
    if visit.actor.may("session.write"):
        if held.state == "submitted":
            _decide(visit, number, rows, held)
        elif held.state == "verified":
            if st.button(words.say("sheet_check.lock"), icon=":material/lock:", width="stretch", key="sheet.lock"):
                _redrawn(act(visit, f"sheet.lock.{number}", lock_sheet, number, held.version))
            st.caption(words.say("sheet_check.lock_help"))
        else:
            _correct(visit, number, rows, held)


def _since(words: Words, held: Sheet) -> str:
    told = {
        "submitted": (held.submitted_at, held.submitted_by),
        "verified": (held.verified_at, held.verified_by),
        "locked": (held.locked_at, held.locked_by),
    }
    at, who = told.get(held.state, (None, None))
    return words.show("sheet_check.since", at=at, who=who or words.say("sheet_check.nobody")) if at else ""


def _send_in(visit: Visit, number: int, names: int, held: Sheet) -> None:
    words = visit.words
    st.caption(words.say("sheet_check.explained"))
    # Who typed from paper has counted there already, and the address brings it along.
    start = {
        "declared_headcount": id_in_address("headcount") if held.headcount is None else held.headcount,
        "signatures": id_in_address("signatures") if held.signatures is None else held.signatures,
        "difference_reason": held.reason,
    }
    form = Form(visit, "sheet_counts", start, number, held.version)
    heads = form.number("declared_headcount", required=True, min_value=0)
    signed = form.number("signatures", required=True, min_value=0, help_key="sheet_counts.signatures_help")
    st.markdown(words.count("sheet_check.names", names))
    if heads is not None and signed is not None:
        if differ(heads, signed, names):
            st.warning(words.say("sheet_check.differ"), icon=":material/difference:")
            form.area("difference_reason", required=True)
        else:
            st.success(words.say("sheet_check.agree"), icon=":material/check_circle:")

    def send() -> Saved:
        return perform(submit_sheet, visit.actor, form.key, number, form.version, validated(SheetCounts, form.values))

    form.submit("sheet_check.submit", send, icon=":material/send:")


def _counts(words: Words, held: Sheet, names: int) -> None:
    with st.container(horizontal=True, gap="small"):
        for key, value in (("headcount", held.headcount), ("signatures", held.signatures), ("entered", names)):
            st.metric(words.say(f"sheet_check.{key}"), words.number(value or 0), border=True, width="stretch")
    if differ(held.headcount, held.signatures, names):
        st.warning(words.show("sheet_check.reason", reason=held.reason or ""), icon=":material/difference:")
    else:
        st.caption(words.say("sheet_check.agree"))


def _decide(visit: Visit, number: int, rows: list[Expected], held: Sheet) -> None:
    words = visit.words
    if st.button(
        words.say("sheet_check.verify"), type="primary", icon=":material/verified:", width="stretch", key="sheet.verify"
    ):
        _redrawn(act(visit, f"sheet.verify.{number}", verify_sheet, number, held.version))
    with st.expander(words.say("sheet_check.sending_back"), icon=":material/assignment_return:"):
        st.caption(words.say("sheet_check.sending_back_explained"))
        names = _names(words, rows)
        form = Form(visit, "send_back", {}, number, held.version)
        form.area("text")
        chosen = form.choices("rows", list(names), label=names.__getitem__)
        for registration in chosen:
            form.text(f"row_{registration}", label=escaped(words.say("send_back.row", name=names[registration])))

        def send() -> Saved:
            whole = form.values["text"]
            said = [validated(CommentRecord, {"text": whole})] if whole or not chosen else []
            for registration in chosen:
                text = form.values[f"row_{registration}"] or words.say("send_back.look")
                said.append(validated(CommentRecord, {"registration_id": registration, "text": text}))
            return perform(send_back_sheet, visit.actor, form.key, number, form.version, tuple(said))

        form.submit("send_back.save", send, icon=":material/assignment_return:")


def _correct(visit: Visit, number: int, rows: list[Expected], held: Sheet) -> None:
    words = visit.words
    names = _names(words, rows)
    listed = frame_of(visit, statuses, True, subjects=("reference",))
    labels = {int(row.id): words.label(row) for row in listed.itertuples()}
    with st.expander(words.say("sheet_check.correcting"), icon=":material/edit:"):
        st.caption(words.say("sheet_check.correcting_explained"))
        form = Form(visit, "correct_mark", {}, number)
        form.choice("registration_id", list(names), label=names.__getitem__, required=True)
        form.pills("status_id", list(labels), label=labels.__getitem__)
        form.number("hours", whole=False, min_value=0.0)
        form.text("reason", required=True)

        def correct() -> Saved:
            values = {name: form.values[name] for name in ("registration_id", "status_id", "hours")}
            mark = validated(AttendanceMark, values | {"way": "paper"})
            return perform(correct_locked_mark, visit.actor, form.key, mark, form.values["reason"])

        form.submit("correct_mark.save", correct)
    with st.expander(words.say("sheet_check.unlocking"), icon=":material/lock_open:"):
        st.caption(words.say("sheet_check.unlocking_explained"))
        unlocking = Form(visit, "unlock", {}, number, held.version)
        unlocking.text("reason", required=True)

        def unlock() -> Saved:
            return perform(
                unlock_sheet, visit.actor, unlocking.key, number, unlocking.version, unlocking.values["reason"]
            )

        unlocking.submit("unlock.save", unlock, icon=":material/lock_open:")


def _names(words: Words, rows: list[Expected]) -> dict[int, str]:
    return {row.registration_id: f"{row.row_number}. {words.person(row.name_ar, row.name_latin)}" for row in rows}


def _redrawn(saved: Saved | None) -> None:
    if saved:
        st.rerun()
