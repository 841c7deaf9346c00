"""Tables to read and to take away: columns in the reader's words and order, files that compute nothing."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from numbers import Real
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from core.i18n import escaped
from core.sheets.writing import Cell, plain_file, workbook_file
from db.commands.exports import enter_export
from pages.parts.data import worked_out
from pages.parts.exports import export_button
from pages.parts.filters import Choices
from pages.parts.origin import narrowed, source
from pages.parts.visit import Visit

PAGE_ROWS = 24
_ISOLATES = re.compile("[\u2066-\u2069]")


def show_table(visit: Visit, rows: pd.DataFrame, opens: Sequence[str | None] = ()) -> None:
    """Draws rows whose columns are keys of words; every cell is shown as it was typed.

    `opens` are the addresses that the cells of the first column lead to, one a row, None where it leads nowhere.
    """
    ready = worked_out(rows, f"table.{visit.language}", lambda: _ready(visit, rows, opens))
    st.table(ready, border="horizontal", hide_index=True)


def _ready(visit: Visit, rows: pd.DataFrame, opens: Sequence[str | None]) -> pa.Table:
    headers = [_header(visit, str(name)) for name in rows.columns]
    cells = [[escaped(text) for text in _texts(visit, rows[name])] for name in rows.columns]
    if opens:
        cells[0] = [f"[{text}]({to})" if to and text else text for text, to in zip(cells[0], opens, strict=True)]
    return pa.table([pa.array(column, pa.string()) for column in cells], headers)


def _header(visit: Visit, name: str) -> str:
    """A key with a dot in it is one of the words itself, another one of `explore.column.`."""
    return visit.words.say(name if "." in name else f"explore.column.{name}")


def choose_page(number: int, key: str, rows: int = PAGE_ROWS) -> int:
    """Draws the pages of a list of so many rows where there are several; how many rows come before the chosen one."""
    pages = -(-number // rows)
    return (st.pagination(pages, key=key) - 1) * rows if pages > 1 else 0


def offer_files(
    visit: Visit,
    name: str,
    rows: Callable[[], pd.DataFrame],
    filters: Mapping[str, str],
    choices: Choices | None = None,
    of: str = "",
) -> None:
    """Draws the two ways to take the rows away; they are read when somebody asks.

    `name` is what the export is called, the columns of the `rows` are keys of words as in `show_table`, and `filters`
    are the codes that they were narrowed to. A workbook says above its
    rows what they are, `of` whom, what of the `choices` narrowed them, and when it was made.
    """
    about = partial(_about, visit, name, choices, of)
    with st.container(horizontal=True):
        for form, write in _FILES.items():
            export_button(
                visit,
                visit.words.say(f"explore.take_{form}"),
                name,
                form,
                rows,
                partial(write, visit, name, about),
                f"{name}.{form}",
                filters,
                key=f"{name}.{form}",
            )


def offer_menu(
    visit: Visit, name: str, rows: Callable[[], pd.DataFrame], filters: Mapping[str, str], of: str = ""
) -> None:
    """Draws the same two ways in a menu, for a page of several tables; nothing where the reader takes no rows."""
    if not visit.actor.may(enter_export.action):
        return
    menu = st.popover(
        visit.words.say("taken.menu"),
        icon=":material/download:",
        type="tertiary",
        key=f"{name}.take",
        on_change="rerun",
    )
    if menu.open:
        with menu:
            offer_files(visit, name, rows, filters, of=of)


def _plain(visit: Visit, _name: str, _about: Callable[[], Sequence[str]], rows: pd.DataFrame) -> bytes:
    return plain_file(*_written(visit, rows), language=visit.language)


def _workbook(visit: Visit, name: str, about: Callable[[], Sequence[str]], rows: pd.DataFrame) -> bytes:
    return workbook_file(name, *_written(visit, rows), mirrored=visit.words.direction == "rtl", about=about())


_FILES: dict[str, Callable[[Visit, str, Callable[[], Sequence[str]], pd.DataFrame], bytes]] = {
    "csv": _plain,
    "xlsx": _workbook,
}


def _about(visit: Visit, name: str, choices: Choices | None, of: str) -> Sequence[str]:
    sheets = choices.chosen.sheets if choices is not None and "verified" in choices.names else ""
    filters = narrowed(visit, choices, ("verified",)) if choices is not None else ""
    return [line for line in (visit.words.say(f"export_what.{name}"), of, filters, source(visit, sheets)) if line]


def _written(visit: Visit, rows: pd.DataFrame) -> tuple[Sequence[str], list[list[Cell]]]:
    headers = [_header(visit, str(name)) for name in rows.columns]
    return headers, [[_cell(cell) for cell in row] for row in rows.itertuples(index=False)]


def _cell(value: Any) -> Cell:
    if pd.isna(value):
        return ""
    if isinstance(value, Real) and not isinstance(value, bool):
        return float(value)
    # What keeps names apart on a page would be letters of the text in another program.
    return _ISOLATES.sub("", str(value))


def _texts(visit: Visit, column: pd.Series) -> list[str]:
    whole = pd.api.types.is_integer_dtype(column.dtype)
    return ["" if pd.isna(cell) else visit.words.number(int(cell)) if whole else str(cell) for cell in column]
