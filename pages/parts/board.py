"""The board: obstacles in columns by state, institution or province, each with its number and the way to the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.i18n import escaped
from core.records.obstacles import OBSTACLE_STATES
from db.queries.board import COLUMNS, MOST_ROWS, obstacles_in_columns, obstacles_of_column
from db.queries.board_cards import CARD_SUBJECTS
from db.queries.board_narrowing import NONE, Narrowed
from pages.parts.board_card import cards_named, draw_card
from pages.parts.board_filters import labels_of
from pages.parts.data import frame_of, fresh, made_of
from pages.parts.narrowing import pick
from pages.parts.obstacle_state import STATE_ICONS
from pages.parts.visit import Visit

# A column of the whole board shows so many cards; with more columns fewer, so that never too many rows are sent.
_MOST_EACH = 5
# A page of one column, and of the list.
BOARD_ROWS = 21
_COLUMN = "column"
_MINE = "mine"
# What a board reads: its cards, and the names of places and institutions.
BOARD_SUBJECTS = (*CARD_SUBJECTS, "organisation", "programme", "session")


@dataclass(frozen=True)
class _Board:
    """The columns in their order: by key the label with its number, the number, and the ids of its first cards."""

    shown: dict[str, str]
    numbers: dict[str, int]
    ids: dict[str, tuple[int, ...]]

    @property
    def first(self) -> str | None:
        """The first column that holds anything."""
        return next((key for key in self.shown if self.numbers.get(key)), None)


def draw_board(visit: Visit, narrowed: Narrowed) -> None:
    """The columns side by side, or one of them whole; the choice of both stands in the address."""
    words = visit.words
    views = {name: words.say(f"board.by.{name}") for name in (*COLUMNS, _MINE)}
    (by,) = pick(visit, "board", "by", views, first="state")
    if by == _MINE:
        # What one has to do with oneself stands by state, as everything does.
        by, narrowed = "state", replace(narrowed, mine=visit.actor.account_id)
    asked = (visit.actor.provinces, narrowed, by)
    board: _Board = made_of(
        visit, "board", *asked, visit.language, make=lambda: _board(visit, asked), subjects=BOARD_SUBJECTS
    )
    if not any(board.numbers.values()):
        st.info(words.say("board.nothing"), icon=":material/search_off:")
        return
    chosen = pick(visit, "board", _COLUMN, board.shown, first=board.first if _on_a_phone() else None)
    if chosen:
        _one(visit, asked, chosen[0], board)
    else:
        _all(visit, by, board)


def _board(visit: Visit, asked: tuple[Any, ...]) -> _Board:
    rows = fresh(obstacles_in_columns, *asked, _MOST_EACH)
    ids: dict[str, tuple[int, ...]] = {}
    for key, number in zip(rows["key"], rows["id"], strict=True):
        ids[str(key)] = (*ids.get(str(key), ()), int(number))
    numbers = {str(key): int(number) for key, number in zip(rows["key"], rows["number"], strict=True)}
    names = _named(visit, asked[2], numbers)
    each = max(1, min(_MOST_EACH, MOST_ROWS // max(1, len(names))))
    ids = {key: first[:each] for key, first in ids.items()}
    shown = {key: f"{name} · {visit.words.number(numbers.get(key, 0))}" for key, name in names.items()}
    return _Board(shown, numbers, ids)


def _all(visit: Visit, by: str, board: _Board) -> None:
    words = visit.words
    cards = cards_named(visit, tuple(dict.fromkeys(one for ids in board.ids.values() for one in ids)))
    with st.container(key="board_columns"), st.grid(4, min_column_width=230, gap="small"):
        for key, label in board.shown.items():
            # On a phone one column is seen at a time: the style sheet keeps the first that holds anything.
            place = "first" if key == board.first else "other"
            with st.container(key=f"board_{place}.{key}", gap="xsmall"):
                ids = board.ids.get(key, ())
                rest = board.numbers.get(key, 0) - len(ids)
                # The pills lead to all of them: a button for each column would be paid for by everybody.
                further = f"  \n:small[{escaped(words.count('board.rest', rest))}]" if rest > 0 else ""
                st.markdown(f"**{_icon(by, key)}{escaped(label)}**{further}")
                for number in ids:
                    draw_card(visit, cards[number])


def _one(visit: Visit, asked: tuple[Any, ...], key: str, board: _Board) -> None:
    words, number = visit.words, board.numbers.get(key, 0)
    st.subheader(f"{_icon(asked[2], key)}{escaped(board.shown[key])}", anchor=False)
    if not number:
        st.caption(words.say("board.empty_column"))
        return
    before = turn_pages(number)
    ids = frame_of(visit, obstacles_of_column, *asked, key, BOARD_ROWS, before, subjects=BOARD_SUBJECTS)["id"]
    draw_cards(visit, tuple(ids.tolist()))
    st.caption(words.count("board.of", number, first=before + 1, last=before + len(ids)))


def draw_cards(visit: Visit, ids: tuple[int, ...]) -> None:
    """The cards of a page side by side."""
    with st.container(key="board_page"), st.grid(3, min_column_width=280, gap="small"):
        for card in cards_named(visit, ids).values():
            draw_card(visit, card)


def turn_pages(number: int) -> int:
    """Draws the pages of so many rows, the chosen one in the address; how many rows come before it."""
    pages = -(-number // BOARD_ROWS)
    if pages < 2:
        return 0
    asked = st.query_params.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    key = "board.page"
    st.session_state[key] = page = min(max(page, 1), pages)
    st.pagination(pages, key=key, on_change=_turned, args=(key,))
    return (page - 1) * BOARD_ROWS


def _turned(key: str) -> None:
    st.query_params["page"] = str(st.session_state[key])


def _named(visit: Visit, by: str, numbers: Mapping[str, int]) -> dict[str, str]:
    """The columns in their order: every state on the way, and of the others those that hold anything."""
    labels = labels_of(visit)[by]
    if by == "state":
        return {code: labels[code] for code in OBSTACLE_STATES if code != "dropped" or numbers.get(code)}
    order = [key for key in labels if key in numbers]
    # A place or an institution that is no longer to be chosen still has its obstacles.
    return {key: labels.get(key, key) for key in (*order, *(key for key in numbers if key not in labels))}


def _icon(by: str, key: str) -> str:
    icons = STATE_ICONS if by == "state" else {NONE: "help"}
    return f":material/{icons[key]}: " if key in icons else ""


def _on_a_phone() -> bool:
    agent = st.context.headers.get("user-agent")
    return isinstance(agent, str) and "Mobi" in agent
