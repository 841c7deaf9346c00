"""What changed since somebody's last visit, in words, with the pages that tell more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import streamlit as st

from core.filters import Filters
from core.i18n import ZONE, Words, escaped
from db.commands.visits import note_visit
from db.models.base import now
from db.queries.figures import SUBJECTS
from db.queries.settings import settings
from db.queries.visits import COMPARED, MOVING, PERSONS, SHEETS, actions_since, numbers_now, seen_before
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.filters import Choice
from pages.parts.visit import Visit

_KEPT = "last_visit"
# Numbers are asked anew, and what is seen is noted, at most so often.
_ASKED_EVERY, _NOTED_EVERY = timedelta(minutes=1), timedelta(minutes=10)
# So many kinds of actions are named.
_NAMED = 5
# The page that tells more about each number.
_PAGES = {
    "people_trained": "explore/provinces.py",
    "organisations_registered": "explore/organisations.py",
    "organisations_trained": "explore/organisations.py",
    "obstacles": "explore/obstacles.py",
    SHEETS: "explore/sheets.py",
}


@dataclass(frozen=True)
class Moved:
    """How far each number moved since a visit; `small` where a small count of persons moved and is not told."""

    by: Mapping[str, int]
    small: bool


def moved(before: Mapping[str, Any], numbers: Mapping[str, float | None], limit: int) -> Moved:
    """The differences, none of them of persons by less than `limit` (0 tells all)."""
    by, small = {}, False
    for code in (*COMPARED, SHEETS):
        then, value = before.get(code), numbers[code]
        if then is None or value is None or not (difference := round(value - then)):
            continue
        if code in PERSONS and abs(difference) < limit:
            small = True
        else:
            by[code] = difference
    return Moved(by, small)


def say_changes(visit: Visit, choice: Choice) -> None:
    """Says what changed since the reader's last visit, or that nothing did, and notes this one."""
    if visit.actor.account_id is None:
        return
    words, standing = visit.words, _standing(visit, choice)
    if standing["before"] is None:
        st.caption(words.say("since.first"))
        return
    at, before = datetime.fromisoformat(standing["before"][0]), standing["before"][1]
    day = words.day(at.astimezone(ZONE).date())
    if before.get("scope") != _scope(choice):
        st.caption(words.say("since.scope", day=day))
        return
    limit = 0 if choice.whole else frame_of(visit, settings, subjects=("setting",)).small_cell
    told = moved(before, standing["numbers"], limit)
    small = [words.say("since.small", limit=limit)] if told.small else []
    if not told.by:
        st.caption(" ".join([words.say("since.nothing", day=day), *small]))
        return
    with st.container(border=True, key="last_visit", gap="small"):
        said = words.listing([_difference(words, code, by) for code, by in told.by.items()])
        st.markdown(" ".join([words.show("since.changed", day=day, changes=said), *small]))
        _reasons(visit, choice, at)
        _links(visit, told)


def _standing(visit: Visit, choice: Choice) -> dict[str, Any]:
    """The visit before this one (`before`: moment and what was seen, or None) and the numbers as they are now.

    Both stand in the session: they are asked, and this visit is noted, once in a while and not in every run.
    """
    whose = [visit.actor.account_id, str(visit.today), _scope(choice)]
    kept = st.session_state.get(_KEPT)
    if kept is None or kept["whose"] != whose:
        found = fresh(seen_before, visit.actor.account_id, visit.today)
        before = None if found is None else [found[0].isoformat(), found[1]]
        kept = {"whose": whose, "before": before, "asked": "", "noted": ""}
    moment = now()
    if _over(kept["asked"], _ASKED_EVERY, moment):
        filters = Filters().within(None if choice.reach is None else frozenset(choice.reach))
        numbers = frame_of(visit, numbers_now, filters, choice.whole, subjects=SUBJECTS)
        kept |= {"asked": moment.isoformat(), "numbers": numbers}
    if _over(kept["noted"], _NOTED_EVERY, moment):
        note_visit(visit.actor.account_id or 0, {"scope": _scope(choice), **kept["numbers"]}, moment)
        kept |= {"noted": moment.isoformat()}
    st.session_state[_KEPT] = kept
    return dict(kept)


def _over(at: str, span: timedelta, moment: datetime) -> bool:
    return not at or moment - datetime.fromisoformat(at) > span


def _scope(choice: Choice) -> str:
    """What the account sees: numbers of another scope are of other people."""
    return ("whole" if choice.whole else "guarded") + ":" + ("" if choice.reach is None else ",".join(choice.reach))


def _difference(words: Words, code: str, by: int) -> str:
    return words.count(f"since.{code}.{'more' if by > 0 else 'fewer'}", abs(by))


def _reasons(visit: Visit, choice: Choice, at: datetime) -> None:
    """Says which actions moved the figures; to whoever sees all of them, for they are of all provinces."""
    if choice.reach is not None or not choice.whole:
        return
    words = visit.words
    done = frame_of(visit, actions_since, at, subjects=MOVING)
    if not done:
        return
    told = [
        words.say("since.action", action=words.say(f"command.{name}"), times=times) for name, times in done[:_NAMED]
    ]
    if rest := sum(times for _, times in done[_NAMED:]):
        told.append(words.count("since.others", rest))
    st.caption(escaped(words.say("since.because", actions=words.listing(told))))


def _links(visit: Visit, told: Moved) -> None:
    with st.grid(5, min_column_width=150, gap="xsmall"):
        for page in dict.fromkeys(_PAGES[code] for code in told.by if code in _PAGES):
            link(visit, page, visit.words.say(f"menu.{page.removesuffix('.py').replace('/', '.')}"))
        link(visit, "manage/history.py", visit.words.say("menu.manage.history"))
