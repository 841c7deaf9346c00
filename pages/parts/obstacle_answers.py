"""What institutions do of one obstacle, on its page: whom it was put before, what they promise, and their forms."""

from typing import Any

import streamlit as st

from db.commands.commitments import make_commitment
from db.queries.commitments import Promised, commitments_listed
from pages.parts.commitment_card import PROMISED, commitment_card
from pages.parts.commitment_form import commit_form
from pages.parts.data import frame_of
from pages.parts.folds import fold
from pages.parts.referral_form import referrals_part
from pages.parts.visit import Visit


def answers_part(visit: Visit, card: dict[str, Any]) -> None:
    """Draws the institutions that were asked, their promises, and for whoever writes them a further promise."""
    words, number, category = visit.words, int(card["id"]), int(card["category_id"])
    st.subheader(words.say("obstacle_page.institutions"), anchor=False)
    referrals_part(visit, number, category)
    asked = (visit.actor.provinces, Promised(obstacle_id=number))
    rows = frame_of(visit, commitments_listed, *asked, subjects=PROMISED)
    for row in rows.to_dict("records"):
        commitment_card(visit, row, of="obstacle")
    if visit.actor.may(make_commitment.action):
        with fold("promising", words.say("obstacle_page.commit"), ":material/handshake:") as opened:
            if opened:
                commit_form(visit, None, (number,), (), category)
