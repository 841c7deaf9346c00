"""Organisations: registering and changing one, its declared figures, its part in a phase, taking one away."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import Actor
from core.names import normalised, search_key
from core.problems import Problem
from core.records.organisations import FiguresRecord, OrganisationRecord, ParticipationRecord
from db.commands.guards import chosen, not_in_future, province_of_commune, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import (
    Confirmation,
    ExternalId,
    Membership,
    Mention,
    Organisation,
    OrganisationFigures,
    OrganisationVisit,
    Participation,
    Phase,
    Registration,
    Sector,
)
from db.models.base import now
from db.queries.doubles import organisation_doubles


def organisation_row(session: Session, actor: Actor, record: OrganisationRecord) -> Organisation:
    """A new row of the record, with the province of its commune and its search key, not yet in the session.

    Problem when the place is outside the actor's provinces or the court's number or the ICE is taken.
    """
    derived = _derived(session, actor, record, own_id=None)
    return Organisation.model_validate(record, update=derived | {"created_by": actor.account_id})


def changed_organisation(
    session: Session, actor: Actor, organisation: Organisation, record: OrganisationRecord
) -> Organisation:
    """The row with the record's values, under the same rules as a new one; the version is not looked at here."""
    reached(actor, organisation.province_id)
    derived = _derived(session, actor, record, own_id=organisation.id)
    if record.commune_id is None:
        # A list may have named the province alone; without it the row would be nobody's and everybody's.
        derived["province_id"] = organisation.province_id
    stamped(organisation, actor, record.model_dump() | derived)
    return organisation


@command("organisation.write", "organisation")
def register_organisation(
    session: Session,
    actor: Actor,
    record: OrganisationRecord,
    figures: FiguresRecord | None = None,
    participation: ParticipationRecord | None = None,
    doubles_seen: tuple[int, ...] = (),
) -> Done[Organisation]:
    """A new organisation, with its first figures and its part in a phase where they are given.

    `doubles_seen` are the likely doubles that a person was shown and said to be others; any further one is a
    Problem("likely_double") that carries the `ids` to be looked at.
    """
    organisation = organisation_row(session, actor, record)
    said = record.model_dump(
        include={"name_ar", "name_latin", "phone", "court", "registration_number", "ice", "commune_id"}
    )
    likely = organisation_doubles(session, actor.provinces, **said).ids
    if not set(likely) <= set(doubles_seen):
        raise Problem("likely_double", ids=likely)
    session.add(organisation)
    session.flush()
    after = values_of(organisation)
    if figures is not None:
        after["figures"] = values_of(_figures_row(session, actor, organisation, figures))
    if participation is not None:
        after["participation"] = values_of(_participation_row(session, actor, organisation, participation))
    return Done(organisation, after=after)


@command("organisation.write", "organisation")
def change_organisation(
    session: Session, actor: Actor, organisation_id: int, version: int, record: OrganisationRecord
) -> Done[Organisation]:
    """An organisation with other values; Problem("conflict") when it was changed since `version` was read."""
    organisation = living(session, Organisation, organisation_id)
    reached(actor, organisation.province_id)
    living(session, Organisation, organisation_id, version)
    before = values_of(organisation)
    return Done(changed_organisation(session, actor, organisation, record), before=before)


@command("organisation.write", "organisation")
def remove_organisation(
    session: Session, actor: Actor, organisation_id: int, version: int, reason: str
) -> Done[Organisation]:
    """An organisation entered by mistake, put in the bin with its figures and participations.

    Problem("organisation_in_use") when persons, attendances or obstacles stand on it: merging is the way then.
    """
    organisation = living(session, Organisation, organisation_id)
    reached(actor, organisation.province_id)
    living(session, Organisation, organisation_id, version)
    if not reason.strip():
        raise Problem("required", field="reason")
    for table in (Membership, Registration, Mention, Confirmation, OrganisationVisit):
        used = select(func.count()).where(
            col(table.organisation_id) == organisation_id,
            col(table.deleted_at).is_(None),
        )
        if session.exec(used).one():
            raise Problem("organisation_in_use")
    before = values_of(organisation)
    # One moment for all: by it the bin knows what belongs together.
    gone = {"deleted_at": now()}
    for own in (OrganisationFigures, Participation, ExternalId):
        for row in session.exec(
            select(own).where(col(own.organisation_id) == organisation_id, col(own.deleted_at).is_(None))
        ):
            stamped(row, actor, gone)
    stamped(organisation, actor, gone)
    return Done(organisation, before=before, reason=reason.strip())


