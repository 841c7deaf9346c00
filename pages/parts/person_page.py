"""The parts of a person's page: organisations, groups with their light, certificates, everything by day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import ZONE, escaped
from core.standing import Standing
from db.queries.certificates import certificates_of, group_standing
from db.queries.people import enrolments_of, memberships_of
from db.queries.settings import settings
from db.queries.standing import (
    absent_in_a_row,
    sittings_of_person,
    standing_of_members,
    standing_of_organisation,
    standing_of_person,
)
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.entry import ways
from pages.parts.folds import fold
from pages.parts.lists_taken import lights_taken
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit

SUBJECTS = (
    *("attendance", "certificate", "group", "organisation", "person", "place", "programme"),
    *("reference", "session", "setting"),
)
# A shape and words beside the colour: nobody has to tell red from green.
_LIGHTS = {
    "reached": ("check_circle", "green"),
    "on_the_way": ("trending_up", "green"),
    "at_risk": ("warning", "orange"),
    "out_of_reach": ("cancel", "red"),
    "not_begun": ("hourglass_empty", "gray"),
}


def light(visit: Visit, row: Mapping[str, Any]) -> str:
    """The light in words and both rates with their denominators, as Markdown."""
    words, limits = visit.words, frame_of(visit, settings, subjects=("setting",))
    stands = Standing(*(int(row[name]) for name in ("present", "counted", "remaining", "planned")))
    code = stands.light(limits.completion_share)
    icon, colour = _LIGHTS[code]
    said = f":material/{icon}: :{colour}[**{escaped(words.say(f'standing.{code}'))}**]"
    if stands.of_held is None or stands.of_planned is None or stands.reachable is None:
        return said
    rates = {
        "held": words.percent(stands.of_held),
        "planned": words.percent(stands.of_planned),
        "reachable": words.percent(stands.reachable),
    }
    numbers = {"present": stands.present, "counted": stands.counted, "all": stands.planned}
    return f"{said}  \n{words.show('standing.rates', **rates, **numbers)}"


def organisations(visit: Visit, person: int) -> None:
    """The organisations the person belongs or belonged to."""
    words = visit.words
    st.subheader(words.say("membership.title"), anchor=False)
    rows = frame_of(visit, memberships_of, person, subjects=SUBJECTS).to_dict("records")
    for row in rows:
        said = {"name": words.name(row["name_ar"], row["name_latin"]), "role": words.say(f"member_role.{row['role']}")}
        ended = row["until"] is not None
        until = {"until": row["until"]} if ended else {}
        st.markdown(words.show("membership.line_ended" if ended else "membership.line", **said, **until))
    if not rows:
        st.caption(words.say("person_page.no_organisation"))


def groups(visit: Visit, person: int) -> None:
    """The groups the person is in: the light, the hours, and what is missing for the certificate."""
    words, reach = visit.words, visit.actor.provinces
    st.subheader(words.say("enrolment.title"), anchor=False)
    rows = frame_of(visit, standing_of_person, reach, person, subjects=SUBJECTS).to_dict("records")
    for row in rows:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{escaped(str(row['label']))}**")
            st.markdown(light(visit, row))
            everybody = frame_of(visit, group_standing, reach, int(row["group_id"]), subjects=SUBJECTS)
            for own in everybody[everybody["person_id"] == person].to_dict("records"):
                hours = {"attended": float(own["attended"]), "offered": float(own["offered"])}
                key = "person_page.hours_met" if own["done"] else "person_page.hours_missing"
                st.caption(words.say(key, **hours, **({} if own["done"] else {"missing": float(own["missing"])})))
    if not rows:
        st.caption(words.say("person_page.no_group"))


def certificates(visit: Visit, person: int) -> None:
    """The certificates the person was given; nothing where there is none."""
    words = visit.words
    rows = frame_of(visit, certificates_of, person, subjects=SUBJECTS).to_dict("records")
    if rows:
        st.subheader(words.say("menu.manage.certificates"), anchor=False)
    for row in rows:
        key = "person_page.certificate" if pd.isna(row["revoked_at"]) else "person_page.certificate_revoked"
        st.markdown(words.show(key, serial=row["serial"], group=row["label"], day=row["issued_on"]))


def timeline(visit: Visit, person: int, values: Mapping[str, Any]) -> None:
    """Everything known of the person by day, the latest first."""
    words, told = visit.words, list[tuple[date, str]]()
    for consent in ("consent_data", "consent_photo"):
        if values[consent]:
            told.append((values[f"{consent}_on"], words.say(f"person_page.{consent}")))
    if values["objected_on"] is not None:
        told.append((values["objected_on"], words.say("person_page.objected")))
    for row in frame_of(visit, memberships_of, person, subjects=SUBJECTS).to_dict("records"):
        name = words.name(row["name_ar"], row["name_latin"])
        days = {"joined": row["since"], "left": row["until"]}
        told += [(day, words.say(f"person_page.{key}", name=name)) for key, day in days.items() if day]
    for row in frame_of(visit, enrolments_of, person, subjects=SUBJECTS).to_dict("records"):
        days = {"enrolled": row["enrolled_on"], "withdrew": row["withdrawn_on"]}
        told += [(day, words.say(f"person_page.{key}", group=row["label"])) for key, day in days.items() if day]
    for row in frame_of(visit, certificates_of, person, subjects=SUBJECTS).to_dict("records"):
        told.append((row["issued_on"], words.say("person_page.given", serial=row["serial"])))
        if not pd.isna(row["revoked_at"]):
            day = row["revoked_at"].astimezone(ZONE).date()
            told.append((day, words.say("person_page.revoked", serial=row["serial"])))
    sittings = frame_of(visit, sittings_of_person, person, subjects=SUBJECTS)
    for row in sittings.to_dict("records"):
        status = row[f"status_{visit.language}"] or words.say(f"session_state.{row['state']}")
        said = {"module": row[f"module_{visit.language}"], "status": status}
        told.append((row["held_on"], words.say("person_page.sitting", **said)))
    st.subheader(words.say("person_page.timeline"), anchor=False)
    if not told:
        st.caption(words.say("person_page.nothing"))
        return
    told.sort(key=lambda one: one[0], reverse=True)
    cells = {
        words.say("person_page.day"): [escaped(words.day(day, "medium")) for day, _ in told],
        words.say("person_page.what"): [escaped(what) for _, what in told],
    }
    st.table(pd.DataFrame(cells), border="horizontal", hide_index=True)
    rows = zip(*((str(day), what) for day, what in told), strict=True)
    taken = pd.DataFrame(dict(zip(("person_page.day", "person_page.what"), rows, strict=True)))
    of = words.person(values["name_ar"], values["name_latin"])
    offer_menu(visit, "person_timeline", lambda: taken, {"person": str(person)}, of)


def members(visit: Visit, organisation: int, of: str) -> None:
    """An organisation's people together, and each with the light of the group; nothing where nobody is in one.

    `of` is the organisation's name, for the files.
    """
    words, reach = visit.words, visit.actor.provinces
    together = frame_of(visit, standing_of_organisation, reach, organisation, subjects=SUBJECTS)
    if not together["people"]:
        return
    with fold("members", words.say("standing.members"), ":material/traffic:") as opened:
        if not opened:
            return
        rows = frame_of(visit, standing_of_members, reach, organisation, subjects=SUBJECTS)
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{words.count('standing.together', together['people'])}**")
            st.markdown(light(visit, together))
        share = frame_of(visit, settings, subjects=("setting",)).completion_share
        asked = {"organisation": str(organisation)}
        if len(rows):
            offer_menu(visit, "member_lights", lambda: lights_taken(visit, rows, share), asked, of)
        for row in rows.to_dict("records"):
            with st.container(border=True, gap="xsmall"):
                name = words.name(row["name_ar"], row["name_latin"])
                link(visit, "entry/person.py", escaped(name), icon=":material/person:", person=int(row["person_id"]))
                st.markdown(f"{escaped(str(row['label']))} · {light(visit, row)}")


def absences(visit: Visit) -> None:
    """Says how many were absent three times in a row, and who; nothing where nobody was."""
    words = visit.words
    rows = frame_of(visit, absent_in_a_row, visit.actor.provinces, visit.today, subjects=SUBJECTS)
    if rows.empty:
        return
    number = rows["person_id"].nunique()
    with fold("absent", words.count("standing.absent_in_a_row", number), ":material/person_alert:") as opened:
        if not opened:
            return
        st.caption(words.say("standing.in_a_row_help"))
        shown = rows[rows["listed"].astype(bool)]
        with ways("absent"):
            for row in shown.to_dict("records"):
                name = words.name(row["name_ar"], row["name_latin"])
                said = {"name": name, "group": row["label"], "day": row["last_on"]}
                label = words.show("standing.absent_line", **said)
                link(visit, "entry/person.py", label, icon=":material/person:", person=int(row["person_id"]))
        if hidden := len(rows) - len(shown):
            st.caption(words.count("standing.absent_hidden", hidden))
