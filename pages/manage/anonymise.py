"""Anonymising one person: what it will do, where else the person is named, a typed confirmation, and the deed."""

import streamlit as st

from core.chain import REDACTING
from core.i18n import escaped
from core.problems import Problem
from db.commands.ledger import Saved, perform
from db.commands.privacy_erasure import anonymise_person
from db.queries.privacy_traces import contacts_of, places_elsewhere, sought_of
from db.queries.sheets import pages_of_person
from pages.parts.data import fresh
from pages.parts.forms import Form
from pages.parts.privacy_erasing import contacts_to_empty, explained, places_to_look_at
from pages.parts.privacy_person import file_opened
from pages.parts.visit import enter

visit = enter("privacy.erase")
words = visit.words
held = file_opened(visit, "anonymise", "anonymise", "anonymise.choose")
person, number = held.person, int(held.person["id"])
form = Form(visit, "anonymise", {}, number, int(person["version"]))
if person["anonymised_at"] is not None:
    st.info(words.show("privacy.was_anonymised", at=person["anonymised_at"]), icon=":material/person_off:")
    st.stop()

name = words.person(person["name_ar"], person["name_latin"])
st.subheader(escaped(words.say("privacy.file_of", name=name, number=str(number))), anchor=False)
explained(visit, sum(entry.command != REDACTING for entry in held.entries))
sought = sought_of(held)
contacts = contacts_to_empty(visit, fresh(contacts_of, sought), form.key)
places_to_look_at(visit, fresh(places_elsewhere, held, sought))
if photos := fresh(pages_of_person, held.ids):
    st.info(words.count("anonymise.photos", photos), icon=":material/photo_camera:")

form.text("reason", required=True, help_key="anonymise.reason_help")
form.text("confirmed", required=True, placeholder=str(number), help_key="anonymise.confirmed_help")


def erase() -> Saved:
    """The deed, once the person's number was typed."""
    if (form.values["confirmed"] or "").strip() != str(number):
        raise Problem("confirmation_wrong", field="confirmed", number=str(number))
    arguments = (number, form.version, form.values["reason"], contacts)
    return perform(anonymise_person, visit.actor, form.key, *arguments)


form.submit("anonymise.save", erase, icon=":material/person_off:")
