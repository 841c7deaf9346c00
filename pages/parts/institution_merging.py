"""Merging an institution with another one, on the page of the one that stays; and taking such a merge back."""

from typing import Any

import streamlit as st

from db.commands.ledger import Saved, perform
from db.commands.merging_institutions import merge_institutions, undo_institution_merge
from db.queries.institution_list import institutions_merged_into, institutions_with_categories
from pages.parts.choices import joined
from pages.parts.data import fresh
from pages.parts.forms import Form, act
from pages.parts.visit import Visit


def merging_part(visit: Visit, institution: dict[str, Any]) -> None:
    """Draws the form of a merge and the merges that stand; nothing for whoever keeps no lists."""
    if not visit.actor.may(merge_institutions.action):
        return
    words, number = visit.words, int(institution["id"])
    label = words.say("institution_merge.title")
    folded = st.expander(label, icon=":material/merge:", key=f"institution.merge.{number}", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.caption(words.say("institution_merge.help"))
        others: list[dict[str, Any]] = fresh(institutions_with_categories).to_dict("records")
        rows = {int(row["id"]): row for row in others if int(row["id"]) != number}
        names = {key: joined(row["acronym"], row[f"name_{visit.language}"]) for key, row in rows.items()}
        form = Form(visit, "institution_merge", {}, number)
        gone = form.choice("gone", list(names), label=names.__getitem__, required=True)
        form.text("reason", required=True)

        def save() -> Saved:
            other = (int(gone or number), int(rows[gone]["version"]) if gone else 0)
            kept = (number, int(institution["version"]))
            return perform(merge_institutions, visit.actor, form.key, kept, other, form.values["reason"])

        form.submit("institution_merge.save", save, icon=":material/merge:")
        merged: list[dict[str, Any]] = fresh(institutions_merged_into, number).to_dict("records")
        for row in merged:
            label = words.say("institution_merge.undo", name=row["acronym"])
            pressed = st.button(label, icon=":material/undo:", key=f"institution.unmerge.{int(row['id'])}")
            if pressed and act(
                visit, "institution_merge.undo", undo_institution_merge, int(row["id"]), int(row["version"])
            ):
                st.rerun()
