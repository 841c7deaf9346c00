"""A form that keeps what was typed until it is saved, says each refusal beside its field, and is done once."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec

import streamlit as st

from core.problems import Problem
from db.commands.ledger import Command, Saved, perform
from pages.parts.conflict import conflict
from pages.parts.drafts import Draft, begun, button_key, draft_of, keep, page_key
from pages.parts.fields import Fields
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

P = ParamSpec("P")


class Form(Fields):
    """One form on a page.

    `name` is its domain in the catalogues: the label of a field is the sentence `name.field`. `start` fills the
    fields of an existing row, whose `row_id` and `version` keep its drafts apart from every other row's.
    `current` returns the row's present values with their version; it is asked when somebody else was faster.
    """

    def __init__(
        self,
        visit: Visit,
        name: str,
        start: Mapping[str, Any] | None = None,
        row_id: int | str | None = None,
        version: int | None = None,
        current: Callable[[], Mapping[str, Any]] | None = None,
    ) -> None:
        place = f"{name}.{row_id or 'new'}"
        # Saving begins another turn, and a new turn's widgets are empty ones. A second click may bring the address
        # of the first one along; the session, where it still lives, has counted on.
        held = draft_of(place)
        self._turns = f"{place}.turn"
        turn = st.session_state[self._turns] = max(held.turn, st.session_state.get(self._turns, 0))
        # Every run reads the row anew, and the run that saves must not take its version from there: what the form
        # began with is kept for as long as it is drawn in run after run.
        self._known = 0
        if not begun(place, turn):
            st.session_state[f"{place}.start"] = dict(start or {})
            st.session_state[f"{place}.version"] = version or 0
            self._known = held.version if held.turn == turn else 0
        super().__init__(
            visit,
            name,
            f"{place}.{turn}",
            st.session_state[f"{place}.start"],
            st.session_state.get(f"{place}.refused", []),
        )
        self._place = place
        self._turn = turn
        self._current = current
        self.row_id = row_id
        self.version: int = st.session_state[f"{place}.version"]
        self.key = f"{place}.{page_key()}.{turn}"
        self.saved: Saved | None = st.session_state.pop(f"{place}.saved", None)
        if self.saved:
            saved_notice(visit, self.saved)

    def submit(self, label: str, action: Callable[[], Saved], icon: str = ":material/save:") -> Saved | None:
        """Draws the button and does the action when it is pressed; the run starts anew after a success."""
        if self._known and self._differs():
            # The server was restarted and the browser sent again what its form showed: that is still the version
            # the draft began with, whatever the row has become since.
            self.version = st.session_state[f"{self._place}.version"] = self._known
        keep(self._place, Draft(self._turn, self.version))
        pressed = st.button(
            self.visit.words.say(label),
            type="primary",
            icon=icon,
            width="stretch",
            key=button_key(self._place, self._turn),
        )
        self._rest_of_refusals()
        if not (self._settled() or pressed):
            return None
        try:
            saved = action()
        except Problem as problem:
            between_two = problem.code == "conflict" and self._current is not None
            st.session_state[f"{self._place}.conflict"] = between_two
            # Both sides say more than the sentence of the refusal.
            st.session_state[f"{self._place}.refused"] = [] if between_two else list(problem.each())
            st.rerun()
        self._finish(saved)
        return saved

    def _finish(self, saved: Saved) -> None:
        self.reset()
        st.session_state[f"{self._place}.saved"] = saved
        st.rerun()

    def reset(self) -> None:
        """Empties the form: the next run starts from the row's own values with a new key."""
        st.session_state[self._turns] = self._turn + 1
        for part in ("refused", "conflict", "seen"):
            st.session_state.pop(f"{self._place}.{part}", None)
        keep(self._place, Draft(self._turn + 1))

    def _differs(self) -> bool:
        return any((value or None) != (self._start.get(field) or None) for field, value in self.values.items())

    def _settled(self) -> bool:
        """Shows both sides of a conflict; whether what is typed was chosen, and is to be saved over what was seen."""
        if not self._current or not st.session_state.get(f"{self._place}.conflict"):
            return False
        theirs = self._current()
        # What is saved over is what was on the screen; a third person may have been there since.
        seen = st.session_state.get(f"{self._place}.seen", theirs["version"])
        st.session_state[f"{self._place}.seen"] = theirs["version"]
        choice = conflict(self.visit, self._name, self.values, theirs, self._prefix, self.in_words)
        if choice == "theirs":
            self.reset()
            st.rerun()
        if choice == "mine":
            self.version = st.session_state[f"{self._place}.version"] = seen
        return choice == "mine"


def act(visit: Visit, place: str, command: Command[P, Any], *args: P.args, **options: P.kwargs) -> Saved | None:
    """Does one action of a single button or tick; a refusal is said where the button stands."""
    try:
        saved = perform(command, visit.actor, _key_of_button(place), *args, **options)
        # What this run reads from here on has been written to.
        visit.stand.clear()
        return saved
    except Problem as problem:
        for part in problem.each():
            st.error(refusal(visit.words, part), icon=":material/error:")
        return None


def saved_notice(visit: Visit, saved: Saved) -> None:
    """Says what was saved: its number and the time."""
    key = "form.saved_before" if saved.again else "form.saved"
    st.success(visit.words.show(key, row=str(saved.row_id), at=saved.at), icon=":material/check_circle:")


def _key_of_button(place: str) -> str:
    return f"{place}.{uuid.uuid4().hex}"
