"""Whose part in the figures the rows of a flush may change: persons, organisations, sessions, before it is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, inspect, select
from sqlalchemy.orm.attributes import get_history
from sqlmodel import Session, SQLModel

from core.records.satisfaction import COUNTS
from core.records.sheets import VERIFIED_STATES
from db.models import (
    Attendance,
    AttendanceStatus,
    Commune,
    Enrolment,
    Group,
    Membership,
    Module,
    Organisation,
    Participation,
    Person,
    Province,
    Registration,
    Satisfaction,
    Sector,
    SessionTrainer,
    Setting,
    SignInSheet,
    Trainer,
    TrainingSession,
)
from db.models.base import table
from db.summaries.kept import ORGANISATION, PERSON, SESSION, Variant

_registration, _sitting, _enrolment = table(Registration).c, table(TrainingSession).c, table(Enrolment).c
_membership, _sheet = table(Membership).c, table(SignInSheet).c
_satisfaction, _place = table(Satisfaction).c, table(SessionTrainer).c
# What everybody's numbers stand on: a change here is a change of all of them.
SWEEPING: dict[type[SQLModel], frozenset[str]] = {
    AttendanceStatus: frozenset({"meaning", "credit"}),
    **{model: frozenset({"code"}) for model in (Province, Sector, Module)},
    Commune: frozenset({"code", "province_id"}),
}
# The columns that the figures read of each table; a change of any other touches nobody.
READ: dict[type[SQLModel], frozenset[str]] = {
    Attendance: frozenset({"registration_id", "status_id", "hours", "deleted_at"}),
    Registration: frozenset({"session_id", "person_id", "organisation_id", "deleted_at"}),
    TrainingSession: frozenset(
        {"phase_id", "module_id", "group_id", "commune_id", "province_id", "held_on", "hours", "counts_as_training"}
        | {"state", "deleted_at"}
    ),
    SignInSheet: frozenset({"session_id", "state", "deleted_at"}),
    Person: frozenset({"sex", "birth_year", "identified", "deleted_at"}),
    Organisation: frozenset({"kind", "sector_id", "province_id", "commune_id", "deleted_at"}),
    Membership: frozenset({"person_id", "organisation_id", "deleted_at"}),
    Enrolment: frozenset({"person_id", "group_id", "enrolled_on", "withdrawn_on", "deleted_at"}),
    Group: frozenset({"commune_id", "deleted_at"}),
    Participation: frozenset({"organisation_id", "phase_id", "state", "deleted_at"}),
    SessionTrainer: frozenset({"session_id", "trainer_id", "preparation", "delivery", "travel", "deleted_at"}),
    Trainer: frozenset({"side", "deleted_at"}),
    Satisfaction: frozenset({"session_id", "answered", *COUNTS, "deleted_at"}),
}
WATCHED = frozenset({*READ, *SWEEPING, Setting})


@dataclass
class Touched:
    """Those whose part may change: by kind, in every variant; `narrow` ones in one variant each.

    `made` are new organisations and sessions, which have no number yet. `sweeping` is a change of what everybody's
    part stands on, and `settings` one of the settings, which may be.
    """

    whole: dict[str, set[int]] = field(default_factory=lambda: {PERSON: set(), ORGANISATION: set(), SESSION: set()})
    narrow: set[tuple[Variant, str, int]] = field(default_factory=set)
    made: list[tuple[str, Any]] = field(default_factory=list)
    sweeping: bool = False
    settings: bool = False

    def add(self, of: str, ids: Iterable[int | None]) -> None:
        """Adds persons, organisations or sessions; None is nobody."""
        self.whole[of].update(one for one in ids if one is not None)

    def everybody(self) -> set[tuple[str, int]]:
        """All of them, each with its kind."""
        narrow = {(of, one) for _, of, one in self.narrow}
        return narrow | {(of, one) for of, ids in self.whole.items() for one in ids}


def touched(session: Session) -> Touched:
    """Whom the rows that wait to be written touch, as they stand in the database and as they will."""
    found = Touched()
    for row in (*session.new, *session.dirty, *session.deleted):
        changed = _changed(row)
        # A new code of a list stands nowhere yet.
        found.sweeping |= row not in session.new and bool(changed & SWEEPING.get(type(row), frozenset()))
        found.settings |= isinstance(row, Setting)
        read = READ.get(type(row))
        if read and (row in session.new or row in session.deleted or changed & read):
            _TOUCHES[type(row)](session, row, found)
    return found


def _changed(row: Any) -> set[str]:
    names = inspect(row).mapper.column_attrs
    return {one.key for one in names if get_history(row, one.key).has_changes()}


def _both(session: Session, row: Any, name: str) -> set[Any]:
    """A value of the row as it will be and as it stands."""
    history = get_history(row, name)
    values = {*history.added, *history.unchanged, *history.deleted}
    if history.added and not history.deleted and inspect(row).persistent:
        # It was never read: what stands in the database is not known here.
        model = table(type(row)).c
        values.add(session.connection().execute(select(model[name]).where(model.id == row.id)).scalar())
    return values - {None}


def _of_attendance(session: Session, row: Attendance, found: Touched) -> None:
    verified = exists().where(
        _sheet.session_id == _sitting.id, _sheet.state.in_(VERIFIED_STATES), _sheet.deleted_at.is_(None)
    )
    asked = exists().where(_satisfaction.session_id == _sitting.id)
    statement = select(
        *(_registration.person_id, _registration.organisation_id, _sitting.id),
        *(_sitting.phase_id, verified.label("verified"), asked.label("asked")),
    ).where(
        _registration.session_id == _sitting.id,
        _registration.id.in_(_both(session, row, "registration_id")),
    )
    for one in session.connection().execute(statement):
        whom = {(PERSON, one.person_id), (ORGANISATION, one.organisation_id)}
        # Who is present is told beside opinions, wherever there are any.
        whom |= {(SESSION, one.id)} if one.asked else set()
        for variant in (Variant(at, sure) for at in (None, one.phase_id) for sure in {False, bool(one.verified)}):
            found.narrow |= {(variant, of, ids) for of, ids in whom if ids is not None}


def _of_registration(session: Session, row: Registration, found: Touched) -> None:
    # Nothing is marked of a new one yet.
    if row not in session.new:
        found.add(PERSON, _both(session, row, "person_id"))
        found.add(ORGANISATION, _both(session, row, "organisation_id"))
        found.add(SESSION, _both(session, row, "session_id"))


def _of_session(session: Session, row: TrainingSession, found: Touched) -> None:
    if row in session.new:
        found.made.append((SESSION, row))
    else:
        found.add(SESSION, {row.id})
        _registered(session, found, _registration.session_id == row.id)
    _enrolled(session, found, _both(session, row, "group_id"))


def _of_sheet(session: Session, row: SignInSheet, found: Touched) -> None:
    if not _both(session, row, "state") & set(VERIFIED_STATES):
        return
    sittings = _both(session, row, "session_id")
    found.add(SESSION, sittings)
    _registered(session, found, _registration.session_id.in_(sittings))
    groups = session.connection().execute(select(_sitting.group_id).where(_sitting.id.in_(sittings))).scalars()
    _enrolled(session, found, set(groups))


def _of_person(session: Session, row: Person, found: Touched) -> None:
    if row not in session.new:
        found.add(PERSON, {row.id})
        _registered(session, found, _registration.person_id == row.id)


def _of_organisation(session: Session, row: Organisation, found: Touched) -> None:
    if row in session.new:
        found.made.append((ORGANISATION, row))
        return
    found.add(ORGANISATION, {row.id})
    _registered(session, found, _registration.organisation_id == row.id)
    members = select(_membership.person_id).where(_membership.organisation_id == row.id)
    found.add(PERSON, session.connection().execute(members).scalars())


def _of_one_person(session: Session, row: Any, found: Touched) -> None:
    found.add(PERSON, _both(session, row, "person_id"))


def _of_group(session: Session, row: Group, found: Touched) -> None:
    if row not in session.new:
        _enrolled(session, found, {row.id})


def _of_participation(session: Session, row: Participation, found: Touched) -> None:
    found.add(ORGANISATION, _both(session, row, "organisation_id"))


def _of_one_session(session: Session, row: Any, found: Touched) -> None:
    found.add(SESSION, _both(session, row, "session_id"))


def _of_trainer(session: Session, row: Trainer, found: Touched) -> None:
    if row not in session.new:
        places = select(_place.session_id).where(_place.trainer_id == row.id)
        found.add(SESSION, session.connection().execute(places).scalars())


def _registered(session: Session, found: Touched, condition: Any) -> None:
    statement = select(_registration.person_id, _registration.organisation_id).where(condition)
    for person, organisation in session.connection().execute(statement):
        found.add(PERSON, {person})
        found.add(ORGANISATION, {organisation})


def _enrolled(session: Session, found: Touched, groups: Iterable[Any]) -> None:
    wanted = [group for group in groups if group is not None]
    if wanted:
        statement = select(_enrolment.person_id).where(_enrolment.group_id.in_(wanted))
        found.add(PERSON, session.connection().execute(statement).scalars())


_TOUCHES: dict[type[SQLModel], Callable[[Session, Any, Touched], None]] = {
    Attendance: _of_attendance,
    Registration: _of_registration,
    TrainingSession: _of_session,
    SignInSheet: _of_sheet,
    Person: _of_person,
    Organisation: _of_organisation,
    Membership: _of_one_person,
    Enrolment: _of_one_person,
    Group: _of_group,
    Participation: _of_participation,
    SessionTrainer: _of_one_session,
    Satisfaction: _of_one_session,
    Trainer: _of_trainer,
}