@command("organisation.write", "organisation")
def declare_figures(
    session: Session, actor: Actor, organisation_id: int, record: FiguresRecord
) -> Done[OrganisationFigures]:
    """What an organisation declares of its members on a day, beside what it declared before."""
    organisation = living(session, Organisation, organisation_id)
    reached(actor, organisation.province_id)
    return Done(_figures_row(session, actor, organisation, record))


@command("organisation.write", "organisation")
def set_participation(
    session: Session, actor: Actor, organisation_id: int, record: ParticipationRecord, version: int | None = None
) -> Done[Participation]:
    """An organisation's part in a phase: new, or changed where `version` is that of the one there is."""
    organisation = living(session, Organisation, organisation_id)
    reached(actor, organisation.province_id)
    there = session.exec(_participation(organisation_id, record.phase_id)).first()
    if there is None:
        return Done(_participation_row(session, actor, organisation, record))
    if there.version != version:
        raise Problem("conflict", row=there.id or 0, version=version or 0)
    before = values_of(there)
    stamped(there, actor, record)
    return Done(there, before=before)


def _derived(session: Session, actor: Actor, record: OrganisationRecord, own_id: int | None) -> dict[str, Any]:
    province_id = province_of_commune(session, record.commune_id)
    reached(actor, province_id, field="commune_id")
    if record.sector_id is not None:
        chosen(session, Sector, record.sector_id, "sector_id")
    not_in_future(record, "founded_on")
    free_identifiers(session, actor, record, own_id)
    return {"province_id": province_id, "search": search_key(record.name_ar, record.name_latin)}


def free_identifiers(session: Session, actor: Actor, record: OrganisationRecord, own_id: int | None) -> None:
    """Problem when a living organisation has the same ICE, or the same number at the same court."""
    others = select(Organisation).where(col(Organisation.deleted_at).is_(None), Organisation.id != (own_id or 0))
    if record.registration_number:
        for other in session.exec(others.where(Organisation.registration_number == record.registration_number)):
            # A court is written in many ways; the database only knows the same letters.
            if normalised(other.court or "") == normalised(record.court or ""):
                raise _taken("number_taken", "registration_number", actor, other)
    if record.ice and (other_ice := session.exec(others.where(Organisation.ice == record.ice)).first()):
        raise _taken("ice_taken", "ice", actor, other_ice)


def _taken(code: str, field: str, actor: Actor, other: Organisation) -> Problem:
    if not actor.reaches(other.province_id):
        return Problem(f"{code}_elsewhere", field=field)
    return Problem(code, field=field, name=other.name_latin or other.name_ar or "", ids=(other.id or 0,))


def _figures_row(
    session: Session, actor: Actor, organisation: Organisation, record: FiguresRecord
) -> OrganisationFigures:
    not_in_future(record, "as_of")
    made = {"organisation_id": organisation.id, "created_by": actor.account_id}
    figures = OrganisationFigures.model_validate(record, update=made)
    session.add(figures)
    session.flush()
    return figures


def _participation(organisation_id: int, phase_id: int) -> Any:
    return select(Participation).where(
        Participation.organisation_id == organisation_id,
        Participation.phase_id == phase_id,
        col(Participation.deleted_at).is_(None),
    )


def _participation_row(
    session: Session, actor: Actor, organisation: Organisation, record: ParticipationRecord
) -> Participation:
    chosen(session, Phase, record.phase_id, "phase_id")
    made = {"organisation_id": organisation.id, "created_by": actor.account_id}
    participation = Participation.model_validate(record, update=made)
    session.add(participation)
    session.flush()
    return participation
