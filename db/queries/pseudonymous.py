"""What analysts may take away: every mark of a session as a row, persons and organisations under keys of their own."""

from typing import Any

from sqlalchemy import and_, case, extract, func, not_, select
from sqlmodel import Session

from core.filters import Filters
from core.problems import Problem
from core.pseudonyms import age_band, pseudonym
from db.models import (
    Attendance,
    AttendanceStatus,
    Instance,
    Module,
    Organisation,
    Person,
    Phase,
    Province,
    Registration,
    Sector,
    TrainingSession,
)
from db.models.base import table
from db.queries.consent import listed
from db.queries.figures.base import commune_of, in_days, inside, month_of, of_ages, of_verified_sheet
from db.queries.frames import Rows

COLUMNS = (
    *("person", "sex", "age_band", "province", "province_name", "organisation", "organisation_kind", "sector"),
    *("phase", "module", "month", "hours", "status", "counted"),
)
# What is read and written at once when somebody presses the button; more is narrowed to a phase or a province.
MOST_ROWS = 100_000


def pseudonymous_counted(session: Session, filters: Filters) -> tuple[int, int, int]:
    """How many rows and how many persons the export has, and how many persons without consent it leaves out."""
    each = _marks(filters).subquery()
    may = each.c.may.is_(True)
    statement = select(
        func.count(case((may, 1))),
        func.count(case((may, each.c.person_id)).distinct()),
        func.count(case((not_(may), each.c.person_id)).distinct()),
    )
    rows, persons, left_out = session.execute(statement).one()
    return int(rows), int(persons), int(left_out)


def pseudonymous_rows(session: Session, filters: Filters) -> list[tuple[str, ...]]:
    """The rows under COLUMNS, in the order of the keys, which is the order of nothing else.

    Months are written 2025-03; `hours` are those given, else the status's credit times the session's; `counted` is
    1 where the mark counts in the figures. The age is that of the year of the person's first session, so that a
    later birthday does not tell the year of birth. Problem("export_too_large") over MOST_ROWS.
    """
    asked = _marks(filters)
    secret = session.get_one(Instance, 1).pseudonym_secret
    rows = session.execute(asked.where(listed()).limit(MOST_ROWS + 1)).all()
    if len(rows) > MOST_ROWS:
        raise Problem("export_too_large", limit=MOST_ROWS)
    return sorted(_row(secret, row) for row in rows)


def _row(secret: str, row: Any) -> tuple[str, ...]:
    return (
        pseudonym(secret, "person", row.person_id),
        row.sex,
        age_band(row.birth_year, int(row.first_year)),
        row.province or "",
        row.province_name or "",
        "" if row.organisation_id is None else pseudonym(secret, "organisation", row.organisation_id),
        row.kind or "",
        row.sector or "",
        row.phase,
        row.module,
        f"{row.month // 100}-{row.month % 100:02}",
        "" if row.hours is None else f"{row.hours:.10g}",
        row.status,
        "1" if row.counted else "0",
    )


def _marks(filters: Filters) -> Rows:
    """Every living mark of a session that was held, as the filters ask, with `may`: whether it may be exported."""
    mark, registration, sitting = table(Attendance), table(Registration), table(TrainingSession)
    status, person, organisation = table(AttendanceStatus), table(Person), table(Organisation)
    phase, module, sector, province = table(Phase), table(Module), table(Sector), table(Province)
    place = func.coalesce(organisation.c.province_id, sitting.c.province_id)
    first = _first_years()
    statement = (
        select(
            *(registration.c.person_id, person.c.sex, person.c.birth_year, first.c.first_year),
            *(place.label("province_id"), province.c.code.label("province"), province.c.name_fr.label("province_name")),
            *(organisation.c.id.label("organisation_id"), organisation.c.kind, sector.c.code.label("sector")),
            *(phase.c.code.label("phase"), module.c.code.label("module"), month_of(sitting.c.held_on).label("month")),
            func.coalesce(mark.c.hours, status.c.credit * sitting.c.hours).label("hours"),
            status.c.code.label("status"),
            and_(status.c.meaning == "present", sitting.c.counts_as_training.is_(True)).label("counted"),
            listed().label("may"),
        )
        .join_from(mark, registration, registration.c.id == mark.c.registration_id)
        .join(sitting, sitting.c.id == registration.c.session_id)
        .join(status, status.c.id == mark.c.status_id)
        .join(person, person.c.id == registration.c.person_id)
        .join(first, first.c.person_id == person.c.id)
        .join(phase, phase.c.id == sitting.c.phase_id)
        .join(module, module.c.id == sitting.c.module_id)
        .outerjoin(
            organisation,
            and_(organisation.c.id == registration.c.organisation_id, organisation.c.deleted_at.is_(None)),
        )
        .outerjoin(sector, sector.c.id == organisation.c.sector_id)
        .outerjoin(province, province.c.id == place)
        .where(*(part.c.deleted_at.is_(None) for part in (mark, registration, sitting, person)))
        .where(sitting.c.state.in_(("held", "closed")))
    )
    if filters.phase_id is not None:
        statement = statement.where(sitting.c.phase_id == filters.phase_id)
    if filters.verified:
        statement = statement.where(of_verified_sheet(sitting.c))
    statement = statement.where(in_days(sitting.c.held_on, filters))
    if filters.ages:
        statement = statement.where(of_ages(first.c.first_year - person.c.birth_year, filters.ages))
    ground: Any = {
        "province_id": place,
        "commune_id": commune_of(organisation.c, sitting.c),
        "sector_id": organisation.c.sector_id,
        "kind": organisation.c.kind,
        "sex": person.c.sex,
    }
    return statement.where(inside(ground, filters))


def _first_years() -> Any:
    """The year of each person's first session that was held, whatever the filters: person_id, first_year."""
    registration, sitting = table(Registration).c, table(TrainingSession).c
    return (
        select(registration.person_id, extract("year", func.min(sitting.held_on)).label("first_year"))
        .join_from(table(Registration), table(TrainingSession), sitting.id == registration.session_id)
        .where(registration.deleted_at.is_(None), sitting.deleted_at.is_(None), sitting.state.in_(("held", "closed")))
        .group_by(registration.person_id)
        .subquery()
    )
