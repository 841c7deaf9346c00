"""What people thought of a session, on its page: asked on a phone or on paper, counted, told with its number."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import Words
from core.i18n import words as words_of
from core.qr_codes import qr_picture
from core.records import validated
from core.records.satisfaction import COUNTS, FACES, QUESTIONS, Tally
from core.reports.satisfaction_sheet import satisfaction_sheet
from core.reports.sign_in_sheet import session_code
from db.commands.ledger import perform
from db.commands.satisfaction import tally_satisfaction
from db.queries.satisfaction import Counted, answer_link, counted_of, may_answer, most_of
from pages.parts.data import fresh
from pages.parts.exports import export_button
from pages.parts.folds import fold
from pages.parts.forms import Form
from pages.parts.paper_sheet import own_address
from pages.parts.tables import offer_menu, show_table
from pages.parts.visit import Visit

# The sheet speaks the two languages of the hall; it runs in the reader's own where that is one of them.
LANGUAGES = ("ar", "fr")
_FACE_ICONS = {"good": "sentiment_satisfied", "fair": "sentiment_neutral", "poor": "sentiment_dissatisfied"}
CODE_PIXELS = 180


def session_satisfaction(visit: Visit, row: Any) -> None:
    """Draws the part under the roster of a session (a row of `sessions_listed`) that took place."""
    if row.state not in ("held", "closed"):
        return
    words, number = visit.words, int(row.id)
    with fold("satisfaction", words.say("satisfaction.title"), ":material/sentiment_satisfied:") as opened:
        if not opened:
            return
        counted = fresh(counted_of, number)
        _told(visit, number, counted, int(row.present))
        if fresh(may_answer, number, visit.today):
            _phone(visit, number)
        st.markdown(f"**{words.say('satisfaction.on_paper')}**")
        _sheet(visit, row)
        st.markdown(f"**{words.say('satisfaction.tally')}**")
        _tally(visit, number, counted)


def share(words: Words, counts: Mapping[str, Any], question: str, face: str = "good") -> str:
    """The share of a face among the faces of a question, always with both numbers; empty where nobody marked any."""
    whole = sum(int(counts[f"{question}_{one}"]) for one in FACES)
    part = int(counts[f"{question}_{face}"])
    if not whole:
        return words.say("chart.none")
    return words.say("satisfaction.share", share=words.percent(part / whole), part=part, whole=whole)


def _told(visit: Visit, number: int, counted: Counted, present: int) -> None:
    words, whole = visit.words, counted.whole
    if not whole["answered"]:
        st.caption(words.say("satisfaction.none"))
        return
    ways = {way: counts["answered"] for way, counts in counted.ways.items()}
    st.markdown(words.say("satisfaction.of_present", answered=whole["answered"], present=present, **ways))
    rows = [
        {"question": words.say(f"satisfaction.question.{question}")}
        | {f"face_{face}": share(words, whole, question, face) for face in FACES}
        for question in QUESTIONS
    ]
    shown = pd.DataFrame(rows)
    show_table(visit, shown)
    offer_menu(visit, "satisfaction_of_session", lambda: shown, {"session": str(number)}, session_code(number))


def _phone(visit: Visit, number: int) -> None:
    words, link = visit.words, f"/satisfaction/{fresh(answer_link, number)}"
    st.markdown(f"**{words.say('satisfaction.on_phone')}**")
    st.caption(words.say("satisfaction.phone_explained", most=fresh(most_of, number)))
    st.link_button(words.say("satisfaction.to_phone"), link, icon=":material/smartphone:", width="stretch")
    if address := own_address():
        code = qr_picture(f"{address}{link}")
        st.image(code, width=CODE_PIXELS, caption=words.say("satisfaction.code"))


def _sheet(visit: Visit, row: Any) -> None:
    number = int(row.id)
    heads, languages = paper_heads(visit, row)
    st.caption(visit.words.say("satisfaction.download_help"))
    export_button(
        visit,
        visit.words.say("satisfaction.download"),
        "satisfaction_sheet",
        "pdf",
        0,
        lambda: satisfaction_sheet(number, heads, int(row.expected), languages),
        f"{session_code(number)}-satisfaction.pdf",
        key=f"satisfaction.sheet.{number}",
    )


def paper_heads(visit: Visit, row: Any) -> tuple[dict[str, str], tuple[str, str]]:
    """Which session a paper sheet is for, in each of its languages, and these with the reader's own first."""
    first = visit.language if visit.language in LANGUAGES else LANGUAGES[0]
    languages = (first, next(language for language in LANGUAGES if language != first))
    return {language: _head(words_of(language), row) for language in LANGUAGES}, languages


def _head(words: Words, row: Any) -> str:
    """What is taught, the day, the place."""
    place = row.venue or words.name(row.commune_ar, row.commune_fr)
    return " · ".join((words.label(row, "module"), words.day(row.held_on, "full"), place))


def _tally(visit: Visit, number: int, counted: Counted) -> None:
    words, paper = visit.words, counted.ways["paper"]
    start = paper if counted.version else {}
    form = Form(visit, "satisfaction", start, number, counted.version, lambda: _current(number))
    form.number("answered", min_value=0)
    for question in QUESTIONS:
        st.markdown(words.say(f"satisfaction.question.{question}"))
        for column, face in zip(st.columns(len(FACES)), FACES, strict=True):
            with column:
                label = f":material/{_FACE_ICONS[face]}: {words.say(f'satisfaction.face.{face}')}"
                form.number(f"{question}_{face}", min_value=0, label=label)

    def save() -> Any:
        # A box that was left empty is a face that nobody marked.
        values = {name: form.values[name] or 0 for name in COUNTS} | {"answered": form.values["answered"]}
        return perform(tally_satisfaction, visit.actor, form.key, number, form.version, validated(Tally, values))

    form.submit("satisfaction.save", save)


def _current(number: int) -> dict[str, Any]:
    found = fresh(counted_of, number)
    return {**found.ways["paper"], "version": found.version}
