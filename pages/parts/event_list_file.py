"""A list of guests in a file: its sheet, its columns, the kind of those who have none, and what it proposes."""

import hashlib
from typing import Any

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from core.records.events import GUEST_KINDS
from core.sheets.guest_list import FIELDS, guest_columns, guest_rows
from core.sheets.reading import read_tables
from core.sheets.table import Table
from db.queries.guest_invitations import invitations_read
from pages.parts.data import fresh
from pages.parts.event_proposal import propose
from pages.parts.refusals import refusal
from pages.parts.visit import Visit
from pages.server.documents import FILE_MEGABYTES

_SHORT = 60
# Where the session holds the file that was read last: the hash of its bytes, and its tables.
_KEPT = "event.read"


def from_file(visit: Visit, row: Any) -> None:
    """Draws the box for the file and everything that is asked about it; nothing is kept before somebody agrees."""
    words, number = visit.words, int(row.id)
    st.caption(words.say("event.file_explained"))
    turn = st.session_state.setdefault(f"event.{number}.files", 0)
    file = st.file_uploader(words.say("event.file"), key=f"event.{number}.file.{turn}", max_upload_size=FILE_MEGABYTES)
    if file is None:
        return
    try:
        tables = _read(file.getvalue())
    except Problem as problem:
        st.error(refusal(words, problem), icon=":material/error:")
        return
    # What is asked about another file begins anew.
    place = f"event.{number}.file.{st.session_state[_KEPT][0][:16]}"
    at = _sheet(visit, tables, place) if len(tables) > 1 else 0
    columns = _columns(visit, tables[at], f"{place}.{at}")
    kinds = {kind: words.say(f"guest_kind.{kind}") for kind in GUEST_KINDS}
    kind = st.selectbox(
        words.say("event.kind_of_rest"),
        GUEST_KINDS,
        index=None,
        format_func=kinds.__getitem__,
        placeholder=words.say("form.choose"),
        help=words.say("event.kind_of_rest_help"),
        key=f"{place}.kind",
    )
    rows = guest_rows(tables[at], columns)
    propose(visit, number, fresh(invitations_read, number, rows, kind), place)


def _read(data: bytes) -> tuple[Table, ...]:
    # Read once: every choice beside the file runs the page anew.
    digest, kept = hashlib.sha256(data).hexdigest(), st.session_state.get(_KEPT)
    if kept is None or kept[0] != digest:
        kept = st.session_state[_KEPT] = (digest, read_tables(data))
    tables: tuple[Table, ...] = kept[1]
    return tables


def _sheet(visit: Visit, tables: tuple[Table, ...], place: str) -> int:
    names = [table.name for table in tables]
    label = visit.words.say("import.sheet")
    return st.selectbox(label, range(len(tables)), format_func=names.__getitem__, key=f"{place}.sheet")


def _columns(visit: Visit, table: Table, place: str) -> dict[str, str]:
    words, likely = visit.words, guest_columns(table)
    fields = {"": words.say("import.leave_out"), **{name: words.say(f"event.column.{name}") for name in FIELDS}}
    said = {}
    with st.expander(words.say("import.columns"), expanded=not {"name", "name_ar", "name_latin"} & {*likely.values()}):
        for number, header in enumerate(table.headers):
            said[header] = st.selectbox(
                escaped(header[:_SHORT]),
                list(fields),
                index=list(fields).index(likely.get(header, "")),
                format_func=fields.__getitem__,
                key=f"{place}.column.{number}",
            )
    return {header: name for header, name in said.items() if name}
