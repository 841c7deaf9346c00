"""Every command of the field with a row of another province is refused, writes nothing, and is good for the desk."""

import importlib
import pkgutil
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

import db.commands
from core.access import ACTIONS, FIELD_OFFICER, Actor
from core.problems import Problem
from db.commands.ledger import COMMANDS as THERE_ARE
from db.engine import reading, transaction
from db.models import TABLES
from tests.db.rows_elsewhere import MAKERS, NOWHERE, OF_ANOTHER_ACCOUNT, Rows
from tests.pages.conftest import new_account
from tests.permissions import COMMANDS

for module in pkgutil.walk_packages(db.commands.__path__, "db.commands."):
    importlib.import_module(module.name)


class Undone(Exception):
    """Raised after a command that went through, so that the next one finds the rows as they were."""


def content(engine: Engine) -> dict[str, Any]:
    """The number of rows of every table, the sum of their versions, and the revisions."""
    found: dict[str, Any] = {}
    with reading(engine) as session:
        for table in TABLES.metadata.sorted_tables:
            counted = [func.count()] + ([func.sum(table.c.version)] if "version" in table.c else [])
            found[table.name] = tuple(session.execute(select(*counted).select_from(table)).one())
        revision = TABLES.metadata.tables["revision"]
        found["revisions"] = sorted(session.execute(select(revision.c.subject, revision.c.number)).all())
    return found


def answer(engine: Engine, name: str, actor: Actor, arguments: tuple[Any, ...]) -> str:
    """The code of the refusal, or "done" for what would have been written."""
    try:
        with transaction(engine) as session:
            THERE_ARE[name](session, actor, "key", *arguments)
            raise Undone
    except Undone:
        return "done"
    except Problem as problem:
        return problem.code


def test_every_command_of_the_field_has_arguments_that_reach_elsewhere() -> None:
    field = {name for name, may in COMMANDS.items() if FIELD_OFFICER in may}
    assert field == {name for name, command in THERE_ARE.items() if FIELD_OFFICER in ACTIONS[command.action]}
    assert {*MAKERS, *OF_ANOTHER_ACCOUNT, *NOWHERE} == field
    assert not NOWHERE & {*MAKERS, *OF_ANOTHER_ACCOUNT}


def test_no_command_of_the_field_reaches_a_row_of_another_province(engine: Engine) -> None:
    rows = Rows(engine)
    before = content(engine)
    tried = [(name, arguments) for name, make in MAKERS.items() for arguments in make(rows)]
    answers = {(name, str(given)): answer(engine, name, rows.sittings.officer, given) for name, given in tried}
    assert {one: code for one, code in answers.items() if code != "other_province"} == {}
    assert len(answers) == len(tried)
    assert content(engine) == before


def test_the_same_arguments_are_good_for_whoever_may_go_there(engine: Engine) -> None:
    rows = Rows(engine)
    before = content(engine)
    tried = [(name, arguments) for name, make in MAKERS.items() for arguments in make(rows)]
    answers = {(name, str(given)): answer(engine, name, rows.sittings.coordinator, given) for name, given in tried}
    assert {one: code for one, code in answers.items() if code != "done"} == {}
    assert content(engine) == before


@pytest.mark.parametrize("name", sorted(OF_ANOTHER_ACCOUNT))
def test_nobody_reaches_what_belongs_to_another_account(engine: Engine, name: str) -> None:
    rows = Rows(engine)
    with transaction(engine) as session:
        mine = new_account(session, "mine", "field_officer", (rows.sittings.zagora,), "fr")
    before = content(engine)
    code, make = OF_ANOTHER_ACCOUNT[name]
    me = Actor(mine, "mine", frozenset({FIELD_OFFICER}), frozenset({rows.sittings.zagora}))
    assert answer(engine, name, me, make(rows)) == code
    assert content(engine) == before
