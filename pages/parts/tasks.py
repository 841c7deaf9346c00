"""What there is to do on a page, one at a time: the choice stands in the address."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.parts.visit import Visit


def do_one(visit: Visit, domain: str, tasks: Mapping[str, Callable[[Visit], None]]) -> None:
    """Draws the tasks beside each other, each named after `domain` and its code, and does the one that is chosen; the
    first of them where the address names none.
    """
    words, asked = visit.words, st.query_params.get("task")
    names = {code: words.say(f"{domain}.{code}") for code in tasks}
    chosen = st.segmented_control(
        words.say("session.choose_action"),
        list(tasks),
        default=asked if asked in tasks else next(iter(tasks)),
        format_func=names.__getitem__,
        key=f"{domain}.task",
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    st.query_params["task"] = str(chosen)
    tasks[str(chosen)](visit)
