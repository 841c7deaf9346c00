"""Registering a person with organisation, group and consent, or finding one and correcting it."""

import streamlit as st

from core.i18n import escaped
from db.commands.ledger import Saved, perform
from db.commands.people import register_person
from db.queries.organisations import organisations_counted
from db.queries.people import persons_found, persons_not_listed
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import doubles_seen, id_in_address, standing_in_address, task, ways
from pages.parts.forms import Form
from pages.parts.history import row_link
from pages.parts.person_form import belonging, doubles_of, new_records, person_fields
from pages.parts.person_sheet import person_sheet
from pages.parts.privacy_person import mark_of
from pages.parts.visit import Visit, enter

visit = enter("person.write")
HERE = "entry/participants.py"


def register(visit: Visit) -> None:
    """The form of a new person; the organisation and the group stay chosen for the next one."""
    today = visit.today
    start = {"sex": None, "role": "member", "consent_data_on": today, "consent_photo_on": today}
    start |= {"consent_way": "paper", "consent_photo_way": "paper"}
    came_with = {"organisation_id": standing_in_address("organisation"), "group_id": id_in_address("group")}
    form = Form(visit, "person", start | came_with | {"enrolled_on": today})
    if form.saved:
        with ways("next"):
            link(visit, HERE, visit.words.say("person.to_change"), icon=":material/edit:", person=form.saved.row_id)
        st.caption(visit.words.say("person.next"))
    belonging(form)
    person_fields(form)
    seen = doubles_seen(visit, doubles_of(form), HERE, "person", form.key)

    def save() -> Saved:
        """The person, after which the address remembers what the next one has in common."""
        record, membership, enrolment = new_records(form.values)
        saved = perform(register_person, visit.actor, form.key, record, membership, enrolment, doubles_seen=seen)
        for name in came_with:
            if chosen := form.values.get(name):
                st.query_params[name.removesuffix("_id")] = str(chosen)
        return saved

    form.submit("person.save", save)


def find(visit: Visit) -> None:
    """Persons by a part of their name, each a link to its sheet; without a text, those who may be listed."""
    words, reach = visit.words, visit.actor.provinces
    text = st.text_input(words.say("person.search"), key="person.search")
    found = frame_of(visit, persons_found, reach, text, 50, subjects=("person", "organisation", "group"))
    st.caption(words.count("person.found", len(found)))
    if not text.strip():
        subjects = ("person", "organisation", "group")
        if left_out := frame_of(visit, persons_not_listed, reach, subjects=subjects):
            st.caption(words.count("privacy.not_listed_find", left_out))
    with ways("find"):
        for row in found.to_dict("records"):
            organisation = words.name(row["organisation_ar"], row["organisation_latin"])
            name = words.name(row["name_ar"], row["name_latin"])
            label = escaped(joined(name, organisation, mark_of(words, row)))
            link(visit, HERE, label, icon=":material/edit:", person=int(row["id"]))


st.title(visit.words.say("menu.entry.participants"))
if opened := standing_in_address("person"):
    person_sheet(visit, opened)
    row_link(visit, "person", opened)
elif not frame_of(visit, organisations_counted, visit.actor.provinces, subjects=("organisation",)):
    nothing_yet(visit, "person.no_organisation", page="entry/organisations.py")
elif task(visit, "person") == "find":
    find(visit)
else:
    register(visit)
