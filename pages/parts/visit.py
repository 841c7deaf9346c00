"""Who is visiting: asked of the cookie on every run of a page and of a fragment, never remembered."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime

import streamlit as st

from core.access import Actor
from core.i18n import ZONE, Words
from core.passwords import token_hash
from db.commands.sign_ins import note_activity
from db.engine import reading
from db.queries.accounts import Reader, reader_of_cookie
from pages.parts.language import words_of_visit
from pages.server.cookies import SIGN_IN

_BOUND = "bound_to"
# Where the frame holds the address of the page that it runs: a part that is redrawn alone cannot ask the frame.
PAGE = "frame.page"


@dataclass(frozen=True)
class Visit:
    """One run of a page: who asks, in which words, and how the subjects stood when it first read."""

    actor: Actor
    name: str
    words: Words
    stand: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def language(self) -> str:
        """The code of the language spoken."""
        return self.words.language

    @property
    def today(self) -> date:
        """The date in Morocco."""
        return datetime.now(ZONE).date()


_welcomed: ContextVar[Visit | None] = ContextVar("welcomed", default=None)


def connection_cookie() -> str | None:
    """The sign-in cookie of the connection that this run answers."""
    cookie = st.context.cookies.get(SIGN_IN)
    return cookie if isinstance(cookie, str) and cookie else None


def reader(by_itself: bool = False) -> Reader | None:
    """Who is signed in on this connection; None for nobody, and for a session taken over by another connection.

    A run that comes `by_itself`, and not from something a person did, does not put off the end of an idle sign-in.
    """
    cookie = connection_cookie()
    if cookie is None:
        return None
    bound = st.session_state.get(_BOUND)
    if bound is not None and bound != token_hash(cookie):
        return None
    with reading() as session:
        found = reader_of_cookie(session, cookie)
    if found is not None and bound is None:
        st.session_state[_BOUND] = token_hash(cookie)
    if found is not None and not by_itself:
        note_activity(cookie, found.seen_at)
    return found


@contextmanager
def welcomed(found: Reader) -> Iterator[None]:
    """While the frame runs a page, the page and its fragments find the reader the frame has just asked for.

    A fragment that runs by itself later is outside of this, and asks again.
    """
    held = _welcomed.set(Visit(actor=found.actor, name=found.name, words=words_of_visit(found.language)))
    try:
        yield
    finally:
        _welcomed.reset(held)


def enter(action: str, by_itself: bool = False) -> Visit:
    """The visit of somebody who may do this; the run ends with a sentence for anybody else.

    A fragment that refreshes by itself (`run_every`) says so: it is no activity of the person.
    """
    visit = _welcomed.get()
    if visit is None:
        found = reader(by_itself)
        if found is None:
            st.warning(words_of_visit().say("sign_in.ended"), icon=":material/lock:")
            st.stop()
        visit = Visit(actor=found.actor, name=found.name, words=words_of_visit(found.language))
    if not visit.actor.may(action):
        st.warning(visit.words.say("problem.not_allowed"), icon=":material/lock:")
        st.stop()
    return visit
