"""A form that keeps what was typed until it is saved, says each refusal beside its field, and is done once."""

import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from db.commands.ledger import Command, Saved, perform, plain
from pages.parts.conflict import Sides, conflict
from pages.parts.drafts import LONG, Draft, begun, button_key, draft_of, keep, page_key
from pages.parts.fields import Fields
from pages.parts.kept_form import Filling, KeptForm
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

P = ParamSpec("P")

_LAST_PRESS = "act.last"
# The same button with the same words pressed again this soon is one press of an impatient hand.
_DOUBLE_CLICK_SECONDS = 2.0


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
        self._place = place
        self._kept = KeptForm(visit, place) if name in LONG else None
        # Saving begins another turn, and a new turn's widgets are empty ones. A second click may bring the address
        # of the first one along; the session, where it still lives, has counted on.
        held = draft_of(place)
        turn = max(held.turn, self._state("turn", 0))
        filling = max(held.filling, self._state("filling", 0))
        self._draft = Draft(turn, 0, filling)
        self._put("turn", turn)
        self._put("filling", filling)
        # Every run reads the row anew, and the run that saves must not take its version from there: what the form
        # began with is kept for as long as it is drawn in run after run.
        self._known = 0
        if not begun(place, self._draft):
            filled: Filling | None = st.session_state.pop(f"{place}.filled", None)
            if filled is None and self._kept:
                filled = self._kept.found(turn)
            base = dict(start or {}) if filled is None else filled.base
            self._put("base", base)
            self._put("start", base if filled is None else {**(start or {}), **(base or {}), **filled.values})
            self._put("version", (version or 0) if filled is None else filled.version)
            self._known = held.version if filled is None and held.turn == turn else 0
        super().__init__(
            visit, name, f"{place}.{turn}.{filling}", st.session_state[f"{place}.start"], self._state("refused", [])
        )
        self._current = current
        self.row_id = row_id
        self.version: int = st.session_state[f"{place}.version"]
        self.key = f"{place}.{page_key()}.{turn}"
        self.saved: Saved | None = st.session_state.pop(f"{place}.saved", None)
        if self.saved:
            saved_notice(visit, self.saved)
        if self._kept:
            self._offer_draft(self._kept)

    def submit(self, label: str, action: Callable[[], Saved], icon: str = ":material/save:") -> Saved | None:
        """Draws the button and does the action when it is pressed; the run starts anew after a success."""
        if self._known and self._differs():
            # The server was restarted and the browser sent again what its form showed: that is still the version
            # the draft began with, whatever the row has become since; what it began with, nobody knows any more.
            self.version = self._known
            self._put("version", self._known)
            self._put("base", None)
        self._draft = Draft(self._draft.turn, self.version, self._draft.filling)
        keep(self._place, self._draft)
        if self._kept:
            self._kept.keep(self._draft, self._plain_values(), st.session_state[f"{self._place}.base"])
        pressed = st.button(
            self.visit.words.say(label),
            type="primary",
            icon=icon,
            width="stretch",
            key=button_key(self._place, self._draft),
        )
        self._rest_of_refusals()
        compared = self._settled()
        if compared is None and not pressed:
            return None
        if self._in_doubt:
            st.error(self.visit.words.say("identity_card.first"), icon=":material/badge:")
            return None
        try:
            saved = action()
        except Problem as problem:
            between_two = problem.code == "conflict" and self._current is not None
            self._put("conflict", between_two)
            # Both sides say more than the sentence of the refusal.
            self._put("refused", [] if between_two else list(problem.each()))
            if compared is not None:
                # What was chosen is what is typed from here on; what it was chosen over is what it began with.
                self._fill(Filling(self.version, self._plain_values(), compared))
            st.rerun()
        self._finish(saved)
        return saved

    def _finish(self, saved: Saved) -> None:
        self.reset()
        self._put("saved", saved)
        st.rerun()

    def reset(self) -> None:
        """Empties the form: the next run starts from the row's own values with a new key."""
        self._put("turn", self._draft.turn + 1)
        for part in ("refused", "conflict"):
            st.session_state.pop(f"{self._place}.{part}", None)
        # The address follows when the emptied form is drawn, with the notice: whoever is cut off before they are told
        # still has what was typed, and its key.
        if self._kept:
            self._kept.forget()

    def _differs(self) -> bool:
        return any((value or None) != (self._start.get(field) or None) for field, value in self.values.items())

    def _settled(self) -> Mapping[str, Any] | None:
        """Shows both sides of a conflict; what is saved now, once somebody chose what is to be saved over it."""
        if not self._current or not self._state("conflict", False):
            return None
        try:
            theirs = self._current()
        except Problem as problem:
            st.error(refusal(self.visit.words, problem), icon=":material/error:")
            return None
        mine = {field: value for field, value in self.values.items() if field not in self._derived}
        base = st.session_state[f"{self._place}.base"]
        sides = Sides(base, mine, theirs, self._texts, self.in_words)
        chosen = conflict(self.visit, self._name, sides, f"{self._prefix}.both.{theirs['version']}")
        if chosen is None:
            return None
        if chosen == "theirs":
            self.reset()
            st.rerun()
        for field, leading in self._derived.items():
            if leading in chosen and chosen[leading] != mine[leading]:
                self.values[field] = theirs.get(field)
        self.values.update(chosen)
        self.version = theirs["version"]
        return {name: plain(value) for name, value in theirs.items()}

    def _offer_draft(self, kept: KeptForm) -> None:
        """Tells of what was typed before: it is back, or may be gone on with; or it is put aside."""
        picked = kept.offer()
        if picked is None:
            return
        if isinstance(picked, Filling):
            self._put("turn", picked.turn)
            self._fill(picked)
        else:
            self.reset()
        st.rerun()

    def _fill(self, filling: Filling) -> None:
        """The next run draws the form anew with these values."""
        st.session_state[f"{self._place}.filled"] = filling
        self._put("filling", self._draft.filling + 1)

    def _plain_values(self) -> dict[str, Any]:
        return {field: plain(value) for field, value in self.values.items() if field not in self._secret}

    def _state(self, part: str, otherwise: Any) -> Any:
        return st.session_state.get(f"{self._place}.{part}", otherwise)

    def _put(self, part: str, value: Any) -> None:
        st.session_state[f"{self._place}.{part}"] = value


