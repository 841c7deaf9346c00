"""What a phone is told of a roster: the session, the statuses, the people and their marks, as short as can be."""

from typing import Any

import pandas as pd

from core.records.people import SEXES
from db.queries.roster import Expected, Mark
from pages.public.light import Caller

# The sentences the page's own script says; it has no others.
_SPOKEN = (
    *(
        "unsaved",
        "sending",
        "saved",
        "all_saved",
        "offline",
        "signed_out",
        "signed_out_waiting",
        "storage_full",
        "failed",
    ),
    *("unmarked", "changed", "keep_theirs", "use_mine", "retry", "discard", "more", "hours", "hours_save", "take_back"),
    *("is_other", "this_person", "closed", "cancelled"),
)


def facts(caller: Caller, card: Any, known: pd.DataFrame) -> dict[str, Any]:
    """What stays as it is while the page is open: the session, its statuses in their order, and the words."""
    words = caller.words
    present = known[known["meaning"] == "present"]["id"]
    return {
        "session": int(card.id),
        "way": "tick",
        "state": card.state,
        "length": float(card.hours),
        "token": caller.token,
        "account": caller.actor.account_id,
        "present": int(present.iloc[0]),
        "statuses": [
            [number, words.label(row), row.meaning]
            for number, row in zip(known["id"].tolist(), known.itertuples(), strict=True)
        ],
        "sexes": [[sex, words.say(f"sex.{sex}")] for sex in SEXES],
        "words": {name: words.say(f"light.{name}") for name in _SPOKEN},
    }


def listed(caller: Caller, rows: list[Expected]) -> list[list[Any]]:
    """Each person of the roster: registration, row number, name, organisation, what a search looks in, person."""
    words = caller.words
    return [
        [
            row.registration_id,
            row.row_number,
            words.person(row.name_ar, row.name_latin),
            words.name(row.organisation_ar, row.organisation_latin),
            row.search,
            row.person_id,
        ]
        for row in rows
    ]


def shown_marks(found: list[Mark]) -> list[list[Any]]:
    """Each mark that was ever made: registration, status or null, hours or null, version, who."""
    return [list(mark) for mark in found if mark.version]
