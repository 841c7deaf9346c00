"""Sign-in sheets: one with its counts, comments and pages, and how many are missing, waiting, sent back where."""

from datetime import date, datetime
from typing import NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import Session

from core.problems import Problem
from core.records.sheets import FIELD_STATES
from db.models import Account, Attachment, Person, Province, Registration, SheetComment, SignInSheet, TrainingSession
from db.models.base import table
from db.queries.frames import frame
from db.queries.sessions import by_ids

_sheet, _sitting, _page = table(SignInSheet), table(TrainingSession), table(Attachment)
_comment, _registration, _person, _account = (table(one) for one in (SheetComment, Registration, Person, Account))
# How a sheet stands for whoever waits for it, in the order in which it is told.
STANDINGS = ("missing", "sent_back", "waiting", "verified", "locked")


class Sheet(NamedTuple):
    """The sheet of a session: version 0 and a draft before anything is known of it; the names are of accounts."""

    version: int
    state: str
    headcount: int | None
    signatures: int | None
    reason: str | None
    submitted_at: datetime | None
    submitted_by: str | None
    verified_at: datetime | None
    verified_by: str | None
    locked_at: datetime | None
    locked_by: str | None


class Comment(NamedTuple):
    """What was said of a row (its number and person), or of the whole sheet without one."""

    registration_id: int | None
    row_number: int | None
    name_ar: str | None
    name_latin: str | None
    text: str | None


class Page(NamedTuple):
    """A picture of a page: its size in pixels and bytes, when and by whom it was kept."""

    id: int
    version: int
    width: int
    height: int
    size: int
    at: datetime
    who: str | None


def sheet(session: Session, reach: frozenset[int] | None, session_id: int) -> Sheet:
    """The sheet of a session; Problem("row_gone") where the session is out of reach."""
    c, who = _sheet.c, {name: _account.alias(name) for name in ("submitted", "verified", "locked")}
    statement = select(
        func.coalesce(c.version, 0),
        func.coalesce(c.state, "draft"),
        *(_sitting.c.declared_headcount, c.signatures, c.difference_reason),
        *(column for name in who for column in (c[f"{name}_at"], who[name].c.name)),
    ).select_from(_sitting.outerjoin(_sheet, _of_session()))
    for name, account in who.items():
        statement = statement.outerjoin(account, account.c.id == c[f"{name}_by"])
    found = session.execute(statement.where(_sitting.c.id == session_id, *_reached(reach))).first()
    if found is None:
        raise Problem("row_gone", row=session_id)
    return Sheet(*found)


def comments(session: Session, reach: frozenset[int] | None, session_id: int) -> list[Comment]:
    """What a coordinator said when the sheet was sent back last, the whole sheet first, then by row."""
    c = _comment.c
    statement = (
        select(c.registration_id, _registration.c.row_number, _person.c.name_ar, _person.c.name_latin, c.text)
        .join_from(_comment, _sheet, _sheet.c.id == c.sheet_id)
        .join(_sitting, _sitting.c.id == _sheet.c.session_id)
        .join(_registration, _registration.c.id == c.registration_id, isouter=True)
        .join(_person, _person.c.id == _registration.c.person_id, isouter=True)
        .where(_sheet.c.session_id == session_id, c.deleted_at.is_(None), _sheet.c.deleted_at.is_(None))
        .where(*_reached(reach))
        .order_by(func.coalesce(_registration.c.row_number, 0), c.id)
    )
    return [Comment(*row) for row in session.execute(statement)]


def pages(session: Session, reach: frozenset[int] | None, session_id: int) -> list[Page]:
    """The pictures of the sheet's pages in their order, without their bytes."""
    c = _page.c
    statement = (
        select(c.id, c.version, c.width, c.height, c.size, c.created_at, _account.c.name)
        .join_from(_page, _sheet, _sheet.c.id == c.sheet_id)
        .join(_sitting, _sitting.c.id == _sheet.c.session_id)
        .join(_account, _account.c.id == c.created_by, isouter=True)
        .where(_sheet.c.session_id == session_id, c.deleted_at.is_(None), _sheet.c.deleted_at.is_(None))
        .where(*_reached(reach))
        .order_by(c.position, c.id)
    )
    return [Page(*row) for row in session.execute(statement)]


