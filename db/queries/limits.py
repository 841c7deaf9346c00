"""What the settings say of the door: how long a sign-in lasts, how many tries are free, whose word is believed."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from sqlalchemy import Text, cast, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from core.access import FIELD_OFFICER
from core.problems import Problem
from core.records.settings import settings_of
from db.engine import reading
from db.queries.settings import STORED

Networks = tuple[IPv4Network | IPv6Network, ...]

# As text, so that another statement can carry it along and equal text is understood once.
STORED_TEXT = cast(STORED.scalar_subquery(), Text)


@dataclass(frozen=True)
class Limits:
    """The limits of the door; `window` is the time in which the tries are counted."""

    idle: timedelta
    field_idle: timedelta
    longest: timedelta
    tries_of_account: int
    tries_of_address: int
    window: timedelta
    proxies: Networks

    def goes_on(self, roles: str, began: datetime, seen: datetime, present: datetime) -> bool:
        """Whether a sign-in of these roles that began and was last seen then is still open at this moment."""
        # The day of somebody who is a field officer and nothing else is longer than an hour at a desk.
        idle = self.field_idle if roles == FIELD_OFFICER else self.idle
        return began > present - self.longest and seen > present - idle


def limits(session: Session) -> Limits:
    """The limits as they are set now."""
    return limits_of(session.execute(select(STORED_TEXT)).scalar())


@lru_cache(maxsize=8)
def limits_of(stored: str | None) -> Limits:
    """The limits that this text of the settings' row says; the defaults without one."""
    said = settings_of(json.loads(stored or "{}") or {})
    return Limits(
        idle=timedelta(minutes=said.idle_minutes),
        field_idle=timedelta(minutes=said.field_idle_minutes),
        longest=timedelta(hours=said.sign_in_hours),
        tries_of_account=said.tries_of_account,
        tries_of_address=said.tries_of_address,
        window=timedelta(minutes=said.tries_minutes),
        proxies=tuple(ip_network(network) for network in said.trusted_proxies.split()),
    )


def trusted_networks() -> Networks:
    """The networks whose word on a visitor's address counts; none while the database does not answer."""
    try:
        with reading() as session:
            return limits(session).proxies
    except (Problem, SQLAlchemyError):
        return ()
