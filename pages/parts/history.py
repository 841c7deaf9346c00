"""The history in words: what is asked for in the address, each entry field by field, its file, the chain's state."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from core.i18n import END_OF_ISOLATE, ISOLATE, LANGUAGES, LEFT_TO_RIGHT, ZONE, Words, escaped, words
from core.sheets.writing import plain_file, workbook_file
from db.queries.chain import broken_link, entries, last_seal
from db.queries.history import KINDS, Entry, HistoryFilter, people_who_act
from db.queries.history_around import AROUND
from pages.menu import link
from pages.parts.data import fresh
from pages.parts.entry import id_in_address
from pages.parts.filters import choose
from pages.parts.history_words import Teller
from pages.parts.origin import source
from pages.parts.visit import Visit

_HERE = "manage/history.py"
PAGE_ENTRIES = 50
# A file holds the newest so many: writing them takes some seconds, in which others wait.
MOST_EXPORTED = 50_000
_COLUMNS = (
    *("number", "at", "who", "username", "action", "kind", "row", "name", "field", "before", "after", "reason"),
    "redacted_by",
)
_ISOLATES = str.maketrans(dict.fromkeys((ISOLATE, END_OF_ISOLATE, LEFT_TO_RIGHT)))
# The page that shows a row of the kind, and what it calls the row's number.
_SHEETS = {
    "organisation": ("explore/organisation.py", "organisation"),
    "person": ("entry/participants.py", "person"),
    "training_session": ("entry/attendance.py", "session"),
    "obstacle": ("explore/obstacle.py", "obstacle"),
    "institution": ("explore/institution.py", "institution"),
}


def asked_in_address() -> HistoryFilter:
    """What the address asks for; what it says wrongly counts as not said."""
    kind, day = st.query_params.get("kind"), _day_in_address()
    command = st.query_params.get("command", "")
    since = None if day is None else datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return HistoryFilter(
        kind=kind if kind in KINDS else None,
        row_id=id_in_address("row"),
        account_id=id_in_address("account"),
        since=since,
        until=None if since is None else since + timedelta(days=1),
        around=st.query_params.get("around") == "1",
        after=id_in_address("after"),
        command=command if words(LANGUAGES[0]).has(f"command.{command}") else None,
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
        "around": asked.around,
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
    if asked.kind in AROUND and asked.row_id is not None:
        st.checkbox(words.say("history.around"), key="history.around", on_change=_asked, args=("around",))


def row_head(visit: Visit, asked: HistoryFilter) -> None:
    """Draws which row is asked about, with the way to its own page."""
    if asked.kind is None or asked.row_id is None:
        return
    said = Teller(visit.words, (), (asked.kind, asked.row_id)).row(asked.kind, asked.row_id)
    if asked.kind in _SHEETS:
        page, parameter = _SHEETS[asked.kind]
        link(visit, page, escaped(said), None, **{parameter: asked.row_id})
    else:
        st.markdown(f"**{escaped(said)}**")


def since_head(visit: Visit, asked: HistoryFilter) -> None:
    """Draws after which entry and what alone is asked for, with the way back to all; the address is what asks."""
    if asked.after is None:
        return
    said, entry = visit.words, str(asked.after)
    told = said.say("history.after", entry=entry)
    if asked.command:
        told = said.say("history.of_command", command=said.say(f"command.{asked.command}"), entry=entry)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{escaped(told)}**", width="content")
        st.button(
            said.say("explore.filter.all"),
            icon=":material/close:",
            key="history.since.all",
            on_click=choose,
            args=({"after": None, "command": None},),
        )


def since_link(visit: Visit, label: str, after: int, command: str) -> None:
    """Draws the link to what was done by a command after an entry; the words alone for whoever may not read it."""
    if visit.actor.may("history.read"):
        link(visit, _HERE, label, after=after, command=command)
    else:
        st.markdown(f"- {label}")


def row_link(visit: Visit, kind: str, row_id: int) -> None:
    """Draws the link to the history of a row and of all that hangs on it; nothing for whoever may not read it."""
    hanging = {"around": 1} if kind in AROUND else {}
    link(visit, _HERE, visit.words.say("history.of_row"), None, kind=kind, row=row_id, **hanging)


def work_link(visit: Visit, account_id: int) -> None:
    """Draws the link to all that an account did; nothing for whoever may not read it."""
    link(visit, _HERE, visit.words.say("history.of_account"), account=account_id)


def show_entries(visit: Visit, listed: Sequence[Entry]) -> None:
    """Draws the entries one under the other; the rows they name are looked up for all of them together."""
    teller = Teller(visit.words, listed)
    for entry in listed:
        _show_entry(visit.words, teller, entry)


def _show_entry(words: Words, teller: Teller, entry: Entry) -> None:
    """Draws one entry: the action, when and who, the row, and every field that is another."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.say(f'command.{entry.command}')}**")
        who = " · ".join((words.moment(entry.at), _who(words, entry)))
        what = " · ".join((teller.row(entry.kind, entry.row_id), words.say("history.entry", number=str(entry.id))))
        st.caption(f"{escaped(who)}  \n{escaped(what)}")
        lines = [
            words.show("history.set", field=field, after=new)
            if old is None
            else words.show("history.changed", field=field, before=old, after=new)
            for field, old, new in teller.differences(entry)
        ]
        if lines:
            # Lines and no list: Streamlit draws the marks of an Arabic one outside of the card.
            st.markdown("  \n".join(lines))
        if entry.reason:
            st.markdown(words.show("history.reason", reason=entry.reason))
        if entry.redacted_by is not None:
            st.caption(f":material/person_off: {words.show('history.redacted', entry=str(entry.redacted_by))}")


