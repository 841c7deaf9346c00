"""Data for analysis: every mark of attendance as a file, persons and organisations under keys instead of names."""

from functools import partial

import streamlit as st

from core.pseudonyms import AGE_BANDS
from core.sheets.writing import plain_file, workbook_file
from db.queries.figures import TRAINING
from db.queries.pseudonymous import COLUMNS, MOST_ROWS, pseudonymous_counted, pseudonymous_rows
from pages.parts.data import frame_of, fresh
from pages.parts.empty import nothing_yet
from pages.parts.exports import export_button
from pages.parts.filter_pills import pick_all, say_choice
from pages.parts.filters import NAMES, read_choice
from pages.parts.visit import enter

visit = enter("export.write")
words = visit.words
# What analysts take away has no obstacles in it.
ASKED = tuple(name for name in NAMES if name != "category")
st.title(words.say("menu.manage.exports"), anchor=False)
st.markdown(words.say("exports.about"))
choices = read_choice(visit, ASKED)
filters = choices.chosen.filters()
number, persons, left_out = frame_of(visit, pseudonymous_counted, filters, subjects=TRAINING)
chosen = choices.chosen.codes()
if not number and not left_out and not chosen:
    nothing_yet(visit, "exports.empty", "entry/sessions.py")
    st.stop()

pick_all(visit, choices)
say_choice(visit, choices)
st.subheader(words.count("exports.rows", number), anchor=False)
st.caption(words.count("exports.persons", persons))
if left_out:
    st.info(words.count("exports.left_out", left_out), icon=":material/shield_person:")
if number > MOST_ROWS:
    st.warning(words.say("problem.export_too_large", limit=MOST_ROWS), icon=":material/filter_alt:")
elif number:
    name, read = "pseudonymous_attendance", partial(fresh, pseudonymous_rows, filters)
    files = {"csv": partial(plain_file, COLUMNS), "xlsx": partial(workbook_file, name, COLUMNS)}
    with st.container(horizontal=True):
        for form, make in files.items():
            label, file = words.say(f"exports.take_{form}"), f"{name}-{choices.chosen.sheets}.{form}"
            export_button(visit, label, name, form, read, make, file, chosen, key=file, pseudonymous=True)
with st.expander(words.say("exports.columns"), icon=":material/table:"):
    bands = words.listing(list(AGE_BANDS))
    told = [words.show("exports.column", code=code, meaning=words.say(f"exports.column.{code}")) for code in COLUMNS]
    st.markdown("  \n".join([*told, words.show("exports.bands", bands=bands)]))
