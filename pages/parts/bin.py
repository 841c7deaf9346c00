"""The bin in words: narrowed by kind and words in the address, each row as a card with the way to bring it back."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from db.commands.bin import restore
from db.commands.ledger import Saved, perform
from db.queries.bin import BIN, binned
from db.queries.settings import settings
from pages.parts.data import fresh
from pages.parts.filters import choose
from pages.parts.forms import Form
from pages.parts.lists_taken import binned_taken
from pages.parts.visit import Visit

PAGE_ROWS = 50
_DONE = "bin.done"


def ask(visit: Visit) -> tuple[str | None, str]:
    """Draws the filters, whose choice is written to the address; the kind (None: all) and the words asked for."""
    words = visit.words
    kind, text = st.query_params.get("kind"), st.query_params.get("search", "")[:200]
    kind = kind if kind in BIN else None
    st.session_state["bin.kind"], st.session_state["bin.text"] = kind, text
    kinds = {name: words.say(f"history.kind.{name}") for name in BIN}
    first, second = st.columns(2)
    first.selectbox(
        words.say("bin.filter.kind"),
        list(kinds),
        index=None,
        format_func=kinds.__getitem__,
        placeholder=words.say("bin.all"),
        key="bin.kind",
        on_change=_asked,
    )
    second.text_input(words.say("bin.filter.text"), max_chars=200, key="bin.text", on_change=_asked)
    return kind, text


def show_row(visit: Visit, row: Mapping[Hashable, Any]) -> None:
    """Draws one row: what it is, who took it away, when and why, until when it can come back, and the way back."""
    words = visit.words
    kind, row_id = str(row["kind"]), int(row["id"])
    with st.container(border=True, gap="xsmall"):
        number = words.say("history.row", kind=words.say(f"history.kind.{kind}"), row=str(row_id))
        sheet = row["session_id"]
        where = "" if sheet is None or sheet != sheet else " · " + words.say("bin.on_sheet", row=str(int(sheet)))
        st.markdown(f"**{escaped(name_of(visit, row))}**")
        st.caption(escaped(number + where))
        if row["username"] is None:
            st.markdown(words.show("bin.taken_by_itself", at=row["deleted_at"]))
        else:
            who = f"{row['account']} ({row['username']})"
            st.markdown(words.show("bin.taken", at=row["deleted_at"], who=who))
        if row["reason"]:
            st.markdown(words.show("bin.why", reason=row["reason"]))
        st.caption(words.show("bin.until", until=row["until"]))
        form = Form(visit, "restoring", {}, f"{kind}.{row_id}", int(row["version"]))
        # Without a name of its own the fold of the row below would stand open once this row is gone.
        fold = f"bin.fold.{kind}.{row_id}"
        with st.expander(words.say("bin.restoring"), icon=":material/restore_from_trash:", key=fold):
            reason = form.text("reason", required=True)

            def bring_back() -> Saved:
                """The row is back; its name is told once it no longer stands in the list."""
                try:
                    saved = perform(restore, visit.actor, form.key, kind, row_id, form.version, reason)
                except Problem as problem:
                    st.session_state[f"bin.parent.{kind}.{row_id}"] = problem.details.get("kind")
                    raise
                st.session_state[_DONE] = (kind, name_of(visit, row), saved)
                return saved

            form.submit("restoring.save", bring_back, icon=":material/restore_from_trash:")
            if parent := st.session_state.get(f"bin.parent.{kind}.{row_id}"):
                label = words.say("bin.show_parent", kind=words.say(f"history.kind.{parent}"))
                st.button(
                    label,
                    key=f"bin.show.{kind}.{row_id}",
                    icon=":material/filter_alt:",
                    on_click=choose,
                    args=({"kind": parent, "search": None},),
                    width="stretch",
                )


def taken(visit: Visit, kind: str | None, text: str) -> pd.DataFrame:
    """All rows that the filters leave, for the files."""
    rows = fresh(binned, kind, text)
    return binned_taken(visit, rows, [name_of(visit, row) for row in rows.to_dict("records")])


def brought_back(visit: Visit) -> None:
    """Tells what was brought back in the run before."""
    if done := st.session_state.pop(_DONE, None):
        kind, name, saved = done
        kind = visit.words.say(f"history.kind.{kind}")
        told = visit.words.show("bin.restored", kind=kind, name=name, row=str(saved.row_id), at=saved.at)
        st.success(told, icon=":material/check_circle:")
        st.toast(told, icon=":material/check_circle:")


def name_of(visit: Visit, row: Mapping[Hashable, Any]) -> str:
    """How the row is called in the reader's language, else in the other one."""
    words = visit.words
    if row["kind"] == "target":
        return words.say(f"indicator.{row['name_fr']}")
    own, others = row[f"name_{visit.language}"], (row["name_fr"], row["name_ar"])
    return str(own or next((name for name in others if name), "…"))


def can_be_back(visit: Visit) -> None:
    """Says after a removal that the row can be brought back, until when and by whom."""
    st.caption(visit.words.count("bin.can_be_back", fresh(settings).bin_days))


def _asked() -> None:
    st.session_state.pop("bin.page", None)
    choose({"kind": st.session_state["bin.kind"], "search": st.session_state["bin.text"].strip() or None})
