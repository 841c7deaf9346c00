"""What the invented programme is made of: its files, the dice that always fall the same, and rows with their stamps."""

import csv
import json
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from core.records import validated
from db.models import Commune, Province, Row
from db.models.base import table

FOLDER = Path(__file__).parent
SEED = 20251001

Written = TypeVar("Written", bound=Row)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the files, every value as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def programme() -> dict[str, Any]:
    """Names, dates and targets of the programme."""
    return dict(json.loads((FOLDER / "programme.json").read_text(encoding="utf-8")))


class Material:
    """The session written to, the dice, and the places by their codes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.dice = random.Random(SEED)
        self.programme = programme()
        province, commune = table(Province).c, table(Commune).c
        self.provinces: dict[str, int] = {
            row.code: row.id for row in session.execute(select(province.code, province.id))
        }
        places = session.execute(select(commune.code, commune.id, commune.province_id))
        self.communes: dict[str, tuple[int, int]] = {row.code: (row.id, row.province_id) for row in places}

    def chance(self, share: float) -> bool:
        """True in this share of all throws."""
        return self.dice.random() < share

    def row(
        self,
        model: type[Written],
        on: date,
        values: Mapping[str, Any],
        record: type[SQLModel] | None = None,
        **more: Any,
    ) -> Written:
        """A row to be written, stamped with a day so that every filling is the same; checked by its record."""
        moment = datetime.combine(on, time(17), tzinfo=UTC)
        checked = validated(record, values).model_dump() if record else dict(values)
        made = model.model_validate(checked | more | {"created_at": moment, "updated_at": moment})
        self.session.add(made)
        return made

    def written(self, made: Iterable[Written]) -> list[Written]:
        """The rows, now in the database and with their ids."""
        kept = list(made)
        self.session.flush()
        return kept


def key(row: Row) -> int:
    """The id of a row that was written."""
    if row.id is None:
        raise ValueError("the row was not written yet")
    return row.id


def later(day: date, weeks: float) -> date:
    """The day so many weeks later, in whole days."""
    return day + timedelta(days=round(weeks * 7))
