"""The link for a new password: once, within a day, for one account, and known to nobody who reads the database."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from core.access import Actor
from core.passwords import hashed, new_token, token_hash
from core.problems import Problem
from db.commands.accounts import close_account, set_password
from db.commands.ledger import perform
from db.commands.password_links import LINK_LIFE, give_password_link, link_holder, use_password_link
from db.commands.sign_ins import checked_account, open_ticket, redeem_ticket
from db.engine import reading, transaction
from db.models import Account, Change, PasswordLink
from db.models.base import now
from db.queries.accounts import reader_of_cookie
from tests.conftest import actor
from tests.pages.conftest import PASSWORD, new_account

NEW = "an entirely new sentence"
# Hashed once: bcrypt is slow on purpose.
NEW_SECRET = hashed(NEW)
CHIEF = actor("administrator")
pytestmark = pytest.mark.usefixtures("at_the_door")


@pytest.fixture(autouse=True)
def people(at_the_door: object) -> None:
    """Two accounts, and an administrator who is never the last to be closed."""
    assert at_the_door
    with transaction() as session:
        for name, role in (("amina", "presenter"), ("brahim", "manager"), ("chief", "administrator")):
            new_account(session, name, role, (), "fr")


def given(account_id: int = 1) -> str:
    token = new_token()
    perform(give_password_link, CHIEF, token[:9], account_id, token_hash(token))
    return token


def holder(token: str) -> Actor:
    with reading() as session:
        return link_holder(session, token)


def use(token: str, key: str = "k") -> int:
    return perform(use_password_link, holder(token), key, token, NEW_SECRET).row_id


@pytest.mark.parametrize("token", ["", "forged", "A" * 43])
def test_a_forged_link_is_nobodys(token: str) -> None:
    given()
    with pytest.raises(Problem, match="link_unknown"):
        holder(token)


def test_the_hash_in_the_database_opens_nothing() -> None:
    given()
    with reading() as session:
        kept = session.exec(select(PasswordLink.token_hash)).one()
    with pytest.raises(Problem, match="link_unknown"):
        holder(kept)


def test_a_link_of_a_day_ago_is_expired() -> None:
    token = given()
    with transaction() as session:
        held = session.exec(select(PasswordLink)).one()
        assert held.expires_at > now() + LINK_LIFE - timedelta(minutes=1)
        held.expires_at = now() - timedelta(seconds=1)
    with pytest.raises(Problem, match="link_expired"):
        holder(token)


def test_a_link_sets_the_password_once_and_ends_every_sign_in() -> None:
    token, mine = given(), holder_cookie(1)
    other = holder_cookie(2)
    me = holder(token)
    assert use(token) == 1
    with reading() as session:
        assert reader_of_cookie(session, mine) is None
        assert reader_of_cookie(session, other) is not None
    assert checked_account("amina", NEW, "10.0.0.1") == 1
    with pytest.raises(Problem, match="link_used"):
        holder(token)
    with pytest.raises(Problem, match="link_used"):
        perform(use_password_link, me, "another key", token, hashed(PASSWORD))
    assert checked_account("amina", NEW, "10.0.0.1") == 1
    with reading() as session:
        entries = [(c.command, c.row_id, c.account_id) for c in session.exec(select(Change).order_by(col(Change.id)))]
        said = str([(c.before, c.after) for c in session.exec(select(Change))])
    assert entries == [("give_password_link", 1, None), ("use_password_link", 1, 1)]
    assert token not in said
    assert token_hash(token) not in said


def holder_cookie(account_id: int) -> str:
    cookie = redeem_ticket(open_ticket(account_id))
    assert cookie
    return cookie


def test_a_link_is_of_no_use_for_another_account() -> None:
    token = given()
    with pytest.raises(Problem, match="link_unknown"):
        perform(use_password_link, Actor(2, "brahim", frozenset({"manager"})), "k", token, NEW_SECRET)
    assert checked_account("brahim", PASSWORD, "10.0.0.1") == 2


@pytest.mark.parametrize("by", ["a newer link", "another password", "closing"])
def test_an_unused_link_is_worthless_after(by: str) -> None:
    token = given()
    if by == "a newer link":
        given()
    elif by == "closing":
        perform(close_account, CHIEF, "k", 1, 1)
    else:
        perform(set_password, CHIEF, "k", 1, 1, NEW_SECRET)
    with pytest.raises(Problem, match="link_unknown"):
        holder(token)


def test_a_closed_account_gets_no_link_and_nobody_but_an_administrator_gives_one() -> None:
    for role in ("coordinator", "field_officer", "manager", "presenter"):
        with pytest.raises(Problem, match="not_allowed"):
            perform(give_password_link, actor(role), "k", 1, "hash")
    perform(close_account, CHIEF, "k", 1, 1)
    with pytest.raises(Problem, match="account_closed"):
        given()
    with reading() as session:
        assert session.exec(select(PasswordLink)).all() == []
        assert session.get_one(Account, 1).active is False
