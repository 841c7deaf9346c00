"""Certificates of completion: who met the rule, what was issued, what is printed, and what strangers are told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, exists, not_, select
from sqlmodel import Session

from core.filters import Filters
from core.records.certificates import serial_of
from db.models import Certificate, Commune, Group, Module, Person, Phase, Programme
from db.models.base import table
from db.queries.consent import listed
from db.queries.figures.base import counted
from db.queries.figures.completion import enrolled_with_hours
from db.queries.frames import frame
from db.queries.settings import settings

_certificate, _person, _group, _commune = table(Certificate), table(Person), table(Group), table(Commune)
_phase, _programme, _module = table(Phase), table(Programme), table(Module)
VALID = and_(_certificate.c.revoked_at.is_(None), _certificate.c.deleted_at.is_(None))


def group_standing(session: Session, reach: frozenset[int] | None, group_id: int) -> pd.DataFrame:
    """Everybody who counts for completion in a group of the reader's provinces, by name.

    Columns: person_id, name_ar, name_latin, listed (may be read in lists, see core.privacy; both names are missing
    otherwise), offered, attended, over and missing (hours beyond the rule, hours up to it; one of them is 0),
    finished (the group), done, certificate_id, version, serial, issued_on (of the valid certificate, missing without).
    """
    limits = settings(session)
    each = enrolled_with_hours(Filters(), limits, group_id).distinct().subquery()
    may = listed()
    over = each.c.attended - limits.completion_share * each.c.offered
    c = _certificate.c
    statement = (
        select(
            *(each.c.person_id, case((may, _person.c.name_ar)).label("name_ar")),
            *(case((may, _person.c.name_latin)).label("name_latin"), may.label("listed")),
            *(each.c.offered, each.c.attended, case((over > 0, over), else_=0.0).label("over")),
            *(case((each.c.done, 0.0), else_=-over).label("missing"), each.c.finished, each.c.done),
            *(c.id.label("certificate_id"), c.version, c.serial, c.issued_on),
        )
        .join_from(each, _person, _person.c.id == each.c.person_id)
        .join(_group, _group.c.id == each.c.group_id)
        .join(_commune, _commune.c.id == _group.c.commune_id)
        .outerjoin(_certificate, and_(c.person_id == each.c.person_id, c.group_id == each.c.group_id, VALID))
        .order_by(not_(may), _person.c.search, each.c.person_id)
    )
    return frame(session, statement if reach is None else statement.where(_commune.c.province_id.in_(sorted(reach))))


def modules_attended(session: Session, group_id: int) -> dict[int, list[int]]:
    """Of each person: the ids of the modules attended at the group's own sittings, in the order of their list."""
    base = counted(Filters())
    rows = session.execute(
        select(base.c.person_id, base.c.module_id)
        .join(_module, _module.c.id == base.c.module_id)
        .where(base.c.group_id == group_id)
        .group_by(base.c.person_id, base.c.module_id, _module.c.position)
        .order_by(base.c.person_id, _module.c.position, base.c.module_id)
    )
    found: dict[int, list[int]] = {}
    for person, module in rows:
        found.setdefault(person, []).append(module)
    return found


def revoked_certificates(session: Session, group_id: int) -> pd.DataFrame:
    """Certificates of a group that were revoked, the latest first: id, serial, name_ar, name_latin (missing for whoever
    may not be listed), issued_on, revoked_at, reason.
    """
    c, may = _certificate.c, listed()
    statement = (
        select(
            *(c.id, c.serial, case((may, _person.c.name_ar)).label("name_ar")),
            *(case((may, _person.c.name_latin)).label("name_latin"), c.issued_on, c.revoked_at, c.reason),
        )
        .join_from(_certificate, _person, _person.c.id == c.person_id)
        .where(c.group_id == group_id, c.revoked_at.is_not(None), c.deleted_at.is_(None))
        .order_by(c.revoked_at.desc(), c.id)
    )
    return frame(session, statement)


def certificates_of(session: Session, person_id: int) -> pd.DataFrame:
    """A person's certificates, the latest first: id, version, serial, group_id, label, issued_on, hours_attended,
    hours_offered, revoked_at, reason.
    """
    c = _certificate.c
    statement = (
        select(
            *(c.id, c.version, c.serial, c.group_id, _group.c.label, c.issued_on),
            *(c.hours_attended, c.hours_offered, c.revoked_at, c.reason),
        )
        .join_from(_certificate, _group, _group.c.id == c.group_id)
        .where(c.person_id == person_id, c.deleted_at.is_(None))
        .order_by(c.issued_on.desc(), c.id.desc())
    )
    return frame(session, statement)


