"""Everything known of one organisation, each part a query of its own."""

from typing import Any

import pandas as pd
from sqlalchemy import and_, case, func, select, true
from sqlmodel import Session

from core.filters import Filters
from core.problems import Problem
from db.models import (
    Attendance,
    AttendanceStatus,
    Commune,
    ExternalId,
    ImportBatch,
    ImportRow,
    Membership,
    Mention,
    Module,
    Obstacle,
    ObstacleCategory,
    Organisation,
    Person,
    Province,
    Registration,
    Sector,
    TrainingSession,
)
from db.models.base import table
from db.queries.consent import listed
from db.queries.figures.base import counted, of_verified_sheet
from db.queries.frames import frame
from db.queries.organisations import within_reach

_organisation = table(Organisation)
_IDENTITY = (
    *("id", "kind", "name_ar", "name_latin", "douar", "branch", "court", "registration_number", "ice", "founded_on"),
    *("longitude", "latitude", "note"),
)
_CONTACT = ("contact_name", "phone", "mail")


def organisation_profile(
    session: Session,
    reach: frozenset[int] | None,
    organisation_id: int,
    contact: bool = False,
    verified: bool = False,
) -> dict[str, Any]:
    """An organisation's own facts by name, with the names of its commune, province and sector in each language.

    contact_name, phone and mail are there only with `contact`, which needs the right to read persons; `trained` is
    the number of distinct persons it sent who were trained, by `verified` sheets alone where asked.
    Problem("row_gone") outside the reader's provinces.
    """
    c, commune, province, sector = _organisation.c, table(Commune), table(Province), table(Sector)
    names = [*_IDENTITY, *(_CONTACT if contact else ())]
    base = counted(Filters(verified=verified))
    trained = (
        select(func.count(base.c.person_id.distinct()))
        .where(base.c.organisation_id == organisation_id)
        .scalar_subquery()
    )
    statement = (
        select(
            *(c[name] for name in names),
            *(commune.c[f"name_{code}"].label(f"commune_{code}") for code in ("ar", "fr")),
            *(province.c[f"name_{code}"].label(f"province_{code}") for code in ("ar", "fr", "en")),
            *(sector.c[f"label_{code}"].label(f"sector_{code}") for code in ("ar", "fr", "en")),
            trained.label("trained"),
        )
        .select_from(
            _organisation.outerjoin(commune, commune.c.id == c.commune_id)
            .outerjoin(province, province.c.id == c.province_id)
            .outerjoin(sector, sector.c.id == c.sector_id)
        )
        .where(c.id == organisation_id, within_reach(reach))
    )
    found = session.execute(statement).mappings().first()
    if found is None:
        raise Problem("row_gone", row=organisation_id)
    return dict(found)


def people_of(session: Session, organisation_id: int) -> pd.DataFrame:
    """The persons of an organisation who may be listed, its president first: id, name_ar, name_latin, sex, phone,
    role, since, until. For whoever may read persons only.
    """
    person, member = table(Person).c, table(Membership).c
    leading = case((member.role == "president", 0), else_=1)
    return frame(
        session,
        select(
            *(person.id, person.name_ar, person.name_latin, person.sex, person.phone),
            *(member.role, member.since, member.until),
        )
        .join_from(table(Membership), table(Person), person.id == member.person_id)
        .where(member.organisation_id == organisation_id, member.deleted_at.is_(None), person.deleted_at.is_(None))
        .where(listed())
        .order_by(leading, person.search, person.id),
    )


def sessions_of(session: Session, organisation_id: int, verified: bool = False) -> pd.DataFrame:
    """The sessions its living people were registered at, the latest first; of `verified` sheets alone where asked.

    Columns: id, held_on, state, module_ar, module_fr, module_en, commune_ar, commune_fr, registered, present.
    """
    sitting, registration, module, commune = (
        table(TrainingSession),
        table(Registration),
        table(Module),
        table(Commune),
    )
    mark, status, person = table(Attendance), table(AttendanceStatus), table(Person)
    columns = (
        *(sitting.c.id, sitting.c.held_on, sitting.c.state),
        *(module.c[f"label_{code}"].label(f"module_{code}") for code in ("ar", "fr", "en")),
        *(commune.c[f"name_{code}"].label(f"commune_{code}") for code in ("ar", "fr")),
    )
    return frame(
        session,
        select(
            *columns,
            func.count(registration.c.id.distinct()).label("registered"),
            func.count(case((status.c.meaning == "present", registration.c.id)).distinct()).label("present"),
        )
        .select_from(
            registration.join(sitting, sitting.c.id == registration.c.session_id)
            .join(person, and_(person.c.id == registration.c.person_id, person.c.deleted_at.is_(None)))
            .join(module, module.c.id == sitting.c.module_id)
            .join(commune, commune.c.id == sitting.c.commune_id)
            .outerjoin(mark, and_(mark.c.registration_id == registration.c.id, mark.c.deleted_at.is_(None)))
            .outerjoin(status, status.c.id == mark.c.status_id)
        )
        .where(
            registration.c.organisation_id == organisation_id,
            registration.c.deleted_at.is_(None),
            sitting.c.deleted_at.is_(None),
            of_verified_sheet(sitting.c) if verified else true(),
        )
        .group_by(*columns)
        .order_by(sitting.c.held_on.desc(), sitting.c.id.desc()),
    )


def mentions_by(session: Session, organisation_id: int) -> pd.DataFrame:
    """What an organisation raised, the latest first.

    Columns: id, category_ar, category_fr, category_en, words, mentioned_on, severity, state.
    """
    mention, obstacle, category = table(Mention), table(Obstacle), table(ObstacleCategory)
    return frame(
        session,
        select(
            mention.c.id,
            *(category.c[f"label_{code}"].label(f"category_{code}") for code in ("ar", "fr", "en")),
            *(mention.c.words, mention.c.mentioned_on, obstacle.c.severity, obstacle.c.state),
        )
        .select_from(
            mention.join(obstacle, obstacle.c.id == mention.c.obstacle_id).join(
                category, category.c.id == obstacle.c.category_id
            )
        )
        .where(
            mention.c.organisation_id == organisation_id,
            mention.c.deleted_at.is_(None),
            obstacle.c.deleted_at.is_(None),
        )
        .order_by(mention.c.mentioned_on.desc(), mention.c.id.desc()),
    )


def keys_of(session: Session, organisation_id: int) -> pd.DataFrame:
    """The keys an organisation has elsewhere: source, foreign_key."""
    key = table(ExternalId).c
    return frame(
        session,
        select(key.source, key.foreign_key)
        .where(key.organisation_id == organisation_id, key.deleted_at.is_(None))
        .order_by(key.source, key.foreign_key),
    )


def imports_of(session: Session, organisation_id: int) -> pd.DataFrame:
    """The rows of files that touched an organisation, the latest first: file_name, imported_at, row_number, verdict,
    undone (whether the file was taken back).
    """
    row, batch = table(ImportRow).c, table(ImportBatch).c
    return frame(
        session,
        select(
            *(batch.file_name, batch.created_at.label("imported_at"), row.row_number, row.verdict),
            batch.undone_at.is_not(None).label("undone"),
        )
        .join_from(table(ImportRow), table(ImportBatch), batch.id == row.batch_id)
        .where(row.organisation_id == organisation_id, batch.deleted_at.is_(None))
        .order_by(batch.created_at.desc(), row.id.desc()),
    )
