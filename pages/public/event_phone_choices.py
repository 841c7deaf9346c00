"""What every phone of a hall chooses from: asked of the database and written as options once a second for all."""

import time
from dataclasses import dataclass
from typing import Any

from core.i18n import Words
from core.notice import event_notice
from db.queries.event_phones import hall_categories, hall_provinces
from db.queries.settings import settings
from pages.public.light import rendered

# A category that is added while the hall votes is there a second later; what is gone is refused by the command.
_SECONDS = 1.0


@dataclass(frozen=True)
class Choices:
    """Categories (id and label), provinces (group and its id and name), as options of a form too, and the notice."""

    categories: list[tuple[int, str]]
    provinces: list[tuple[str, list[tuple[int, str]]]]
    options: str
    notice: list[str]

    @property
    def of_programme(self) -> list[tuple[int, str]]:
        """The provinces of the programme."""
        return self.provinces[0][1]


_kept: dict[tuple[str, str], tuple[float, Choices]] = {}


def choices(session: Any, spoken: Words) -> Choices:
    """The choices in these words, a second old at the most."""
    name = (str(session.get_bind().engine.url), spoken.language)
    found = _kept.get(name)
    if found is None or found[0] < time.monotonic() - _SECONDS:
        _kept[name] = found = (time.monotonic(), _asked(session, spoken))
    return found[1]


def _asked(session: Any, spoken: Words) -> Choices:
    rows = hall_provinces(session)
    groups = [
        (spoken.say(f"event_phone.provinces.{group}"), _labelled(spoken, [row for row in rows if row[4] == inside]))
        for group, inside in (("programme", True), ("others", False))
    ]
    return Choices(
        [(row.id, spoken.label(row)) for row in hall_categories(session)],
        groups,
        rendered("event_options.html", groups=groups, chosen=""),
        event_notice(spoken, settings(session)),
    )


def _labelled(spoken: Words, rows: list[Any]) -> list[tuple[int, str]]:
    return [(row.id, spoken.label(row, "name")) for row in rows]
