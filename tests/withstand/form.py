"""A visitor of one form without a browser: types, presses, reads the notice, and comes back after a cut of power."""

import re
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from core.i18n import words
from tests.bench.visitor import Run, Visitor

PAGE = "entry-organisations"
_FRENCH = words("fr")
# The notice of a save with the number of the row; the second one is that of an action that had come before.
_NOTICES = tuple(
    re.compile(re.escape(_FRENCH.say(key, row="|", at="").split("⁨|")[0]) + r"⁨(\d+)")
    for key in ("form.saved", "form.saved_before")
)


class FormVisitor(Visitor):
    """The open form of a new organisation. What was typed goes with every run, as a browser sends it."""

    def __init__(self, address: str, cookie: str, query: str = "") -> None:
        self.alerts: list[str] = []
        super().__init__(address, PAGE, query, cookie)

    def fill(self, name: str, members: int) -> None:
        """Types a name and the members into the form that is drawn; it goes with the next run."""
        self.states.clear()
        text, number = WidgetState(id=self._identity("name_latin")), WidgetState(id=self._identity("members"))
        text.string_value, number.double_value = name, members
        self.states.update({text.id: text, number.id: number})

    def press(self, times: int = 1) -> Run:
        """Presses the form's button, so many times at once, and waits until the page stands again."""
        button = WidgetState(id=self._identity("submit"), trigger_value=True)
        self.alerts.clear()
        for _ in range(times - 1):
            self.ask(button)
        found = self.run(button)
        # A browser sends a press once.
        del self.states[button.id]
        return found

    def saved(self) -> int | None:
        """The number that the notice tells; None where nothing was told as saved."""
        told = (notice.search(alert) for alert in self.alerts for notice in _NOTICES)
        return next((int(found.group(1)) for found in told if found), None)

    def back(self, address: str, cookie: str) -> "FormVisitor":
        """The page as its browser opens it in a new connection: with the address it had and all that was typed."""
        self.socket.close()
        again = FormVisitor(address, cookie, self.query)
        again.states = {identity: state for identity, state in self.states.items() if not state.trigger_value}
        again.run()
        # What is not drawn again the browser forgets.
        again.states = {identity: state for identity, state in again.states.items() if identity in again.widgets}
        return again

    def _identity(self, field: str) -> str:
        # The form that was emptied is drawn under a new name, after the one before.
        return [identity for identity in self.widgets if identity.endswith(f".{field}")][-1]

    def _drawn(self, delta: Any, found: Run) -> None:
        super()._drawn(delta, found)
        if delta.new_element.WhichOneof("type") == "alert":
            self.alerts.append(delta.new_element.alert.body)
