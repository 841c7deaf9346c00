"""An event in the list, and the forms in which one is made, changed, closed, opened again or taken away."""

from datetime import time
from typing import Any

import streamlit as st

from core.i18n import NATIVE_NAMES, escaped
from core.records import validated
from core.records.events import EVENT_LANGUAGES, EventRecord
from db.commands.events import change_event, close_event, make_event, remove_event, reopen_event
from db.commands.guest_erasure import anonymise_guests
from db.commands.ledger import perform
from db.queries.events import event_card
from db.queries.programme import phase_of_day
from db.queries.reference import phases
from pages.menu import link
from pages.parts.data import frame_of, fresh, rows_of
from pages.parts.entry import ways
from pages.parts.forms import Form, act
from pages.parts.removal import removal_part
from pages.parts.sittings import clock
from pages.parts.visit import Visit

HERE = "present/events.py"


def details(visit: Visit, row: Any) -> str:
    """The day, the hours and the place, as Markdown."""
    words = visit.words
    place = [row.venue, words.name(row.commune_ar, row.commune_fr)]
    province = words.label(row, "province") if row.province_fr else None
    said = [words.day(row.held_on, "full"), clock(row), *place, province]
    return escaped(" · ".join(dict.fromkeys(part for part in said if part)))


def card(visit: Visit, row: Any) -> None:
    """One event of the list, with the ways to it and to its door."""
    words = visit.words
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escaped(words.label(row, 'name'))}**")
        st.caption(details(visit, row))
        counts = [words.count("event.invited", int(row.invited)), words.count("event.came", int(row.came))]
        state = words.say("event.is_closed") if row.closed_at is not None else ""
        st.caption(" · ".join([*counts, *([state] if state else [])]))
        link(visit, HERE, words.say("event.open"), event=int(row.id))
        if row.closed_at is None and row.held_on == visit.today:
            to_door(visit, int(row.id))


def to_door(visit: Visit, number: int) -> None:
    """Draws the way to the door, a light page for a phone."""
    if visit.actor.may("door.write"):
        label = visit.words.say("event.to_door")
        st.link_button(label, f"/door/{number}", icon=":material/door_open:", width="stretch")


def make_form(visit: Visit) -> None:
    """The form of a new event, with the way to it once it is made."""
    start = {
        "phase_id": frame_of(visit, phase_of_day, visit.today, subjects=("programme",)),
        **{"held_on": visit.today, "starts_at": time(9), "ends_at": time(13), "languages": ["ar", "fr"]},
    }
    form = Form(visit, "event", start)
    if form.saved:
        with ways("next"):
            link(visit, HERE, visit.words.say("event.open_new"), event=form.saved.row_id)
    _fields(form)
    form.submit("event.save", lambda: perform(make_event, visit.actor, form.key, _record(form)))


def change_part(visit: Visit, removal: Form, number: int) -> None:
    """What the desk changes of one event: its values, whether it is over, or taking it away."""
    words, actor = visit.words, visit.actor

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(event_card, actor.provinces, number)._asdict()
        return found | {"languages": found["languages"].split()}

    start = current()
    if start["closed_at"] is not None:
        st.info(words.say("event.closed_explained", at=start["closed_at"]), icon=":material/lock:")
        again = Form(visit, "event.reopening", {}, number, start["version"])
        reason = again.text("reason", required=True)
        again.submit(
            "event.reopen",
            lambda: perform(reopen_event, actor, again.key, number, again.version, reason),
            icon=":material/lock_open:",
        )
    else:
        form = Form(visit, "event", start, number, start["version"], current=current)
        _fields(form)
        form.submit("event.change", lambda: perform(change_event, actor, form.key, number, form.version, _record(form)))
        with st.expander(words.say("event.closing"), icon=":material/lock:"):
            st.caption(words.say("event.closing_help"))
            if st.button(words.say("event.close"), key=f"event.{number}.close", width="stretch") and act(
                visit, f"event.{number}", close_event, number, start["version"]
            ):
                st.rerun()
    _erasing(visit, number)
    removal_part(
        removal, "event", lambda reason: perform(remove_event, actor, removal.key, number, start["version"], reason)
    )


def _erasing(visit: Visit, number: int) -> None:
    """For the administrator: the guests without their names, for good."""
    if not visit.actor.may("privacy.erase"):
        return
    words = visit.words
    with st.expander(words.say("event.erasing"), icon=":material/person_off:"):
        st.warning(words.say("anonymise.for_good"), icon=":material/warning:")
        st.caption(words.say("event.erasing_help"))
        form = Form(visit, "event.erasing", {}, number)
        reason = form.text("reason", required=True)
        form.submit(
            "event.erase",
            lambda: perform(anonymise_guests, visit.actor, form.key, number, reason),
            icon=":material/person_off:",
        )


def _fields(form: Form) -> None:
    visit, words = form.visit, form.visit.words
    for language in EVENT_LANGUAGES:
        form.text(f"name_{language}")
    listed = frame_of(visit, phases, subjects=("programme",))
    names = {int(row.id): words.label(row, "name") for row in rows_of(listed)}
    form.choice("phase_id", list(names), label=names.__getitem__)
    form.day("held_on", required=True)
    begins, ends = st.columns(2)
    with begins:
        form.clock("starts_at", required=True)
    with ends:
        form.clock("ends_at", required=True)
    form.place("commune_id")
    form.text("venue")
    form.number("seats", min_value=0)
    form.choices("languages", EVENT_LANGUAGES, label=NATIVE_NAMES.__getitem__)
    fields = [f"programme_{language}" for language in EVENT_LANGUAGES]
    with st.expander(words.say("event.order_of_day"), expanded=form.refused_in(*fields)):
        for field in fields:
            form.area(field)


def _record(form: Form) -> EventRecord:
    return validated(EventRecord, form.values)
