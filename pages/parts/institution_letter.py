"""The letter to an institution, offered on its page: its language and the two files, each entered as it is taken."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from core.i18n import NATIVE_NAMES
from core.records.institution_letter import LetterFacts
from core.reports.institution_letter import letter_pdf, letter_word
from db.commands.exports import enter_export
from db.engine import reading
from db.queries.institution_letter import letter_facts
from pages.parts.exports import export_button
from pages.parts.visit import Visit

_WRITERS = {"pdf": letter_pdf, "docx": letter_word}
_LANGUAGES = ("ar", "fr", "en")


def offer_letter(visit: Visit, institution: Mapping[str, Any]) -> None:
    """Draws the menu of the letter; nothing for whoever takes no files away."""
    if not visit.actor.may(enter_export.action):
        return
    words, number = visit.words, int(institution["id"])
    label = words.say("institution_letter.offer")
    menu = st.popover(label, icon=":material/mail:", key=f"institution_letter.{number}", on_change="rerun")
    if not menu.open:
        return
    with menu:
        st.caption(words.say("institution_letter.help"))
        language = st.segmented_control(
            words.say("institution_letter.language"),
            _LANGUAGES,
            default="ar",
            format_func=NATIVE_NAMES.__getitem__,
            key=f"institution_letter.language.{number}",
            required=True,
        )
        for form in _WRITERS:
            _file(visit, number, str(institution["acronym"]), str(language), form)


def _file(visit: Visit, number: int, acronym: str, language: str, form: str) -> None:
    # Asked while the page runs: the file is made outside of it.
    today = visit.today

    def found() -> LetterFacts:
        with reading() as session:
            return letter_facts(session, number)

    named = "".join(letter for letter in acronym if letter.isalnum()) or str(number)
    export_button(
        visit,
        visit.words.say(f"institution_letter.take_{form}"),
        "institution_letter",
        form,
        found,
        partial(_made, form, language, today),
        f"{named}-{language}.{form}",
        {"institution": str(number), "language": language},
        key=f"institution_letter.{number}.{form}",
    )


def _made(form: str, language: str, today: Any, facts: LetterFacts) -> bytes:
    return _WRITERS[form](facts, language, today)
