"""Accounts: the first administrator, making, changing and closing an account, a new password, a language."""

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from core.access import ADMINISTRATOR, ROLES, Actor
from core.i18n import LANGUAGES
from core.passwords import Hashed, token_hash
from core.problems import Problem
from core.records.accounts import AccountRecord
from db.commands.chain import enter
from db.commands.ledger import Done, command, living, raise_revisions, stamped, values_of
from db.commands.sign_ins import end_everywhere
from db.models import Account, AccountProvince, Change, SetupCode
from db.models.base import now

_ADMINISTRATORS = 0xAD


def make_first_administrator(session: Session, code: str, record: AccountRecord, password: Hashed) -> Account:
    """The administrator of a database without accounts, for whoever holds the printed code; the code is used up."""
    held = session.get(SetupCode, 1, with_for_update=True)
    if held is None or held.code_hash != token_hash(code.strip().upper()):
        raise Problem("setup_code_wrong", field="code")
    if session.exec(select(func.count()).select_from(Account)).one():
        raise Problem("setup_done", field="code")
    account = Account.model_validate(record, update={"roles": ADMINISTRATOR, "password_hash": password.value})
    session.add(account)
    session.delete(held)
    session.flush()
    change = Change(
        account_id=account.id,
        command="make_first_administrator",
        subject="account",
        kind="account",
        row_id=account.id,
        after=values_of(account),
    )
    enter(session, change)
    raise_revisions(session, ("account",))
    return account


@command("account.write", "account")
def make_account(
    session: Session, actor: Actor, record: AccountRecord, provinces: frozenset[int], password: Hashed
) -> Done[Account]:
    """A new account with its provinces."""
    _free_name(session, record.username, None)
    _provinces_given(record, provinces)
    values = {"roles": _in_order(record.roles), "password_hash": password.value, "created_by": actor.account_id}
    account = Account.model_validate(record, update=values)
    session.add(account)
    session.flush()
    _set_provinces(session, account, provinces)
    return Done(account, after=values_of(account) | {"provinces": sorted(provinces)})


@command("account.write", "account")
def change_account(
    session: Session, actor: Actor, account_id: int, version: int, record: AccountRecord, provinces: frozenset[int]
) -> Done[Account]:
    """An account with other values; a changed role, province or closing ends its sign-ins at their next run."""
    _one_at_a_time(session)
    account = living(session, Account, account_id, version)
    _free_name(session, record.username, account_id)
    _provinces_given(record, provinces)
    old_provinces = provinces_of(session, account_id)
    before = values_of(account) | {"provinces": sorted(old_provinces)}
    roles = _in_order(record.roles)
    if not record.active:
        end_everywhere(session, account)
    elif roles != account.roles or provinces != old_provinces:
        account.security_version += 1
    stamped(account, actor, record.model_dump() | {"roles": roles})
    session.flush()
    _set_provinces(session, account, provinces)
    _administrator_left(session)
    return Done(account, before=before, after=values_of(account) | {"provinces": sorted(provinces)})


@command("account.write", "account")
def close_account(session: Session, actor: Actor, account_id: int, version: int) -> Done[Account]:
    """A closed account signs in no more; its row stays, since the history names it."""
    _one_at_a_time(session)
    account = living(session, Account, account_id, version)
    before = values_of(account)
    end_everywhere(session, account)
    stamped(account, actor, {"active": False})
    session.flush()
    _administrator_left(session)
    return Done(account, before=before)


@command("account.write", "account")
def set_password(session: Session, actor: Actor, account_id: int, version: int, password: Hashed) -> Done[Account]:
    """A new password, given by an administrator; every sign-in of the account ends at its next run.

    Problem("own_password_elsewhere") for the own account: that takes the present password, on another page.
    """
    if account_id == actor.account_id:
        raise Problem("own_password_elsewhere", field="password")
    account = living(session, Account, account_id, version)
    before = values_of(account)
    end_everywhere(session, account)
    stamped(account, actor, {"password_hash": password.value})
    return Done(account, before=before)


@command("account.self", "account")
def choose_language(session: Session, actor: Actor, language: str) -> Done[Account]:
    """The language the account's owner reads in."""
    if language not in LANGUAGES:
        raise Problem("unknown_choice", field="language", given=language)
    account = living(session, Account, actor.account_id or 0)
    before = values_of(account)
    account.language = language
    account.updated_at = now()
    return Done(account, before=before)


def provinces_of(session: Session, account_id: int) -> frozenset[int]:
    """The ids of the provinces the account may touch."""
    chosen = select(AccountProvince.province_id).where(AccountProvince.account_id == account_id)
    return frozenset(session.exec(chosen))


def _set_provinces(session: Session, account: Account, provinces: frozenset[int]) -> None:
    session.execute(delete(AccountProvince).where(col(AccountProvince.account_id) == account.id))
    session.add_all(AccountProvince(account_id=account.id or 0, province_id=p) for p in sorted(provinces))


def _free_name(session: Session, username: str, own_id: int | None) -> None:
    taken = select(Account.id).where(Account.username == username, col(Account.deleted_at).is_(None))
    if any(account_id != own_id for account_id in session.exec(taken)):
        raise Problem("username_taken", field="username", username=username)


def _provinces_given(record: AccountRecord, provinces: frozenset[int]) -> None:
    if record.needs_provinces and not provinces:
        raise Problem("provinces_missing", field="provinces")


def _one_at_a_time(session: Session) -> None:
    # Two administrators who close each other at one moment would on PostgreSQL each still see the other one.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_ADMINISTRATORS)))


def _administrator_left(session: Session) -> None:
    rows = session.exec(select(Account.roles).where(col(Account.active), col(Account.deleted_at).is_(None)))
    if not any(ADMINISTRATOR in roles.split() for roles in rows):
        raise Problem("last_administrator", field="roles")


def _in_order(roles: str) -> str:
    given = set(roles.split())
    return " ".join(role for role in ROLES if role in given)
