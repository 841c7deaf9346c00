"""Organisations in a reader's words: the rows of the list and of its file, and the parts of a profile."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import Words, escaped, isolated
from pages.menu import link
from pages.parts.data import worked_out
from pages.parts.visit import Visit

_CONTACT = ("contact_name", "phone", "mail")


def draw_list(visit: Visit, rows: pd.DataFrame, kept: Mapping[str, str]) -> None:
    """Organisations as cards: the name opens the profile, one line says what and where it is.

    `kept` are the codes of the choice that a profile is opened with.
    """
    with st.grid(3, min_column_width=290, gap="small"):
        for number, name, told in worked_out(rows, f"cards.{visit.language}", lambda: _cards(visit.words, rows)):
            with st.container(border=True, height="stretch", gap="xsmall"):
                link(visit, "explore/organisation.py", name, organisation=number, **kept)
                st.caption(told)


def _cards(words: Words, rows: pd.DataFrame) -> list[tuple[int, str, str]]:
    """The key of each, its name and what is told of it, as Markdown."""
    cards = []
    for row in rows.to_dict("records"):
        told = [words.say(f"kind.{row['kind']}"), said(words, row, "sector")]
        told += [said(words, row, "commune"), said(words, row, "province")]
        counts = [words.count("explore.members", int(row["members"]))] if pd.notna(row["members"]) else []
        counts += [words.count("explore.trained", int(row["trained"]))] if row["trained"] else []
        lines = [" · ".join(isolated(one) for one in told if one), " · ".join(counts)]
        name = escaped(words.name(row["name_ar"], row["name_latin"]))
        cards.append((int(row["id"]), f"**{name}**", "  \n".join(escaped(line) for line in lines if line)))
    return cards


def exported(visit: Visit, rows: pd.DataFrame, sheets: str) -> pd.DataFrame:
    """The list as a file: both names and every fact, contacts where the rows have them.

    The column of the people trained says which `sheets` are counted: `every` or `verified`.
    """
    words = visit.words
    records = rows.to_dict("records")
    plain = ["name_ar", "name_latin"]
    told = {"kind": [words.say(f"kind.{row['kind']}") for row in records]}
    told |= {name: [said(words, row, name) for row in records] for name in ("province", "commune", "sector")}
    rest = ["branch", "douar", "court", "registration_number", "ice", "founded_on", "members", "women", "trained"]
    rest += [name for name in _CONTACT if name in rows.columns]
    made = pd.DataFrame({**{name: rows[name] for name in plain}, **told, **{name: rows[name] for name in rest}})
    return made.rename(columns={"trained": f"trained_{sheets}"})


def said(words: Words, row: Any, name: str) -> str:
    """The name of a place, sector, module or category that a row carries in each language; empty where it has none."""
    return str(row.get(f"{name}_{words.language}") or row.get(f"{name}_fr") or "")
