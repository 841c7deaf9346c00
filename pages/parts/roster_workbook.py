"""The roster as a workbook: given to be filled without a network, and taken in once its differences were seen."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.problems import Problem
from core.reports.sign_in_sheet import session_code
from core.sheets.reading import read_sheets
from core.sheets.roster_filled import FilledRoster, filled_roster
from core.sheets.roster_given import GivenRow
from core.sheets.roster_workbook import roster_workbook
from db.commands.roster_workbook import apply_roster_workbook
from db.engine import reading
from db.queries.roster_workbook import workbook_secret
from db.queries.roster_workbook_giving import roster_to_fill, rows_to_fill
from db.queries.roster_workbook_preview import workbook_preview
from pages.parts.data import fresh
from pages.parts.exports import export_button
from pages.parts.folds import fold
from pages.parts.forms import act
from pages.parts.refusals import refusal
from pages.parts.roster_workbook_preview import Choices, ask, show_differences
from pages.parts.visit import Visit
from pages.server.documents import FILE_MEGABYTES


def draw_workbook(visit: Visit, row: Any, to_fill: bool = True) -> None:
    """Draws the workbook of a session to take along, and the box for the filled one."""
    words = visit.words
    with fold("workbook", words.say("workbook.section"), ":material/cloud_off:") as opened:
        if opened and to_fill:
            st.caption(words.say("workbook.explained"))
            _give(visit, row)
        if opened:
            _take_in(visit, int(row.id))


@dataclass(frozen=True)
class _File:
    """A file as it came: its name, the hash of its bytes, and what is in it."""

    name: str
    hash: str
    filled: FilledRoster


def _give(visit: Visit, row: Any) -> None:
    number, reach, language = int(row.id), visit.actor.provinces, visit.language

    def listed() -> list[GivenRow]:
        with reading() as session:
            return rows_to_fill(session, reach, number, language)

    def made(rows: list[GivenRow]) -> bytes:
        with reading() as session:
            to_fill = roster_to_fill(session, reach, number, rows, language, uuid.uuid4().hex)
            return roster_workbook(to_fill, workbook_secret(session))

    label, name = visit.words.say("workbook.download"), f"{session_code(number)}.xlsx"
    export_button(visit, label, "roster_workbook", "xlsx", listed, made, name, key=f"workbook.{number}")


def _take_in(visit: Visit, number: int) -> None:
    words, place = visit.words, f"workbook.{number}.hand"
    hand: dict[str, Any] = st.session_state.setdefault(place, {"generation": 0})
    if done := hand.get("done"):
        st.success(words.show("workbook.saved", **done), icon=":material/check_circle:")
    # Any name is let in: what a file is, is told by its content and refused in the reader's own words.
    box = f"{place}.file.{hand['generation']}"
    file = st.file_uploader(words.say("workbook.file"), key=box, max_upload_size=FILE_MEGABYTES)
    if file is None:
        return
    hand.pop("done", None)
    try:
        found = _read(hand, file.name, file.getvalue())
        preview = fresh(workbook_preview, visit.actor.provinces, number, found.hash, found.filled)
    except Problem as problem:
        if problem.code == "workbook_applied":
            st.info(refusal(words, problem), icon=":material/done_all:")
        else:
            st.error(refusal(words, problem), icon=":material/error:")
        return
    st.caption(words.show("workbook.of_file", file=found.name))
    key = f"{place}.{found.hash[:16]}"
    choices: Choices = ask(visit, preview, key)
    show_differences(visit, preview, key)
    if not choices.rows:
        st.info(words.say("workbook.nothing"), icon=":material/check:")
        return
    if choices.waiting:
        st.caption(words.say("workbook.undecided"))
    label = words.count("workbook.apply", choices.rows)
    if st.button(label, type="primary", icon=":material/upload:", width="stretch", disabled=choices.waiting):
        said = (number, found.name, found.hash, found.filled, choices.theirs, choices.people, preview.digest)
        if saved := act(visit, key, apply_roster_workbook, *said):
            marked = choices.marked
            hand |= {"done": {"at": saved.at, "marks": marked, "people": choices.rows - marked}}
            hand["generation"] += 1
            st.rerun()


def _read(hand: dict[str, Any], name: str, data: bytes) -> _File:
    digest = hashlib.sha256(data).hexdigest()
    kept = hand.get("read")
    if kept is None or kept.hash != digest:
        kept = hand["read"] = _File(name, digest, filled_roster(read_sheets(data)))
    found: _File = kept
    return found
