"""What persons asked about their own data: entered, changed, answered; and an objection, which can be taken back."""

from datetime import date

from sqlmodel import Session

from core.access import Actor
from core.problems import Problem
from core.records.privacy import RequestRecord
from db.commands.guards import not_in_future
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import Person, PrivacyRequest


@command("privacy.write", "privacy")
def enter_request(session: Session, actor: Actor, record: RequestRecord) -> Done[PrivacyRequest]:
    """A request of a person; Problem for one that was anonymised, since nothing is kept of whom it would be about."""
    known_person(session, record.person_id)
    not_in_future(record, "received_on", "answered_on")
    request = PrivacyRequest.model_validate(record, update={"created_by": actor.account_id})
    session.add(request)
    session.flush()
    return Done(request)


@command("privacy.write", "privacy")
def answer_request(
    session: Session, actor: Actor, request_id: int, version: int, record: RequestRecord
) -> Done[PrivacyRequest]:
    """A request with what came of it, or corrected; the person and the kind of a request stay what they are."""
    request = living(session, PrivacyRequest, request_id, version)
    before = values_of(request)
    not_in_future(record, "received_on", "answered_on")
    stamped(request, actor, record.model_dump(exclude={"person_id", "kind"}))
    return Done(request, before=before)


@command("privacy.write", "person")
def object_to_use(
    session: Session, actor: Actor, person_id: int, version: int, objected_on: date | None, reason: str | None
) -> Done[Person]:
    """A person who objects from a day on: counted, and no longer listed, exported or called."""
    person = named_person(session, person_id, version)
    if objected_on is None:
        raise Problem("required", field="objected_on")
    if person.objected_on is not None:
        raise Problem("objected_already", field="objected_on")
    before = values_of(person)
    stamped(person, actor, {"objected_on": objected_on})
    not_in_future(person, "objected_on")
    return Done(person, before=before, reason=reason)


@command("privacy.write", "person")
def take_objection_back(
    session: Session, actor: Actor, person_id: int, version: int, reason: str | None
) -> Done[Person]:
    """A person who no longer objects; both days stay in the history."""
    person = named_person(session, person_id, version)
    if person.objected_on is None:
        raise Problem("not_objected")
    before = values_of(person)
    stamped(person, actor, {"objected_on": None})
    return Done(person, before=before, reason=reason)


def known_person(session: Session, person_id: int) -> Person:
    """The person, in the bin or not; Problem when there is none or it was anonymised."""
    person = session.get(Person, person_id)
    if person is None:
        raise Problem("unknown_choice", field="person_id", given=str(person_id))
    if person.anonymised_at is not None:
        raise Problem("person_anonymised", field="person_id")
    return person


def named_person(session: Session, person_id: int, version: int | None = None) -> Person:
    """The living person, held until the transaction ends; Problem when there is none or it was anonymised."""
    known_person(session, person_id)
    return living(session, Person, person_id, version)
