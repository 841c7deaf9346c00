"""Two likely doubles side by side: what each says and holds, the choice field by field, and the merge."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.doubles import ORGANISATION, PARTS, differing, offered
from core.i18n import escaped
from core.problems import Problem
from db.commands.ledger import Saved, perform
from db.commands.merging import merge_organisations, merge_persons
from db.commands.merging_apart import tell_apart
from db.queries.pairs_compare import clashing, hanging, meeting, pair_row
from db.queries.pairs_decided import merge_between, merge_of
from pages.menu import link
from pages.parts.data import fresh
from pages.parts.doubles import HERE, names_of, show_merge
from pages.parts.doubles_values import in_words
from pages.parts.forms import Form, act
from pages.parts.organisations import said
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

_SHEETS = {"organisation": "entry/organisations.py", "person": "entry/participants.py"}


def compare(visit: Visit, kind: str, one: int, other: int) -> None:
    """Draws the two rows side by side and merges them when that is asked for; a pair merged already, with its undo."""
    words, first, second = visit.words, min(one, other), max(one, other)
    arrow = "arrow_forward" if words.direction == "rtl" else "arrow_back"
    link(visit, HERE, words.say("doubles.back"), icon=f":material/{arrow}:", part=kind)
    form = Form(visit, "merge", {}, f"{kind}.{first}.{second}")
    if merged := fresh(merge_between, kind, first, second):
        _merged(visit, kind, merged)
        return
    try:
        rows = {number: fresh(pair_row, kind, number) for number in (first, second)}
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        return
    seen = _seen(visit, kind, rows)
    _heads(visit, kind, rows)
    if st.button(words.say("doubles.apart"), icon=":material/call_split:", key=f"apart.{kind}.{first}.{second}"):
        place = f"double.{kind}.{first}.{second}"
        if act(visit, place, tell_apart, kind, first, second):
            st.query_params.from_dict({"part": kind})
            st.rerun()
    counts = {number: fresh(hanging, kind, number) for number in rows}
    kept = _kept(visit, kind, rows, counts)
    gone = second if kept == first else first
    _hanging(visit, kind, counts)
    from_gone = _choices(visit, kind, rows, kept, gone)
    registrations = _meeting(visit, first, second) if kind != ORGANISATION else ()
    form.text("reason", required=True, help_key="merge.reason_help")

    def save() -> Saved:
        """The merge of what is on the screen; a row that changed since is shown anew."""
        both = ((kept, seen[kept]), (gone, seen[gone]))
        reason = form.values["reason"]
        try:
            if kind == ORGANISATION:
                return perform(merge_organisations, visit.actor, form.key, *both, from_gone, reason)
            return perform(merge_persons, visit.actor, form.key, *both, from_gone, registrations, reason)
        except Problem as problem:
            if problem.code == "conflict":
                st.session_state.pop(_place(kind, rows), None)
            raise

    form.submit("merge.save", save, icon=":material/merge:")


def _merged(visit: Visit, kind: str, number: int) -> None:
    row = fresh(merge_of, number)
    kept = visit.words.name(row["kept_ar"], row["kept_latin"])
    st.info(visit.words.say("doubles.now_one"), icon=":material/merge:")
    label = visit.words.show("doubles.open_kept", name=kept)
    link(visit, _SHEETS[kind], label, icon=":material/edit:", **{kind: int(row["kept_id"])})
    with st.container(border=True, gap="xsmall"):
        show_merge(visit, row)


def _seen(visit: Visit, kind: str, rows: Mapping[int, Any]) -> dict[int, int]:
    """The versions that were on the screen when the page was opened; says so when a row is another by now."""
    versions = {number: int(row["version"]) for number, row in rows.items()}
    seen: dict[int, int] = st.session_state.setdefault(_place(kind, rows), versions)
    if seen != versions:
        # What is drawn from here on is what the next press is about.
        st.session_state[_place(kind, rows)] = versions
        st.warning(visit.words.say("doubles.changed"), icon=":material/compare_arrows:")
    return seen


def _place(kind: str, rows: Mapping[int, Any]) -> str:
    return f"double.{kind}.{'.'.join(str(number) for number in rows)}.seen"


def _heads(visit: Visit, kind: str, rows: Mapping[int, Any]) -> None:
    words = visit.words
    for column, (number, row) in zip(st.columns(2), rows.items(), strict=True):
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(f"**{names_of(row)}**")
            st.caption(words.say("doubles.number_changed", row=str(number), at=row["updated_at"]))
            link(visit, _SHEETS[kind], words.say("doubles.open"), icon=":material/edit:", **{kind: number})


def _kept(visit: Visit, kind: str, rows: Mapping[int, Any], counts: Mapping[int, Mapping[str, int]]) -> int:
    """Which row stays: at first the one on which more hangs, else the older one."""
    words = visit.words
    start = max(rows, key=lambda number: (sum(counts[number].values()), -number))
    names = {
        number: f"{names_of(row)} ({words.say('doubles.number', row=str(number))})" for number, row in rows.items()
    }
    return int(
        st.radio(
            words.say("doubles.kept"),
            list(rows),
            index=list(rows).index(start),
            format_func=names.__getitem__,
            help=words.say("doubles.kept_help"),
            key=f"double.{kind}.{'.'.join(str(number) for number in rows)}.kept",
        )
    )


def _hanging(visit: Visit, kind: str, counts: Mapping[int, Mapping[str, int]]) -> None:
    words = visit.words
    st.subheader(words.say("doubles.hangs"), anchor=False)
    shown = sorted({name for side in counts.values() for name, number in side.items() if number})
    if not shown:
        st.caption(words.say("doubles.nothing_hangs"))
        return
    columns = {words.say("doubles.what"): [words.say(f"doubles.hangs.{name}") for name in shown]}
    for number, side in counts.items():
        columns[words.say("doubles.number", row=str(number))] = [words.number(side.get(name, 0)) for name in shown]
    st.table(pd.DataFrame(columns), border="horizontal", hide_index=True)
    st.caption(words.say(f"doubles.together.{kind}"))


def _choices(visit: Visit, kind: str, rows: Mapping[int, Any], kept: int, gone: int) -> tuple[str, ...]:
    """Draws each part in which the two differ as a choice, and the others as they are; what is taken from the one
    that goes.
    """
    words = visit.words
    parts = differing(kind, rows[kept], rows[gone])
    first_choice = offered(kind, rows[kept], rows[gone])
    st.subheader(words.say("doubles.differs"), anchor=False)
    if not parts:
        st.caption(words.say("doubles.no_difference"))
    taken = []
    for part in parts:
        values = {number: escaped(in_words(words, part, row)) for number, row in rows.items()}
        numbers = {number: words.say("doubles.number", row=str(number)) for number in rows}
        start = gone if part in first_choice else kept
        chosen = st.radio(
            words.say(f"{kind}.{part}"),
            list(rows),
            index=list(rows).index(start),
            format_func=values.__getitem__,
            captions=list(numbers.values()),
            horizontal=True,
            key=f"double.{kind}.{'.'.join(str(number) for number in rows)}.{part}.{kept}",
        )
        if chosen == gone:
            taken.append(part)
    alike = [part for part in PARTS[kind] if part not in parts]
    with st.expander(words.say("doubles.same")):
        for part in alike:
            label = words.say("problem.of_field", field=words.say(f"{kind}.{part}"))
            st.markdown(f"{label} {escaped(in_words(words, part, rows[kept]))}")
    return tuple(taken)


def _meeting(visit: Visit, first: int, second: int) -> tuple[int, ...]:
    """Asks for each session that both are on the roster of which mark counts; the registrations chosen so far."""
    words = visit.words
    for row in fresh(clashing, first, second).to_dict("records"):
        clash = {"module": said(words, row, "module"), "other": said(words, row, "other_module")}
        clash |= {"start": f"{row['starts_at']:%H:%M}", "other_start": f"{row['other_starts_at']:%H:%M}"}
        st.info(words.show("doubles.clash", day=row["held_on"], **clash), icon=":material/schedule:")
    rows = fresh(meeting, first, second).to_dict("records")
    if not rows:
        return ()
    st.subheader(words.say("doubles.meeting"), anchor=False)
    st.caption(words.say("doubles.meeting_explained"))
    sessions: dict[int, list[dict[Any, Any]]] = {}
    for row in rows:
        sessions.setdefault(int(row["session_id"]), []).append(row)
    chosen = []
    for number, both in sessions.items():
        about = {"module": said(words, both[0], "module"), "day": both[0]["held_on"]}
        labels = {int(row["registration_id"]): _mark(visit, row) for row in both}
        # Nothing is chosen at first: a mark must not be lost by a press.
        picked = st.radio(
            words.show("doubles.session", **about, state=words.say(f"session_state.{both[0]['state']}")),
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            key=f"double.session.{first}.{second}.{number}",
        )
        if picked is not None:
            chosen.append(int(picked))
    return tuple(chosen)


def _mark(visit: Visit, row: Mapping[Any, Any]) -> str:
    words = visit.words
    mark = said(words, row, "status") or words.say("doubles.unmarked")
    organisation = words.name(row["organisation_ar"], row["organisation_latin"])
    number = str(row["person_id"])
    if not organisation:
        return words.show("doubles.mark_alone", mark=mark, row=number)
    return words.show("doubles.mark", mark=mark, organisation=organisation, row=number)