def page_content(session: Session, reach: frozenset[int] | None, page_id: int) -> bytes:
    """The picture of one page; Problem("row_gone") where there is none within reach."""
    statement = (
        select(_page.c.content)
        .join_from(_page, _sheet, _sheet.c.id == _page.c.sheet_id)
        .join(_sitting, _sitting.c.id == _sheet.c.session_id)
        .where(_page.c.id == page_id, _page.c.deleted_at.is_(None), _sheet.c.deleted_at.is_(None), *_reached(reach))
    )
    found = session.execute(statement).scalar()
    if found is None:
        raise Problem("row_gone", row=page_id)
    return bytes(found)


def pages_of_person(session: Session, person_ids: tuple[int, ...]) -> int:
    """How many photos of sheets there are of sessions that the person was expected at."""
    expected = select(_registration.c.session_id).where(_registration.c.person_id.in_(person_ids))
    statement = (
        select(func.count())
        .select_from(_page.join(_sheet, _sheet.c.id == _page.c.sheet_id))
        .where(_page.c.deleted_at.is_(None), _sheet.c.session_id.in_(expected))
    )
    return int(session.execute(statement).scalar_one())


def sheets_by_province(session: Session, reach: frozenset[int] | None, day: date) -> pd.DataFrame:
    """How many sheets stand how, a row for each province with a session that took place.

    Columns: province_id, province_ar, province_fr, province_en, and one for each of STANDINGS. A sheet is missing
    once the roster is closed or the day is over, and nobody has sent it in.
    """
    places = table(Province)
    names = [places.c[f"name_{language}"].label(f"province_{language}") for language in ("ar", "fr", "en")]
    statement = (
        select(
            *(places.c.id.label("province_id"), *names),
            *(func.sum(case((standing(name, day), 1), else_=0)).label(name) for name in STANDINGS),
        )
        .select_from(_sitting.join(places, places.c.id == _sitting.c.province_id).outerjoin(_sheet, _of_session()))
        .where(_sitting.c.state.in_(("held", "closed")), *_reached(reach))
        .group_by(places.c.id, *(places.c[f"name_{language}"] for language in ("ar", "fr", "en")))
        .order_by(places.c.name_fr)
    )
    return frame(session, statement)


def sessions_standing(
    session: Session,
    reach: frozenset[int] | None,
    name: str,
    day: date,
    province_id: int | None = None,
    limit: int = 50,
    before: int = 0,
) -> pd.DataFrame:
    """The sessions whose sheet stands so (one of STANDINGS), the oldest first, at most `limit` after so many.

    Columns as `db.queries.sessions.sessions_listed`.
    """
    statement = (
        select(_sitting.c.id)
        .select_from(_sitting.outerjoin(_sheet, _of_session()))
        .where(standing(name, day), _sitting.c.state.in_(("held", "closed")), *_reached(reach))
        .order_by(_sitting.c.held_on, _sitting.c.starts_at, _sitting.c.id)
        .limit(limit)
        .offset(before)
    )
    if province_id is not None:
        statement = statement.where(_sitting.c.province_id == province_id)
    return by_ids(session, reach, statement)


def standing(name: str, day: date) -> ColumnElement[bool]:
    """Whether the sheet of a session that took place stands so on a day; of the session joined with its sheet."""
    state = func.coalesce(_sheet.c.state, "draft")
    if name == "missing":
        return and_(state == FIELD_STATES[0], or_(_sitting.c.state == "closed", _sitting.c.held_on < day))
    return state == {"sent_back": FIELD_STATES[1], "waiting": "submitted"}.get(name, name)


def _of_session() -> ColumnElement[bool]:
    return and_(_sheet.c.session_id == _sitting.c.id, _sheet.c.deleted_at.is_(None))


def _reached(reach: frozenset[int] | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_sitting.c.deleted_at.is_(None)]
    return found if reach is None else [*found, _sitting.c.province_id.in_(sorted(reach))]
