"""Anonymising a person: the values go from the rows and from the history, everything that is counted stays."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.chain import REDACTED, REDACTING
from core.privacy import EMPTIED, same, tells, without_person, without_values
from core.problems import Problem
from db.commands.drafts import forget_drafts_of
from db.commands.ledger import Done, command, plain, stamped
from db.models import Certificate, Enrolment, Merge, Organisation, Person, PrivacyRequest, SheetComment
from db.models.base import now
from db.queries.privacy_contacts import contact_contents, contact_rows
from db.queries.privacy_file import PersonFile, person_file
from db.queries.privacy_merges import lent
from db.queries.privacy_traces import contacts_of, sought_of

Contents = dict[int, dict[str, Any]]
# The forms whose rows are persons, by their names in the catalogues.
_FORMS_OF_PERSON = ("person", "membership", "enrolment", "objection", "anonymise", "removal.person")


@command("privacy.erase", "person", "group", "double", "privacy", "organisation", "import", "certificate", "session")
def anonymise_person(
    session: Session,
    actor: Actor,
    person_id: int,
    version: int,
    reason: str | None,
    empty_contacts: tuple[int, ...] = (),
) -> Done[Person]:
    """A person without the person, for good: see core.privacy for what goes and what stays.

    The rows that were merged into the person's go with it. `empty_contacts` are organisations whose contact is the
    person and is to be emptied too, in the row and in what the history and the imports tell of it. The entry names
    every earlier entry it took values out of, and tells none of them itself.
    """
    person = _to_anonymise(session, person_id, version)
    held = person_file(session, person_id)
    sought = sought_of(held)
    if not reason or not reason.strip():
        raise Problem("required", field="reason")
    if tells(reason, sought):
        raise Problem("reason_names_person", field="reason")
    contents = _without(held, sought) | lent(session, held.ids)
    for organisation_id in empty_contacts:
        contents |= _empty_contact(session, actor, organisation_id, sought)
    at = now()
    _empty_rows(session, actor, held, sought)
    _forget_drafts(session, held)
    for number in held.ids:
        row = session.get_one(Person, number)
        stamped(row, actor, {**EMPTIED, "anonymised_at": at})
    after = {"id": person_id, "anonymised_at": plain(at), REDACTED: sorted(contents)}
    after |= {"contacts_emptied": list(empty_contacts)} if empty_contacts else {}
    before = {"id": person_id, "anonymised_at": None}
    return Done(person, before=before, after=after, reason=reason.strip(), redactions=contents)


def _to_anonymise(session: Session, person_id: int, version: int) -> Person:
    # One in the bin is held like any other, so its values can be taken out like any other's.
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise Problem("row_gone", row=person_id)
    if person.anonymised_at is not None:
        raise Problem("person_anonymised")
    if person.merged_into_id is not None:
        raise Problem("person_merged", number=str(person.merged_into_id))
    if person.version != version:
        raise Problem("conflict", row=person_id, version=version)
    return person


def _without(held: PersonFile, sought: tuple[str, ...]) -> Contents:
    contents: Contents = {}
    for entry in held.entries:
        # The entry of another anonymising lists what it took out, and holds nothing else.
        if entry.command != REDACTING:
            given = {"before": entry.before, "after": entry.after, "reason": entry.reason}
            left = {name: without_person(value, sought) for name, value in given.items()} | {"reason": None}
            if left != given:
                contents[entry.id] = left
    return contents


def _empty_rows(session: Session, actor: Actor, held: PersonFile, sought: tuple[str, ...]) -> None:
    rows = {part.table: [row["id"] for row in part.rows] for part in held.held}
    for number in rows.get("enrolment", []):
        if (enrolment := session.get_one(Enrolment, number)).reason is not None:
            stamped(enrolment, actor, {"reason": None})
    for number in rows.get("certificate", []):
        if (certificate := session.get_one(Certificate, number)).reason is not None:
            stamped(certificate, actor, {"reason": None})
    for number in rows.get("privacy_request", []):
        if (request := session.get_one(PrivacyRequest, number)).note is not None:
            stamped(request, actor, {"note": None})
    for number in rows.get("sheet_comment", []):
        stamped(session.get_one(SheetComment, number), actor, {"text": None})
    for number in rows.get("merge", []):
        merge = session.get_one(Merge, number)
        values = {name: without_person(getattr(merge, name), sought) for name in ("choices", "moved")}
        # A merge that was undone was with another person, whose values stay.
        others = {"kept": merge.kept_id, "gone": merge.gone_id} if merge.undone_at is not None else {}
        before = {
            side: was if others.get(side, held.ids[0]) not in held.ids else without_person(was, sought)
            for side, was in merge.before.items()
        }
        stamped(merge, actor, {**values, "before": before})


def _forget_drafts(session: Session, held: PersonFile) -> None:
    """What anybody typed and did not save in the forms of the person and of the person's rows."""
    rows = {part.table: [row["id"] for row in part.rows] for part in held.held}
    places = [f"{form}.{number}" for number in held.ids for form in _FORMS_OF_PERSON]
    places += [f"objection.{number}.back" for number in held.ids]
    places += [f"{form}.{number}.end" for form in ("membership", "enrolment") for number in rows.get(form, [])]
    places += [f"request.{number}" for number in rows.get("privacy_request", [])]
    for place in places:
        forget_drafts_of(session, place)


def _empty_contact(session: Session, actor: Actor, organisation_id: int, sought: tuple[str, ...]) -> Contents:
    if organisation_id not in {one.id for one in contacts_of(session, sought)}:
        raise Problem("unknown_choice", field="empty_contacts", given=str(organisation_id))
    organisation = session.get_one(Organisation, organisation_id, with_for_update=True)
    given = {name: getattr(organisation, name) for name in ("contact_name", "phone")}
    stamped(organisation, actor, {name: None if same(value, sought) else value for name, value in given.items()})
    for row, names in contact_rows(session, organisation_id):
        for name in names:
            setattr(row, name, without_values(getattr(row, name), sought))
        session.add(row)
    return contact_contents(session, organisation_id, sought)
