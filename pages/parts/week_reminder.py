"""A reminder to one institution, in Arabic or French, to be copied or shared from a phone."""

from typing import Any

import streamlit as st

from core.i18n import NATIVE_NAMES
from core.i18n import words as words_of
from core.week_texts import Owed, reminder, told_of
from db.queries.reference import institutions
from pages.parts.data import frame_of
from pages.parts.texts import SENT_IN, choose_one, draw_text
from pages.parts.visit import Visit
from pages.parts.week import rows_of


def reminder_part(visit: Visit) -> None:
    """Folded: the institutions that something is waited for from, and the text for the one chosen."""
    words = visit.words
    rows = {name: rows_of(visit, name) for name in ("late", "due", "unanswered")}
    waited_for = {int(one) for found in rows.values() for one in found["institution_id"]}
    listed = frame_of(visit, institutions, subjects=("reference",))
    names = {str(row.id): str(row.acronym) for row in listed.itertuples() if int(row.id) in waited_for}
    if not names:
        return
    folded = st.expander(words.say("week.reminder"), icon=":material/send:", key="week.reminder", on_change="rerun")
    if not folded.open:
        return
    with folded:
        language = choose_one(
            words, "language", {code: NATIVE_NAMES[code] for code in SENT_IN}, "week.texts", visit.language
        )
        chosen = st.pills(
            words.say("week.to"),
            list(names),
            default=next(iter(names)),
            format_func=names.__getitem__,
            key="week.institution",
            required=True,
            wrap=True,
        )
        said = words_of(language)
        row = listed[listed["id"] == int(chosen)].iloc[0]
        own = {name: found[found["institution_id"] == int(chosen)].to_dict("records") for name, found in rows.items()}
        late, due = ([Owed(one["what"], one["due_on"]) for one in own[name]] for name in ("late", "due"))
        unanswered = [Owed(_asked(language, one), one["referred_on"]) for one in own["unanswered"]]
        draw_text(words, said, reminder(said, said.label(row, "name"), late, due, unanswered))


def _asked(language: str, row: dict[Any, Any]) -> str:
    return told_of(row["title"], None, str(row[f"category_{language}"]))
