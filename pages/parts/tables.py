"""Tables to read and to take away: columns in the reader's words and order, files that compute nothing."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.sheets.writing import plain_file, workbook_file
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


def offer_files(visit: Visit, name: str, rows: Callable[[], pd.DataFrame]) -> None:
    """Draws the two ways to take the rows away; they are read when somebody asks, and every cell is a text."""
    words = visit.words

    def plain() -> bytes:
        headers, cells = _written(visit, rows())
        return plain_file(headers, cells)

    def workbook() -> bytes:
        headers, cells = _written(visit, rows())
        return workbook_file(name, headers, cells, mirrored=words.direction == "rtl")

    with st.container(horizontal=True):
        for ending, make in (("csv", plain), ("xlsx", workbook)):
            st.download_button(
                words.say(f"explore.take_{ending}"),
                data=make,
                file_name=f"{name}.{ending}",
                icon=":material/download:",
                key=f"{name}.{ending}",
                on_click="ignore",
            )


def _written(visit: Visit, rows: pd.DataFrame) -> tuple[Sequence[str], list[list[str]]]:
    headers = [visit.words.say(f"explore.column.{name}") for name in rows.columns]
    cells = [["" if pd.isna(cell) else str(cell) for cell in row] for row in rows.itertuples(index=False)]
    return headers, cells


def _texts(visit: Visit, column: pd.Series) -> list[str]:
    whole = pd.api.types.is_integer_dtype(column.dtype)
    return ["" if pd.isna(cell) else visit.words.number(int(cell)) if whole else str(cell) for cell in column]
