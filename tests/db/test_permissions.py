"""Every command with every role, without a sign-in and with a closed account: each as the written table says."""

import importlib
import pkgutil
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

import db.commands
import db.engine
from core.access import ACTIONS as THE_ACTIONS
from core.access import ROLES, Actor
from core.problems import Problem
from db.commands.accounts import close_account
from db.commands.ledger import COMMANDS as THERE_ARE
from db.commands.ledger import perform
from db.commands.sign_ins import open_ticket, redeem_ticket
from db.engine import reading, transaction
from db.queries.accounts import reader_of_cookie
from pages.menu import MENU
from tests.conftest import actor
from tests.pages.conftest import new_account
from tests.permissions import ACTIONS, COMMANDS

NOBODY, CLOSED = "without a sign-in", "with a closed account"
VISITORS = (*ROLES, NOBODY, CLOSED)
_STRANGER = Actor(None, "", frozenset())

for module in pkgutil.walk_packages(db.commands.__path__, "db.commands."):
    importlib.import_module(module.name)


class Reached(Exception):
    """What stands in a command's place was reached."""


@pytest.fixture(scope="module")
def cookies(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The cookie of an open sign-in for each role, and of an account with every role that was closed since."""
    file = tmp_path_factory.mktemp("permissions") / "cooper.sqlite3"
    file.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("DATABASE_URL", raising=False)
        patched.setenv("COOPER_DATABASE", str(file))
        db.engine.engine.cache_clear()
        yield {role: _signed_in(role) for role in ROLES} | {CLOSED: _closed(), NOBODY: "forged"}
        db.engine.engine().dispose()
        db.engine.engine.cache_clear()


@pytest.fixture(scope="module")
def watched(cookies: dict[str, str]) -> Iterator[sqlite3.Connection]:
    """A connection that sees whether anybody else wrote."""
    assert cookies
    connection = sqlite3.connect(str(db.engine.database_url().database))
    yield connection
    connection.close()


def _signed_in(*roles: str) -> str:
    with transaction() as session:
        made = new_account(session, f"u{uuid.uuid4().hex[:8]}", " ".join(roles), (1,), "fr")
    cookie = redeem_ticket(open_ticket(made))
    assert cookie
    return cookie


def _closed() -> str:
    cookie = _signed_in(*ROLES)
    with reading() as session:
        reader = reader_of_cookie(session, cookie)
    assert reader
    perform(close_account, actor("administrator"), "k", reader.actor.account_id or 0, 1)
    return cookie


def _behind(cookie: str) -> Actor:
    """Whom the server takes the bearer of a cookie for."""
    with reading() as session:
        reader = reader_of_cookie(session, cookie)
    return reader.actor if reader else _STRANGER


def _reached(*_arguments: Any, **_options: Any) -> NoReturn:
    raise Reached


def _writes(watched: sqlite3.Connection) -> int:
    return int(watched.execute("PRAGMA data_version").fetchone()[0])


def test_every_command_has_a_line_in_the_table_and_every_line_a_command() -> None:
    assert sorted(COMMANDS) == sorted(THERE_ARE)


def test_every_action_is_open_to_the_roles_that_are_written() -> None:
    assert THE_ACTIONS == ACTIONS


def test_the_table_has_at_least_three_hundred_cells() -> None:
    assert len(VISITORS) * (len(THERE_ARE) + len(MENU)) >= 300


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("name", sorted(THERE_ARE))
def test_a_command_is_open_to_the_roles_of_the_table_and_to_nobody_else(
    cookies: dict[str, str], watched: sqlite3.Connection, name: str, visitor: str
) -> None:
    acting, before = _behind(cookies[visitor]), _writes(watched)
    assert (acting is _STRANGER) is (visitor in (NOBODY, CLOSED))
    if visitor in COMMANDS[name]:
        with pytest.raises(Reached):
            perform(replace(THERE_ARE[name], run=_reached), acting, "key")
    else:
        # The command itself: were it let in, it would miss its arguments.
        with pytest.raises(Problem) as refused:
            perform(THERE_ARE[name], acting, "key")
        assert (refused.value.code, refused.value.details) == ("not_allowed", {"action": THERE_ARE[name].action})
    assert _writes(watched) == before


def test_a_write_would_be_seen(cookies: dict[str, str], watched: sqlite3.Connection) -> None:
    before = _writes(watched)
    with reading() as session:
        reader = reader_of_cookie(session, cookies["manager"])
    assert reader
    perform(THERE_ARE["choose_language"], reader.actor, "key", "ar")
    assert _writes(watched) != before


@pytest.mark.parametrize("roles", [("manager", "presenter"), ("field_officer", "manager"), ("coordinator", "manager")])
def test_several_roles_may_what_each_of_them_may_and_no_more(cookies: dict[str, str], roles: tuple[str, ...]) -> None:
    assert cookies
    acting = _behind(_signed_in(*roles))
    allowed = {name for name, command in THERE_ARE.items() if acting.may(command.action)}
    assert allowed == {name for name, may in COMMANDS.items() if may & set(roles)}
