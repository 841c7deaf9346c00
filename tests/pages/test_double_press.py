"""A double click on a single button is one action; the same press later, or another one, is an action of its own."""

from streamlit.testing.v1 import AppTest


def _presses() -> None:
    import streamlit as st

    from pages.parts import forms

    # Registering people, the same again at once, others, and the first ones once more.
    said = [("roster.off", "take_off_roster", (7,)), ("roster.off", "take_off_roster", (7,))]
    said += [("roster.off", "take_off_roster", (8,)), ("roster.off", "take_off_roster", (7,))]
    st.session_state["keys"] = [forms._key_of_button(*press) for press in said]
    place, key, at = st.session_state[forms._LAST_PRESS]
    st.session_state[forms._LAST_PRESS] = (place, key, at - forms._DOUBLE_CLICK_SECONDS - 1)
    st.session_state["keys"].append(forms._key_of_button(*said[-1]))


def test_only_the_same_press_at_once_has_the_same_key() -> None:
    page = AppTest.from_function(_presses).run()
    assert not page.exception
    first, at_once, others, back, later = page.session_state["keys"]
    assert first == at_once
    assert len({first, others, back, later}) == 4
