"""Reading through a cache that a write makes stale by itself: the revisions of the subjects are in the key."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from db.engine import reading
from db.queries.accounts import revisions
from pages.parts.visit import Visit

_MOST_ENTRIES = 2000


def frame_of(visit: Visit, query: Callable[..., Any], *args: Any, subjects: tuple[str, ...]) -> Any:
    """What the query says, from the cache while none of the subjects was written to.

    `args` are plain values. The result belongs to every reader: nobody changes it.
    """
    return _kept(query, args, _stand(visit, subjects), visit.actor.provinces)


def made_of(visit: Visit, make: Callable[..., Any], *args: Any, subjects: tuple[str, ...]) -> Any:
    """What `make(*args)` returns (a specification, bytes of a figure), kept the same way."""
    return _kept_made(make, args, _stand(visit, subjects), visit.actor.provinces)


def fresh(query: Callable[..., Any], *args: Any) -> Any:
    """What the query says now, for a form that is about to change it."""
    with reading() as session:
        return query(session, *args)


def _stand(visit: Visit, subjects: tuple[str, ...]) -> tuple[str, ...]:
    # Asked once a run; an action in the middle of a run empties it.
    if not visit.stand:
        with reading() as session:
            visit.stand.update(revisions(session))
    return (visit.stand[""], *(visit.stand.get(subject, "0") for subject in subjects))


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


@st.cache_resource(max_entries=_MOST_ENTRIES, show_spinner=False, hash_funcs={type(_name): _name})
def _kept(query: Callable[..., Any], args: tuple[Any, ...], stand: tuple[str, ...], scope: Any) -> Any:
    del stand, scope
    with reading() as session:
        return query(session, *args)


@st.cache_resource(max_entries=_MOST_ENTRIES, show_spinner=False, hash_funcs={type(_name): _name})
def _kept_made(make: Callable[..., Any], args: tuple[Any, ...], stand: tuple[str, ...], scope: Any) -> Any:
    del stand, scope
    return make(*args)
