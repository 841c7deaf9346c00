"""The page that is handed back to an organisation, offered on its profile: its language, the phase, and the files."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import LANGUAGES, NATIVE_NAMES
from core.records.organisation_page import OrganisationFacts
from core.reports.organisation_page import organisation_page, organisation_workbook
from db.commands.exports import enter_export
from db.engine import reading
from db.queries.organisation_page import organisation_facts
from db.queries.reference import phases
from pages.parts.data import frame_of
from pages.parts.exports import export_button
from pages.parts.visit import Visit

_WRITERS = {"pdf": organisation_page, "xlsx": organisation_workbook}


def offer_page(visit: Visit, row: Mapping[str, Any], verified: bool) -> None:
    """Draws the menu of the page (a row of `organisation_profile`); nothing for whoever takes no files away."""
    if not visit.actor.may(enter_export.action):
        return
    words = visit.words
    menu = st.popover(
        words.say("organisation_page.offer"),
        icon=":material/description:",
        key="organisation_page.take",
        on_change="rerun",
    )
    if not menu.open:
        return
    with menu:
        st.caption(words.say("organisation_page.offer_help"))
        rows = frame_of(visit, phases, subjects=("programme",))
        if rows.empty:
            st.info(words.say("organisation_page.no_phase"), icon=":material/lightbulb:")
            return
        language, phase = _language(visit, row), _phase(visit, rows)
        for form in _WRITERS:
            _file(visit, int(row["id"]), language, phase, verified, form)


def _language(visit: Visit, row: Mapping[str, Any]) -> str:
    """Its own language, which is that of its name, stands first."""
    own = "ar" if row["name_ar"] else "fr"
    chosen = st.segmented_control(
        visit.words.say("organisation_page.language"),
        [own, *(code for code in LANGUAGES if code != own)],
        default=own,
        format_func=NATIVE_NAMES.__getitem__,
        key=f"organisation_page.language.{row['id']}",
        required=True,
    )
    return str(chosen)


def _phase(visit: Visit, rows: pd.DataFrame) -> int:
    """The phase of the day, else the last that has begun, stands first."""
    ids = [int(number) for number in rows["id"].tolist()]
    names = dict(zip(ids, (visit.words.label(one, "name") for one in rows.itertuples()), strict=True))
    starts = zip(names, rows["starts_on"].tolist(), strict=True)
    begun = [number for number, first in starts if first <= visit.today]
    chosen = st.selectbox(
        visit.words.say("organisation_page.phase"),
        ids,
        index=ids.index(begun[-1]) if begun else 0,
        format_func=names.__getitem__,
        key="organisation_page.phase",
    )
    return int(chosen)


def _file(visit: Visit, organisation: int, language: str, phase: int, verified: bool, form: str) -> None:
    # Asked while the page runs: the file is made outside of it.
    reach, named, today = visit.actor.provinces, visit.actor.may("person.read"), visit.today

    def found() -> "_Read":
        with reading() as session:
            return _Read(organisation_facts(session, reach, organisation, phase, verified, named))

    filters = {"organisation": str(organisation), "phase": str(phase), "language": language}
    export_button(
        visit,
        visit.words.say(f"organisation_page.take_{form}"),
        "organisation_page",
        form,
        found,
        partial(_made, form, language, verified, today),
        f"organisation-{organisation}-{language}.{form}",
        filters | ({"verified": "1"} if verified else {}),
        key=f"organisation_page.{form}",
    )


class _Read:
    """What was read, as long as it names people: that is what the history enters."""

    def __init__(self, facts: OrganisationFacts) -> None:
        self.facts = facts

    def __len__(self) -> int:
        return len(self.facts.people)


def _made(form: str, language: str, verified: bool, today: Any, read: _Read) -> bytes:
    return _WRITERS[form](read.facts, language, verified, today)
