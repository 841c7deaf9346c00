"""What is typed in a long form, kept in the database for its account: written as it changes, offered, put aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from db.commands.drafts import forget_draft, keep_draft
from db.commands.ledger import plain
from db.queries.drafts import KeptDraft, draft_kept
from pages.parts.data import fresh
from pages.parts.drafts import Draft, page_key, take_page
from pages.parts.visit import Visit


@dataclass(frozen=True)
class Filling:
    """What a form is filled in with by the program: plain values, what they were typed over, and that row's version."""

    version: int
    values: dict[str, Any]
    base: Mapping[str, Any] | None
    turn: int = 0


class KeptForm:
    """The draft of one form at its place, as the account that fills it in knows it."""

    def __init__(self, visit: Visit, place: str) -> None:
        self._visit = visit
        self._place = place
        self._account = visit.actor.account_id or 0

    def found(self, turn: int) -> Filling | None:
        """What was typed on this very page before its session was lost; a draft of another page is offered instead."""
        for part in ("first", "last", "back", "offer"):
            st.session_state.pop(f"{self._place}.{part}", None)
        draft: KeptDraft | None = fresh(draft_kept, self._account, self._place, page_key())
        if draft is None:
            return None
        if draft.page != page_key():
            st.session_state[f"{self._place}.offer"] = (draft.page, draft.at)
            return None
        if draft.turn != turn:
            # It was saved; only the word of it was lost.
            self.forget()
            return None
        st.session_state[f"{self._place}.back"] = draft.at
        st.session_state[f"{self._place}.last"] = draft.values
        return Filling(draft.version, draft.values, draft.base or None)

    def offer(self) -> Filling | bool | None:
        """Draws what there is to be said of a draft; the draft that is gone on with, False for one put aside."""
        words = self._visit.words
        if at := st.session_state.get(f"{self._place}.back"):
            st.caption(words.show("form.draft_back", at=at))
            if st.button(words.say("form.draft_discard"), key=f"{self._place}.discard", icon=":material/undo:"):
                return False
            return None
        page, at = st.session_state.get(f"{self._place}.offer", ("", None))
        return self._other_page(page, at) if at else None

    def keep(self, draft: Draft, values: dict[str, Any], base: Mapping[str, Any] | None) -> None:
        """Writes what is typed when it is another than what was written last; what the form began with is none."""
        first = st.session_state.setdefault(f"{self._place}.first", values)
        last = st.session_state.setdefault(f"{self._place}.last", values)
        if values == last:
            return
        st.session_state[f"{self._place}.last"] = values
        if values == first and f"{self._place}.back" not in st.session_state:
            forget_draft(self._account, self._place, page_key())
            return
        began = {name: plain(value) for name, value in (base or {}).items()}
        keep_draft(self._account, self._place, page_key(), draft.turn, draft.version, values, began)

    def forget(self) -> None:
        """The form was saved or put aside."""
        forget_draft(self._account, self._place, page_key())
        for part in ("first", "last", "back", "offer"):
            st.session_state.pop(f"{self._place}.{part}", None)

    def _other_page(self, page: str, at: datetime) -> Filling | None:
        words = self._visit.words
        with st.container(border=True, gap="small"):
            st.markdown(words.show("form.draft_offer", at=at))
            with st.container(horizontal=True):
                go_on = st.button(
                    words.say("form.draft_go_on"), key=f"{self._place}.go_on", icon=":material/edit_note:"
                )
                discard = st.button(
                    words.say("form.draft_discard"), key=f"{self._place}.aside", icon=":material/delete:"
                )
        if not go_on and not discard:
            return None
        st.session_state.pop(f"{self._place}.offer", None)
        if discard:
            forget_draft(self._account, self._place, page)
            st.rerun()
        draft: KeptDraft | None = fresh(draft_kept, self._account, self._place, page, True)
        if draft is None:
            st.rerun()
        # Under the old key, so that what was saved before the word of it was lost is not saved again.
        take_page(page)
        st.session_state[f"{self._place}.back"] = draft.at
        return Filling(draft.version, draft.values, draft.base or None, draft.turn)
