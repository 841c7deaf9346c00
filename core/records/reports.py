"""A report that figures were frozen for: what it is called, its number, and the filters as they are kept."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sqlmodel import SQLModel

from core.filters import Filters
from core.records.fields import Name, OptionalText

_NUMBER = re.compile(r"R-(\d{4})-(\d{2,6})", re.ASCII)


class ReportRecord(SQLModel):
    """What a person says of a report: its title, and on which occasion its figures are quoted."""

    title: Name
    occasion: OptionalText = None


def report_number(year: int, serial: int) -> str:
    """The number of a report as it is quoted: R-2026-03 is the third of 2026."""
    return f"R-{year}-{serial:02d}"


def year_and_serial(number: str) -> tuple[int, int] | None:
    """The year and the running number of that year; None for what is no number of a report."""
    found = _NUMBER.fullmatch(number.strip().upper())
    if found is None:
        return None
    year, serial = int(found[1]), int(found[2])
    # One number has one way to be written.
    return (year, serial) if report_number(year, serial) == found[0] else None


def kept_filters(filters: Filters) -> dict[str, Any]:
    """The filters as JSON carries them; what asks for all is left out."""
    values = {one.name: getattr(filters, one.name) for one in fields(filters)}
    return {name: _plain(value) for name, value in values.items() if value not in (None, (), False)}


def filters_of(kept: Mapping[str, Any]) -> Filters:
    """The filters that `kept_filters` made JSON of."""
    values: dict[str, Any] = dict(kept)
    for name in ("since", "until"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "ages" in values:
        values["ages"] = tuple(None if span is None else (int(span[0]), int(span[1])) for span in values["ages"])
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Filters(**given)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
