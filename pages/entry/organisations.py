"""Registering an organisation, or finding one and correcting it."""

import streamlit as st

from core.i18n import escaped
from db.commands.ledger import Saved, perform
from db.commands.organisations import register_organisation
from db.queries.organisations import organisations_counted, organisations_found
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import doubles_seen, standing_in_address, task, ways
from pages.parts.forms import Form
from pages.parts.history import row_link
from pages.parts.organisation_form import (
    doubles_of,
    first_declaration,
    new_records,
    organisation_fields,
    start_of_new,
)
from pages.parts.organisation_sheet import organisation_sheet
from pages.parts.visit import Visit, enter

visit = enter("organisation.write")
HERE = "entry/organisations.py"


def register(visit: Visit) -> None:
    """The form of a new organisation, with its likely doubles before the button."""
    words = visit.words
    form = Form(visit, "organisation", start_of_new(visit))
    if form.saved:
        row = form.saved.row_id
        with ways("next"):
            link(visit, "entry/participants.py", words.say("organisation.next_person"), organisation=row)
            link(visit, "entry/obstacles.py", words.say("organisation.next_obstacle"), organisation=row)
            link(visit, HERE, words.say("organisation.to_open"), icon=":material/edit:", organisation=row)
    organisation_fields(form)
    first_declaration(form)
    seen = doubles_seen(visit, doubles_of(form), HERE, "organisation", form.key)

    def save() -> Saved:
        record, figures, participation = new_records(form.values)
        return perform(register_organisation, visit.actor, form.key, record, figures, participation, doubles_seen=seen)

    form.submit("organisation.save", save)


def find(visit: Visit) -> None:
    """Organisations by a part of their name, each a link to its sheet."""
    words, reach = visit.words, visit.actor.provinces
    text = st.text_input(words.say("organisation.search"), key="organisation.search")
    found = frame_of(visit, organisations_found, reach, text, 50, subjects=("organisation",))
    st.caption(words.count("organisation.found", len(found)))
    with ways("find"):
        for row in found.itertuples():
            place = words.name(row.commune_ar, row.commune_fr)
            label = escaped(joined(words.name(row.name_ar, row.name_latin), place))
            link(visit, HERE, label, icon=":material/edit:", organisation=int(row.id))


st.title(visit.words.say("menu.entry.organisations"))
if opened := standing_in_address("organisation"):
    organisation_sheet(visit, opened)
    row_link(visit, "organisation", opened)
else:
    if not frame_of(visit, organisations_counted, visit.actor.provinces, subjects=("organisation",)):
        nothing_yet(visit, "organisation.none_yet", page="entry/import_organisations.py")
    if task(visit, "organisation") == "find":
        find(visit)
    else:
        register(visit)
