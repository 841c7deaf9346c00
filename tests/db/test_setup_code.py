"""The server's own way back in: a code printed by a command makes one more administrator, once, within the hour."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from core.passwords import hashed
from core.problems import Problem
from core.records import validated
from core.records.accounts import AccountRecord
from db import setup_code
from db.commands.ledger import perform
from db.commands.setup_codes import SERVER, SETUP_CODE_LIFE, make_further_administrator
from db.engine import reading, transaction
from db.models import Account, Change, SetupCode
from db.models.base import now
from db.queries.accounts import setup_code_is_open
from tests.pages.conftest import new_account

SECRET = hashed("une phrase assez longue")
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def code(capsys: pytest.CaptureFixture[str]) -> str:
    """The code the command printed on a server with one administrator, who is locked out."""
    with transaction() as session:
        new_account(session, "amina", "administrator", (), "fr")
    return printed(capsys)


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    assert setup_code.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    return lines[-1]


def make(code: str, username: str = "brahim", roles: str = "administrator") -> int:
    record = validated(AccountRecord, {"username": username, "name": "Brahim", "roles": roles})
    return perform(make_further_administrator, SERVER, f"key of {code} {username}", code, record, SECRET).row_id


def is_open() -> bool:
    with reading() as session:
        return setup_code_is_open(session)


def accounts() -> list[tuple[str, str]]:
    with reading() as session:
        return [(a.username, a.roles) for a in session.exec(select(Account).order_by(Account.username))]


def test_a_wrong_code_a_taken_name_and_an_hour_later_make_nobody(code: str) -> None:
    with pytest.raises(Problem, match="setup_code_wrong"):
        make("AAA-AAA-AAA-AAA")
    with pytest.raises(Problem, match="username_taken"):
        make(code, "amina")
    assert is_open()
    with transaction() as session:
        session.exec(select(SetupCode)).one().printed_at = now() - SETUP_CODE_LIFE - timedelta(seconds=1)
    assert not is_open()
    with pytest.raises(Problem, match="setup_code_old"):
        make(code)
    assert accounts() == [("amina", "administrator")]


def test_the_code_makes_one_administrator_whatever_was_asked_for_and_both_steps_are_in_the_history(code: str) -> None:
    made = make(code.lower(), roles="manager")
    assert accounts() == [("amina", "administrator"), ("brahim", "administrator")]
    assert not is_open()
    with pytest.raises(Problem, match="setup_code_wrong"):
        make(code, "second")
    with reading() as session:
        entries = [(c.command, c.row_id, c.account_id) for c in session.exec(select(Change).order_by(col(Change.id)))]
        said = str([c.after for c in session.exec(select(Change))])
    assert entries == [("keep_setup_code", 1, None), ("make_further_administrator", made, None)]
    assert code not in said
    assert "hash" not in said


def test_a_second_code_makes_the_first_worthless(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    second = printed(capsys)
    with pytest.raises(Problem, match="setup_code_wrong"):
        make(code)
    assert make(second)


def test_a_database_that_no_server_has_made_ready_gets_no_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("db.setup_code.pending", lambda _engine: True)
    assert setup_code.main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "The database is not ready for this version of the program. Start the server once, then try again."
    )
    assert not is_open()
