"""The door: checking a password, handing out a ticket, changing it into a sign-in, and ending one."""

import unicodedata
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from core.passwords import matches, new_code, new_token, token_hash
from core.problems import Problem
from core.records.fields import cleaned
from db.commands.attempts import tried
from db.engine import reading, transaction
from db.models import Account, PasswordLink, SetupCode, SignIn, Ticket
from db.models.base import now

TICKET_LIFE = timedelta(seconds=60)
_SEEN_EVERY = timedelta(minutes=1)
# Tries of one account are hashed one after the other: a flood of them leaves the other processors to other people.
_TURNS = tuple(Lock() for _ in range(61))


def checked_account(username: str, password: str, address: str) -> int:
    """The id of the account with this name and password.

    Problem("sign_in_wrong") for an unknown account and a wrong password alike, after the same work; before any of it
    Problem("try_later") after too many wrong ones of the account or the address.
    """
    name = cleaned(username).lower()
    with tried(address, account=name):
        with reading() as session:
            account = session.exec(
                select(Account).where(Account.username == name, col(Account.deleted_at).is_(None), col(Account.active))
            ).first()
        with _TURNS[hash(name) % len(_TURNS)]:
            right = matches(unicodedata.normalize("NFC", password), account.password_hash if account else None)
        if not right or account is None or account.id is None:
            raise Problem("sign_in_wrong", field="password")
    return account.id


def check_own_password(username: str, password: str, address: str) -> None:
    """Problem("present_password_wrong"), slowed down as at the door, unless this is the account's present password."""
    try:
        checked_account(username, password, address)
    except Problem as problem:
        code = "present_password_wrong" if problem.code == "sign_in_wrong" else problem.code
        raise Problem(code, field="present", **problem.details) from problem


def open_ticket(account_id: int) -> str:
    """A one-time ticket for the account, worth a sign-in for a minute."""
    ticket = new_token()
    with transaction() as session:
        session.execute(delete(Ticket).where(col(Ticket.expires_at) < now()))
        session.add(Ticket(ticket_hash=token_hash(ticket), account_id=account_id, expires_at=now() + TICKET_LIFE))
    return ticket


def redeem_ticket(ticket: str) -> str | None:
    """The cookie of a new sign-in for a ticket that is fresh and unused; None for any other."""
    cookie = new_token()
    with transaction() as session:
        held = session.get(Ticket, token_hash(ticket), with_for_update=True)
        if held is None:
            return None
        session.delete(held)
        account = session.get(Account, held.account_id)
        if held.expires_at < now() or account is None or not account.active or account.deleted_at:
            return None
        session.add(
            SignIn(
                cookie_hash=token_hash(cookie),
                account_id=held.account_id,
                security_version=account.security_version,
            )
        )
    return cookie


def end_sign_in(cookie: str) -> None:
    """Ends the sign-in of this cookie, wherever it is open; an unknown cookie changes nothing."""
    with transaction() as session:
        held = session.exec(select(SignIn).where(SignIn.cookie_hash == token_hash(cookie))).first()
        if held and held.revoked_at is None:
            held.revoked_at = now()
            session.add(held)


def note_activity(cookie: str, seen_at: datetime) -> None:
    """Moves on when the person of this sign-in was last seen, at most once a minute.

    While somebody else writes, or nobody can, nothing is noted: reading never waits for a writer, and the next run
    tries again.
    """
    if seen_at > now() - _SEEN_EVERY:
        return
    moved = update(SignIn).where(col(SignIn.cookie_hash) == token_hash(cookie)).values(seen_at=now())
    with suppress(Problem), transaction(patience=0) as session:
        session.execute(moved)


def end_everywhere(session: Session, account: Account) -> None:
    """Ends every sign-in of the account at its next run, and every ticket and link that could still open one."""
    account.security_version += 1
    session.execute(delete(Ticket).where(col(Ticket.account_id) == account.id))
    unused = col(PasswordLink.used_at).is_(None)
    session.execute(delete(PasswordLink).where(col(PasswordLink.account_id) == account.id, unused))


def print_setup_code() -> str | None:
    """A new set-up code while no account exists, else None; only its hash is kept."""
    with transaction() as session:
        if session.exec(select(func.count()).select_from(Account)).one():
            return None
        code = new_code()
        session.merge(SetupCode(id=1, code_hash=token_hash(code), printed_at=now()))
    return code
