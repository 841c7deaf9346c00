"""The parts of a province's page that are words and tables: communes not reached, modules missing, its sessions."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from core.charts.registry import look
from core.charts.rows import labels
from core.i18n import escaped
from db.queries.figures import SITTINGS, TRAINING, Asked
from db.queries.province_page import latest_sessions, modules_given, people_by_commune
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.figures import counted
from pages.parts.filter_pills import say_choice, say_sheets
from pages.parts.filter_sentence import sentence
from pages.parts.filters import NAMES, Choices, choose_several, read_choice
from pages.parts.tables import offer_menu, show_table
from pages.parts.visit import Visit

LARGE = (
    *("people_trained", "reach_per_10000", "communes_reached", "organisations_trained"),
    *("attendances", "person_hours", "women_share", "obstacles"),
)
PAGE = "explore/province.py"
# Of the sessions so many are shown.
_MOST = 12
# Communes not reached are named up to so many; the file names all.
_NAMED = 12


def one_province(visit: Visit) -> Choices:
    """The choice of the address with one province at most: of several, the one that was added last."""
    choices = read_choice(visit, NAMES)
    if len(choices.chosen.several("province")) < 2:
        return choices
    asked = st.query_params["province"].split(",")
    choose_several({"province": tuple(code for code in asked if code in choices.labels["province"])[-1:]})
    return read_choice(visit, NAMES)


def but_province(choices: Choices) -> Choices:
    """The same choices without the province, which the page itself is about."""
    return replace(choices, names=tuple(name for name in choices.names if name != "province"))


def say_narrowed(visit: Visit, choices: Choices) -> None:
    """Says what the province's figures are narrowed to, with the way back to all of them, and which sheets count."""
    finer = but_province(choices)
    if sentence(visit, finer) is None:
        say_sheets(visit, finer)
    else:
        say_choice(visit, finer)


def open_province(visit: Visit, code: str, label: str, choices: Choices) -> None:
    """Draws the link to the page of a province under the choice that stands."""
    link(visit, PAGE, label, **{**choices.chosen.codes("commune"), "province": code})


def open_chosen(visit: Visit, choices: Choices) -> None:
    """Draws the way to the page of each province that is chosen; nothing for whoever may not go there."""
    chosen = choices.chosen.several("province")
    if not chosen or not visit.actor.may("figures.whole"):
        return
    with st.grid(4, min_column_width=200, gap="xsmall"):
        for code, name in zip(chosen, choices.told("province"), strict=True):
            open_province(visit, code, visit.words.show("province_page.open", name=name), choices)


def communes(visit: Visit, choices: Choices) -> None:
    """Says which communes nobody was trained of, the most populous first, with the list of all to take away."""
    words = visit.words
    rows = frame_of(visit, people_by_commune, choices.chosen.filters("commune"), subjects=TRAINING)
    names = labels(rows, look(visit.language, "light"))
    missed = [
        words.say("province_page.commune", name=name, number=words.number(int(row.inhabitants)))
        for name, row in zip(names, rows.itertuples(), strict=True)
        if not row.value
    ]
    if missed:
        inhabitants = words.number(int(rows.loc[rows["value"] == 0, "inhabitants"].sum()))
        said = words.count("province_page.missed", len(missed), whole=len(rows), inhabitants=inhabitants)
        more = len(missed) - _NAMED
        listed = [*missed[:_NAMED], *([words.count("province_page.more", more)] if more > 0 else [])]
        st.markdown(f"**{escaped(said)}** {escaped(words.listing(listed))}")
    elif len(rows):
        st.markdown(f"**{words.count('province_page.all_reached', len(rows))}**")
    table = pd.DataFrame({"commune": names, "inhabitants": rows["inhabitants"], "people_trained": rows["value"]})
    _take(visit, choices, "communes", table)


def modules(visit: Visit, choices: Choices) -> None:
    """The modules given with their sessions, hours, people and attendances, and in words those that are missing."""
    words = visit.words
    rows = frame_of(visit, modules_given, choices.chosen.filters(), subjects=TRAINING)
    names = labels(rows, look(visit.language, "light"))
    missing = [
        words.count("province_page.planned", planned, name=name) if planned else name
        for name, held, planned in zip(names, rows["held"].tolist(), rows["planned"].tolist(), strict=True)
        if not held
    ]
    given = len(rows) - len(missing)
    st.subheader(words.count("province_page.given", given, whole=len(rows)), anchor=False)
    if missing:
        st.markdown(words.show("province_page.missing", names=words.listing(missing)))
    table = pd.DataFrame(
        {
            "module": names,
            "sessions_held": rows["held"],
            "session_hours": [words.number(hours, 0 if hours == int(hours) else 1) for hours in rows["hours"].tolist()],
            "people_trained": rows["people"],
            "attendances": rows["attendances"],
        }
    )
    show_table(visit, table)
    st.caption(words.say("province_page.modules_explained"))
    _take(visit, choices, "modules_given", table)


def sessions(visit: Visit, choices: Choices) -> None:
    """How many sessions were held and are planned in the province, and the latest of those held."""
    words, filters = visit.words, choices.chosen.filters()
    asked = Asked("sittings", (), filters)
    counts = counted(visit, (asked,))[asked].iloc[0]
    held, planned, cancelled = (int(counts[name]) for name in ("held", "planned", "cancelled"))
    st.subheader(words.count("province_page.held", held, hours=words.number(float(counts["hours"]))), anchor=False)
    st.markdown(
        words.listing([words.count("province_page.still", planned), words.count("province_page.cancelled", cancelled)])
    )
    rows = frame_of(visit, latest_sessions, filters, _MOST, subjects=(*SITTINGS, "attendance", "group"))
    if rows.empty:
        return
    st.caption(words.count("province_page.latest", len(rows)))
    table = pd.DataFrame(
        {
            "held_on": [words.day(row.held_on, "medium") for row in rows.itertuples()],
            "module": [words.label(row, "module") for row in rows.itertuples()],
            "commune": [words.label(row, "commune") for row in rows.itertuples()],
            "present": rows["present"],
            "registered": rows["expected"],
        }
    )
    show_table(visit, table)
    _take(visit, choices, "province_sessions", table)


def onward(visit: Visit, choices: Choices) -> None:
    """Links to the lists behind the page, narrowed to the province."""
    codes = choices.chosen.codes()
    with st.container(key="ways.province", gap="xsmall"):
        link(visit, "explore/obstacles.py", visit.words.say("province_page.to_obstacles"), **codes)
        link(visit, "explore/organisations.py", visit.words.say("province_page.to_organisations"), **codes)


def _take(visit: Visit, choices: Choices, name: str, table: pd.DataFrame) -> None:
    offer_menu(visit, name, lambda: table, choices.chosen.codes(), of=choices.told("province")[0])
