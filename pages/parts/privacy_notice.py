"""The notice of law 09-08 as it is read out: in any of the languages, whatever the reader's own."""

from html import escape

import streamlit as st

from core.i18n import LANGUAGES, NATIVE_NAMES, direction
from core.i18n import words as words_of
from core.notice import notice
from core.records.settings import Settings
from db.queries.settings import settings
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.visit import Visit


def notice_in_a_language(visit: Visit, key: str) -> None:
    """The languages to choose from, and the notice in the one that is chosen."""
    language = st.segmented_control(
        visit.words.say("notice.language"),
        LANGUAGES,
        default=visit.language,
        format_func=NATIVE_NAMES.__getitem__,
        key=f"notice.{key}",
        label_visibility="collapsed",
        required=True,
    )
    said, limits = words_of(language or visit.language), present_settings(visit)
    # The text has its own direction inside a page of another one.
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in notice(said, limits))
    heading = f"<h3>{escape(said.say('notice.title'))}</h3>"
    version = f"<p><small>{escape(said.say('notice.version', version=limits.notice_version or '1'))}</small></p>"
    st.html(
        f'<div lang="{said.language}" dir="{direction(said.language)}" style="text-align:start;line-height:1.7">'
        f"{heading}{paragraphs}{version}</div>"
    )


def notice_to_read(visit: Visit, key: str) -> None:
    """The notice folded, where consent is asked for."""
    with st.expander(visit.words.say("notice.to_read"), icon=":material/record_voice_over:"):
        notice_in_a_language(visit, key)
        link(visit, "entry/notice.py", visit.words.say("notice.whole_page"))


def present_settings(visit: Visit) -> Settings:
    """The settings as they are now."""
    found: Settings = frame_of(visit, settings, subjects=("setting",))
    return found
