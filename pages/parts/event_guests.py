"""The guests of an event at the desk: the list, one of them to correct or take off, and one more."""

from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.records import validated
from core.records.events import GUEST_KINDS, GuestRecord
from db.commands.guests import add_guest, change_guest, remove_guest
from db.commands.ledger import perform
from db.queries.guests import guest_card, guests_of_event
from db.queries.organisations import organisations_found
from db.queries.places import provinces
from db.queries.reference import institutions
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.entry import id_in_address
from pages.parts.forms import Form
from pages.parts.removal import removal_form, removal_part, tell_removed
from pages.parts.tables import choose_page
from pages.parts.visit import Visit
from pages.public.door_view import found, listed

_HERE = "present/events.py"
_PAGE = 24
GUESTS = ("guest", "organisation", "reference", "place", "account", "event")


def guests_part(visit: Visit, row: Any) -> None:
    """The list with a search in both scripts, or the guest that the address opens."""
    if (guest := id_in_address("guest")) and visit.actor.may("event.write"):
        _guest(visit, row, guest)
        return
    rows = frame_of(visit, guests_of_event, int(row.id), subjects=GUESTS)
    if not len(rows):
        st.info(visit.words.say("event.nobody_yet"), icon=":material/lightbulb:")
    else:
        _list(visit, row, rows)


def _list(visit: Visit, row: Any, rows: pd.DataFrame) -> None:
    words = visit.words
    text = st.text_input(words.say("door.search"), key="guests.search")
    narrowed = {"here": words.say("event.only_here"), "missing": words.say("event.only_missing")}
    kinds = {kind: words.say(f"guest_kind.{kind}") for kind in GUEST_KINDS}
    kind = st.pills(
        words.say("guest.kind"), list(kinds), format_func=kinds.__getitem__, key="guests.kind", default=None
    )
    only = st.pills(
        words.say("event.which"), list(narrowed), format_func=narrowed.__getitem__, key="guests.only", default=None
    )
    lines = found(listed(words, rows), text)
    lines = [line for line in lines if kind in (None, line[1]) and only in (None, "here" if line[9] else "missing")]
    st.caption(words.count("event.found", len(lines)))
    first = choose_page(len(lines), "guests.page", _PAGE)
    for line in lines[first : first + _PAGE]:
        _card(visit, int(row.id), line)


def _card(visit: Visit, event: int, line: list[Any]) -> None:
    words = visit.words
    number, kind, name, other, place, province, _, _, _, came, invited = line
    with st.container(border=True, gap="xsmall"):
        shown = escaped(name or words.say("door.no_name")) + (f" · {escaped(other)}" if other else "")
        if visit.actor.may("event.write"):
            link(visit, _HERE, shown, icon=":material/person:", event=event, part="guests", guest=number)
        else:
            st.markdown(f"**{shown}**")
        said = [words.say(f"guest_kind.{kind}"), place, province, "" if invited else words.say("door.uninvited")]
        st.caption(escaped(" · ".join(part for part in said if part)))
        if came:
            st.caption(f":material/check_circle: {words.say('door.came_at')} {escaped(came)}")


def _guest(visit: Visit, row: Any, number: int) -> None:
    words, event = visit.words, int(row.id)
    link(visit, _HERE, words.say("event.back_to_guests"), icon=":material/list:", event=event, part="guests")
    removal = removal_form(visit, f"guest.{number}")
    if tell_removed(visit, removal, "guest.removed"):
        return

    def current() -> dict[str, Any] | None:
        card = fresh(guest_card, number)
        return None if card is None else card._asdict()

    start = current()
    if start is None:
        st.warning(words.say("problem.row_gone"), icon=":material/search_off:")
        return
    form = Form(visit, "guest", start, number, start["version"], current=lambda: current() or {})
    guest_fields(form, start)
    form.submit(
        "guest.change", lambda: perform(change_guest, visit.actor, form.key, number, form.version, guest_record(form))
    )
    removal_part(
        removal,
        "guest",
        lambda reason: perform(remove_guest, visit.actor, removal.key, number, start["version"], reason),
    )


def add_form(visit: Visit, event: int) -> None:
    """The form of one more guest who is invited."""
    form = Form(visit, "guest", {"kind": None}, f"of.{event}")
    guest_fields(form, {})
    form.submit("guest.add", lambda: perform(add_guest, visit.actor, form.key, event, guest_record(form)))


def guest_fields(form: Form, start: dict[str, Any]) -> None:
    """The fields of a guest: names in both scripts, the kind, and where the guest comes from."""
    visit, words = form.visit, form.visit.words
    form.pills("kind", GUEST_KINDS, label=lambda kind: words.say(f"guest_kind.{kind}"))
    form.text("name_ar")
    form.text("name_latin")
    sought = st.text_input(words.say("guest.organisation_search"), key=f"guest.{form.row_id}.organisation")
    names = _organisations(visit, sought, start)
    form.choice("organisation_id", list(names), label=names.__getitem__)
    bodies = frame_of(visit, institutions, subjects=("reference",))
    called = {int(one.id): words.label(one, "name") for one in bodies.itertuples()}
    form.choice("institution_id", list(called), label=called.__getitem__)
    form.text("comes_from")
    places = frame_of(visit, provinces, subjects=("place",))
    order = {int(one.id): words.label(one, "name") for one in places.sort_values("in_programme").itertuples()}
    form.choice("province_id", list(order)[::-1], label=order.__getitem__, help_key="guest.province_help")
    form.text("phone")


def _organisations(visit: Visit, sought: str, start: dict[str, Any]) -> dict[int, str]:
    words, names = visit.words, dict[int, str]()
    if number := start.get("organisation_id"):
        names[int(number)] = words.name(start["organisation_ar"], start["organisation_latin"])
    if sought.strip():
        rows = frame_of(visit, organisations_found, None, sought, 30, subjects=("organisation",))
        names |= {int(one.id): words.name(one.name_ar, one.name_latin) for one in rows.itertuples()}
    return names


def guest_record(form: Form) -> GuestRecord:
    """The record of what is typed; Problem with each refused field."""
    return validated(GuestRecord, form.values)
