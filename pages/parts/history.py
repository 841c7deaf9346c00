"""The history in words: what is asked for in the address, each entry field by field, its file, the chain's state."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from core.i18n import ZONE, Words, escaped
from core.sheets.writing import plain_file
from db.queries.chain import broken_link, entries, last_seal
from db.queries.history import KINDS, Entry, HistoryFilter, people_who_act
from pages.parts.data import fresh
from pages.parts.entry import id_in_address
from pages.parts.filters import choose
from pages.parts.visit import Visit

PAGE_ENTRIES = 50
# Where the labels of a kind's fields stand, when not under its own name.
_DOMAINS = {
    "organisation_figures": "figures",
    "mention": "obstacle",
    "training_session": "session",
    "attendance": "mark",
    "training_group": "group",
    "obstacle_category": "category",
    "attendance_status": "status",
}
# What only the program needs.
_UNSAID = {"id", "version", "search", "security_version", "list"}
_CODES = ("kind", "sex", "member_role", "participation_state", "session_state", "obstacle_state", "severity", "scope")


def asked_in_address() -> HistoryFilter:
    """What the address asks for; what it says wrongly counts as not said."""
    kind, day = st.query_params.get("kind"), _day_in_address()
    since = None if day is None else datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return HistoryFilter(
        kind=kind if kind in KINDS else None,
        row_id=id_in_address("row"),
        account_id=id_in_address("account"),
        since=since,
        until=None if since is None else since + timedelta(days=1),
    )


def ask(visit: Visit, asked: HistoryFilter) -> None:
    """Draws the filters; what is chosen is written to the address."""
    words = visit.words
    people = {number: f"{name} ({username})" for number, name, username in fresh(people_who_act)}
    shown = {
        "kind": asked.kind,
        "row": "" if asked.row_id is None else str(asked.row_id),
        "account": asked.account_id if asked.account_id in people else None,
        "day": _day_in_address(),
    }
    for name, value in shown.items():
        st.session_state[f"history.{name}"] = value
    first, second, third, fourth = st.columns(4)
    empty = words.say("history.all")
    kinds = {kind: words.say(f"history.kind.{kind}") for kind in KINDS}
    first.selectbox(
        words.say("history.filter.kind"), list(kinds), format_func=kinds.__getitem__, **_kept("kind", empty)
    )
    second.text_input(words.say("history.filter.row"), max_chars=9, **_kept("row", empty))
    third.selectbox(
        words.say("history.filter.account"), list(people), format_func=people.__getitem__, **_kept("account", empty)
    )
    fourth.date_input(
        words.say("history.filter.day"), format="DD/MM/YYYY", key="history.day", on_change=_asked, args=("day",)
    )


def show_entry(visit: Visit, entry: Entry) -> None:
    """Draws one entry: the action, when and who, the row, and every field that is another."""
    words = visit.words
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.say(f'command.{entry.command}')}**")
        st.caption(escaped(f"{words.moment(entry.at)} · {_who(words, entry)} · {_row(words, entry)}"))
        lines = [
            words.show("history.set", field=field, after=new)
            if entry.before is None
            else words.show("history.changed", field=field, before=old, after=new)
            for field, old, new in differences(words, entry)
        ]
        if lines:
            # Lines and no list: Streamlit draws the marks of an Arabic one outside of the card.
            st.markdown("  \n".join(lines))
        if entry.reason:
            st.markdown(words.show("history.reason", reason=entry.reason))


def differences(words: Words, entry: Entry) -> Iterator[tuple[str, str, str]]:
    """The label of each field that is another, what it was and what it is; for a new row, of each that has a value."""
    before, after = entry.before or {}, entry.after or {}
    for name in dict.fromkeys([*after, *before]):
        if name not in _UNSAID and before.get(name) != after.get(name):
            old, new = (_said(words, entry.kind, name, values.get(name)) for values in (before, after))
            yield _label(words, entry.kind, name), old, new


def narrowed(asked: HistoryFilter) -> dict[str, str]:
    """What is asked for, as it stands in the address."""
    day = None if asked.since is None else asked.since.date()
    said = {"kind": asked.kind, "row": asked.row_id, "account": asked.account_id, "day": day}
    return {name: str(value) for name, value in said.items() if value is not None}


def exported(visit: Visit, listed: list[Entry]) -> bytes:
    """The entries as a CSV file, a line for each field that is another."""
    words = visit.words
    names = ("number", "at", "who", "username", "action", "kind", "row", "field", "before", "after", "reason")
    rows = []
    for entry in listed:
        said = [str(entry.id), entry.at.astimezone(ZONE).isoformat(sep=" ", timespec="seconds")]
        said += [entry.name or words.say("history.nobody"), entry.username or "", words.say(f"command.{entry.command}")]
        said += [words.say(f"history.kind.{entry.kind}"), "" if entry.row_id is None else str(entry.row_id)]
        for field in list(differences(words, entry)) or [("", "", "")]:
            rows.append([*said, *field, entry.reason or ""])
    return plain_file([words.say(f"history.column.{name}") for name in names], rows)


def chain(visit: Visit) -> None:
    """Draws the end of the chain, and a button that verifies it from its first entry."""
    words = visit.words
    with st.expander(words.say("chain.title"), icon=":material/link:"):
        st.caption(words.say("chain.last", seal=fresh(last_seal)))
        if st.button(words.say("chain.verify"), icon=":material/verified:", key="chain.verify"):
            broken = fresh(broken_link)
            if broken is None:
                st.success(words.count("chain.holds", fresh(entries)), icon=":material/verified:")
            else:
                st.error(words.say("chain.broken", entry=broken), icon=":material/link_off:")


def _kept(name: str, empty: str) -> dict[str, Any]:
    return {"key": f"history.{name}", "placeholder": empty, "on_change": _asked, "args": (name,)} | (
        {} if name == "row" else {"index": None}
    )


def _asked(name: str) -> None:
    given = st.session_state[f"history.{name}"]
    st.session_state.pop("history.page", None)
    choose({name: str(given) if given else None})


def _day_in_address() -> date | None:
    try:
        return date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        return None


def _who(words: Words, entry: Entry) -> str:
    return words.say("history.nobody") if entry.name is None else f"{entry.name} ({entry.username})"


def _row(words: Words, entry: Entry) -> str:
    kind = words.say(f"history.kind.{entry.kind}")
    return kind if entry.row_id is None else words.say("history.row", kind=kind, row=str(entry.row_id))


def _label(words: Words, kind: str, name: str) -> str:
    for key in (f"{_DOMAINS.get(kind, kind)}.{name}", f"history.field.{name}"):
        if words.has(key):
            return words.say(key)
    return name


def _said(words: Words, kind: str, name: str, value: Any) -> str:
    """A value in words; what a file held, and what it was narrowed to, is kept as codes under their names."""
    if kind == "export" and name == "filters" and value:
        told = [(words.say(f"export.filter.{one}"), code) for one, code in value.items()]
        return words.listing([f"{label}: {code}" if code else label for label, code in told])
    if kind == "export" and name == "what" and value and words.has(f"export_what.{value}"):
        return words.say(f"export_what.{value}")
    return _value(words, value)


def _value(words: Words, value: Any) -> str:
    if value is None or value == "":
        return words.say("form.empty_value")
    if isinstance(value, bool):
        return words.say("form.yes" if value else "form.no")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return str(value)
    for code in _CODES:
        if value.isidentifier() and words.has(f"{code}.{value}"):
            return words.say(f"{code}.{value}")
    try:
        moment = datetime.fromisoformat(value) if value[4:5] == "-" else None
    except ValueError:
        moment = None
    if moment is None:
        return value
    return words.moment(moment) if moment.tzinfo else words.day(moment.date())
