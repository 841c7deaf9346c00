"""What the pages of entry share: new or find, the row an address opens, likely doubles before a second row."""

from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.i18n import escaped
from db.queries.doubles import Doubles
from db.queries.pairs_decided import standing_id
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import fresh
from pages.parts.visit import Visit

Task = Literal["new", "find"]


def id_in_address(name: str) -> int | None:
    """The number the address gives under this name; None where there is none."""
    given = st.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def standing_in_address(kind: str) -> int | None:
    """The organisation or person that the address opens; of one that was merged, the one left of it.

    The address says from then on what is open.
    """
    opened = id_in_address(kind)
    if opened is None:
        return None
    stands: int = fresh(standing_id, kind, opened)
    if stands != opened:
        st.query_params[kind] = str(stands)
    return stands


def task(visit: Visit, domain: str) -> Task:
    """Whether the visitor registers a new row or looks for an old one."""
    names = {code: visit.words.say(f"{domain}.{code}") for code in ("new", "find")}
    chosen = st.segmented_control(
        visit.words.say(f"{domain}.choose_action"),
        list(names),
        default="new",
        format_func=names.__getitem__,
        key=f"{domain}.task",
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    return "find" if chosen == "find" else "new"


def doubles_seen(visit: Visit, found: Doubles, page: str, parameter: str, place: str) -> tuple[int, ...]:
    """Shows likely doubles with what they have in common; their ids once a person says that it is another one.

    `page` opens a double by its id under `parameter`. A double that appears later asks for the tick anew.
    """
    if not found.ids:
        return ()
    words = visit.words
    with st.container(border=True):
        st.markdown(f"**{words.say('double.title')}**")
        for row in found.rows.to_dict("records"):
            name = words.name(row["name_ar"], row["name_latin"])
            where = words.name(row.get("commune_ar"), row.get("commune_fr"))
            st.markdown(escaped(joined(name, where, row["phone"])))
            shared = words.listing([words.say(f"double.{reason}") for reason in row["reasons"]])
            st.caption(words.show("double.shared", reasons=shared))
            query: dict[str, Any] = {parameter: int(row["id"])}
            link(visit, page, words.show("double.open", name=name), **query)
        if found.elsewhere:
            st.markdown(words.say("double.elsewhere"))
        another = st.checkbox(words.say("double.another"), key=f"{place}.{found.ids}")
    return found.ids if another else ()


def ways(name: str) -> DeltaGenerator:
    """A list of links where each is a line of its own, as wide as the page: a target for a thumb."""
    return st.container(key=f"ways.{name}", gap="xsmall")


def back(visit: Visit, page: str, key: str) -> None:
    """A link back to the page's own beginning; its arrow points to where the line of reading began."""
    arrow = "arrow_forward" if visit.words.direction == "rtl" else "arrow_back"
    link(visit, page, visit.words.say(key), icon=f":material/{arrow}:")
