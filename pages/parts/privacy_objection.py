"""A person's objection: entered with its day, and taken back."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from db.commands.ledger import perform
from db.commands.privacy_requests import object_to_use, take_objection_back
from pages.parts.forms import Form
from pages.parts.visit import Visit


def objection(visit: Visit, person: Mapping[str, Any]) -> None:
    """The form that fits: to object, or to take the objection back."""
    words, number, version = visit.words, int(person["id"]), int(person["version"])
    if person["objected_on"] is None:
        form = Form(visit, "objection", {"objected_on": visit.today}, number, version)
        with st.expander(words.say("objection.title"), icon=":material/do_not_disturb_on:"):
            st.caption(words.say("objection.explained"))
            form.day("objected_on", required=True)
            form.text("reason")
            form.submit(
                "objection.save",
                lambda: perform(
                    object_to_use,
                    visit.actor,
                    form.key,
                    number,
                    form.version,
                    form.values["objected_on"],
                    form.values["reason"] or None,
                ),
            )
        return
    back = Form(visit, "objection", {}, f"{number}.back", version)
    with st.expander(words.say("objection.back_title"), icon=":material/undo:"):
        back.text("reason")
        back.submit(
            "objection.take_back",
            lambda: perform(
                take_objection_back, visit.actor, back.key, number, back.version, back.values["reason"] or None
            ),
            icon=":material/undo:",
        )