def narrowed(asked: HistoryFilter) -> dict[str, str]:
    """What is asked for, as it stands in the address."""
    day = None if asked.since is None else asked.since.date()
    said = {"kind": asked.kind, "row": asked.row_id, "account": asked.account_id, "day": day}
    said |= {"around": "1"} if asked.around else {}
    said |= {"after": asked.after, "command": asked.command}
    return {name: str(value) for name, value in said.items() if value is not None}


def exported(visit: Visit, form: str, listed: Sequence[Entry]) -> bytes:
    """The entries as a file of the form (csv or xlsx), a line for each field that is another.

    See Teller for who is not named in it.
    """
    words = visit.words
    teller = Teller(words, listed, plain=True)
    actions = {entry.command: words.say(f"command.{entry.command}") for entry in listed}
    kinds = {entry.kind: words.say(f"history.kind.{entry.kind}") for entry in listed}
    nobody = words.say("history.nobody")
    rows = []
    for entry in listed:
        said = [str(entry.id), entry.at.astimezone(ZONE).isoformat(" ", "seconds"), entry.name or nobody]
        said += [entry.username or "", actions[entry.command], kinds[entry.kind]]
        said += ["", ""] if entry.row_id is None else [str(entry.row_id), teller.name(entry.kind, entry.row_id)]
        reason = words.say("history.not_listed") if teller.withheld(entry.kind, entry.row_id) else entry.reason
        rest = [(entry.reason and reason) or "", "" if entry.redacted_by is None else str(entry.redacted_by)]
        for field in list(teller.differences(entry)) or [("", "", "")]:
            rows.append([*said, *(_bare(part or "") for part in field), *rest])
    headers = [words.say(f"history.column.{name}") for name in _COLUMNS]
    if form == "csv":
        return plain_file(headers, rows, visit.language)
    about = (words.say("export_what.history"), source(visit))
    return workbook_file("history", headers, rows, words.direction == "rtl", about)


def _bare(text: str) -> str:
    # Plain letters have nothing to take out, and most are.
    return text if text.isascii() else text.translate(_ISOLATES)


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
    choose({name: ("1" if given is True else str(given)) if given else None})


def _day_in_address() -> date | None:
    try:
        return date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        return None


def _who(words: Words, entry: Entry) -> str:
    return words.say("history.nobody") if entry.name is None else f"{entry.name} ({entry.username})"
