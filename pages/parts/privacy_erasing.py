"""What anonymising a person will do, shown before it is done: what goes, what stays, and where else the name stands."""

import streamlit as st

from core.i18n import escaped, isolated
from db.queries.privacy_file import PersonFile
from db.queries.privacy_traces import MOST_PLACES, Contact, Place, contacts_of, places_elsewhere, sought_of
from pages.parts.data import fresh
from pages.parts.privacy_sections import label_of, title_of
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
    return tuple(one.id for one in contacts if st.checkbox(_contact(visit, one), key=f"{key}.contact.{one.id}"))


def named_elsewhere(visit: Visit, held: PersonFile) -> None:
    """Where the person is named besides the own rows, looked for when it is asked: every text is read for it."""
    words = visit.words
    if not st.toggle(words.say("privacy.look_elsewhere"), key="person_file.elsewhere"):
        return
    sought = sought_of(held)
    contacts: list[Contact] = fresh(contacts_of, sought)
    if contacts:
        st.markdown(f"**{words.say('privacy.contact_of')}**")
        st.markdown("  \n".join(_contact(visit, one) for one in contacts))
    places_to_look_at(visit, fresh(places_elsewhere, held, sought))


def _contact(visit: Visit, one: Contact) -> str:
    told = " · ".join(isolated(part) for part in (one.contact_name, one.phone) if part)
    return visit.words.show("anonymise.contact", name=visit.words.name(one.name_ar, one.name_latin), told=told)


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
            st.markdown(escaped(isolated(text)))
    if len(places) == MOST_PLACES:
        st.caption(words.say("anonymise.more_places"))
