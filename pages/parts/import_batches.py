"""The files that were taken in: what each brought, the rows that stayed out as a file, and the way back."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from core.sheets.writing import plain_file, workbook_file
from db.commands.imports import undo_import
from db.queries.imports.batches import import_batches, rows_left_out
from db.queries.imports.verdicts import VERDICTS
from pages.parts.data import frame_of, fresh
from pages.parts.exports import export_button
from pages.parts.forms import act
from pages.parts.import_preview import in_words
from pages.parts.visit import Visit

_SHOWN = 20


def batches(visit: Visit, just_done: int | None = None) -> None:
    """Draws the latest files, the newest first; the one just taken in shows at once what stayed out of it."""
    words = visit.words
    st.subheader(words.say("import.batches"))
    rows = frame_of(visit, import_batches, _SHOWN, subjects=("import", "account"))
    if rows.empty:
        st.info(words.say("import.no_batches"), icon=":material/lightbulb:")
    for row in rows.itertuples():
        with st.container(border=True):
            _batch(visit, row, opened=int(row.id) == just_done)


def _left_out(visit: Visit, batch_id: int, number: int) -> None:
    """The buttons that give the rows of a file that stayed out back, each with its reasons; read when pressed."""
    words = visit.words
    name = words.say("import.rows_left_out")

    def lines() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        headers, rows = fresh(rows_left_out, batch_id)
        named = (words.say("import.column.row"), *headers, words.say("import.column.reasons"))
        return named, [
            (
                str(row),
                *cells,
                " · ".join(in_words(words, Problem(code, field=field, **details)) for code, field, details in reasons),
            )
            for row, cells, reasons in rows
        ]

    st.caption(words.count("import.left_out", number))
    files: dict[str, Callable[[], bytes]] = {
        "xlsx": lambda: workbook_file(name, *lines(), mirrored=words.direction == "rtl"),
        "csv": lambda: plain_file(*lines(), visit.language),
    }
    for form, make in files.items():
        export_button(
            visit,
            words.say(f"import.download_{form}"),
            "import_rows_left_out",
            form,
            number,
            make,
            f"import-{batch_id}.{form}",
            {"batch": str(batch_id)},
            key=f"import.{batch_id}.{form}",
        )


def _batch(visit: Visit, row: Any, opened: bool) -> None:
    words = visit.words
    batch_id = int(row.id)
    st.markdown(f"**{words.show('import.batch', number=str(batch_id), file=row.file_name)}**")
    st.caption(words.show("import.batch_about", source=row.source, at=row.created_at, by=row.by or ""))
    counts = {verdict: getattr(row, verdict) for verdict in VERDICTS}
    st.markdown(
        escaped(
            " · ".join(
                words.say("import.verdict_count", verdict=words.say(f"import.verdict.{verdict}"), number=int(number))
                for verdict, number in counts.items()
                if number
            )
        )
    )
    if stayed := int(counts["refused"] + counts["double"]):
        with st.expander(words.say("import.rows_left_out"), expanded=opened):
            _left_out(visit, batch_id, stayed)
    if row.undone_at is not None:
        st.caption(words.show("import.undone", at=row.undone_at))
        return
    with st.popover(words.say("import.undo", number=str(batch_id)), icon=":material/undo:"):
        st.markdown(words.say("import.undo_sure"))
        pressed = st.button(words.say("import.undo", number=str(batch_id)), key=f"import.{batch_id}.undo")
        if pressed and act(visit, f"import.{batch_id}.undo", undo_import, batch_id, int(row.version)):
            st.rerun()
