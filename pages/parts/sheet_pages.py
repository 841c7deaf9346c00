"""The photos of a sheet's pages: taken or chosen, made small, shown one beside the roster, taken away."""

from typing import Any

import streamlit as st

from core.pictures import LARGEST_PHOTO, cleaned_picture
from core.problems import Problem
from core.records.sheets import FIELD_STATES, MOST_PAGES
from core.sheets.table import MEGABYTE
from db.commands.ledger import perform
from db.commands.sheet_pages import keep_page, remove_page
from db.queries.sheets import Page, Sheet, page_content, pages
from pages.parts.data import fresh
from pages.parts.drafts import page_key
from pages.parts.folds import fold
from pages.parts.forms import act
from pages.parts.refusals import plain_refusal
from pages.parts.visit import Visit, enter

_TURN, _REFUSED = "sheet_pages.turn", "sheet_pages.refused"


def pages_of(visit: Visit, number: int) -> list[Page]:
    """The pages of the session's sheet, for whoever may read the names on them."""
    found: list[Page] = fresh(pages, visit.actor.provinces, number) if visit.actor.may("person.read") else []
    return found


def beside_pages(visit: Visit, number: int, held: Sheet) -> Any:
    """The place for the roster, with the photos of its sheet beside it where there are any."""
    if not pages_of(visit, number):
        return st.container()
    # Two columns need the whole width; on a phone they stand one under the other.
    st.set_page_config(layout="wide")
    roster, photos = st.columns([4, 3], gap="large")
    with photos:
        draw_pages(number, held.state in FIELD_STATES)
    return roster


@st.fragment
def draw_pages(number: int, removable: bool) -> None:
    """One page at a time, at the width there is, with the way to the others; a fragment, so that turning is quick."""
    visit = enter("person.read")
    words, found = visit.words, pages_of(visit, number)
    if not found:
        return
    place = st.pagination(len(found), key=f"sheet_pages.{number}") - 1 if len(found) > 1 else 0
    page = found[min(place, len(found) - 1)]
    # Never kept between runs: a cache full of photos would be the machine's whole memory.
    st.image(fresh(page_content, visit.actor.provinces, page.id), width="stretch")
    who = page.who or words.say("sheet_check.nobody")
    st.caption(words.show("sheet_pages.kept", number=place + 1, of=len(found), at=page.at, who=who))
    if removable and st.checkbox(words.say("sheet_pages.remove"), key=f"sheet_pages.remove.{page.id}"):
        st.caption(words.say("sheet_pages.remove_help"))
        label = words.say("sheet_pages.remove_save")
        pressed = st.button(label, icon=":material/delete:", key=f"sheet_pages.gone.{page.id}", width="stretch")
        if pressed and act(visit, f"page.{page.id}", remove_page, page.id, page.version):
            st.rerun()


def take_pages(visit: Visit, number: int, held: Sheet) -> None:
    """The box for photos: each is read at once, kept or refused in words, and the box is empty again."""
    words = visit.words
    if held.state not in (*FIELD_STATES, "submitted"):
        return
    turn = st.session_state.setdefault(_TURN, 0)
    # Told above the box, which is closed again once its photos stand beside the roster.
    for name, sentence in st.session_state.pop(_REFUSED, ()):
        st.error(words.show("sheet_pages.refused", file=name, why=sentence), icon=":material/error:")
    with fold("pages", words.say("sheet_pages.title"), ":material/photo_camera:") as opened:
        if not opened:
            return
        st.caption(words.say("sheet_pages.explained", limit=LARGEST_PHOTO // MEGABYTE, most=MOST_PAGES))
        # Any name is let in: what a file is, is told by its content and refused in the reader's own words.
        files = st.file_uploader(
            words.say("sheet_pages.take"),
            accept_multiple_files=True,
            key=f"sheet_pages.{number}.{turn}",
            max_upload_size=LARGEST_PHOTO // MEGABYTE,
        )
    if not files:
        return
    refused = []
    for place, file in enumerate(files):
        try:
            picture = cleaned_picture(file.getvalue())
            # The key is of the box and not of the moment: a run that is cut off and comes again keeps nothing twice.
            perform(keep_page, visit.actor, f"{page_key()}.{number}.{turn}.{place}", number, picture.content)
        except Problem as problem:
            refused.append((file.name, plain_refusal(words, problem)))
    st.session_state[_REFUSED] = refused
    st.session_state[_TURN] = turn + 1
    st.rerun()
