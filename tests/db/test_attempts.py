"""Tries at the door: counted before anything is hashed, also fifty at one moment, and never for good."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.passwords import matches
from core.problems import Problem
from db.commands.attempts import tried
from db.commands.sign_ins import check_own_password, checked_account
from db.engine import transaction
from db.models import Account, Attempt, Setting
from tests.pages.conftest import PASSWORD, new_account

WRONG = "another long sentence"
THREADS = 50


@pytest.fixture(autouse=True)
def amina(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> int:
    """An account, in the database that the door asks."""
    monkeypatch.setattr("db.engine.engine", lambda: engine)
    with transaction() as session:
        return new_account(session, "amina", "manager", (), "fr")


class Hashings:
    """How often a password was hashed, and whether it is the right one."""

    def __init__(self) -> None:
        self.count, self.right = 0, False
        self._turn = threading.Lock()

    def __call__(self, _given: bytes, _hash: bytes) -> bool:
        with self._turn:
            self.count += 1
        return self.right


@pytest.fixture(scope="module", autouse=True)
def hash_of_nobody() -> None:
    """The hash that stands for nobody, which a process makes once: outside of every count."""
    matches("", None)


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> Hashings:
    """A counter in the place of the hashing."""
    counter = Hashings()
    monkeypatch.setattr("core.passwords.bcrypt.checkpw", counter)
    return counter


def at_once(times: int, attempt: Callable[[int], Any]) -> list[str]:
    """The codes of so many attempts, which fifty threads begin at one moment."""
    codes: list[str] = []
    start = threading.Barrier(THREADS)

    def run(first: int) -> None:
        start.wait(30)
        for number in range(first, times, THREADS):
            try:
                attempt(number)
            except Problem as problem:
                codes.append(problem.code)

    threads = [threading.Thread(target=run, args=(first,)) for first in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return codes


def later(minutes: float) -> None:
    """So much time goes by for what was noted."""
    with transaction() as session:
        for row in session.exec(select(Attempt)):
            row.at -= timedelta(minutes=minutes)


def set_to(**values: Any) -> None:
    with transaction() as session:
        session.add(Setting(id=1, values=values))


def noted() -> int:
    with transaction() as session:
        return session.exec(select(func.count()).select_from(Attempt)).one()


def test_of_two_hundred_wrong_tries_from_fifty_threads_eight_reach_the_hash(hashings: Hashings) -> None:
    codes = at_once(200, lambda number: checked_account("amina", WRONG, f"10.0.{number}.1"))
    assert hashings.count == 8
    assert sorted(set(codes)) == ["sign_in_wrong", "try_later"]
    assert (codes.count("sign_in_wrong"), len(codes)) == (8, 200)


def test_an_unknown_name_is_slowed_down_like_a_known_one(hashings: Hashings) -> None:
    codes = at_once(100, lambda number: checked_account("nobody", WRONG, f"10.0.{number}.1"))
    assert (hashings.count, codes.count("sign_in_wrong")) == (8, 8)


def test_of_many_names_from_one_address_sixty_reach_the_hash(hashings: Hashings) -> None:
    at_once(150, lambda number: checked_account(f"name{number}", WRONG, "10.0.0.1"))
    assert hashings.count == 60


def test_whatever_is_set_ten_a_minute_reach_the_hash(hashings: Hashings) -> None:
    set_to(tries_of_account=50, tries_minutes=5)
    at_once(100, lambda number: checked_account("amina", WRONG, f"10.0.{number}.1"))
    assert hashings.count == 10
    later(1.01)
    at_once(100, lambda number: checked_account("amina", WRONG, f"10.1.{number}.1"))
    assert hashings.count == 20
    with pytest.raises(Problem, match="try_later") as refused:
        checked_account("amina", WRONG, "10.2.0.1")
    assert refused.value.details == {"minutes": 1}


def test_fewer_tries_and_a_longer_wait_can_be_set(hashings: Hashings) -> None:
    set_to(tries_of_account=3, tries_of_address=4, tries_minutes=20)
    for name, wrong in (("amina", 3), ("brahim", 1)):
        for _ in range(wrong):
            with pytest.raises(Problem, match="sign_in_wrong"):
                checked_account(name, WRONG, "10.0.0.1")
    for name, address in (("amina", "10.0.0.2"), ("chaima", "10.0.0.1")):
        with pytest.raises(Problem, match="try_later") as refused:
            checked_account(name, WRONG, address)
        assert refused.value.details == {"minutes": 20}
    assert hashings.count == 4


def test_nobody_is_locked_out_for_good(hashings: Hashings, amina: int) -> None:
    for _ in range(8):
        with pytest.raises(Problem, match="sign_in_wrong"):
            checked_account("amina", WRONG, "10.0.0.1")
    for _ in range(30):
        # Whoever is turned away does not lengthen the wait.
        with pytest.raises(Problem, match="try_later"):
            checked_account("amina", PASSWORD, "10.0.0.1")
    assert (noted(), hashings.count) == (16, 8)
    later(5.01)
    hashings.right = True
    assert checked_account("amina", PASSWORD, "10.0.0.1") == amina


def test_right_passwords_are_no_tries(hashings: Hashings, amina: int) -> None:
    hashings.right = True
    for _ in range(9):
        assert checked_account("amina", PASSWORD, "10.0.0.1") == amina
        check_own_password("amina", PASSWORD, "10.0.0.1")
    assert noted() == 0


def test_unknown_closed_and_wrong_cost_the_same_work_and_are_answered_alike(hashings: Hashings, amina: int) -> None:
    with transaction() as session:
        session.get_one(Account, new_account(session, "closed", "manager", (), "fr")).active = False
    answers = []
    for name, password in (
        ("amina", WRONG),
        ("nobody", WRONG),
        ("amina", "ا" * 80),
        ("closed", PASSWORD),
        ("nobody", "a\0b"),
    ):
        before = hashings.count
        with pytest.raises(Problem) as refused:
            checked_account(name, password, "10.0.0.1")
        answers.append((hashings.count - before, refused.value.code, refused.value.details))
    assert answers == [(1, "sign_in_wrong", {})] * 5
    assert amina


def test_an_old_try_is_forgotten(hashings: Hashings) -> None:
    with pytest.raises(Problem):
        checked_account("amina", WRONG, "10.0.0.1")
    later(25 * 60)
    with pytest.raises(Problem):
        checked_account("brahim", WRONG, "10.0.0.1")
    assert (noted(), hashings.count) == (2, 2)


@pytest.mark.parametrize("secret", ["code", "link"])
def test_codes_and_links_are_slowed_down_by_address_and_apart_from_passwords(secret: str, amina: int) -> None:
    def guess(address: str) -> None:
        with tried(address, secret=secret):
            raise Problem("wrong")

    for _ in range(8):
        with pytest.raises(Problem, match="wrong"):
            guess("10.0.0.1")
    with pytest.raises(Problem, match="try_later"):
        guess("10.0.0.1")
    with pytest.raises(Problem, match="wrong"):
        guess("10.0.0.2")
    assert checked_account("amina", PASSWORD, "10.0.0.1") == amina


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("10.0.0.1", "10.0.0.2", False),
        ("local", "local", True),
    ],
)
def test_one_customer_of_a_provider_has_many_addresses_of_the_newer_kind(one: str, other: str, same: bool) -> None:
    set_to(tries_of_account=1)
    for address, code in ((one, "wrong"), (other, "try_later" if same else "wrong")):
        with pytest.raises(Problem) as refused, tried(address, secret="code"):
            raise Problem("wrong")
        assert refused.value.code == code


def test_a_try_is_noted_before_the_work_and_stays_while_it_lasts() -> None:
    with tried("10.0.0.1", account="amina"):
        assert noted() == 2
    assert noted() == 0
