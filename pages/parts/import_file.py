"""The file of an import: taken from the visitor, read once, and kept until it is taken in or put aside."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from core.problems import Problem
from core.sheets.reading import read_tables
from core.sheets.table import Table
from pages.parts.refusals import refusal
from pages.parts.visit import Visit
from pages.server.documents import FILE_MEGABYTES

_FILE, _GENERATION, _READ = "import.file", "import.generation", "import.read"


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name, the hash of its bytes, and the table that was chosen in it."""

    name: str
    hash: str
    table: Table

    @property
    def place(self) -> str:
        """What the widgets about this table are called by, so that those of another one start anew."""
        return f"import.{self.hash[:16]}.{self.table.name}"


def uploaded(visit: Visit) -> Upload | None:
    """Draws the box for a file; the file's table once one is there and can be read."""
    words = visit.words
    generation = st.session_state.setdefault(_GENERATION, 0)
    st.caption(words.say("import.explained"))
    # Any name is let in: what a file is, is told by its content and refused in the reader's own words.
    file = st.file_uploader(words.say("import.file"), key=f"{_FILE}.{generation}", max_upload_size=FILE_MEGABYTES)
    if file is None:
        return None
    try:
        tables = _read(file.getvalue())
    except Problem as problem:
        st.error(refusal(words, problem), icon=":material/error:")
        return None
    digest = st.session_state[_READ][0]
    table = tables[0] if len(tables) == 1 else _chosen(visit, tables, digest)
    st.caption(words.show("import.read", rows=len(table.lines), columns=len(table.headers), file=file.name))
    return Upload(file.name, digest, table)


def put_aside() -> None:
    """Empties the box for the next file."""
    st.session_state[_GENERATION] += 1
    st.session_state.pop(_READ, None)


def _read(data: bytes) -> tuple[Table, ...]:
    digest = hashlib.sha256(data).hexdigest()
    kept = st.session_state.get(_READ)
    if kept is None or kept[0] != digest:
        kept = st.session_state[_READ] = (digest, read_tables(data))
    tables: tuple[Table, ...] = kept[1]
    return tables


def _chosen(visit: Visit, tables: tuple[Table, ...], digest: str) -> Table:
    number = st.selectbox(
        visit.words.say("import.sheet"),
        range(len(tables)),
        format_func=[table.name for table in tables].__getitem__,
        key=f"import.{digest[:16]}.sheet",
    )
    return tables[number]
