"""Why the figures of a frozen report are others today: who came and went, by which sessions, and what was done."""

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.indicators import INDICATORS
from core.records.snapshot import Snapshot
from db.models import FrozenReport
from db.queries.history_names import names_of
from db.queries.report_changes import Became, Because, because
from pages.menu import link
from pages.parts.data import fresh
from pages.parts.history import since_link
from pages.parts.reports import difference
from pages.parts.visit import Visit

# The rows behind a figure of which it was kept which were counted.
_BEHIND = {
    "people": "person",
    "reach": "person",
    "trained": "organisation",
    "coverage": "organisation",
    "obstacles": "obstacle",
}
_PAGES = {
    "person": ("entry/person.py", "person"),
    "organisation": ("explore/organisation.py", "organisation"),
    "obstacle": ("explore/obstacle.py", "obstacle"),
}
_MOST_NAMED = 12


def draw_changes(visit: Visit, report: FrozenReport, told: Snapshot, since: Became) -> None:
    """Each figure that is another today, with what made it so; figures of one count stand together."""
    words = visit.words
    st.subheader(words.say("reports.since"), anchor=False)
    changed = since.others(told)
    if not changed:
        st.success(words.say("reports.since_none"), icon=":material/check_circle:")
        return
    why: Because = fresh(because, report.number, since)
    together: dict[str, list[str]] = {}
    for one in changed:
        said = difference(words, one, since.now[one.code])
        line = words.say("reports.change_of", label=one.label.of(visit.language), difference=said)
        together.setdefault(INDICATORS[one.code].figure, []).append(line)
    for place, (figure, lines) in enumerate(together.items()):
        with st.expander(escaped(" · ".join(lines)), expanded=place == 0, key=f"reports.since.{figure}"):
            kind = _BEHIND.get(figure)
            if kind in since.moved:
                _moved(visit, report, since, why, kind)
            _done(visit, report, why.done[figure])


def _moved(visit: Visit, report: FrozenReport, since: Became, why: Because, kind: str) -> None:
    words, moved = visit.words, since.moved[kind]
    if not (moved.came or moved.went or moved.joined):
        return
    then = len(report.rows[kind])
    parts = {"came": len(moved.came), "went": len(moved.went), "joined": moved.joined}
    told = tuple(words.say(f"reports.rows_{name}", number=number) for name, number in parts.items() if number)
    now = then + parts["came"] - parts["went"] - parts["joined"]
    st.markdown(escaped(words.say("reports.identity", then=then, changes=words.listing(list(told)), now=now)))
    for name, ids, sessions in (("came", moved.came, why.came), ("went", moved.went, why.went)):
        if not ids:
            continue
        with st.container(gap="xsmall"):
            st.markdown(f"**{words.say(f'reports.names_{name}')}**")
            _named(visit, kind, ids)
            if kind == "person":
                _sessions(visit, sessions)
    if why.themselves[kind]:
        st.caption(words.count("reports.themselves", why.themselves[kind]))


def _named(visit: Visit, kind: str, ids: tuple[int, ...]) -> None:
    """The rows by name with the way to each, for whoever may see them; else their number alone."""
    words = visit.words
    page, parameter = _PAGES[kind]
    may = {"person": "person.read", "organisation": "organisation.read", "obstacle": "obstacle.read"}[kind]
    if not visit.actor.may(may) or (kind == "person" and visit.actor.provinces is not None):
        st.markdown(words.count("reports.persons", len(ids)) if kind == "person" else words.number(len(ids)))
        return
    shown = ids[:_MOST_NAMED]
    names = fresh(names_of, {kind: shown})
    for one in shown:
        named = names.get((kind, one))
        said = words.name(named.ar, named.fr) if named else ""
        link(visit, page, escaped(said or words.say("reports.no_name", row=str(one))), None, **{parameter: one})
    if len(ids) > len(shown):
        st.caption(words.say("reports.more_rows", number=len(ids) - len(shown)))


def _sessions(visit: Visit, sessions: pd.DataFrame) -> None:
    if sessions.empty:
        return
    words = visit.words
    st.caption(words.say("reports.sessions"))
    for row in sessions.head(_MOST_NAMED).itertuples():
        people = words.count("reports.persons", int(str(row.people)))
        day = words.day(pd.Timestamp(str(row.held_on)).date())
        said = escaped(words.say("reports.session", day=day, module=words.label(row), people=people))
        if visit.actor.may("session.read"):
            link(visit, "entry/sessions.py", said, session=int(str(row.id)))
        else:
            st.markdown(f"- {said}")
    if len(sessions) > _MOST_NAMED:
        st.caption(words.say("reports.more_rows", number=len(sessions) - _MOST_NAMED))


def _done(visit: Visit, report: FrozenReport, done: list[tuple[str, int]]) -> None:
    """What was done since, each kind of action with how often and the way to its entries."""
    words = visit.words
    if not done:
        st.caption(words.say("reports.nothing_done"))
        return
    st.markdown(words.say("reports.done"))
    with st.container(gap="xsmall"):
        for command, number in done:
            key = f"reports.done.{command}"
            if words.has(key):
                said = words.count(key, number)
            else:
                said = words.say("reports.done_other", label=words.say(f"command.{command}"), number=number)
            since_link(visit, escaped(said), report.after_change, command)
