"""What the address remembers of a page's forms: it outlives a restarted server, the session's state does not."""

import re
import uuid
from dataclasses import dataclass

import streamlit as st

_PARAMETER = "form"
_KEY = re.compile(r"[0-9a-f]{12}")
_DRAFT = re.compile(r"(?P<place>[\w.]{1,80})~(?P<turn>\d{1,6})~(?P<version>\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Draft:
    """How often a form was emptied since its page was opened, and the row's version it began with (0: a new row)."""

    turn: int = 0
    version: int = 0


def page_key() -> str:
    """The key of what is typed on this page: a second click, or one after a restart, is known by it."""
    held = next((part for part in st.query_params.get_all(_PARAMETER) if _KEY.fullmatch(part)), None)
    if held is None:
        held = uuid.uuid4().hex[:12]
        st.query_params[_PARAMETER] = [held, *st.query_params.get_all(_PARAMETER)]
    return held


def draft_of(place: str) -> Draft:
    """What the address says of the form at this place; a new form where it says nothing."""
    return _drafts().get(place, Draft())


def keep(place: str, draft: Draft) -> None:
    """Writes the form's draft to the address, and takes out those of forms that are no longer on the page."""
    there = {name: other for name, other in _drafts().items() if name == place or _on_page(name, other.turn)}
    there.pop(place, None)
    if draft != Draft():
        there[place] = draft
    said = [page_key(), *sorted(f"{name}~{one.turn}~{one.version}" for name, one in there.items())]
    if said != st.query_params.get_all(_PARAMETER):
        st.query_params[_PARAMETER] = said


def begun(place: str, turn: int) -> bool:
    """Whether this session drew the form in the run before this one."""
    return button_key(place, turn) in st.session_state


def button_key(place: str, turn: int) -> str:
    """The key of the form's own button, which is drawn as long as the form is."""
    return f"{place}.{turn}.submit"


def _on_page(place: str, turn: int) -> bool:
    # A session that never drew the form is a new one, in which it may be drawn yet.
    return begun(place, turn) or f"{place}.start" not in st.session_state


def _drafts() -> dict[str, Draft]:
    found = (_DRAFT.fullmatch(part) for part in st.query_params.get_all(_PARAMETER))
    return {one["place"]: Draft(int(one["turn"]), int(one["version"])) for one in found if one}
