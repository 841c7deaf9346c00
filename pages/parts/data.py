"""Reading through a cache that a write makes stale by itself: the revisions of the subjects are in the key."""

from collections.abc import Callable
from typing import Any
from weakref import ref

import streamlit as st

from db.engine import reading
from db.queries.accounts import revisions
from pages.parts.visit import Visit

_MOST_ENTRIES = 2000
_worked_out: dict[tuple[int, str], tuple[ref[Any], Any]] = {}


def frame_of(visit: Visit, query: Callable[..., Any], *args: Any, subjects: tuple[str, ...]) -> Any:
    """What the query says, from the cache while none of the subjects was written to.

    `args` are plain values. The result belongs to every reader: nobody changes it.
    """
    return made_of(visit, _name(query), *args, make=lambda: fresh(query, *args), subjects=subjects)


def made_of(visit: Visit, name: str, *args: Any, make: Callable[[], Any], subjects: tuple[str, ...]) -> Any:
    """What `make()` returns (specifications, bytes of figures), kept the same way under the name and `args`."""
    # One short text: hashing what is in it piece by piece takes longer than reading it. What is due or late is another
    # thing tomorrow, without anybody writing.
    return _kept(repr((name, args, _stand(visit, subjects), visit.actor.provinces, visit.today)), make)


def worked_out(frame: Any, name: str, make: Callable[[], Any]) -> Any:
    """What `make()` returns of a kept frame, such as its cells as text: kept under the name as long as the frame is."""
    key = (id(frame), name)
    held = _worked_out.get(key)
    if held is not None and held[0]() is frame:
        return held[1]
    made = make()
    _worked_out[key] = (ref(frame, lambda _: _worked_out.pop(key, None)), made)
    return made


def rows_of(frame: Any) -> list[Any]:
    """The rows of a kept frame as tuples with the names of its columns, taken apart once as long as the frame is kept.

    Taking a small frame apart costs a run as much as drawing a row of it.
    """
    rows: list[Any] = worked_out(frame, "rows", lambda: list(frame.itertuples()))
    return rows


def records_of(frame: Any) -> list[dict[Any, Any]]:
    """The same as dicts by the names of the columns; they belong to every reader, and nobody changes them."""
    records: list[dict[Any, Any]] = worked_out(frame, "records", lambda: frame.to_dict("records"))
    return records


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


@st.cache_resource(max_entries=_MOST_ENTRIES, show_spinner=False)
def _kept(key: str, _make: Callable[[], Any]) -> Any:
    del key
    return _make()
