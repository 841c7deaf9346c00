"""Choosing a person whose data something is about, and how the person stands: consent, photos, objection."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.i18n import Words, isolated
from core.problems import Problem
from db.queries.privacy_file import PersonFile, person_file, persons_held
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import fresh
from pages.parts.entry import back, id_in_address, ways
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

_STANDING = "consent_data", "consent_photo"


def file_opened(visit: Visit, page: str, key: str, explained: str) -> PersonFile:
    """The file of the person in the address; without one the run ends with a search, and with a sentence for one gone.

    `page` is the one that the persons found lead to, `explained` the sentence above the search.
    """
    words = visit.words
    back(visit, "manage/privacy.py", "privacy.back")
    st.title(words.say(f"menu.manage.{page}"), anchor=False)
    opened = id_in_address("person")
    if opened is None:
        st.info(words.say(explained), icon=":material/lightbulb:")
        person_links(visit, f"manage/{page}.py", search_persons(visit, key))
        st.stop()
    try:
        held: PersonFile = fresh(person_file, opened)
    except Problem as problem:
        st.warning(refusal(words, problem), icon=":material/search_off:")
        st.stop()
    return held


def search_persons(visit: Visit, key: str) -> list[dict[str, Any]]:
    """A box for a part of the name or the phone, and the persons found, those in the bin too."""
    words = visit.words
    text = st.text_input(words.say("privacy.search"), key=f"{key}.search", placeholder=words.say("privacy.search_how"))
    found: list[dict[str, Any]] = fresh(persons_held, text) if text.strip() else []
    if text.strip():
        st.caption(words.count("person.found", len(found)))
    return found


def person_links(visit: Visit, page: str, found: list[dict[str, Any]]) -> None:
    """Each person found as a link to the page of what is asked."""
    with ways("persons"):
        for row in found:
            link(visit, page, person_label(visit.words, row), icon=":material/person:", person=int(row["id"]))


def person_label(words: Words, row: Mapping[str, Any]) -> str:
    """A person's name with the number, the phone, and that the row is in the bin."""
    binned = words.say("privacy.in_bin") if row.get("deleted_at") else None
    number = words.say("privacy.number", number=str(row["id"]))
    phone = row.get("phone") and isolated(str(row["phone"]))
    return joined(words.person(row["name_ar"], row["name_latin"]), number, phone, binned)


def mark_of(words: Words, row: Any) -> str | None:
    """What stands beside a person's name at work: without consent, or objecting and not to be called; else None."""
    if row["objected_on"] is not None:
        return words.say("privacy.mark_objected")
    return None if row["consent_data"] else words.say("privacy.mark_no_consent")


def standing(visit: Visit, person: Mapping[str, Any]) -> None:
    """Draws how the person stands."""
    words = visit.words
    lines = []
    for consent in _STANDING:
        way, version = (
            ("consent_way", "notice_version")
            if consent == "consent_data"
            else ("consent_photo_way", "photo_notice_version")
        )
        if not person[consent]:
            lines.append(words.show(f"privacy.no_{consent}"))
            continue
        said = {
            "day": person[f"{consent}_on"],
            "way": words.say(f"consent_way.{person[way]}"),
            "version": person[version] or words.say("privacy.version_unknown"),
        }
        lines.append(words.show(f"privacy.{consent}", **said))
    st.markdown("  \n".join(lines))
    if person["objected_on"] is not None:
        st.warning(words.show("privacy.objected", day=person["objected_on"]), icon=":material/do_not_disturb_on:")
