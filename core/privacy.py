"""The rules for what is kept of persons (law 09-08): who is listed, what anonymising empties, and until when.

Counted: every person, always. No figure asks for consent, and none changes when a person is anonymised.

Listed and exported: a person with consent for data, without an objection, not anonymised. The condition stands once,
in db/queries/consent.py. Every list that is read (profiles, the open list of persons, files) holds it and says how
many persons are counted and not listed. The history names everybody on its page, for whoever may read it answers for
all of it; its file tells who is not listed by a number alone, without a value or a free text of the person.

Not lists, and so with everybody on them: the roster of a session, also on a phone, and its paper sheet, where who is
expected signs; and one person's own file, given to that person. An organisation's contact is the organisation's
address, and a guest whose words an obstacle holds is no person of the register.

Found at work: whoever may write persons finds every person who is not anonymised by a part of the name or the phone,
and sees everybody on the roster of a session: without that, consent could not be asked for, a mark not be set, an
error not be corrected. What is found so says beside the name that consent is missing or that the person objected,
and an objecting person's phone is not shown, since nobody is to call.

Anonymised: the name, the phone, the consents and the free texts about the person go, in the row, in the rows merged
into it and in the history. What the figures stand on stays: sex and year of birth (the shares of women and of youth),
memberships, enrolments, attendances. Such a person is never listed, found, changed or merged again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from core.names import normalised
from core.records.people import WAYS_OF, PersonRecord
from core.records.settings import Settings

# What the figures need of an anonymised person, and what says that the row was one.
_COUNTED = {"sex", "birth_year", "identified"}
# The values an anonymised person has instead of the own ones.
EMPTIED: Mapping[str, Any] = {
    name: field.default for name, field in PersonRecord.model_fields.items() if name not in _COUNTED
} | {"search": ""}
# What is taken out of the history: there nothing is counted, so sex and year of birth go too.
PERSONAL = frozenset({*EMPTIED, *_COUNTED} - {"identified"})
# Free texts beside a person's rows, which may say anything about the person.
FREE_TEXTS = frozenset({"reason", "note"})
_SHORTEST_NUMBER = 9
_MONTHS = 12


def due_on(kind: str, received_on: date, limits: Settings) -> date:
    """The day on which a request of this kind is to be answered: a correction sooner than everything else."""
    return received_on + timedelta(days=limits.correction_days if kind == "correction" else limits.answer_days)


def kept_from(today: date, months: int) -> date:
    """The first day of what is still kept: a person whose last trace is older has been kept for `months` months."""
    count = today.year * _MONTHS + today.month - 1 - months
    year, month = divmod(count, _MONTHS)
    # The 31st of a month that has none is its last day.
    following = date(year + (month == _MONTHS - 1), (month + 1) % _MONTHS + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=today.day - 1), following - timedelta(days=1))


def spellings(values: Iterable[str | None]) -> tuple[str, ...]:
    """What is looked for when a person's traces are: each name as it is, a phone with and without the country."""
    found: list[str] = []
    for value in values:
        text = " ".join((value or "").split())
        digits = "".join(letter for letter in text if letter.isdigit())
        if text.startswith("+") and len(digits) > _SHORTEST_NUMBER:
            # The last nine digits stand in every spelling of a Moroccan number.
            found.append(digits[-_SHORTEST_NUMBER:])
        elif text:
            found.append(text)
    return tuple(dict.fromkeys(found))


def tells(text: str, sought: Iterable[str]) -> bool:
    """Whether one of the spellings stands in the text as whole words, whatever their accents, case and spaces."""
    words, digits = f" {normalised(text)} ", re.sub(r"\D", "", text)
    return any(one in digits if one.isdigit() else f" {normalised(one)} " in words for one in sought if normalised(one))


def told_in(value: Any, sought: tuple[str, ...]) -> bool:
    """Whether a value of a table, be it text or JSON, tells one of the spellings."""
    if isinstance(value, dict):
        return any(told_in(part, sought) for part in value.values())
    if isinstance(value, list):
        return any(told_in(part, sought) for part in value)
    return isinstance(value, str) and tells(value, sought)


def as_in_json(text: str) -> str:
    """The text as it stands inside a stored JSON value, where every letter beyond ASCII is written as a number."""
    return json.dumps(text)[1:-1]


def without_person(value: Any, sought: tuple[str, ...]) -> Any:
    """The content of an entry about a person without the person: fields emptied, free texts and names gone."""
    if isinstance(value, dict):
        return {
            name: None if name in PERSONAL | FREE_TEXTS else without_person(part, sought)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [without_person(part, sought) for part in value]
    return None if isinstance(value, str) and tells(value, sought) else value


def without_values(value: Any, sought: tuple[str, ...]) -> Any:
    """The content with every text that is one of the spellings emptied, and everything else as it was."""
    if isinstance(value, dict):
        return {name: without_values(part, sought) for name, part in value.items()}
    if isinstance(value, list):
        return [without_values(part, sought) for part in value]
    return None if isinstance(value, str) and same(value, sought) else value


def without_taken(content: Mapping[str, Any], taken: Mapping[str, Any]) -> dict[str, Any]:
    """The content of an entry ("before", "after", "reason") without the values that were taken from another person."""
    sought = spellings(value for value in taken.values() if isinstance(value, str))

    def left(name: str, value: Any) -> Any:
        told = name == "search" and isinstance(value, str) and tells(value, sought)
        return None if told or (value is not None and taken.get(name) == value) else value

    emptied: dict[str, Any] = {}
    for part, values in content.items():
        if isinstance(values, dict):
            emptied[part] = {name: left(name, value) for name, value in values.items()}
        else:
            emptied[part] = None if isinstance(values, str) and tells(values, sought) else values
    return emptied


def told_value(values: Mapping[str, Any], name: str) -> Any:
    """The value of a field as it is told of a person: the way of a consent that was not given is none."""
    given = WAYS_OF.get(name, "")
    return None if given in values and not values[given] else values.get(name)


def same(value: str | None, sought: tuple[str, ...]) -> bool:
    """Whether the value is a name or a phone that is looked for, and nothing besides."""
    if not value:
        return False
    return any(normalised(one) == normalised(mine) for one in spellings([value]) for mine in sought)
