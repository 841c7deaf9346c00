"""What every command of the field looks at first: the place, the day, and whether the actor's provinces reach it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from db.models import Commune, Obstacle, Organisation, Person
from db.models.base import Base
from db.queries.doubles import provinces_of_persons

Listed = TypeVar("Listed", bound=Base)
Merged = TypeVar("Merged", Organisation, Person, Obstacle)


def province_of_commune(session: Session, commune_id: int | None) -> int | None:
    """The province a commune lies in, None without a commune; Problem when there is no such commune."""
    if commune_id is None:
        return None
    return chosen(session, Commune, commune_id, "commune_id").province_id


def chosen(session: Session, table: type[Listed], row_id: int, field: str) -> Listed:
    """The row that was chosen in a field, or a Problem beside that field when it is not, or no longer, there."""
    row = session.get(table, row_id)
    if row is None or getattr(row, "deleted_at", None) is not None:
        raise Problem("unknown_choice", field=field, given=str(row_id))
    return row


def standing(session: Session, table: type[Merged], row_ids: Iterable[int]) -> dict[int, Merged]:
    """Each row by the id it was asked for, or the row it was merged into; those that are not there are left out.

    They are held until the transaction ends, so that what is about to point at them never points at one that a merge
    has just taken away. One after the other by id, as a merge holds its two.
    """
    asked = select(table).where(col(table.id).in_(set(row_ids))).order_by(col(table.id))
    held = session.exec(asked.with_for_update(read=True).execution_options(populate_existing=True))
    found = {}
    for row in held.all():
        left: Merged | None = row
        while left is not None and left.merged_into_id is not None:
            left = session.get(table, left.merged_into_id, with_for_update={"read": True})
        if left is not None and left.deleted_at is None:
            found[row.id or 0] = left
    return found


def standing_organisation(session: Session, organisation_id: int, field: str = "organisation_id") -> Organisation:
    """The organisation that was chosen in a field, or the one it was merged into, held; Problem when it is gone."""
    found = standing(session, Organisation, [organisation_id]).get(organisation_id)
    return found or chosen(session, Organisation, organisation_id, field)


def standing_obstacle(session: Session, obstacle_id: int, version: int | None = None) -> Obstacle:
    """The obstacle, or the one it was merged into, held; Problem when it is gone, or was changed since `version`."""
    row = standing(session, Obstacle, [obstacle_id]).get(obstacle_id)
    row = None if row is None else session.get(Obstacle, row.id, with_for_update=True)
    if row is None or row.deleted_at is not None:
        raise Problem("row_gone", row=obstacle_id)
    if version is not None and row.version != version:
        raise Problem("conflict", row=obstacle_id, version=version)
    return row


def reached(actor: Actor, *provinces: int | None, field: str = "") -> None:
    """Problem when one of the provinces is outside what the account may touch."""
    if not all(actor.reaches(province) for province in provinces):
        raise Problem("other_province", field=field)


def reached_persons(session: Session, actor: Actor, *person_ids: int, field: str = "") -> None:
    """Problem when one of the persons is not, or no longer, there, was anonymised, or is outside the actor's provinces.

    A person belongs to the provinces of its organisations and groups, and one without any is open to all.
    """
    for person_id, provinces in provinces_of_persons(session, person_ids).items():
        if chosen(session, Person, person_id, field).anonymised_at is not None:
            raise Problem("person_anonymised", field=field)
        if provinces and not any(actor.reaches(province) for province in provinces):
            raise Problem("other_province", field=field)


def not_before_raised(obstacle: Obstacle, day: date, field: str) -> None:
    """Problem beside the field when a day lies before the obstacle was raised: nobody speaks of it then."""
    if day < obstacle.raised_on:
        raise Problem("day_before_raised", field=field, day=obstacle.raised_on)


def not_in_future(record: SQLModel, *fields: str) -> None:
    """Problem when one of the record's days has not come yet in Morocco: nobody consents or counts tomorrow."""
    today = datetime.now(ZONE).date()
    for field in fields:
        day: date | None = getattr(record, field)
        if day is not None and day > today:
            raise Problem("day_in_future", field=field)
