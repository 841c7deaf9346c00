"""What everybody does with the own account: a new password, and ending a sign-in that is open elsewhere."""

import uuid

from sqlmodel import Session, select

from core.access import Actor
from core.passwords import Hashed, token_hash
from core.problems import Problem
from db.commands.accounts import choose_language
from db.commands.ledger import Done, command, living, perform, stamped, values_of
from db.commands.sign_ins import end_everywhere
from db.engine import reading
from db.models import Account, SignIn
from db.models.base import now


@command("account.self", "account")
def change_own_password(session: Session, actor: Actor, cookie: str, password: Hashed) -> Done[Account]:
    """Another password for whoever has just proved to know the present one; of the sign-ins only this one goes on."""
    account = living(session, Account, actor.account_id or 0)
    here = session.exec(select(SignIn).where(SignIn.cookie_hash == token_hash(cookie))).first()
    # The present password was checked before the transaction; since then the sign-in may have been ended.
    if (
        not here
        or here.revoked_at
        or (here.account_id, here.security_version) != (account.id, account.security_version)
    ):
        raise Problem("sign_in_over")
    before = values_of(account)
    stamped(account, actor, {"password_hash": password.value})
    end_everywhere(session, account)
    here.security_version = account.security_version
    session.add(here)
    return Done(account, before=before)


@command("account.self", "account")
def end_own_sign_in(session: Session, actor: Actor, sign_in_id: int) -> Done[Account]:
    """A sign-in of the own account is over at its next run, wherever it is open; one of another is not there."""
    account = living(session, Account, actor.account_id or 0)
    held = session.get(SignIn, sign_in_id, with_for_update=True)
    if held is None or held.account_id != account.id or held.revoked_at:
        raise Problem("row_gone", row=sign_in_id)
    held.revoked_at = now()
    session.add(held)
    return Done(account, before={}, after={"sign_in_ended": sign_in_id})


def keep_language_of_door(account_id: int, language: str) -> None:
    """The language picked at the door becomes the account's own, where it reads in another."""
    with reading() as session:
        account = session.get_one(Account, account_id)
    if account.language != language:
        owner = Actor(account_id, account.username, frozenset(account.roles.split()))
        perform(choose_language, owner, uuid.uuid4().hex, language)
