"""Texts to send about a session, in Arabic or French as the sender wishes: copied or shared by one tap."""

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import streamlit as st

from core.i18n import NATIVE_NAMES, Words
from core.i18n import words as words_of
from core.session_texts import Told, session_text, texts_of
from core.theme import LIGHT
from pages.parts.paper_sheet import own_address
from pages.parts.visit import Visit

SENT_IN = ("ar", "fr")
_SCRIPT = (Path(__file__).parents[1] / "server" / "assets" / "texts.js").read_text(encoding="utf-8")
_BUTTON = (
    "display:inline-flex;align-items:center;justify-content:center;flex:1 1 7rem;min-height:2.75rem;"
    "padding:.25rem .75rem;border:1px solid color-mix(in srgb,currentColor 30%,transparent);border-radius:.6rem;"
    "background:transparent;color:inherit;font:inherit;text-decoration:none;cursor:pointer"
)
_TEXT = (
    "margin:0 0 .75rem;padding:.75rem 1rem;border-radius:.6rem;white-space:pre-wrap;overflow-wrap:anywhere;"
    "font:inherit;line-height:1.7;text-align:start;background:color-mix(in srgb,currentColor 6%,transparent)"
)


def texts_to_send(visit: Visit, row: Any) -> None:
    """The texts of a session (a row of `sessions_listed`), folded and made once they are asked for.

    Nothing for whoever marks no attendance, and for a cancelled session.
    """
    words, number, names = visit.words, int(row.id), texts_of(row.state)
    if not names or not visit.actor.may("attendance.write"):
        return
    key = f"texts.{number}"
    folded = st.expander(words.say("texts.title"), icon=":material/send:", key=key, on_change="rerun")
    if not folded.open:
        return
    with folded:
        language = choose_one(words, "language", {code: NATIVE_NAMES[code] for code in SENT_IN}, key, visit.language)
        name = choose_one(words, "which", {code: words.say(f"texts.{code}") for code in names}, key, names[0])
        st.caption(words.say("texts.roster_help" if name == "roster" else "texts.help"))
        said = words_of(language)
        draw_text(words, said, session_text(said, name, told_of(said, row), f"{own_address()}/roster/{number}"))


def told_of(said: Words, row: Any) -> Told:
    """What is told of the session in the language of the words."""
    return Told(
        module=said.label(row, "module"),
        place=(row.venue or "", said.name(row.commune_ar, row.commune_fr), said.label(row, "province")),
        group=row.group_label or None,
        held_on=row.held_on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        expected=int(row.expected),
        present=int(row.present),
    )


def choose_one(words: Words, what: str, names: dict[str, str], key: str, wished: str) -> str:
    """Asks for one of a few names side by side, labelled `texts.what`; the wished one first."""
    chosen = st.segmented_control(
        words.say(f"texts.{what}"),
        list(names),
        default=wished if wished in names else next(iter(names)),
        format_func=names.__getitem__,
        key=f"{key}.{what}",
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    return str(chosen)


def draw_text(words: Words, said: Words, text: str) -> None:
    """Draws a text in the language of `said`, with the ways to copy and to share it."""
    sent = quote(text)
    ways = {"whatsapp": f"https://wa.me/?text={sent}", "sms": f"sms:?&body={sent}"}
    links = "".join(
        f'<a href="{escape(address)}" target="_blank" rel="noopener" style="{_BUTTON}">'
        f"{escape(words.say(f'texts.{way}'))}</a>"
        for way, address in ways.items()
    )
    filled = f"{_BUTTON};background:{LIGHT.accent};color:#fff;border-color:transparent"
    st.html(
        f'<div data-text><pre lang="{said.language}" dir="{said.direction}" style="{_TEXT}">{escape(text)}</pre>'
        '<div style="display:flex;flex-wrap:wrap;gap:.5rem">'
        f'<button type="button" data-text-copy="{escape(words.say("texts.copied"))}" style="{filled}">'
        f"{escape(words.say('texts.copy'))}</button>"
        f'<button type="button" data-text-share hidden style="{_BUTTON}">{escape(words.say("texts.share"))}</button>'
        f"{links}</div></div><script>{_SCRIPT}</script>",
        unsafe_allow_javascript=True,
    )
