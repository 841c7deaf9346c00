"""The way back in for a locked-out administrator: a code printed on the server, good once and for an hour."""

from datetime import timedelta

from sqlmodel import Session

from core.access import ADMINISTRATOR, Actor
from core.passwords import Hashed, token_hash
from core.problems import Problem
from core.records.accounts import AccountRecord
from db.commands.accounts import make_account
from db.commands.ledger import Done, command
from db.models import Account, SetupCode
from db.models.base import now

SETUP_CODE_LIFE = timedelta(hours=1)
# Whoever can run a command on the server, or holds what it printed; the history says no account's name.
SERVER = Actor(None, "", frozenset({ADMINISTRATOR}))


@command("account.write", "account")
def keep_setup_code(session: Session, _actor: Actor, code_hash: str) -> Done[SetupCode]:
    """Makes this the only set-up code there is, for an hour, whether accounts exist or not."""
    held = session.merge(SetupCode(id=1, code_hash=code_hash, printed_at=now()))
    return Done(held, before={}, after={"printed_at": held.printed_at.isoformat()})


@command("account.write", "account")
def make_further_administrator(
    session: Session, actor: Actor, code: str, record: AccountRecord, password: Hashed
) -> Done[Account]:
    """One more administrator, for whoever holds the code the server printed within the hour; the code is used up."""
    held = session.get(SetupCode, 1, with_for_update=True)
    if held is None or held.code_hash != token_hash(code.strip().upper()):
        raise Problem("setup_code_wrong", field="code")
    if held.printed_at < now() - SETUP_CODE_LIFE:
        raise Problem("setup_code_old", field="code")
    session.delete(held)
    only = record.model_copy(update={"roles": ADMINISTRATOR})
    return make_account.run(session, actor, only, frozenset(), password)
