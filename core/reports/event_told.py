"""What the record of an event tells, and how its rows are said in a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pandas as pd

from core.i18n import Words

# The languages of the record; of two facing each other the first is where reading starts. And its forms.
EDITIONS = ("ar", "fr", "en", "ar-fr")
FORMS = ("pdf", "docx")


@dataclass(frozen=True)
class EventTold:
    """What the record tells; names of guests are no part of it.

    `event` holds name_ar, name_fr, name_en, held_on, starts_at, ends_at, venue, commune_ar, commune_fr, seats and
    demonstration (whether it is invented); the frames have the columns of the queries of the same name; `categories`
    and `provinces` hold label_* and name_* by id; `taken` is the moment at which it stood so.
    """

    event: Mapping[str, Any]
    taken: datetime
    guests: tuple[int, int, int]
    kinds: pd.DataFrame
    places: pd.DataFrame
    arrivals: pd.DataFrame
    ranked: pd.DataFrame
    votes: pd.DataFrame
    voters: int
    sentences: pd.DataFrame
    recommendations: pd.DataFrame
    commitments: pd.DataFrame
    rated: tuple[int, float | None]
    categories: Mapping[int, Any]
    provinces: Mapping[int, Any]

    def __len__(self) -> int:
        """How many obstacles it ranks."""
        return len(self.ranked)


def category_of(told: EventTold, said: Words, row: Mapping[Any, Any]) -> str:
    """What the category of a row is called."""
    return said.label(told.categories[int(row["category_id"])])


def province_of(told: EventTold, said: Words, row: Mapping[Any, Any]) -> str:
    """What the province of a row is called; a long dash where it has none."""
    if pd.isna(row["province_id"]):
        return said.say("chart.none")
    return said.label(told.provinces[int(row["province_id"])], "name")


def in_language(language: str, row: Mapping[Any, Any], name: str) -> str:
    """What the row says in the language, or in another one where it says nothing in this."""
    each = (text_of(row[f"{name}_{one}"]) for one in dict.fromkeys((language, "ar", "fr", "en")))
    return next((text for text in each if text), "")


def text_of(value: Any) -> str:
    """The text, empty where there is none."""
    return value if isinstance(value, str) else ""


def clock_of(value: time) -> str:
    """Hours and minutes."""
    return f"{value:%H:%M}"
