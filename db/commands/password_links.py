"""A link for a new password: given once by an administrator, used once by the account's owner, within a day."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from core.access import Actor
from core.passwords import Hashed, token_hash
from core.problems import Problem
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.sign_ins import end_everywhere
from db.models import Account, PasswordLink
from db.models.base import now

LINK_LIFE = timedelta(hours=24)


@command("account.write", "account")
def give_password_link(session: Session, actor: Actor, account_id: int, link_hash: str) -> Done[Account]:
    """A link for this account, kept as a hash; any earlier one is worthless from now on.

    Problem("own_password_elsewhere") for the own account: a link would be a way around the present password.
    """
    if account_id == actor.account_id:
        raise Problem("own_password_elsewhere", field="password")
    account = living(session, Account, account_id)
    if not account.active:
        raise Problem("account_closed")
    session.execute(delete(PasswordLink).where(col(PasswordLink.account_id) == account_id))
    until = now() + LINK_LIFE
    session.add(PasswordLink(token_hash=link_hash, account_id=account_id, expires_at=until))
    return Done(account, before={}, after={"password_link_until": until.isoformat()})


@command("account.self", "account")
def use_password_link(session: Session, actor: Actor, token: str, password: Hashed) -> Done[Account]:
    """The owner's new password; the link is used up, and every sign-in of the account ends at its next run."""
    if link_holder(session, token) != actor:
        raise Problem("link_unknown")
    account = living(session, Account, actor.account_id or 0)
    session.get_one(PasswordLink, token_hash(token)).used_at = now()
    session.flush()
    before = values_of(account)
    stamped(account, actor, {"password_hash": password.value})
    end_everywhere(session, account)
    return Done(account, before=before)


def link_holder(session: Session, token: str) -> Actor:
    """Whose link this is, held until the transaction ends; a Problem for one that is unknown, used or expired."""
    link = session.get(PasswordLink, token_hash(token), with_for_update=True)
    account = session.get(Account, link.account_id) if link else None
    if link is None or account is None or account.deleted_at or not account.active:
        raise Problem("link_unknown")
    if link.used_at:
        raise Problem("link_used")
    if link.expires_at < now():
        raise Problem("link_expired")
    return Actor(account.id, account.username, frozenset(account.roles.split()))
