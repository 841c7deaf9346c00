"""Links with which people of an institution open its own page: made and revoked."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records.institutions import LinkRecord
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import InstitutionLink, InstitutionPerson
from db.models.base import now

# A link is renewed once a year at the latest, with whoever holds the office then.
LONGEST_LIFE = timedelta(days=366)
_UNTOLD = ("digest",)


@command("commitment.write", "institution")
def make_institution_link(
    session: Session, actor: Actor, person_id: int, digest: str, record: LinkRecord
) -> Done[InstitutionLink]:
    """A link for a person of an institution, kept as the hash of its secret; it opens until the end of its last day.

    Problem("link_ends_wrong") for a day that is over or more than LONGEST_LIFE away, Problem("person_closed") for
    somebody who answers for the institution no longer.
    """
    person = living(session, InstitutionPerson, person_id)
    if not person.active:
        raise Problem("person_closed")
    today = datetime.now(ZONE).date()
    if not today <= record.expires_on <= today + LONGEST_LIFE:
        raise Problem("link_ends_wrong", field="expires_on", days=LONGEST_LIFE.days)
    made = InstitutionLink(institution_person_id=person_id, digest=digest, expires_on=record.expires_on)
    made.created_by = actor.account_id
    session.add(made)
    session.flush()
    return Done(made, after=_told(made))


@command("commitment.write", "institution")
def revoke_institution_link(session: Session, actor: Actor, link_id: int, version: int) -> Done[InstitutionLink]:
    """The link opens nothing from now on; Problem("link_revoked") where it was revoked before."""
    link = living(session, InstitutionLink, link_id, version)
    if link.revoked_at is not None:
        raise Problem("link_revoked")
    before = _told(link)
    stamped(link, actor, {"revoked_at": now()})
    return Done(link, before=before, after=_told(link))


def end_links(session: Session, actor: Actor, person_id: int) -> list[InstitutionLink]:
    """Revokes every link of a person that still opens."""
    standing = select(InstitutionLink).where(
        InstitutionLink.institution_person_id == person_id,
        col(InstitutionLink.revoked_at).is_(None),
        col(InstitutionLink.deleted_at).is_(None),
    )
    ended = list(session.exec(standing.order_by(col(InstitutionLink.id))).all())
    for link in ended:
        stamped(link, actor, {"revoked_at": now()})
    return ended


def open_link(session: Session, link: InstitutionLink | None) -> InstitutionLink:
    """The link while it opens; Problem("institution_link_over") for one that is revoked, expired, or of nobody."""
    today = datetime.now(ZONE).date()
    if link is None or link.deleted_at is not None or link.revoked_at is not None or link.expires_on < today:
        raise Problem("institution_link_over")
    person = session.get(InstitutionPerson, link.institution_person_id)
    if person is None or person.deleted_at is not None or not person.active:
        raise Problem("institution_link_over")
    return link


def _told(link: InstitutionLink) -> dict[str, object]:
    return {name: value for name, value in values_of(link).items() if name not in _UNTOLD}


def lasts_until(today: date, days: int = 90) -> date:
    """The last day that is proposed for a new link."""
    return today + timedelta(days=days)
