"""Tries at the door: each is noted before anything is hashed, and one that was right is taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from core.passwords import token_hash
from core.problems import Problem
from core.records.settings import MOST_TRIES_A_MINUTE
from db.engine import reading, transaction
from db.models import Attempt
from db.models.base import now
from db.queries.limits import Limits, limits

_KEPT = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
# A provider gives one customer this much of an address of the newer kind.
_ONE_CUSTOMER = 64


@contextmanager
def tried(address: str, account: str | None = None, secret: str = "", field: str = "password") -> Iterator[None]:
    """One try from this address, of an account or of another `secret` ("code", "link"), around its hashing.

    Problem("try_later") before it, when too many were wrong in the time of the settings; whoever is refused does not
    lengthen it. The try is noted first, so that fifty at one moment count as fifty, and taken back where the work
    inside raises nothing.
    """
    noted = _note(_scopes(address, account, secret), field)
    yield
    with transaction() as session:
        session.execute(delete(Attempt).where(col(Attempt.id).in_(noted)))


def _scopes(address: str, account: str | None, secret: str) -> list[str]:
    here = f"address:{one_customer(address)}"
    # A long name would fill the table; one that is cut is nobody's, and only slows itself down.
    return [f"account:{account[:80]}", here] if account is not None else [f"{secret}:{one_customer(address)}", here]


def one_customer(address: str) -> str:
    """The address as a provider gives it to one customer: of the newer kind, the network it lies in."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:80]
    if isinstance(known, IPv6Address):
        return str(ip_network((int(known), _ONE_CUSTOMER), strict=False))
    return str(known)


def _note(scopes: list[str], field: str) -> list[int]:
    # A flood of tries is turned away without keeping anybody else from writing.
    with reading() as session:
        _slow_down(session, scopes, limits(session), field)
    # Asked again where only one writes: of many at one moment, all found room before any had noted its try.
    with transaction() as session:
        _one_at_a_time(session, scopes)
        _slow_down(session, scopes, limits(session), field)
        session.execute(delete(Attempt).where(col(Attempt.at) < now() - _KEPT))
        rows = [Attempt(scope=scope) for scope in scopes]
        session.add_all(rows)
        session.flush()
        return [row.id or 0 for row in rows]


def _slow_down(session: Session, scopes: list[str], set_now: Limits, field: str) -> None:
    own, address = scopes
    for scope, within, most in (
        (own, set_now.window, set_now.tries_of_account),
        (own, _MINUTE, MOST_TRIES_A_MINUTE),
        (address, set_now.window, set_now.tries_of_address),
    ):
        tries = select(func.count()).select_from(Attempt).where(Attempt.scope == scope, Attempt.at > now() - within)
        if session.exec(tries).one() >= most:
            raise Problem("try_later", field=field, minutes=int(within.total_seconds() // 60))


def _one_at_a_time(session: Session, scopes: list[str]) -> None:
    # SQLite has one writer anyway; on PostgreSQL two would both count before either has written.
    if session.get_bind().dialect.name == "postgresql":
        for number in sorted(int(token_hash(scope)[:15], 16) for scope in scopes):
            session.execute(select(func.pg_advisory_xact_lock(number)))
