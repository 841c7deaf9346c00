"""Taking away an entry made by mistake: the reason, the button, and what is said afterwards."""

from collections.abc import Callable

import streamlit as st

from db.commands.ledger import Saved
from pages.parts.bin import can_be_back
from pages.parts.forms import Form
from pages.parts.visit import Visit


def removal_form(visit: Visit, place: str) -> Form:
    """The form of taking away the row of this place; it is begun before the row is read, which may be gone."""
    return Form(visit, "removal", {}, place)


def tell_removed(visit: Visit, form: Form, key: str) -> bool:
    """Says under this key what was just taken away and that it can come back; whether there was anything to say."""
    if form.saved is None:
        return False
    st.info(visit.words.say(key, row=str(form.saved.row_id)), icon=":material/delete:")
    can_be_back(visit)
    return True


def removal_part(
    form: Form, domain: str, remove: Callable[[str], Saved], ask: Callable[[], None] | None = None
) -> None:
    """Draws what is taken along, `ask` for what is asked besides, the reason, and the button that does it."""
    words = form.visit.words
    with st.expander(words.say(f"{domain}.removing"), icon=":material/delete:"):
        st.caption(words.say(f"{domain}.removing_help"))
        if ask:
            ask()
        reason = form.text("reason", required=True)
        form.submit(f"{domain}.remove", lambda: remove(reason), icon=":material/delete:")