@dataclass(frozen=True)
class Printed:
    """What one page says; names and labels by language, None where the person has no such name."""

    serial: str
    name_ar: str | None
    name_latin: str | None
    sex: str
    programme: Mapping[str, str]
    phase: Mapping[str, str]
    group: str
    modules: tuple[Mapping[str, str], ...]
    attended: float
    offered: float
    issued_on: date


def certificates_to_print(
    session: Session, reach: frozenset[int] | None, group_id: int, certificate_id: int | None = None
) -> list[Printed]:
    """The valid certificates of a group (or the one) by the person's name; none of whoever may not be listed."""
    c, p = _certificate.c, _person.c
    asked = _with_programme((p.name_ar, p.name_latin, p.sex, _group.c.label)).where(
        c.group_id == group_id, VALID, listed()
    )
    if reach is not None:
        asked = asked.where(_commune.c.province_id.in_(sorted(reach)))
    if certificate_id is not None:
        asked = asked.where(c.id == certificate_id)
    rows = session.execute(asked.order_by(p.search, c.id)).mappings().all()
    labels = _module_labels(session, {number for row in rows for number in row["modules"]})
    return [
        Printed(
            *(row["serial"], row["name_ar"], row["name_latin"], row["sex"]),
            *(_named(row, "programme"), _named(row, "phase"), row["label"]),
            tuple(labels[number] for number in row["modules"]),
            *(row["hours_attended"], row["hours_offered"], row["issued_on"]),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Told:
    """What anybody who has the serial is told; both names are None where the person may not be named."""

    serial: str
    valid: bool
    name_ar: str | None
    name_latin: str | None
    programme: Mapping[str, str]
    phase: Mapping[str, str]
    modules: tuple[Mapping[str, str], ...]
    issued_on: date


def certificate_told(session: Session, given: str) -> Told | None:
    """The certificate of a serial, however it was typed; None for one that was never given.

    One that a merge set aside is valid as long as the person has a valid one of the same group. The names are whole
    here: whoever shows them to strangers shortens them.
    """
    serial = serial_of(given)
    if serial is None:
        return None
    c, p, may = _certificate.c, _person.c, listed()
    names = (case((may, p.name_ar)).label("name_ar"), case((may, p.name_latin)).label("name_latin"))
    row = session.execute(_with_programme((*names, _stands())).where(c.serial == serial)).mappings().first()
    if row is None:
        return None
    labels = _module_labels(session, row["modules"])
    return Told(
        *(serial, bool(row["valid"]), row["name_ar"], row["name_latin"]),
        *(_named(row, "programme"), _named(row, "phase")),
        tuple(labels[number] for number in row["modules"]),
        row["issued_on"],
    )


def _stands() -> ColumnElement[bool]:
    c, other = _certificate.c, _certificate.alias("other")
    instead = exists().where(
        *(other.c.person_id == c.person_id, other.c.group_id == c.group_id),
        *(other.c.revoked_at.is_(None), other.c.deleted_at.is_(None)),
    )
    stands: ColumnElement[bool] = and_(c.revoked_at.is_(None), (c.deleted_at.is_(None)) | instead)
    return stands.label("valid")


def _with_programme(columns: tuple[Any, ...]) -> Any:
    c = _certificate.c
    names = [
        part.c[f"name_{code}"].label(f"{name}_{code}")
        for name, part in (("programme", _programme), ("phase", _phase))
        for code in ("ar", "fr", "en")
    ]
    return (
        select(c.serial, c.modules, c.hours_attended, c.hours_offered, c.issued_on, *columns, *names)
        .join_from(_certificate, _person, _person.c.id == c.person_id)
        .join(_group, _group.c.id == c.group_id)
        .join(_commune, _commune.c.id == _group.c.commune_id)
        .join(_phase, _phase.c.id == c.phase_id)
        .join(_programme, _programme.c.id == _phase.c.programme_id)
    )


def _named(row: Any, name: str) -> dict[str, str]:
    return {code: row[f"{name}_{code}"] or row[f"{name}_fr"] for code in ("ar", "fr", "en")}


def _module_labels(session: Session, numbers: Collection[int]) -> dict[int, dict[str, str]]:
    c = _module.c
    rows = session.execute(select(c.id, c.label_ar, c.label_fr, c.label_en).where(c.id.in_(numbers))).mappings()
    return {row["id"]: {code: row[f"label_{code}"] or row["label_fr"] for code in ("ar", "fr", "en")} for row in rows}
