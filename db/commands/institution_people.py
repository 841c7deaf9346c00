"""The people of an institution who promise and answer: adding one, changing or closing one."""

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.institutions import InstitutionPersonRecord
from db.commands.institution_links import end_links
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.referrals import active_institution
from db.models import InstitutionPerson


@command("commitment.write", "institution")
def add_institution_person(session: Session, actor: Actor, record: InstitutionPersonRecord) -> Done[InstitutionPerson]:
    """A further person of an institution; Problem("institution_person_known") for one of the same name there."""
    active_institution(session, record.institution_id, "institution_id")
    _unknown(session, record, None)
    return Done(InstitutionPerson.model_validate(record, update={"created_by": actor.account_id}))


@command("commitment.write", "institution")
def change_institution_person(
    session: Session, actor: Actor, person_id: int, version: int, record: InstitutionPersonRecord
) -> Done[InstitutionPerson]:
    """A person with another name, office or contacts; the links of one who is closed end at once.

    The institution stays: Problem("never_changes"), since earlier promises were made in its name.
    """
    person = living(session, InstitutionPerson, person_id, version)
    if record.institution_id != person.institution_id:
        raise Problem("never_changes", field="institution_id")
    _unknown(session, record, person_id)
    before = values_of(person)
    stamped(person, actor, record)
    session.flush()
    ended = [] if record.active else end_links(session, actor, person_id)
    return Done(person, before=before, after=values_of(person) | ({"links_ended": len(ended)} if ended else {}))


def _unknown(session: Session, record: InstitutionPersonRecord, own_id: int | None) -> None:
    same = select(InstitutionPerson.id).where(
        InstitutionPerson.institution_id == record.institution_id,
        InstitutionPerson.name == record.name,
        InstitutionPerson.office == record.office,
        InstitutionPerson.id != own_id,
        col(InstitutionPerson.deleted_at).is_(None),
    )
    if session.exec(same).first() is not None:
        raise Problem("institution_person_known", field="name")
