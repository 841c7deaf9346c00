"""What the rows that an entry of the history speaks of are called: one query a table, gone rows too."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, Table, cast, func, null, select
from sqlmodel import Session, SQLModel

from db.models import (
    Account,
    Attendance,
    AttendanceStatus,
    Certificate,
    Commitment,
    CommitmentUpdate,
    Commune,
    Confirmation,
    ConfirmationLink,
    Enrolment,
    Event,
    Group,
    Guest,
    ImportBatch,
    Institution,
    InstitutionLink,
    InstitutionPerson,
    Membership,
    Mention,
    Module,
    Obstacle,
    ObstacleCategory,
    Organisation,
    OrganisationFigures,
    OrganisationVisit,
    Participation,
    Person,
    Phase,
    PrivacyRequest,
    Programme,
    Province,
    Quiz,
    QuizAnswer,
    Recommendation,
    Referral,
    Registration,
    Satisfaction,
    Sector,
    SessionTrainer,
    SignInSheet,
    Trainer,
    TrainingSession,
)
from db.models.base import table
from db.queries.consent import listed

# A statement carries so many ids at most: SQLite takes 32,766 values.
_MOST_IDS = 5000
# Rows that are called by a person's name.
OF_PERSONS = frozenset({"person", "attendance", "enrolment", "membership", "privacy_request", "registration"})


# Guests of an event are named on the page of the history alone, for whoever reads all of it, and in no file.
_UNNAMED_IN_FILES = frozenset({"guest"})


class Named(NamedTuple):
    """What a row is called in each language, None where it has no name; a session is told apart by its day."""

    ar: str | None
    fr: str | None
    en: str | None
    day: date | None = None


def names_of(
    session: Session, wanted: Mapping[str, Collection[int]], only_listed: bool = False
) -> dict[tuple[str, int], Named]:
    """The names of rows by table and id; a row that is not in its table any more has none.

    `wanted` are ids by the name of their table; tables whose rows have no name are passed over. With `only_listed`,
    as in files, nobody is named who is not listed (see core.privacy), nor any row that is called by such a person.
    """
    found: dict[tuple[str, int], Named] = {}
    for kind, ids in wanted.items():
        if kind not in _NAMES or (only_listed and kind in _UNNAMED_IN_FILES):
            continue
        numbers = sorted(set(ids))
        for first in range(0, len(numbers), _MOST_IDS):
            some = numbers[first : first + _MOST_IDS]
            statement = _NAMES[kind]
            if only_listed and kind in OF_PERSONS:
                # What was consented to under a row that was merged is answered by the one that is left.
                statement = statement.where(listed(), table(Person).c.merged_into_id.is_(None))
            for row, *names in session.execute(statement.where(statement.selected_columns[0].in_(some))):
                found[kind, row] = Named(*names)
    return found


def _named(of: Table, names: tuple[Any, Any, Any], day: Any = None) -> Select[Any]:
    return select(of.c.id, *names, cast(null(), Date) if day is None else day)


def _in_three(model: type[SQLModel], name: str) -> Select[Any]:
    own = table(model)
    return _named(own, (own.c[f"{name}_ar"], own.c[f"{name}_fr"], own.c[f"{name}_en"]))


def _in_one(model: type[SQLModel], name: str) -> Select[Any]:
    own = table(model)
    return _named(own, (own.c[name], own.c[name], own.c[name]))


def _called(of: Table, *, own: Table | None = None) -> Select[Any]:
    # Names of people and organisations stand in two scripts, of which one may be missing.
    arabic, latin = func.coalesce(of.c.name_ar, of.c.name_latin), func.coalesce(of.c.name_latin, of.c.name_ar)
    return _named(of if own is None else own, (arabic, latin, latin))


def _belonging(model: type[SQLModel], to: type[SQLModel], key: str) -> Select[Any]:
    own, other = table(model), table(to)
    return _called(other, own=own).select_from(own.join(other, other.c.id == own.c[key]))


def _attendance() -> Select[Any]:
    own, place, person = table(Attendance), table(Registration), table(Person)
    joined = own.join(place, place.c.id == own.c.registration_id).join(person, person.c.id == place.c.person_id)
    return _called(person, own=own).select_from(joined)


def _session() -> Select[Any]:
    own, module = table(TrainingSession), table(Module)
    labels = (module.c.label_ar, module.c.label_fr, module.c.label_en)
    return _named(own, labels, own.c.held_on).select_from(own.join(module, module.c.id == own.c.module_id))


def _of_session(model: type[SQLModel]) -> Select[Any]:
    own, sitting, module = table(model), table(TrainingSession), table(Module)
    labels = (module.c.label_ar, module.c.label_fr, module.c.label_en)
    joined = own.join(sitting, sitting.c.id == own.c.session_id).join(module, module.c.id == sitting.c.module_id)
    return _named(own, labels, sitting.c.held_on).select_from(joined)


def _quiz() -> Select[Any]:
    own, module = table(Quiz), table(Module)
    labels = (module.c.label_ar, module.c.label_fr, module.c.label_en)
    return _named(own, labels).select_from(own.join(module, module.c.id == own.c.module_id))


def _obstacle() -> Select[Any]:
    own, category = table(Obstacle), table(ObstacleCategory)
    labels = (category.c.label_ar, category.c.label_fr, category.c.label_en)
    names = tuple(func.coalesce(own.c.title, label) for label in labels)
    joined = own.join(category, category.c.id == own.c.category_id)
    return _named(own, (names[0], names[1], names[2])).select_from(joined)


def _recommendation() -> Select[Any]:
    own = table(Recommendation)
    # Its text may be written in one of the languages only.
    texts = [own.c[f"text_{language}"] for language in ("ar", "fr", "en")]
    arabic, french, english = (func.coalesce(first, *texts) for first in texts)
    return _named(own, (arabic, french, english))


def _mention() -> Select[Any]:
    own, who = table(Mention), table(Organisation)
    arabic = func.coalesce(who.c.name_ar, who.c.name_latin, own.c.guest_name)
    latin = func.coalesce(who.c.name_latin, who.c.name_ar, own.c.guest_name)
    return _named(own, (arabic, latin, latin)).select_from(own.outerjoin(who, who.c.id == own.c.organisation_id))


def _referral() -> Select[Any]:
    own, body = table(Referral), table(Institution)
    names = (body.c.name_ar, body.c.name_fr, body.c.name_en)
    return _named(own, names).select_from(own.join(body, body.c.id == own.c.institution_id))


def _office(model: type[SQLModel]) -> Select[Any]:
    """A person of an institution by name and institution; a link is called by whose it is."""
    own, person, body = table(model), table(InstitutionPerson), table(Institution)
    joined = person.join(body, body.c.id == person.c.institution_id)
    if own is not person:
        joined = joined.join(own, own.c.institution_person_id == person.c.id)
    name = person.c.name + " · " + body.c.acronym
    return _named(own, (name, name, name)).select_from(joined)


def _step() -> Select[Any]:
    own, promise = table(CommitmentUpdate), table(Commitment)
    what = promise.c.what
    return _named(own, (what, what, what)).select_from(own.join(promise, promise.c.id == own.c.commitment_id))


def _commune() -> Select[Any]:
    own = table(Commune)
    return _named(own, (own.c.name_ar, own.c.name_fr, own.c.name_fr))


_NAMES: dict[str, Select[Any]] = {
    "account": _in_one(Account, "name"),
    "attendance": _attendance(),
    "attendance_status": _in_three(AttendanceStatus, "label"),
    "certificate": _belonging(Certificate, Person, "person_id"),
    "commitment": _in_one(Commitment, "what"),
    "commitment_update": _step(),
    "commune": _commune(),
    "confirmation": _belonging(Confirmation, Organisation, "organisation_id"),
    "confirmation_link": _belonging(ConfirmationLink, Organisation, "organisation_id"),
    "enrolment": _belonging(Enrolment, Person, "person_id"),
    "event": _in_three(Event, "name"),
    "guest": _called(table(Guest)),
    "import_batch": _in_one(ImportBatch, "file_name"),
    "institution": _in_three(Institution, "name"),
    "institution_link": _office(InstitutionLink),
    "institution_person": _office(InstitutionPerson),
    "membership": _belonging(Membership, Person, "person_id"),
    "mention": _mention(),
    "module": _in_three(Module, "label"),
    "obstacle": _obstacle(),
    "obstacle_category": _in_three(ObstacleCategory, "label"),
    "organisation": _called(table(Organisation)),
    "organisation_visit": _belonging(OrganisationVisit, Organisation, "organisation_id"),
    "organisation_figures": _belonging(OrganisationFigures, Organisation, "organisation_id"),
    "participation": _belonging(Participation, Organisation, "organisation_id"),
    "person": _called(table(Person)),
    "phase": _in_three(Phase, "name"),
    "privacy_request": _belonging(PrivacyRequest, Person, "person_id"),
    "programme": _in_three(Programme, "name"),
    "province": _in_three(Province, "name"),
    "quiz": _quiz(),
    "quiz_answer": _of_session(QuizAnswer),
    "referral": _referral(),
    "recommendation": _recommendation(),
    "registration": _belonging(Registration, Person, "person_id"),
    "satisfaction": _of_session(Satisfaction),
    "sector": _in_three(Sector, "label"),
    "session_trainer": _belonging(SessionTrainer, Trainer, "trainer_id"),
    "trainer": _called(table(Trainer)),
    "sign_in_sheet": _of_session(SignInSheet),
    "training_group": _in_one(Group, "label"),
    "training_session": _session(),
}
