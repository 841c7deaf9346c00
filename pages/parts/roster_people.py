"""Who else stands on a roster: somebody who was not expected, a whole group or organisation, other marks."""

from typing import Any

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from core.records import validated
from core.records.people import SEXES, PersonRecord
from core.records.sessions import AttendanceMark
from db.commands.attendance import mark_attendance
from db.commands.ledger import Saved, perform
from db.commands.registrations import (
    add_known_person,
    add_new_person,
    register_group,
    register_organisation_members,
    register_people,
    take_off_roster,
)
from db.queries.doubles import person_doubles
from db.queries.people import persons_found
from db.queries.reference import statuses
from db.queries.roster import Expected
from pages.parts.choices import group_choice, joined, organisation_choice
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form, act
from pages.parts.privacy_person import mark_of
from pages.parts.visit import Visit

_MOST = 20


def add_person(visit: Visit, session_id: int) -> None:
    """Somebody who came and was not expected, in one line; likely doubles are offered first."""
    words = visit.words
    form = Form(visit, "walk_in", {"sex": "unknown"}, f"s{session_id}")
    name = form.text("name", required=True, placeholder=words.say("walk_in.name_example"))
    form.pills("sex", SEXES, label=lambda sex: words.say(f"sex.{sex}"))
    organisation = organisation_choice(form)
    phone = form.text("phone")
    later = form.tick("identified_later", help_key="walk_in.identified_later_help")
    names = _by_script(name)
    seen: tuple[int, ...] = ()
    if name or phone:
        found = fresh(person_doubles, visit.actor.provinces, *names, phone, organisation)
        for row in found.rows.itertuples():
            reasons = words.listing([words.say(f"double.{reason}") for reason in row.reasons])
            _offer(visit, session_id, int(row.id), _person(visit, row), words.say("double.shared", reasons=reasons))
        if found.elsewhere:
            st.caption(words.say("double.elsewhere"))
        if found.ids and st.checkbox(words.say("walk_in.another"), key=f"{form.key}.another.{found.ids}"):
            seen = found.ids

    def save() -> Saved:
        if not name:
            raise Problem("required", field="name")
        who = {"name_ar": names[0], "name_latin": names[1], "sex": form.values["sex"] or "unknown", "phone": phone}
        record = validated(PersonRecord, who | {"identified": not later})
        return perform(add_new_person, visit.actor, form.key, session_id, record, organisation, doubles_seen=seen)

    st.caption(words.say("privacy.counted_not_listed"))
    form.submit("walk_in.save", save, icon=":material/person_add:")


def find_person(visit: Visit, session_id: int, is_open: bool) -> None:
    """Persons already registered, found by name or phone, each put on the roster by one press."""
    words = visit.words
    text = st.text_input(words.say("person.search"), key=f"roster.{session_id}.person")
    if not text.strip():
        return
    rows = fresh(persons_found, visit.actor.provinces, text, _MOST)
    st.caption(words.count("person.found", len(rows)))
    for row in rows.itertuples():
        where = joined(words.name(row.organisation_ar, row.organisation_latin), mark_of(words, row._asdict()))
        _offer(visit, session_id, int(row.id), _person(visit, row), where, is_open)


def register_many(visit: Visit, session_id: int, group_id: int | None) -> None:
    """A whole group, or a whole organisation, is expected."""
    form = Form(visit, "expect", {"group_id": group_id}, f"s{session_id}")
    group = group_choice(form)
    if group and st.button(visit.words.say("roster.add_group"), key=f"roster.{session_id}.group", width="stretch"):
        redraw(act(visit, "roster.group", register_group, session_id, group))
    everybody = visit.words.say("roster.add_organisation")
    organisation = organisation_choice(form)
    if organisation and st.button(everybody, key=f"roster.{session_id}.organisation", width="stretch"):
        redraw(act(visit, "roster.organisation", register_organisation_members, session_id, organisation))


def other_mark(visit: Visit, session_id: int, rows: list[Expected]) -> None:
    """A mark that is no plain tick: late, excused, some of the hours; or no mark at all."""
    words = visit.words
    names = {row.registration_id: _expected(visit, row) for row in rows}
    listed = frame_of(visit, statuses, True, subjects=("reference",))
    labels = {int(row.id): words.label(row) for row in listed.itertuples()}
    form = Form(visit, "mark", {}, f"s{session_id}")
    who = form.choice("registration_id", list(names), label=names.__getitem__, required=True)
    form.pills("status_id", list(labels), label=labels.__getitem__)
    form.number("hours", whole=False, min_value=0.0, help_key="mark.hours_help")

    def save() -> Saved:
        return perform(mark_attendance, visit.actor, form.key, validated(AttendanceMark, form.values))

    form.submit("mark.save", save)
    if who and st.button(words.say("roster.take_off"), key=f"roster.{session_id}.off", icon=":material/person_remove:"):
        redraw(act(visit, "roster.off", take_off_roster, int(who)))


def take_off(visit: Visit, session_id: int, rows: list[Expected]) -> None:
    """Somebody put on the list by mistake is taken off it before the session; nothing where nobody is on it."""
    words = visit.words
    if not rows:
        return
    names = {row.registration_id: _expected(visit, row) for row in rows}
    with st.expander(words.say("roster.taking_off"), icon=":material/person_remove:"):
        form = Form(visit, "mark", {}, f"off.s{session_id}")
        who = form.choice("registration_id", list(names), label=names.__getitem__, required=True)
        if who and st.button(words.say("roster.take_off"), key=f"roster.{session_id}.off", width="stretch"):
            redraw(act(visit, "roster.off", take_off_roster, int(who)))


def redraw(saved: Saved | None) -> None:
    """Draws the whole page anew after an action; a refusal stays where it was said."""
    if saved:
        st.rerun()


def _offer(visit: Visit, session_id: int, person_id: int, name: str, about: str, is_open: bool = True) -> None:
    words = visit.words
    with st.container(border=True, gap="xsmall"):
        st.markdown(escaped(name))
        if about:
            st.caption(escaped(about))
        label = words.say("roster.this_person" if is_open else "roster.expect_person")
        if st.button(
            label, key=f"roster.{session_id}.offer.{person_id}", icon=":material/how_to_reg:", width="stretch"
        ):
            if is_open:
                redraw(act(visit, "roster.known", add_known_person, session_id, person_id))
            else:
                redraw(act(visit, "roster.known", register_people, session_id, (person_id,)))


def _person(visit: Visit, row: Any) -> str:
    return joined(visit.words.name(row.name_ar, row.name_latin), row.phone)


def _expected(visit: Visit, row: Expected) -> str:
    return f"{row.row_number}. {visit.words.person(row.name_ar, row.name_latin)}"


def _by_script(name: str | None) -> tuple[str | None, str | None]:
    """The name as (Arabic, Latin): one line is enough, its letters say which it is."""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in name or "")
    return (name, None) if arabic else (None, name)
