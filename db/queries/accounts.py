"""Accounts and who is signed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, true
from sqlmodel import Session, col, select

from core.access import FIELD_OFFICER, Actor, limit_of
from core.passwords import token_hash
from db.commands.setup_codes import SETUP_CODE_LIFE
from db.models import Account, AccountProvince, Instance, Revision, SetupCode, SignIn
from db.models.base import now
from db.queries.limits import STORED_TEXT, limits_of


@dataclass(frozen=True)
class Reader:
    """Who reads: the actor, the name shown, the language, whether the rows are invented, and when they last did."""

    actor: Actor
    name: str
    language: str
    demonstration: bool
    seen_at: datetime


# Both are asked in every run of every page: put together once, and run on the connection itself.
_SIGNED_IN = (
    select(
        Account.id,  # type: ignore[call-overload]
        *(Account.username, Account.name, Account.roles, Account.language, SignIn.created_at, SignIn.seen_at),
        *(select(Instance.demonstration).scalar_subquery(), STORED_TEXT),
    )
    .join(SignIn, col(SignIn.account_id) == Account.id)
    .where(
        SignIn.cookie_hash == bindparam("hash"),
        col(SignIn.revoked_at).is_(None),
        SignIn.security_version == Account.security_version,
        col(Account.active),
        col(Account.deleted_at).is_(None),
    )
)
_REVISIONS = select(Instance.name, Revision.subject, Revision.number).outerjoin(Revision, true())


def reader_of_cookie(session: Session, cookie: str) -> Reader | None:
    """The account behind a cookie, or None when the sign-in is unknown, ended, idle, too old or of an older password.

    Asked on every run of every page, so it is one row of columns and no object of the mapper.
    """
    found = session.connection().execute(_SIGNED_IN, {"hash": token_hash(cookie)}).first()
    if found is None:
        return None
    account_id, username, name, role_codes, language, began_at, seen_at, invented, stored = found
    if not limits_of(stored).goes_on(role_codes, began_at, seen_at, now()):
        return None
    roles = frozenset(role_codes.split())
    provinces = frozenset[int]()
    if FIELD_OFFICER in roles:
        own = select(AccountProvince.province_id).where(AccountProvince.account_id == account_id)
        provinces = frozenset(session.exec(own))
    actor = Actor(account_id, username, roles, limit_of(roles, provinces))
    return Reader(actor=actor, name=name, language=language, demonstration=bool(invented), seen_at=seen_at)


def account_exists(session: Session) -> bool:
    """Whether anybody can sign in at all."""
    return session.exec(select(Account.id).limit(1)).first() is not None


def setup_code_is_open(session: Session) -> bool:
    """Whether the server printed a set-up code within the hour that nobody has used."""
    recent = select(SetupCode.id).where(SetupCode.printed_at > now() - SETUP_CODE_LIFE)
    return session.exec(recent).first() is not None


def is_demonstration(session: Session) -> bool:
    """Whether the rows are invented."""
    instance = session.get(Instance, 1)
    return bool(instance and instance.demonstration)


def revisions(session: Session) -> dict[str, str]:
    """The revision of every subject, each with the name of this very database before it, which stands under ""."""
    rows = session.connection().execute(_REVISIONS).all()
    name = rows[0][0] if rows else ""
    return {subject: f"{name}:{number}" for _, subject, number in rows if subject} | {"": name}