def act(visit: Visit, place: str, command: Command[P, Any], *args: P.args, **options: P.kwargs) -> Saved | None:
    """Does one action of a single button or tick; a refusal is said where the button stands."""
    try:
        saved = perform(command, visit.actor, _key_of_button(place, command.name, args, options), *args, **options)
        # What this run reads from here on has been written to.
        visit.stand.clear()
        return saved
    except Problem as problem:
        for part in problem.each():
            st.error(refusal(visit.words, part), icon=":material/error:")
        return None


def saved_notice(visit: Visit, saved: Saved) -> None:
    """Says the number, the time and what was done; and where the eye is, which after a long form is not its top."""
    key = "form.saved_before" if saved.again else "form.saved"
    told = visit.words.show(key, row=str(saved.row_id), at=saved.at)
    told += f"  \n{escaped(visit.words.say(f'command.{saved.command}'))}"
    st.success(told, icon=":material/check_circle:")
    st.toast(told, icon=":material/check_circle:")


def _key_of_button(place: str, *said: Any) -> str:
    """A key of its own for each press; but the second press of a double click has that of the first."""
    press = hashlib.sha256(repr((place, said)).encode()).hexdigest()
    before, key, at = st.session_state.get(_LAST_PRESS, ("", "", 0.0))
    if press != before or time.monotonic() - at > _DOUBLE_CLICK_SECONDS:
        key = f"{place}.{uuid.uuid4().hex}"
    st.session_state[_LAST_PRESS] = (press, key, time.monotonic())
    return str(key)
