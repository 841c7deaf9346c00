"""The views of a page that a reader keeps under a name: saved, opened, renamed, removed, and given as a link."""

from collections.abc import Hashable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from core.i18n import escaped
from core.records import validated
from core.records.views import VIEW_NAME_LENGTH, ViewName, ViewRecord
from db.commands.ledger import perform
from db.commands.views import bring_view_back, keep_view, remove_view, rename_view
from db.queries.views import kept_views, removed_views
from pages.parts.data import frame_of
from pages.parts.filter_sentence import sentence
from pages.parts.filters import Choices, choose, read_choice
from pages.parts.forms import Form, act
from pages.parts.visit import PAGE, Visit

MENU = "views.menu"
_EDITED = "views.edited"
_OPENED = "views.opened"
# What pages hold in the address for themselves, and no part of what is looked at.
_OWN = frozenset({"form"})
_SUBJECTS = ("view", "setting")


def offer_views(visit: Visit, choices: Choices) -> None:
    """Draws the menu of the kept views; what is in it is asked for once it is opened."""
    if st.session_state.pop(_OPENED, False):
        # What stands above the filters, as the indicator of a figure's page, may be another too.
        st.rerun()
    words = visit.words
    menu = st.popover(words.say("views.menu"), icon=":material/bookmark:", type="tertiary", key=MENU, on_change="rerun")
    if not menu.open:
        return
    page = str(st.session_state[PAGE])
    mine = visit.actor.account_id or 0, page
    with menu:
        views = frame_of(visit, kept_views, *mine, subjects=_SUBJECTS).to_dict("records")
        if views:
            st.markdown(f"**{words.say('views.mine')}**")
        for view in views:
            _one(visit, choices, view)
        _removed(visit, mine)
        _keep(visit, choices, page)
        st.markdown(f"**{words.say('views.link')}**")
        st.code(_link(looked_at()), language=None, wrap_lines=True)
        st.caption(words.say("views.link_help"))


def looked_at() -> dict[str, str]:
    """What stands in the address of the page, without what its forms keep there."""
    return {name: st.query_params[name] for name in st.query_params if name not in _OWN and st.query_params[name]}


def _one(visit: Visit, choices: Choices, view: Mapping[Hashable, Any]) -> None:
    """One view: the way to it, what it is narrowed to, and the way to change it."""
    words, number, codes = visit.words, int(view["id"]), view["codes"]
    there = codes == looked_at()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            escaped(str(view["name"])),
            icon=":material/check:" if there else ":material/bookmark:",
            key=f"views.open.{number}",
            help=sentence(visit, read_choice(visit, choices.names, codes)) or words.say("views.everything"),
            on_click=_open,
            args=(codes,),
            width="stretch",
        )
        st.button(
            words.say("views.change"),
            icon=":material/edit:",
            type="tertiary",
            key=f"views.change.{number}",
            on_click=_edit,
            args=(number,),
        )
    if st.session_state.get(_EDITED) == number:
        _change(visit, view)


def _change(visit: Visit, view: Mapping[Hashable, Any]) -> None:
    """The form of another name, and the button that removes."""
    words, number, version = visit.words, int(view["id"]), int(view["version"])
    form = Form(visit, "view", {"name": view["name"]}, number, version)
    form.text("name", max_chars=VIEW_NAME_LENGTH, required=True)
    form.submit(
        "views.rename",
        lambda: perform(
            rename_view, visit.actor, form.key, number, form.version, validated(ViewName, dict(form.values))
        ),
    )
    pressed = st.button(
        words.say("views.remove"), icon=":material/delete:", key=f"views.remove.{number}", width="stretch"
    )
    if pressed and act(visit, f"views.remove.{number}", remove_view, number, version):
        st.session_state.pop(_EDITED, None)
        st.rerun()


def _removed(visit: Visit, mine: tuple[int, str]) -> None:
    """What was removed and can come back, a button each."""
    words = visit.words
    rows = frame_of(visit, removed_views, *mine, subjects=_SUBJECTS).to_dict("records")
    if not rows:
        return
    st.caption(words.say("views.removed"))
    for row in rows:
        number = int(row["id"])
        pressed = st.button(
            words.show("views.bring_back", name=str(row["name"])),
            icon=":material/undo:",
            type="tertiary",
            key=f"views.back.{number}",
        )
        if pressed and act(visit, f"views.back.{number}", bring_view_back, number, int(row["version"])):
            st.rerun()


def _keep(visit: Visit, choices: Choices, page: str) -> None:
    """The form that keeps what is looked at."""
    words = visit.words
    st.markdown(f"**{words.say('views.keep_this')}**")
    st.caption(escaped(sentence(visit, choices) or words.say("views.everything")))
    form = Form(visit, "view")
    form.text("name", max_chars=VIEW_NAME_LENGTH, required=True)
    told = {"page": page, "codes": looked_at()}
    form.submit(
        "views.keep",
        lambda: perform(keep_view, visit.actor, form.key, validated(ViewRecord, form.values | told)),
        icon=":material/bookmark_add:",
    )


def _link(codes: Mapping[str, str]) -> str:
    # What the reader's own browser stands at, whatever lies between it and the server.
    here = urlsplit(str(st.context.url or ""))
    query = f"?{urlencode(codes, safe=',')}" if codes else ""
    return f"{here.scheme}://{here.netloc}/{st.session_state[PAGE]}{query}"


def _open(codes: Mapping[str, str]) -> None:
    choose(dict.fromkeys(looked_at()) | dict(codes))
    st.session_state[_OPENED] = True


def _edit(number: int) -> None:
    st.session_state[_EDITED] = None if st.session_state.get(_EDITED) == number else number
