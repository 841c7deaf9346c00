"""Cut off at each of its writes in turn, an action of many rows leaves nothing, and is whole when it comes again."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from core.access import COORDINATOR, Actor
from core.passwords import token_hash
from core.records import validated
from core.records.commitments import OrganisationVisitRecord
from core.records.sheets import CommentRecord, SheetCounts
from db.commands.attendance import close_roster, open_roster
from db.commands.certificates import issue_certificates
from db.commands.ledger import Command
from db.commands.merging import merge_persons
from db.commands.merging_institutions import merge_institutions
from db.commands.merging_obstacles import merge_obstacles
from db.commands.organisation_visits import record_visit
from db.commands.registrations import register_group
from db.commands.roster_workbook import apply_roster_workbook
from db.commands.sessions import plan_series
from db.commands.sign_in_sheets import send_back_sheet, submit_sheet
from db.models.base import TABLES
from tests.db.entries import mention, obstacle
from tests.db.sittings import DAY, Sittings, done
from tests.db.test_answers import Desk as Answered
from tests.db.test_certificates import Training
from tests.db.test_merging_obstacles import Two
from tests.db.test_obstacle_answers import Chain, today
from tests.db.test_roster_workbook import Hall, filled, hashed, opened, write

DESK = Actor(None, "desk", frozenset({COORDINATOR}))
_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b")


class CutError(Exception):
    """The connection is gone in the middle of an action."""


@contextmanager
def cut_at(engine: Engine, place: int) -> Iterator[None]:
    """The write of this number, counted from one, never reaches the database."""
    left = place

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal left
        if _WRITE.match(statement):
            left -= 1
            if not left:
                raise CutError

    event.listen(engine, "before_cursor_execute", heard)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", heard)


def everything(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in TABLES.metadata.sorted_tables
        }


def held(engine: Engine) -> tuple[Sittings, int]:
    """A session with three people whose roster is open, two of them present."""
    sittings = Sittings(engine)
    sittings.people("Amina", "Hassan", "Itto")
    number = sittings.plan()
    sittings.do(open_roster, number)
    for row in sittings.ids(number)[:2]:
        sittings.mark(row, "present")
    return sittings, number


Action = tuple[Command[Any, Any], tuple[Any, ...]]


def a_series(engine: Engine) -> Action:
    sittings = Sittings(engine)
    days = [DAY + timedelta(weeks=week) for week in range(3)]
    records = tuple(sittings.sitting(held_on=day, starts_at=time(9), ends_at=time(12)) for day in days)
    return plan_series, (records,)


def an_opening(engine: Engine) -> Action:
    sittings = Sittings(engine)
    sittings.people("Amina", "Hassan", "Itto")
    return open_roster, (sittings.plan(),)


def a_group(engine: Engine) -> Action:
    sittings = Sittings(engine)
    sittings.people("Amina", "Hassan", "Itto")
    return register_group, (sittings.plan(), sittings.group)


def a_closing(engine: Engine) -> Action:
    return close_roster, (held(engine)[1],)


def counts() -> SheetCounts:
    return validated(SheetCounts, {"declared_headcount": 2, "signatures": 2})


def a_sending_in(engine: Engine) -> Action:
    sittings, number = held(engine)
    sittings.do(close_roster, number)
    return submit_sheet, (number, 0, counts())


def a_sending_back(engine: Engine) -> Action:
    sittings, number = held(engine)
    sittings.do(close_roster, number)
    sittings.do(submit_sheet, number, 0, counts())
    rows = sittings.ids(number)[:2]
    said = tuple(validated(CommentRecord, {"registration_id": row, "text": "Signature ?"}) for row in rows)
    return send_back_sheet, (number, 2, said)


def a_workbook(engine: Engine) -> Action:
    sittings, number = held(engine)
    hall = Hall(sittings, number)
    marks: dict[str, tuple[Any, ...]] = {f"r{row}": ("late",) for row in hall.ids}
    data = filled(hall.given(), write(marks | {"new-1": ("Salma",), "new-2": ("Driss",)}))
    seen = hall.preview(data).digest
    return apply_roster_workbook, (number, "feuille.xlsx", hashed(data), opened(data), (), (), seen)


def a_merge(engine: Engine) -> Action:
    sittings, number = held(engine)
    (_, amina, _), (_, hassan, _), _ = sittings.registrations(number)
    return merge_persons, ((amina, 1), (hassan, 1), (), (sittings.ids(number)[0],), "Même téléphone")


def certificates(engine: Engine) -> Action:
    return issue_certificates, (Training(engine).finish().sittings.group,)


def a_visit(engine: Engine) -> Action:
    chain = Chain(engine)
    here = {"organisation_id": chain.voices[0], "visited_on": today(), "words": "Vue"}
    new = (obstacle(category_id=chain.land), mention(organisation_id=chain.voices[0], words="Pas d'eau"))
    return record_visit, (validated(OrganisationVisitRecord, here), (new,), (chain.word(chain.voices[0], "no"),))


def a_merge_of_obstacles(engine: Engine) -> Action:
    two = Two(engine)
    return merge_obstacles, (two.version(two.id), two.version(two.gone), "Deux fois le même")


def a_merge_of_institutions(engine: Engine) -> Action:
    desk = Answered(engine)
    desk.link(desk.person("ADS"), digest=token_hash("m" * 43))
    desk.promise("ADS")
    desk.refer("ADS")
    return merge_institutions, ((desk.bodies["INDH"], 1), (desk.bodies["ADS"], 1), "Une seule agence")


ACTIONS: list[Callable[[Engine], Action]] = [
    *(a_series, an_opening, a_group, a_closing, a_sending_in, a_sending_back, a_workbook, a_merge, certificates),
    *(a_visit, a_merge_of_obstacles, a_merge_of_institutions),
]


@pytest.mark.parametrize("begun", ACTIONS, ids=lambda begun: begun.__name__)
def test_an_action_cut_off_at_any_of_its_writes_is_not_there_at_all(
    engine: Engine, begun: Callable[[Engine], Action]
) -> None:
    command, said = begun(engine)
    before, place = everything(engine), 0
    while True:
        place += 1
        try:
            with cut_at(engine, place):
                saved = done(engine, command, DESK, "the same key", *said)
        except CutError:
            assert everything(engine) == before
        else:
            break
    # Rows, an entry, its action and a revision at the least.
    assert place > 4
    assert not saved.again
    whole = everything(engine)
    assert whole != before
    assert done(engine, command, DESK, "the same key", *said).again
    assert everything(engine) == whole
