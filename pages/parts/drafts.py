"""What a page's forms remember: in the address what outlives a restarted server, in the database what was typed."""

import re
import uuid
from dataclasses import dataclass

import streamlit as st

_PARAMETER = "form"
_KEY = re.compile(r"[0-9a-f]{12}")
_DRAFT = re.compile(
    r"(?P<place>[\w.]{1,80})~(?P<turn>\d{1,6})~(?P<version>\d{1,9})(?:~(?P<filling>\d{1,6}))?", re.ASCII
)

# The forms that are long enough to be kept in the database while they are filled in. None asks for a password.
LONG = frozenset(
    {"organisation", "person", "session", "obstacle", "programme", "phase", "institution", "sector", "event"}
)


@dataclass(frozen=True)
class Draft:
    """How often a form was emptied since its page was opened, and the row's version it began with (0: a new row).

    `filling` is how often it was filled in anew by the program: with a draft, with both sides of a conflict.
    """

    turn: int = 0
    version: int = 0
    filling: int = 0


def page_key() -> str:
    """The key of what is typed on this page: a second click, or one after a restart, is known by it."""
    held = next((part for part in st.query_params.get_all(_PARAMETER) if _KEY.fullmatch(part)), None)
    if held is None:
        held = uuid.uuid4().hex[:12]
        st.query_params[_PARAMETER] = [held, *st.query_params.get_all(_PARAMETER)]
    return held


def take_page(page: str) -> None:
    """Goes on under the key of another page, whose draft is gone on with: what it had saved is known again."""
    rest = [part for part in st.query_params.get_all(_PARAMETER) if not _KEY.fullmatch(part)]
    st.query_params[_PARAMETER] = [page, *rest]


def draft_of(place: str) -> Draft:
    """What the address says of the form at this place; a new form where it says nothing."""
    return _drafts().get(place, Draft())


def keep(place: str, draft: Draft) -> None:
    """Writes the form's draft to the address, and takes out those of forms that are no longer on the page."""
    there = {name: other for name, other in _drafts().items() if name == place or _on_page(name, other)}
    there.pop(place, None)
    if draft != Draft():
        there[place] = draft
    said = [page_key(), *sorted(_said(name, one) for name, one in there.items())]
    if said != st.query_params.get_all(_PARAMETER):
        st.query_params[_PARAMETER] = said


def begun(place: str, draft: Draft) -> bool:
    """Whether this session drew the form in the run before this one."""
    return button_key(place, draft) in st.session_state


def button_key(place: str, draft: Draft) -> str:
    """The key of the form's own button, which is drawn as long as the form is."""
    return f"{place}.{draft.turn}.{draft.filling}.submit"


def _on_page(place: str, draft: Draft) -> bool:
    # A session that never drew the form is a new one, in which it may be drawn yet.
    return begun(place, draft) or f"{place}.start" not in st.session_state


def _said(place: str, draft: Draft) -> str:
    numbers = (draft.turn, draft.version, *((draft.filling,) if draft.filling else ()))
    return "~".join([place, *map(str, numbers)])


def _drafts() -> dict[str, Draft]:
    found = (_DRAFT.fullmatch(part) for part in st.query_params.get_all(_PARAMETER))
    return {
        one["place"]: Draft(int(one["turn"]), int(one["version"]), int(one["filling"] or 0)) for one in found if one
    }
