"""An event in a hall, and what is done at its doors: for tests of the database, of pages and in a browser."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from core.access import COORDINATOR, PRESENTER, Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.events import EventRecord
from db.commands.events import make_event
from db.engine import reading
from db.models import Guest
from db.queries.events import event_card
from tests.conftest import actor
from tests.db.entries import communes_of, do
from tests.db.rows_elsewhere import event_record

DESK, DOOR = actor(COORDINATOR), actor(PRESENTER)
DAY = date(2026, 12, 5)
MORNING = datetime(2026, 12, 5, 9, 30, tzinfo=ZONE)


@dataclass
class Hall:
    """An event in Ouarzazate, and what is done at its doors; `key` is another one at every action."""

    engine: Engine
    event: int = 0
    actions: int = 0

    def do(self, command: Any, *arguments: Any, by: Actor = DOOR, key: str = "") -> int:
        self.actions += 1
        return do(self.engine, command, by, key or f"key {self.actions}", *arguments).row_id

    def refused(self, command: Any, *arguments: Any, by: Actor = DOOR) -> tuple[str, str]:
        with pytest.raises(Problem) as problem:
            self.do(command, *arguments, by=by)
        first = next(problem.value.each())
        return first.code, first.field

    def guest(self, number: int) -> Guest:
        with reading(self.engine) as session:
            return session.get_one(Guest, number)

    def card(self, number: int = 0) -> Any:
        with reading(self.engine) as session:
            return event_card(session, None, number or self.event)


def on(day: date, **values: Any) -> EventRecord:
    """A morning of that day."""
    return event_record(**{"held_on": day, "starts_at": time(9), "ends_at": time(13), **values})


def opened_hall(engine: Engine, day: date = DAY) -> Hall:
    """An event of that day in Ouarzazate, with nobody on its list."""
    made = Hall(engine)
    with reading(engine) as session:
        commune = communes_of(session, "Ouarzazate")[0]
    names = {"name_ar": "اللقاء الختامي", "name_fr": "Rencontre de clôture"}
    made.event = made.do(make_event, on(day, commune_id=commune, seats=150, **names), by=DESK)
    return made
