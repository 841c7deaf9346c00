"""Which entries of the history belong to a row: its own, and those of everything that hangs on it."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Table, Text, and_, cast, exists, literal, or_, select
from sqlmodel import SQLModel

from db.models import (
    Apart,
    Attachment,
    Attendance,
    Certificate,
    Change,
    Commitment,
    CommitmentRecommendation,
    CommitmentUpdate,
    Confirmation,
    ConfirmationLink,
    Enrolment,
    Group,
    Guest,
    ImportRow,
    InstitutionPerson,
    Membership,
    Mention,
    Merge,
    Organisation,
    OrganisationFigures,
    OrganisationVisit,
    Participation,
    Person,
    Phase,
    PrivacyRequest,
    Quiz,
    QuizAnswer,
    RecommendationObstacle,
    RecommendationStep,
    Referral,
    Registration,
    Satisfaction,
    SessionTrainer,
    SignInSheet,
    Target,
)
from db.models.base import table

# The rows that name a row of the kind in one of their columns.
_NAMING: dict[str, tuple[tuple[type[SQLModel], str], ...]] = {
    "organisation": (
        *((OrganisationFigures, "organisation_id"), (Participation, "organisation_id")),
        *((Membership, "organisation_id"), (Mention, "organisation_id")),
        *((Confirmation, "organisation_id"), (ConfirmationLink, "organisation_id")),
        (OrganisationVisit, "organisation_id"),
    ),
    "person": (
        *((Membership, "person_id"), (Enrolment, "person_id"), (PrivacyRequest, "person_id")),
        (Certificate, "person_id"),
    ),
    "event": ((Guest, "event_id"),),
    "obstacle": ((Mention, "obstacle_id"), (Referral, "obstacle_id"), (Confirmation, "obstacle_id")),
    "commitment": ((CommitmentUpdate, "commitment_id"),),
    "institution": (
        *((Referral, "institution_id"), (Commitment, "institution_id")),
        (InstitutionPerson, "institution_id"),
    ),
    "programme": ((Phase, "programme_id"),),
    "module": ((Quiz, "module_id"),),
    "phase": ((Group, "phase_id"), (Target, "phase_id")),
    "recommendation": (
        *((RecommendationStep, "recommendation_id"), (RecommendationObstacle, "recommendation_id")),
        (CommitmentRecommendation, "recommendation_id"),
    ),
    "trainer": ((SessionTrainer, "trainer_id"),),
    "training_group": ((Enrolment, "group_id"), (Certificate, "group_id")),
    "training_session": (
        *((SessionTrainer, "session_id"), (SignInSheet, "session_id")),
        *((Satisfaction, "session_id"), (QuizAnswer, "session_id")),
    ),
}
# Some of these stand in the entry of the row that they were entered with: a person's first membership, say.
_WITHIN: dict[str, tuple[tuple[type[SQLModel], str, str], ...]] = {
    "organisation": ((Membership, "person", "organisation_id"), (Mention, "obstacle", "organisation_id")),
    "training_group": ((Enrolment, "person", "group_id"),),
}
# The kinds of rows on which others hang.
AROUND = frozenset(_NAMING)
_CHANGE = table(Change)


def around(kind: str, row_id: int) -> ColumnElement[bool]:
    """The condition under which an entry is the row's own or of a row that hangs on it."""
    conditions = [and_(_CHANGE.c.kind == kind, _CHANGE.c.row_id == row_id)]
    conditions += [_of(table(model), table(model).c[key] == row_id) for model, key in _NAMING.get(kind, ())]
    conditions += _entered_with(kind, row_id)
    place = table(Registration)
    if kind == "training_session":
        conditions += [_marks(place.c.session_id == row_id), _pages(row_id)]
    if kind == "person":
        conditions += [_marks(place.c.person_id == row_id), _on_rosters(row_id), _certified(row_id)]
    if kind == "organisation":
        conditions.append(_imported(row_id))
    if kind in ("organisation", "person", "obstacle"):
        conditions += [_merged(kind, row_id), _apart(kind, row_id)]
    return or_(*conditions)


