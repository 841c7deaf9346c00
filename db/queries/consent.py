"""Which persons are listed and exported: the one condition behind every list, and how many stand outside of it."""

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlmodel import Session

from db.models import Membership, Person
from db.models.base import table

_person, _membership = table(Person).c, table(Membership).c


def listed() -> ColumnElement[bool]:
    """A condition on the table of persons: consent for data, no objection, not anonymised (see core.privacy)."""
    return and_(_person.consent_data.is_(True), _person.objected_on.is_(None), _person.anonymised_at.is_(None))


def members_not_listed(session: Session, organisation_id: int) -> int:
    """How many persons of an organisation are counted and not listed, former members among them."""
    number: int = session.execute(
        select(func.count(_person.id.distinct()))
        .join_from(table(Membership), table(Person), _person.id == _membership.person_id)
        .where(_membership.organisation_id == organisation_id, _membership.deleted_at.is_(None))
        .where(_person.deleted_at.is_(None), not_(listed()))
    ).scalar_one()
    return number
