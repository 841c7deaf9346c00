"""The card of an obstacle: what it is and where, who mentions it, who was asked, what is due, what is confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.i18n import escaped, isolated
from db.queries.board_cards import CARD_SUBJECTS, cards_of
from pages.menu import link
from pages.parts.data import fresh, made_of
from pages.parts.obstacle_state import STATE_ICONS
from pages.parts.visit import Visit

OPENS = "explore/obstacle.py"
_LONGEST = 90


@dataclass(frozen=True)
class Card:
    """A card ready to be drawn: the obstacle it opens, its sign, and all it says, for a link that reads Markdown."""

    number: int
    icon: str
    label: str


def draw_card(visit: Visit, card: Card) -> None:
    """Draws a card as one link: each element more would be paid for by everybody who looks at a board."""
    link(visit, OPENS, card.label, icon=card.icon, obstacle=card.number)


def cards_named(visit: Visit, ids: tuple[int, ...]) -> dict[int, Card]:
    """The cards of these obstacles by their number, in their order; every mark on them is a sign with words."""
    made: dict[int, Card] = made_of(
        visit,
        "board.cards",
        *(ids, visit.today, visit.language),
        make=lambda: {
            int(row["id"]): _card(visit, row) for row in fresh(cards_of, ids, visit.today).to_dict("records")
        },
        subjects=CARD_SUBJECTS,
    )
    return made


def _card(visit: Visit, row: Mapping[Any, Any]) -> Card:
    # The style sheet gives what is bold and what is small a line of its own.
    small = "".join(f":small[{line}]" for line in _lines(visit, row))
    icon = f":material/{STATE_ICONS[row['state']]}:"
    return Card(int(row["id"]), icon, f"**{escaped(title_of(row))}** {small}")


def title_of(row: Mapping[str, Any]) -> str:
    """The title, or the first words that were said, short enough for a card."""
    text = str(row["title"] or row["words"] or row["id"])
    return isolated(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def place_of(visit: Visit, row: Mapping[str, Any]) -> str:
    """The province, or that it concerns the whole country."""
    return str(row[f"province_{visit.language}"] or visit.words.say("board.whole_country"))


def confirmed_of(visit: Visit, row: Mapping[str, Any]) -> str:
    """How many of the organisations that mention it say that it is solved."""
    return visit.words.say("board.confirmed", number=int(row["confirmed"]), of=int(row["organisations"]))


def _lines(visit: Visit, row: Mapping[str, Any]) -> list[str]:
    words = visit.words
    what = [words.say(f"obstacle_state.{row['state']}"), str(row[f"category_{visit.language}"]), place_of(visit, row)]
    lines = [_joined(what), _joined([words.count("board.organisations", int(row["organisations"]))])]
    if row["asked"]:
        lines.append(_joined([words.say("board.asked", who=row["asked"])]))
    if not pd.isna(row["next_due"]):
        due = escaped(words.say("board.late" if row["late"] else "board.due", day=row["next_due"]))
        lines.append(f":red[:material/schedule: **{due}**]" if row["late"] else f":material/event: {due}")
    if row["organisations"] and (row["confirmed"] or row["state"] in ("done", "confirmed")):
        lines.append(f":material/how_to_reg: {escaped(confirmed_of(visit, row))}")
    return lines


def _joined(parts: list[str]) -> str:
    return escaped(" · ".join(isolated(part) for part in parts))
