"""Tables to read and to take away: columns in the reader's words and order, files that compute nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.sheets.writing import plain_file, workbook_file
from pages.parts.exports import export_button
from pages.parts.visit import Visit

PAGE_ROWS = 24


def show_table(visit: Visit, rows: pd.DataFrame) -> None:
    """Draws rows whose columns are keys of `explore.column.`; every cell is shown as it was typed."""
    headers = {name: visit.words.say(f"explore.column.{name}") for name in rows.columns}
    cells = {headers[name]: [escaped(text) for text in _texts(visit, rows[name])] for name in rows.columns}
    st.table(pd.DataFrame(cells), border="horizontal", hide_index=True)


def choose_page(number: int, key: str) -> int:
    """Draws the pages of a list of so many rows where there are several; how many rows come before the chosen one."""
    pages = -(-number // PAGE_ROWS)
    return (st.pagination(pages, key=key) - 1) * PAGE_ROWS if pages > 1 else 0


def offer_files(visit: Visit, name: str, rows: Callable[[], pd.DataFrame], filters: Mapping[str, str]) -> None:
    """Draws the two ways to take the rows away; they are read when somebody asks, and every cell is a text.

    `name` is what the export is called, `filters` the codes that the rows were narrowed to.
    """
    with st.container(horizontal=True):
        for form, write in _FILES.items():
            export_button(
                visit,
                visit.words.say(f"explore.take_{form}"),
                name,
                form,
                rows,
                partial(write, visit, name),
                f"{name}.{form}",
                filters,
                key=f"{name}.{form}",
            )


def _plain(visit: Visit, _name: str, rows: pd.DataFrame) -> bytes:
    return plain_file(*_written(visit, rows))


def _workbook(visit: Visit, name: str, rows: pd.DataFrame) -> bytes:
    return workbook_file(name, *_written(visit, rows), mirrored=visit.words.direction == "rtl")


_FILES: dict[str, Callable[[Visit, str, pd.DataFrame], bytes]] = {"csv": _plain, "xlsx": _workbook}


def _written(visit: Visit, rows: pd.DataFrame) -> tuple[Sequence[str], list[list[str]]]:
    headers = [visit.words.say(f"explore.column.{name}") for name in rows.columns]
    cells = [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows.itertuples(index=False)]
    return headers, cells


def _texts(visit: Visit, column: pd.Series) -> list[str]:
    whole = pd.api.types.is_integer_dtype(column.dtype)
    return ["" if pd.isna(cell) else visit.words.number(int(cell)) if whole else str(cell) for cell in column]
