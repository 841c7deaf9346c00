"""Choosing a row of another kind inside a form: an organisation, a training group, a category of obstacles."""

from contextlib import suppress

import streamlit as st

from core.i18n import isolated
from core.problems import Problem
from db.queries.organisations import organisation_values, organisations_counted, organisations_found
from db.queries.people import groups_to_enrol_in
from db.queries.reference import categories
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form

# A phone's list of names is scrolled and typed into up to here; beyond, the name is asked for first.
_MOST_NAMES = 300
_LONGEST_PART = 70


def organisation_choice(form: Form, field: str = "organisation_id") -> int | None:
    """An organisation of the visitor's provinces, by name and commune."""
    visit, words, reach = form.visit, form.visit.words, form.visit.actor.provinces
    text = ""
    if frame_of(visit, organisations_counted, reach, subjects=("organisation",)) > _MOST_NAMES:
        text = st.text_input(words.say("person.search_organisation"), key=f"{form.key}.{field}.search")
    rows = frame_of(visit, organisations_found, reach, text, _MOST_NAMES, subjects=("organisation",)).to_dict("records")
    names = {int(row["id"]): joined(words.name(row["name_ar"], row["name_latin"]), row[_commune(form)]) for row in rows}
    # What a draft or the address begins with may be beyond the names that are listed.
    begun = form.began_with(field)
    if begun is not None and begun not in names:
        with suppress(Problem):
            row = fresh(organisation_values, reach, int(begun))
            names[int(begun)] = joined(words.name(row["name_ar"], row["name_latin"]))
    chosen: int | None = form.choice(field, list(names), label=names.__getitem__)
    return chosen


def group_choice(form: Form, field: str = "group_id") -> int | None:
    """A training group of the visitor's provinces, with its phase and commune; None where there is none."""
    rows = frame_of(form.visit, groups_to_enrol_in, form.visit.actor.provinces, subjects=("group", "programme"))
    names = {
        int(row["id"]): joined(row["label"], row[f"phase_{form.visit.language}"], row[_commune(form)])
        for row in rows.to_dict("records")
    }
    if not names:
        st.caption(form.visit.words.say("person.no_group"))
        return None
    chosen: int | None = form.choice(field, list(names), label=names.__getitem__)
    return chosen


def category_choice(form: Form, field: str = "category_id") -> int | None:
    """A category of obstacles that may still be chosen, or the one the row has."""
    rows = frame_of(form.visit, categories, subjects=("reference",))
    names = {
        int(row.id): form.visit.words.label(row)
        for row in rows.itertuples()
        if row.active or row.id == form.began_with(field)
    }
    chosen: int | None = form.choice(field, list(names), label=names.__getitem__, required=True)
    return chosen


def joined(*parts: str | None) -> str:
    """What there is of the parts in one line, each short enough for a phone and in its own direction."""
    return " · ".join(isolated(_short(part)) for part in parts if part)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else text[: _LONGEST_PART - 1] + "…"


def _commune(form: Form) -> str:
    return "commune_ar" if form.visit.language == "ar" else "commune_fr"
