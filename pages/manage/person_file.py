"""One person's file: everything that is held of the person, shown, given out, and the ways to what may be asked."""

import streamlit as st

from core.i18n import LANGUAGES, NATIVE_NAMES, escaped
from core.i18n import words as words_of
from pages.menu import link
from pages.parts.entry import ways
from pages.parts.exports import export_button
from pages.parts.history import show_entries
from pages.parts.privacy_erasing import named_elsewhere
from pages.parts.privacy_objection import objection
from pages.parts.privacy_person import file_opened, standing
from pages.parts.privacy_sections import file_bytes, sections
from pages.parts.privacy_tables import show_section
from pages.parts.visit import enter

visit = enter("privacy.write")
words = visit.words
held = file_opened(visit, "person_file", "file", "privacy.file_explained")
person, number = held.person, int(held.person["id"])
name = words.person(person["name_ar"], person["name_latin"])
st.subheader(escaped(words.say("privacy.file_of", name=name, number=str(number))), anchor=False)
if person["anonymised_at"] is not None:
    st.info(words.show("privacy.was_anonymised", at=person["anonymised_at"]), icon=":material/person_off:")
else:
    standing(visit, person)
st.caption(words.count("privacy.file_rows", held.number))

with st.container(border=True):
    st.markdown(f"**{words.say('privacy.give_out')}**")
    st.caption(words.say("privacy.give_out_explained"))
    with st.container(horizontal=True):
        for language in LANGUAGES:
            export_button(
                visit,
                NATIVE_NAMES[language],
                "person_file",
                "xlsx",
                held.number,
                lambda language=language: file_bytes(words_of(language), held),
                f"person-{number}-{language}.xlsx",
                {"person": str(number)},
                key=f"person_file.{language}",
            )
if person["anonymised_at"] is None:
    with ways("asked"):
        link(visit, "entry/participants.py", words.say("privacy.to_correct"), icon=":material/edit:", person=number)
        link(visit, "manage/privacy.py", words.say("privacy.to_request"), person=number)
        link(visit, "manage/anonymise.py", words.say("privacy.to_anonymise"), person=number)
    objection(visit, person)

for part in sections(words, held):
    show_section(words, part)
if person["anonymised_at"] is None:
    named_elsewhere(visit, held)
with st.expander(words.count("privacy.entries", len(held.entries)), icon=":material/history:"):
    show_entries(visit, held.entries[::-1])
