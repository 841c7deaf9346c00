"""The warning beside a text that looks like an identity-card number, which a person takes out or says is none."""

import hashlib

import streamlit as st

from core.names import looks_like_identity_card
from core.sheets.plan import ImportPlan
from core.sheets.table import Table
from pages.parts.visit import Visit

# Fields whose numbers are of another kind: each has its own check, or is no text about anybody.
OTHER_NUMBERS = frozenset(
    {"registration_number", "ice", "phone", "mail", "code", "username", "password", "foreign_key"}
)


def settled(visit: Visit, field: str, text: object, place: str) -> bool:
    """Warns beside the field where its text looks like such a number; whether there is nothing left to answer.

    The answer is about this text: another one is asked about anew.
    """
    if field in OTHER_NUMBERS or not isinstance(text, str) or not looks_like_identity_card(text):
        return True
    st.warning(visit.words.say("identity_card.warning"), icon=":material/badge:")
    of_this = hashlib.sha256(text.encode()).hexdigest()[:12]
    return st.checkbox(visit.words.say("identity_card.another_number"), key=f"{place}.{field}.card.{of_this}")


def settled_in_file(visit: Visit, table: Table, plan: ImportPlan, place: str) -> bool:
    """Warns of the rows of a file in which a text looks so; whether somebody said that they are other numbers."""
    others = {header for header, field in plan.columns if field in OTHER_NUMBERS}
    looked_at = [at for at, header in enumerate(table.headers) if header not in others]
    number = sum(
        any(looks_like_identity_card(line.cells[at]) for at in looked_at if at < len(line.cells))
        for line in table.lines
    )
    if not number:
        return True
    st.warning(visit.words.count("identity_card.rows", number), icon=":material/badge:")
    return st.checkbox(visit.words.say("identity_card.other_numbers"), key=f"{place}.cards.{number}")
