"""How people stand in their groups: sittings attended of those closed and of those planned, absences in a row."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import and_, case, func, or_, select
from sqlmodel import Session

from db.models import (
    Attendance,
    AttendanceStatus,
    Commune,
    Enrolment,
    Group,
    Membership,
    Module,
    Person,
    Phase,
    Registration,
    TrainingSession,
)
from db.models.base import table
from db.queries.consent import listed
from db.queries.frames import Rows, frame
from db.queries.people import persons_within_reach
from db.queries.settings import settings

_person, _enrolment, _group, _phase = table(Person), table(Enrolment), table(Group), table(Phase)
_sitting, _registration, _mark = table(TrainingSession), table(Registration), table(Attendance)
_status, _commune, _membership, _module = table(AttendanceStatus), table(Commune), table(Membership), table(Module)
IN_A_ROW = 3
SITTINGS = ("present", "counted", "remaining", "planned")


def standing_of_person(session: Session, reach: frozenset[int] | None, person_id: int) -> pd.DataFrame:
    """One row for each group the person is in: person_id, name_ar, name_latin, group_id, label, present, counted,
    remaining, planned (sittings, as core.standing says them).
    """
    return frame(session, _standing(session).where(_person.c.id == person_id, persons_within_reach(reach)))


def standing_of_members(session: Session, reach: frozenset[int] | None, organisation_id: int) -> pd.DataFrame:
    """The same for the present members of an organisation who may be listed (see core.privacy), by name."""
    return frame(session, _standing(session).where(_member_of(organisation_id), listed(), persons_within_reach(reach)))


def standing_of_organisation(session: Session, reach: frozenset[int] | None, organisation_id: int) -> dict[str, int]:
    """All present members of an organisation together, also those who may not be listed.

    people (who are in a group), present, counted, remaining, planned: sittings summed over them.
    """
    each = _standing(session).where(_member_of(organisation_id), persons_within_reach(reach)).order_by(None).subquery()
    sums = (func.coalesce(func.sum(each.c[name]), 0).label(name) for name in SITTINGS)
    found = session.execute(select(func.count(each.c.person_id.distinct()).label("people"), *sums)).mappings().one()
    return {name: int(value) for name, value in found.items()}


def _member_of(organisation_id: int) -> Any:
    member = select(_membership.c.person_id).where(
        *(_membership.c.organisation_id == organisation_id, _membership.c.deleted_at.is_(None)),
        _membership.c.until.is_(None),
    )
    return _person.c.id.in_(member)


def _standing(session: Session) -> Rows:
    closed, meaning = _sitting.c.state == "closed", _status.c.meaning
    counted = ["present", "absent", *(["excused"] if settings(session).excused_counts else [])]
    return (
        select(
            *(_person.c.id.label("person_id"), _person.c.name_ar, _person.c.name_latin),
            *(_enrolment.c.group_id, _group.c.label),
            func.count(case((and_(closed, meaning == "present"), 1))).label("present"),
            func.count(case((and_(closed, meaning.in_(counted)), 1))).label("counted"),
            func.count(case((_sitting.c.state.in_(("planned", "held")), 1))).label("remaining"),
            func.count(_sitting.c.id).label("planned"),
        )
        .join_from(_enrolment, _person, _person.c.id == _enrolment.c.person_id)
        .join(_group, _group.c.id == _enrolment.c.group_id)
        .outerjoin(_sitting, and_(_sitting.c.group_id == _group.c.id, _of_training()))
        .outerjoin(_registration, _place())
        .outerjoin(_mark, and_(_mark.c.registration_id == _registration.c.id, _mark.c.deleted_at.is_(None)))
        .outerjoin(_status, _status.c.id == _mark.c.status_id)
        .where(_enrolment.c.deleted_at.is_(None), _enrolment.c.withdrawn_on.is_(None), _group.c.deleted_at.is_(None))
        .group_by(_person.c.id, _enrolment.c.group_id, _group.c.label, *_NAMES)
        .order_by(_person.c.search, _person.c.id, _enrolment.c.group_id)
    )


# PostgreSQL knows that they hang on the person; said for whoever reads the statement.
_NAMES = (_person.c.name_ar, _person.c.name_latin, _person.c.search)


def absent_in_a_row(session: Session, reach: frozenset[int] | None, today: date) -> pd.DataFrame:
    """Persons who missed the last three sittings of their group, by name: person_id, name_ar, name_latin (missing for
    whoever may not be listed), listed, group_id, label, last_on (day of the last one missed).

    Counted are closed sittings that the person was marked at: three absences with nothing but excused sittings
    between them, and no presence since. Excused neither counts nor breaks, a sitting without the person on its sheet
    neither. Only groups of the reader's provinces and of phases that are not over, and people who did not withdraw.
    """
    latest = (_sitting.c.held_on.desc(), _sitting.c.starts_at.desc(), _sitting.c.id.desc())
    place = func.row_number().over(partition_by=(_registration.c.person_id, _sitting.c.group_id), order_by=latest)
    marks = (
        select(_registration.c.person_id, _sitting.c.group_id, _sitting.c.held_on, _status.c.meaning, place.label("n"))
        .join_from(_sitting, _phase, _phase.c.id == _sitting.c.phase_id)
        .join(_registration, _registration.c.session_id == _sitting.c.id)
        .join(_mark, _mark.c.registration_id == _registration.c.id)
        .join(_status, _status.c.id == _mark.c.status_id)
        .where(_of_training(), _sitting.c.state == "closed", _phase.c.ends_on >= today)
        .where(_registration.c.deleted_at.is_(None), _mark.c.deleted_at.is_(None))
        .where(_status.c.meaning.in_(("present", "absent")))
        .subquery()
    )
    row: Any = (
        select(marks.c.person_id, marks.c.group_id, func.max(marks.c.held_on).label("last_on"))
        .where(marks.c.n <= IN_A_ROW, marks.c.meaning == "absent")
        .group_by(marks.c.person_id, marks.c.group_id)
        .having(func.count() == IN_A_ROW)
        .subquery()
    )
    may = listed()
    statement = (
        select(
            *(row.c.person_id, case((may, _person.c.name_ar)).label("name_ar")),
            *(case((may, _person.c.name_latin)).label("name_latin"), may.label("listed")),
            *(row.c.group_id, _group.c.label, row.c.last_on),
        )
        .join_from(row, _person, _person.c.id == row.c.person_id)
        .join(_group, _group.c.id == row.c.group_id)
        .join(_commune, _commune.c.id == _group.c.commune_id)
        .join(
            _enrolment,
            and_(
                *(_enrolment.c.person_id == row.c.person_id, _enrolment.c.group_id == row.c.group_id),
                *(_enrolment.c.deleted_at.is_(None), _enrolment.c.withdrawn_on.is_(None)),
            ),
        )
        .where(_person.c.deleted_at.is_(None), _group.c.deleted_at.is_(None))
        .order_by(_person.c.search, row.c.person_id, row.c.group_id)
    )
    return frame(session, statement if reach is None else statement.where(_commune.c.province_id.in_(sorted(reach))))


def sittings_of_person(session: Session, person_id: int) -> pd.DataFrame:
    """Where the person was expected, the latest first: id, held_on, module_ar, module_fr, module_en, group_label,
    state, status_ar, status_fr, status_en (missing without a mark), hours (given, else the status's share of the
    session's).
    """
    statement = (
        select(
            *(_sitting.c.id, _sitting.c.held_on),
            *(_module.c[f"label_{code}"].label(f"module_{code}") for code in ("ar", "fr", "en")),
            *(_group.c.label.label("group_label"), _sitting.c.state),
            *(_status.c[f"label_{code}"].label(f"status_{code}") for code in ("ar", "fr", "en")),
            func.coalesce(_mark.c.hours, _status.c.credit * _sitting.c.hours).label("hours"),
        )
        .join_from(_registration, _sitting, _sitting.c.id == _registration.c.session_id)
        .join(_module, _module.c.id == _sitting.c.module_id)
        .outerjoin(_group, _group.c.id == _sitting.c.group_id)
        .outerjoin(_mark, and_(_mark.c.registration_id == _registration.c.id, _mark.c.deleted_at.is_(None)))
        .outerjoin(_status, _status.c.id == _mark.c.status_id)
        .where(_registration.c.person_id == person_id, _registration.c.deleted_at.is_(None))
        .where(_sitting.c.deleted_at.is_(None), or_(_sitting.c.state != "cancelled", _mark.c.id.is_not(None)))
        .order_by(_sitting.c.held_on.desc(), _sitting.c.starts_at.desc(), _sitting.c.id.desc())
    )
    return frame(session, statement)


def _of_training() -> Any:
    return and_(
        *(_sitting.c.deleted_at.is_(None), _sitting.c.state != "cancelled"), _sitting.c.counts_as_training.is_(True)
    )


def _place() -> Any:
    c = _registration.c
    return and_(c.session_id == _sitting.c.id, c.person_id == _person.c.id, c.deleted_at.is_(None))
