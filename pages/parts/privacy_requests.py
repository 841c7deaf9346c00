"""The register of requests on the screen: a new one, and each with its day in words, its way and its answer."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.i18n import Words, escaped
from core.privacy import due_on
from core.problems import Problem
from core.records import validated
from core.records.privacy import REQUEST_KINDS, REQUEST_OUTCOMES, RequestRecord
from db.commands.ledger import Saved, perform
from db.commands.privacy_requests import answer_request, enter_request
from db.queries.privacy_file import person_file
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import fresh
from pages.parts.entry import id_in_address
from pages.parts.forms import Form
from pages.parts.privacy_notice import present_settings
from pages.parts.privacy_person import person_label, search_persons
from pages.parts.visit import Visit

# Where the thing that is asked for is done.
WAYS = {
    "access": "manage/person_file.py",
    "correction": "entry/participants.py",
    "objection": "manage/person_file.py",
    "erasure": "manage/anonymise.py",
}


def new_request(visit: Visit) -> None:
    """The form of a new request; the person is found by name or phone, or comes with the address."""
    words = visit.words
    form = Form(visit, "request", {"received_on": visit.today, "kind": "access"})
    given = id_in_address("person")
    with st.expander(words.say("request.new"), icon=":material/add:", expanded=given is not None):
        found = search_persons(visit, "request")
        names = {int(row["id"]): person_label(words, row) for row in found}
        if given is not None and given not in names and (known := _known(given)):
            names = {given: person_label(words, known), **names}
        only = 0 if len(names) == 1 or given in names else None
        form.choice("person_id", list(names), label=names.__getitem__, index=only, required=True)
        form.pills("kind", REQUEST_KINDS, label=lambda code: words.say(f"request_kind.{code}"))
        form.day("received_on", required=True)
        proposed = _proposed(visit, form.values["kind"], form.values["received_on"])
        form.day("due_on")
        if proposed:
            st.caption(words.say("request.proposed", day=proposed))
        form.area("note")

        def save() -> Saved:
            """The request, due on the day proposed where no other one was chosen."""
            values = form.values | {"due_on": form.values["due_on"] or proposed}
            return perform(enter_request, visit.actor, form.key, validated(RequestRecord, values))

        form.submit("request.save", save)


def request_card(visit: Visit, row: Any) -> None:
    """One request that waits: how late it is, the way to what is asked, and the answer."""
    words = visit.words
    name = words.person(row.name_ar, row.name_latin)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.say(f'request_kind.{row.kind}')}** · {escaped(name)}")
        late = row.due_on < visit.today
        said = due_in_words(words, row.due_on, visit.today)
        st.markdown(f":red[:material/warning: {said}]" if late else f":material/schedule: {said}")
        st.caption(words.show("request.days", received=row.received_on, due=row.due_on))
        if row.note:
            st.caption(escaped(row.note))
        if row.anonymised_at is None:
            link(visit, WAYS[row.kind], words.say(f"request.way_{row.kind}"), person=int(row.person_id))
        with st.expander(words.say("request.answer"), icon=":material/done:", key=f"request.fold.{row.id}"):
            _answer(visit, row)


def answered_line(visit: Visit, row: Any) -> None:
    """One answered request."""
    words = visit.words
    said = joined(words.say(f"request_kind.{row.kind}"), words.person(row.name_ar, row.name_latin))
    with st.container(border=True, gap="xsmall"):
        st.markdown(escaped(said))
        outcome = words.say(f"request_outcome.{row.outcome}")
        st.caption(words.show("request.answered", day=row.answered_on, outcome=outcome))
        if row.answered_on > row.due_on:
            st.caption(words.count("request.answered_late", (row.answered_on - row.due_on).days))
        if row.note:
            st.caption(escaped(row.note))


def due_in_words(words: Words, due: date, today: date) -> str:
    """How many days are left, or how many it is late."""
    days = (due - today) // timedelta(days=1)
    if days == 0:
        return words.say("request.due_today")
    return words.count("request.late" if days < 0 else "request.left", abs(days))


def _answer(visit: Visit, row: Any) -> None:
    words = visit.words
    values = {name: getattr(row, name) for name in ("person_id", "kind", "received_on", "due_on", "note")}
    form = Form(visit, "request", values | {"answered_on": visit.today}, int(row.id), int(row.version))
    form.day("due_on", required=True)
    form.day("answered_on", required=True)
    form.pills("outcome", REQUEST_OUTCOMES, label=lambda code: words.say(f"request_outcome.{code}"))
    form.area("note")

    def save() -> Saved:
        """The answer; the person and the kind come from the row, not from the browser."""
        if form.values["answered_on"] is None:
            raise Problem("required", field="answered_on")
        record = validated(RequestRecord, values | form.values)
        return perform(answer_request, visit.actor, form.key, int(row.id), form.version, record)

    form.submit("request.save_answer", save)


def _known(person_id: int) -> dict[str, Any] | None:
    try:
        person: dict[str, Any] = fresh(person_file, person_id).person
    except Problem:
        return None
    return person if person["anonymised_at"] is None and person["id"] == person_id else None


def _proposed(visit: Visit, kind: str | None, received: date | None) -> date | None:
    return due_on(kind, received, present_settings(visit)) if kind and received else None
