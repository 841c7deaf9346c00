"""The list of obstacles: a page of cards at a time, and all that the filters leave as a file."""

import pandas as pd
import streamlit as st

from db.queries.board import obstacles_number, obstacles_page
from db.queries.board_cards import CARD_SUBJECTS, cards_of
from db.queries.board_narrowing import Narrowed
from pages.parts.board import BOARD_ROWS, draw_cards, turn_pages
from pages.parts.board_card import place_of
from pages.parts.board_filters import taken_codes
from pages.parts.data import frame_of, fresh
from pages.parts.tables import offer_files
from pages.parts.visit import Visit


def draw_list(visit: Visit, narrowed: Narrowed) -> None:
    """How many are left, a page of them, and the files of all of them."""
    words, asked = visit.words, (visit.actor.provinces, narrowed)
    number = frame_of(visit, obstacles_number, *asked, subjects=CARD_SUBJECTS)
    st.subheader(words.count("board.found", number), anchor=False)
    if not number:
        st.caption(words.say("board.nothing"))
        return
    before = turn_pages(number)
    ids = frame_of(visit, obstacles_page, *asked, BOARD_ROWS, before, subjects=CARD_SUBJECTS)
    draw_cards(visit, ids)
    offer_files(visit, "obstacles_followed", lambda: _taken(visit, narrowed), taken_codes())


def _taken(visit: Visit, narrowed: Narrowed) -> pd.DataFrame:
    words = visit.words
    ids = fresh(obstacles_page, visit.actor.provinces, narrowed, None)
    rows = fresh(cards_of, ids, visit.today)
    each = rows.to_dict("records")
    return pd.DataFrame(
        {
            "taken.number": rows["id"],
            "category": [row[f"category_{visit.language}"] for row in each],
            "title": [row["title"] or row["words"] for row in each],
            "province": [place_of(visit, row) for row in each],
            "commune": [words.name(row["commune_ar"], row["commune_fr"]) for row in each],
            "state": [words.say(f"obstacle_state.{row['state']}") for row in each],
            "severity": [words.say(f"severity.{row['severity']}") for row in each],
            "board.by_scope": [words.say(f"scope.{row['scope']}") for row in each],
            "obstacle.raised_on": [str(row["raised_on"]) for row in each],
            "board.mentioned_by": rows["organisations"],
            "mentions": rows["mentions"],
            "board.institutions_asked": rows["asked"],
            "board.next_due": ["" if pd.isna(row["next_due"]) else str(row["next_due"]) for row in each],
            "board.by_late": [words.say("form.yes" if row["late"] else "form.no") for row in each],
            "board.number_confirmed": rows["confirmed"],
        }
    )
