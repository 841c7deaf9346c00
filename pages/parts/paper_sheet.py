"""The paper sheet of a session: made when it is asked for, with everybody who is on the list at that moment."""

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from core.i18n import words as words_of
from core.records.settings import Settings
from core.reports.sign_in_sheet import SheetPerson, SheetSession, session_code, sign_in_sheet
from db.engine import reading
from db.queries.roster import Printed, printed_rows
from db.queries.settings import settings
from pages.parts.exports import export_button
from pages.parts.visit import Visit

# The sheet speaks the two languages of the hall; it runs in the reader's own where that is one of them.
_LANGUAGES = ("ar", "fr")


def draw_sheet(visit: Visit, row: Any) -> None:
    """Draws the button that gives the sheet of the session as a PDF."""
    number = int(row.id)
    first = visit.language if visit.language in _LANGUAGES else _LANGUAGES[0]
    languages = (first, next(language for language in _LANGUAGES if language != first))
    # Asked while the page runs: the file is made outside of it.
    address = f"{own_address()}/roster/{number}"
    reach = visit.actor.provinces

    def listed() -> list[Printed]:
        with reading() as session:
            return printed_rows(session, reach, number)

    def made(rows: list[Printed]) -> bytes:
        with reading() as session:
            limits = settings(session)
        people = [SheetPerson(*found) for found in rows]
        return sign_in_sheet(_sitting(row, address, limits), people, languages)

    st.caption(visit.words.say("sheet.download_help"))
    label = visit.words.say("sheet.download")
    export_button(
        visit, label, "sign_in_sheet", "pdf", listed, made, f"{session_code(number)}.pdf", key=f"sheet.{number}"
    )


def _sitting(row: Any, address: str, limits: Settings) -> SheetSession:
    said = {language: words_of(language) for language in _LANGUAGES}
    places = {
        language: words.say("sheet.comma").join(
            dict.fromkeys(
                part
                for part in (row.venue, words.name(row.commune_ar, row.commune_fr), words.label(row, "province"))
                if part
            )
        )
        for language, words in said.items()
    }
    notices = {
        language: words.say(
            "sheet.notice",
            controller=limits.controller or words.say("sheet.controller"),
            receipt=limits.receipt or words.say("sheet.no_receipt"),
        )
        for language, words in said.items()
    }
    return SheetSession(
        session_id=int(row.id),
        address=address,
        module={language: words.label(row, "module") for language, words in said.items()},
        place=places,
        group=row.group_label,
        held_on=row.held_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        notice=notices,
    )


def own_address() -> str:
    """Where phones reach the server, as https://example.org: as it is set, else as this visit reached it."""
    with reading() as session:
        return settings(session).public_address or visited_address()


def visited_address() -> str:
    """Where this visit reached the server; empty where nobody says. Asked while a page runs."""
    parts = urlsplit(str(st.context.url or ""))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
