"""Taking in a file of organisations: read, understood, previewed row by row, accepted, and undone if need be."""

import streamlit as st

from db.commands.imports import import_organisations
from pages.menu import link
from pages.parts.forms import act
from pages.parts.identity_cards import settled_in_file
from pages.parts.import_batches import batches
from pages.parts.import_draft import forget_plan, keep_plan
from pages.parts.import_file import Upload, put_aside, uploaded
from pages.parts.import_plan import plan_of
from pages.parts.import_preview import decided, show_preview
from pages.parts.visit import Visit, enter


def accept(visit: Visit, upload: Upload) -> None:
    """What is asked about the file, its preview, and the button that takes it in."""
    words = visit.words
    found = decided(visit, upload, plan_of(visit, upload))
    if found is None:
        return
    plan, preview = found
    keep_plan(visit, upload, plan)
    show_preview(visit, upload, preview)
    writing = sum(row.writes for row in preview.rows)
    if not writing:
        st.info(words.say("import.nothing_to_accept"), icon=":material/check:")
        return
    sure = settled_in_file(visit, upload.table, plan, upload.place)
    label = words.count("import.accept", writing)
    if st.button(label, type="primary", icon=":material/upload:", width="stretch", disabled=not sure):
        named = (upload.name, upload.hash, upload.table, plan, preview.digest)
        saved = act(visit, upload.place, import_organisations, *named)
        if saved:
            st.session_state["import.done"] = saved
            forget_plan(visit, upload)
            put_aside()
            st.rerun()


visit = enter("import.write")
st.title(visit.words.say("menu.entry.import_organisations"))
if done := st.session_state.get("import.done"):
    st.success(visit.words.show("import.saved", number=str(done.row_id), at=done.at), icon=":material/check_circle:")
    link(visit, "explore/organisations.py", visit.words.say("import.to_organisations"))
if upload := uploaded(visit):
    st.session_state.pop("import.done", None)
    accept(visit, upload)
else:
    batches(visit, just_done=done.row_id if done else None)
