"""Where a link without an account is opened from: noted as a keyed hash, and ended where it is handed around."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import SQLModel, col, func, select

from core.problems import Problem
from core.pseudonyms import pseudonym_of
from db.commands.attempts import one_customer
from db.engine import reading, transaction
from db.models import ConfirmationLink, ConfirmationLinkUse, Instance, InstitutionLink, InstitutionLinkUse
from db.models.base import now

# A phone changes its address on the way home; twelve places in a day are no longer one person.
MOST_ADDRESSES_A_DAY = 12
_DAY = timedelta(days=1)
# What is opened again from the same place this soon is the same visit.
_ONE_VISIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Kind:
    """A kind of link: its rows, the rows of where each was opened from, and what its hashes are made for."""

    link: type[SQLModel]
    use: type[InstitutionLinkUse | ConfirmationLinkUse]
    purpose: str


OF_INSTITUTION = Kind(InstitutionLink, InstitutionLinkUse, "institution link")
OF_COOPERATIVE = Kind(ConfirmationLink, ConfirmationLinkUse, "confirmation link")


def note_use(kind: Kind, link_id: int, address: str) -> None:
    """Notes where a link is opened from, as a keyed hash that tells nobody the place.

    Problem("link_shared") once it was opened from MOST_ADDRESSES_A_DAY places within a day and this is a further one:
    the places it was opened from before go on to open it.
    """
    at, use_of = now(), kind.use
    with reading() as session:
        secret = session.get_one(Instance, 1).pseudonym_secret
        place = pseudonym_of(secret, kind.purpose, f"{link_id}:{one_customer(address)}")
        known = session.get(use_of, (link_id, place))
        if known is not None and at - known.last_at <= _ONE_VISIT:
            # Nothing to note, and nobody who writes is waited for.
            return
    with transaction() as session:
        use = session.get(use_of, (link_id, place))
        if use is None:
            lately = (use_of.link_id == link_id, col(use_of.last_at) > at - _DAY)
            # Held, so that two new places at one moment are counted one after the other.
            session.get_one(kind.link, link_id, with_for_update=True)
            if session.exec(select(func.count()).select_from(use_of).where(*lately)).one() >= MOST_ADDRESSES_A_DAY:
                raise Problem("link_shared")
            session.add(use_of(link_id=link_id, address=place, first_at=at, last_at=at, times=1))
        elif at - use.last_at > _ONE_VISIT:
            use.last_at, use.times = at, use.times + 1