def _of(rows: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(_CHANGE.c.kind == rows.name, _CHANGE.c.row_id.in_(select(rows.c.id).where(condition)))


def _marks(of_places: ColumnElement[bool]) -> ColumnElement[bool]:
    mark, place = table(Attendance), table(Registration)
    made = select(mark.c.id).join(place, place.c.id == mark.c.registration_id).where(of_places)
    return and_(_CHANGE.c.kind == mark.name, _CHANGE.c.row_id.in_(made))


def _pages(session_id: int) -> ColumnElement[bool]:
    page, sheet = table(Attachment), table(SignInSheet)
    kept = select(page.c.id).join(sheet, sheet.c.id == page.c.sheet_id).where(sheet.c.session_id == session_id)
    return and_(_CHANGE.c.kind == page.name, _CHANGE.c.row_id.in_(kept))


def _merged(kind: str, row_id: int) -> ColumnElement[bool]:
    """Entries of the row that this one was merged into, and given back from."""
    merge, after = table(Merge), cast(_CHANGE.c.after, Text)
    kept = select(merge.c.kept_id).where(merge.c.kind == kind, merge.c.gone_id == row_id)
    said = or_(_says(after, "merged_from", row_id), _says(after, "given_back", row_id))
    return and_(_CHANGE.c.kind == kind, _CHANGE.c.row_id.in_(kept), said)


def _apart(kind: str, row_id: int) -> ColumnElement[bool]:
    apart = table(Apart)
    return _of(apart, and_(apart.c.kind == kind, or_(apart.c.first_id == row_id, apart.c.second_id == row_id)))


def _on_rosters(person_id: int) -> ColumnElement[bool]:
    """Entries of a session that put the person on its roster or off it, or turned the person's place absent."""
    place, after = table(Registration), cast(_CHANGE.c.after, Text)
    merged = _merged_into(table(Person), person_id)
    number = cast(place.c.id, Text)
    # A place that came with another row of the person was entered under that row's number.
    of_merged = exists().where(_says_any(after, "person_id", merged)).correlate(_CHANGE)
    listed = or_(
        and_(_CHANGE.c.command == "open_roster", _listed(after, "registered", number)),
        and_(_CHANGE.c.command == "close_roster", _listed(after, "turned_absent", number)),
    )
    there = (
        exists()
        .where(
            place.c.person_id == person_id,
            place.c.session_id == _CHANGE.c.row_id,
            or_(_says(after, "person_id", person_id), of_merged, listed),
        )
        .correlate(_CHANGE)
    )
    sessions = select(place.c.session_id).where(place.c.person_id == person_id)
    return and_(_CHANGE.c.kind == "training_session", _CHANGE.c.row_id.in_(sessions), there)


def _certified(person_id: int) -> ColumnElement[bool]:
    """Entries of a group that gave the person a certificate."""
    own, after = table(Certificate), cast(_CHANGE.c.after, Text)
    given = exists().where(
        own.c.person_id == person_id,
        own.c.group_id == _CHANGE.c.row_id,
        _listed(after, "issued", cast(own.c.id, Text)),
    )
    return and_(_CHANGE.c.kind == "training_group", _CHANGE.c.command == "issue_certificates", given)


def _listed(after: Any, name: str, number: Any) -> ColumnElement[bool]:
    # Such a list ends its entry, so that what follows its bracket is the numbers in it alone.
    return or_(
        *(
            after.like(literal(f'%"{name}": [{start}') + number + literal(f"{end}%"))
            for start in ("", "% ")
            for end in (",", "]")
        )
    )


def _entered_with(kind: str, row_id: int) -> list[ColumnElement[bool]]:
    """Entries of a person or an obstacle that was entered together with the row that hangs here."""
    after = cast(_CHANGE.c.after, Text)
    conditions = []
    for model, holder, key in _WITHIN.get(kind, ()):
        said = _says(after, key, row_id)
        if kind == "organisation":
            # What came with another row of the organisation was entered under that row's number.
            merged = _merged_into(table(Organisation), row_id)
            said = or_(said, exists().where(_says_any(after, key, merged)).correlate(_CHANGE))
        held = select(table(model).c[f"{holder}_id"]).where(table(model).c[key] == row_id)
        conditions.append(and_(_CHANGE.c.kind == holder, _CHANGE.c.row_id.in_(held), said))
    return conditions


def _merged_into(own: Table, row_id: int) -> CTE:
    """The ids of the rows that were merged into this one, and of those that had been merged into them."""
    found = select(own.c.id).where(own.c.merged_into_id == row_id).cte(recursive=True)
    return found.union(select(own.c.id).join(found, own.c.merged_into_id == found.c.id))


def _imported(organisation_id: int) -> ColumnElement[bool]:
    row = table(ImportRow)
    batches = select(row.c.batch_id).where(row.c.organisation_id == organisation_id)
    return and_(_CHANGE.c.kind == "import_batch", _CHANGE.c.row_id.in_(batches))


def _says(content: Any, name: str, number: int) -> ColumnElement[bool]:
    # Both databases keep the text as it was written; inside of a text, quotation marks are written otherwise.
    return or_(*(content.like(f'%"{name}": {number}{end}%') for end in (",", "}")))


def _says_any(content: Any, name: str, rows: CTE) -> ColumnElement[bool]:
    """As `_says`, of the number of any row."""
    told = (literal(f'%"{name}": ') + cast(rows.c.id, Text) + literal(end) for end in (",%", "}%"))
    return or_(*(content.like(one) for one in told))
