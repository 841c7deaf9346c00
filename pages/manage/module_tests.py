"""The short tests of modules: what each asks, as people will see it, and the form of its next version."""

import streamlit as st

from db.queries.reference import modules
from pages.parts.data import fresh
from pages.parts.quiz_form import quiz_part
from pages.parts.visit import enter

visit = enter("reference.write")
words = visit.words
st.title(words.say("menu.manage.module_tests"), anchor=False)
st.caption(words.say("quiz.manage_explained"))
rows = fresh(modules, True)
names = {row.code: words.label(row) for row in rows.itertuples()}
asked = st.query_params.get("module")
code = st.pills(
    words.say("quiz.choose_module"),
    list(names),
    default=asked if asked in names else next(iter(names), None),
    format_func=names.__getitem__,
    key="quiz.module",
    label_visibility="collapsed",
    required=True,
)
if code is not None:
    st.query_params["module"] = str(code)
    quiz_part(visit, int(rows.set_index("code").at[code, "id"]))
