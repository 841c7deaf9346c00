"""The one door through which files leave: each is entered in the history at the press, or it is not given."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from core.access import Actor
from core.problems import Problem
from core.records import validated
from core.records.exports import FIGURES, ExportRecord
from db.commands.exports import enter_export, enter_figures_export
from db.commands.ledger import perform
from db.engine import reading
from db.queries.accounts import reader_of_cookie
from pages.parts import visit as door
from pages.parts.visit import Visit

_MIME = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_button(
    visit: Visit,
    label: str,
    what: str,
    form: str,
    rows: int | Callable[[], Any],
    make: Callable[..., bytes],
    file_name: str,
    filters: Mapping[str, str] | None = None,
    *,
    key: str,
    pseudonymous: bool = False,
    kind: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """Draws the button that gives a file; nothing where the reader may not take it.

    `what` is a code with the words `export_what.<what>`, `form` one of core.records.exports.FORMS, `filters` the
    codes that the rows were narrowed to. `rows` is their number, and `make()` then the file; or `rows()` reads what
    has a length at the press, and `make(rows)` writes it. Both run after the press and outside of the page.
    """
    command = enter_figures_export if what in FIGURES else enter_export

    def give(actor: Actor) -> bytes:
        found = rows if isinstance(rows, int) else rows()
        data = make() if isinstance(found, int) else make(found)
        said = {"what": what, "form": form, "rows": found if isinstance(found, int) else len(found)}
        record = validated(ExportRecord, said | {"filters": dict(filters or {}), "pseudonymous": pseudonymous})
        # What cannot be entered raises here: the browser gets no file, and the page's style says why.
        perform(command, actor, uuid.uuid4().hex, record)
        return data

    file_button(visit, label, command.action, give, file_name, _MIME[form], key=key, kind=kind)


def file_button(
    visit: Visit,
    label: str,
    action: str,
    give: Callable[[Actor], bytes],
    file_name: str,
    mime: str,
    *,
    key: str,
    kind: Literal["secondary", "tertiary"] = "secondary",
) -> None:
    """Draws the button that gives what `give(actor)` has entered in the history and returns.

    Nothing is drawn for whoever may not do the action, and nothing is given to whoever may not any more.
    """
    if not visit.actor.may(action):
        return
    cookie = door.connection_cookie()

    def pressed() -> bytes:
        # The page may have been drawn hours ago, and the sign-in be over since.
        return give(_still_here(cookie, action))

    st.download_button(
        label,
        data=pressed,
        file_name=file_name,
        mime=mime,
        type=kind,
        icon=":material/download:",
        key=key,
        on_click="ignore",
    )


def _still_here(cookie: str | None, action: str) -> Actor:
    with reading() as session:
        found = reader_of_cookie(session, cookie) if cookie else None
    if found is None or not found.actor.may(action):
        raise Problem("not_allowed", action=action)
    return found.actor
