"""The lists an administrator edits: adding to one, changing labels, order and use, removing what nothing names."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col, func, select

from core.access import Actor
from core.problems import Problem
from core.records.programme import (
    CategoryRecord,
    InstitutionRecord,
    ModuleRecord,
    SectorRecord,
    StatusRecord,
)
from db.commands.guards import chosen
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import (
    AttendanceStatus,
    CategoryInstitution,
    Institution,
    Module,
    ObstacleCategory,
    Row,
    Sector,
)
from db.models.base import now
from db.queries.usage import uses

# A roster needs a way to say who came and a way to say who did not.
_NEEDED_MEANINGS = ("present", "absent")


@dataclass(frozen=True)
class ReferenceList:
    """An editable list: its table, its record, the field that never changes and the links that go with a row."""

    model: type[Row]
    record: type[SQLModel]
    code: str = "code"
    own: tuple[str, ...] = ()


LISTS = {
    "category": ReferenceList(ObstacleCategory, CategoryRecord, own=("category_institution",)),
    "institution": ReferenceList(Institution, InstitutionRecord, code="acronym"),
    "module": ReferenceList(Module, ModuleRecord),
    "sector": ReferenceList(Sector, SectorRecord),
    "status": ReferenceList(AttendanceStatus, StatusRecord),
}


@command("reference.write", "reference")
def add_to_list(
    session: Session, actor: Actor, name: str, record: SQLModel, institutions: tuple[int, ...] = ()
) -> Done[Any]:
    """A new row of the list (a key of LISTS); `institutions` answer it where the list is that of the categories."""
    code_free(session, LISTS[name], record)
    row = LISTS[name].model.model_validate(record, update={"created_by": actor.account_id})
    session.add(row)
    session.flush()
    if name == "category":
        answered_by(session, row, institutions)
    return Done(row, after=_said(session, name, row))


@command("reference.write", "reference")
def change_in_list(
    session: Session,
    actor: Actor,
    name: str,
    row_id: int,
    version: int,
    record: SQLModel,
    institutions: tuple[int, ...] = (),
) -> Done[Any]:
    """A row with other labels, order or use; its code, and the meaning of a status, stay what they are."""
    listed = LISTS[name]
    row = living(session, listed.model, row_id, version)
    for fixed in (listed.code, *(("meaning",) if name == "status" else ())):
        if getattr(record, fixed) != getattr(row, fixed):
            raise Problem("never_changes", field=fixed)
    if isinstance(record, StatusRecord) and isinstance(row, AttendanceStatus) and not record.active:
        _still_sayable(session, row)
    before = _said(session, name, row)
    stamped(row, actor, record)
    session.flush()
    if name == "category":
        answered_by(session, row, institutions)
    return Done(row, before=before, after=_said(session, name, row))


@command("reference.write", "reference")
def remove_from_list(session: Session, actor: Actor, name: str, row_id: int, version: int) -> Done[Any]:
    """A row that nothing names is put in the bin; one in use can only be switched off."""
    listed = LISTS[name]
    row = living(session, listed.model, row_id, version)
    if used := uses(session, listed.model, row_id, own=listed.own):
        raise Problem("in_use_switch_off", number=used)
    if isinstance(row, AttendanceStatus):
        _still_sayable(session, row)
    before = _said(session, name, row)
    stamped(row, actor, {"deleted_at": now()})
    session.flush()
    if name == "category":
        answered_by(session, row, ())
    return Done(row, before=before, after=_said(session, name, row))


def code_free(session: Session, listed: ReferenceList, record: SQLModel) -> None:
    """Problem when a living row of the list has the record's code, however it is written."""
    column, code = getattr(listed.model, listed.code), getattr(record, listed.code)
    taken = select(listed.model.id).where(func.lower(column) == code.lower(), col(listed.model.deleted_at).is_(None))
    if session.exec(taken).first() is not None:
        raise Problem("code_taken", field=listed.code, given=code)


def _still_sayable(session: Session, status: AttendanceStatus) -> None:
    others = select(AttendanceStatus.id).where(
        AttendanceStatus.meaning == status.meaning,
        AttendanceStatus.id != status.id,
        col(AttendanceStatus.active).is_(True),
        col(AttendanceStatus.deleted_at).is_(None),
    )
    if status.meaning in _NEEDED_MEANINGS and session.exec(others).first() is None:
        raise Problem("last_status", field="active")


def answered_by(session: Session, category: Row, institutions: tuple[int, ...]) -> None:
    """Sets the institutions that answer a category."""
    for institution in institutions:
        chosen(session, Institution, institution, "institutions")
    session.execute(delete(CategoryInstitution).where(col(CategoryInstitution.category_id) == category.id))
    session.add_all(
        CategoryInstitution(category_id=category.id or 0, institution_id=institution)
        for institution in sorted(set(institutions))
    )
    session.flush()


def _said(session: Session, name: str, row: Row) -> dict[str, Any]:
    # Rows of several lists stand under one subject, so the history names the list.
    values = {"list": name} | values_of(row)
    if name == "category":
        links = select(CategoryInstitution.institution_id).where(CategoryInstitution.category_id == row.id)
        values["institutions"] = sorted(session.exec(links).all())
    return values
