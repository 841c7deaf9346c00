"""What anonymising a person will do, shown before it is done: what goes, what stays, and where else the name stands."""

import streamlit as st

from core.i18n import escaped
from db.queries.privacy_traces import MOST_PLACES, Contact, Place
from pages.parts.privacy_sections import label_of, title_of
from pages.parts.privacy_tables import in_its_direction
from pages.parts.visit import Visit

_LONGEST_EXCERPT = 200


def explained(visit: Visit, entries: int) -> None:
    """What goes, what stays, and that it is for good."""
    words = visit.words
    for part in ("goes", "stays"):
        st.markdown(f"**{words.say(f'anonymise.{part}_title')}**  \n{words.say(f'anonymise.{part}')}")
    st.caption(words.count("anonymise.entries", entries))
    st.warning(words.say("anonymise.for_good"), icon=":material/warning:")
    st.info(words.say("anonymise.backups"), icon=":material/backup:")


def contacts_to_empty(visit: Visit, contacts: list[Contact], key: str) -> tuple[int, ...]:
    """The organisations whose contact is the person, each with a tick; the ids of the ticked ones."""
    words = visit.words
    if not contacts:
        return ()
    st.markdown(f"**{words.say('anonymise.contacts_title')}**")
    ticked = []
    for one in contacts:
        told = " · ".join(in_its_direction(part) for part in (one.contact_name, one.phone) if part)
        label = words.show("anonymise.contact", name=words.name(one.name_ar, one.name_latin), told=told)
        if st.checkbox(label, key=f"{key}.contact.{one.id}"):
            ticked.append(one.id)
    return tuple(ticked)


def places_to_look_at(visit: Visit, places: list[Place]) -> None:
    """The texts that name the person and stay: a human decides what becomes of them."""
    words = visit.words
    if not places:
        st.success(words.say("anonymise.nowhere_else"), icon=":material/check_circle:")
        return
    st.markdown(f"**{words.count('anonymise.places', len(places))}**")
    st.caption(words.say("anonymise.places_explained"))
    for place in places:
        where = f"{title_of(words, place.table)} · {label_of(words, place.table, place.column)} · {place.row_id}"
        text = place.text if len(place.text) <= _LONGEST_EXCERPT else place.text[:_LONGEST_EXCERPT] + "…"
        with st.container(border=True, gap="xsmall"):
            st.caption(escaped(where))
            st.markdown(escaped(in_its_direction(text)))
    if len(places) == MOST_PLACES:
        st.caption(words.say("anonymise.more_places"))
