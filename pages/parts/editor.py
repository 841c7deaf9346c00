"""Setting up rows of one kind: what there is, one of them or a new one in a form, and taking an unused one away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped
from db.commands.ledger import Command, Saved, perform
from pages.parts.forms import Form, act
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit

_NEW = 0


@dataclass(frozen=True)
class Editor:
    """How rows of one kind are set up.

    `name` is the domain of the words; `rows` reads them (with id and version), `label` names one in the choice,
    `fields` draws the form, `entered` makes of its values what the commands take after the row, and `before` is
    what they take first. `start` fills a new one.
    """

    name: str
    rows: Callable[[], pd.DataFrame]
    label: Callable[[Any], str]
    fields: Callable[[Form], None]
    entered: Callable[[dict[str, Any]], tuple[Any, ...]]
    make: Command[..., Any]
    change: Command[..., Any]
    remove: Command[..., Any]
    before: tuple[Any, ...] = ()
    start: dict[str, Any] = field(default_factory=dict)


def edit(visit: Visit, editor: Editor) -> None:
    """Draws the choice of a row and its form; what was taken away last is told on top."""
    words, rows = visit.words, editor.rows()
    # A row taken away is no longer among the choices, so the choice starts anew.
    turn = f"{editor.name}.turn"
    if removed := st.session_state.pop(f"{editor.name}.removed", None):
        st.info(words.show("editor.removed", name=removed), icon=":material/delete:")
    names = dict(zip(rows["id"].tolist(), (editor.label(row) for row in rows.itertuples()), strict=True))
    shown = {_NEW: words.say(f"{editor.name}.new")} | names
    picked = st.selectbox(
        words.count(f"{editor.name}.list", len(names)),
        list(shown),
        format_func=shown.__getitem__,
        key=f"{editor.name}.picked.{st.session_state.get(turn, 0)}",
    )
    if picked not in names:
        form = Form(visit, editor.name, editor.start)
        if form.saved and words.has(f"{editor.name}.next"):
            st.info(words.say(f"{editor.name}.next"), icon=":material/arrow_forward:")
        editor.fields(form)
        form.submit(
            "editor.save",
            lambda: perform(editor.make, visit.actor, form.key, *editor.before, *editor.entered(form.values)),
        )
        return

    row_id = int(picked)
    start = values_of(rows, row_id)
    form = Form(visit, editor.name, start, row_id, start["version"], current=lambda: values_of(editor.rows(), row_id))
    editor.fields(form)
    form.submit("editor.change", lambda: _changed(visit, editor, row_id, form))
    with st.expander(words.say("editor.removing"), icon=":material/delete:"):
        st.caption(words.say(f"{editor.name}.removing"))
        if not st.button(words.say("editor.remove"), key=f"{editor.name}.remove.{row_id}", width="stretch"):
            return
        if act(visit, f"{editor.name}.{row_id}", editor.remove, *editor.before, row_id, start["version"]):
            st.session_state[f"{editor.name}.removed"] = names[row_id]
            st.session_state[turn] = st.session_state.get(turn, 0) + 1
            st.rerun()


def _changed(visit: Visit, editor: Editor, row_id: int, form: Form) -> Saved:
    entered = editor.entered(form.values)
    return perform(editor.change, visit.actor, form.key, *editor.before, row_id, form.version, *entered)


def values_of(rows: pd.DataFrame, row_id: int) -> dict[str, Any]:
    """The row with this id as plain values, None where one is missing."""
    row = rows[rows["id"] == row_id].iloc[0].to_dict()
    return {str(name): _plain(value) for name, value in row.items()}


def table(
    visit: Visit,
    rows: pd.DataFrame,
    heads: list[str],
    name: str,
    *,
    filters: Mapping[str, str] | None = None,
    whole: pd.DataFrame | None = None,
    of: str = "",
) -> None:
    """A small table under these headings; its lines break on a phone, and every cell is shown as it was typed.

    It is taken away under this `name`, narrowed by these `filters`, `of` whom; without a name it is not taken. `whole`
    are the rows for the files where these have more columns, with keys of words as headings.
    """
    columns = zip(heads, rows.columns, strict=True)
    shown = {visit.words.say(head): [_cell(visit, value) for value in rows[name]] for head, name in columns}
    st.table(pd.DataFrame(shown), border="horizontal", hide_index=True)
    taken = rows.set_axis(heads, axis="columns") if whole is None else whole
    if name:
        offer_menu(visit, name, lambda: taken, filters or {}, of)


def _cell(visit: Visit, value: Any) -> str:
    if isinstance(value, str):
        return escaped(value)
    return "" if pd.isna(value) else visit.words.number(value)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return list(value)
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
