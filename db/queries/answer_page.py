"""What an organisation is asked on its own link: its obstacles, what it was promised, and what it said last."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from db.models import (
    Commitment,
    CommitmentObstacle,
    ConfirmationLink,
    Institution,
    Mention,
    Obstacle,
    ObstacleCategory,
    Organisation,
)
from db.models.base import table
from db.queries.verdicts import newest_words

_mention, _obstacle, _category = table(Mention), table(Obstacle), table(ObstacleCategory)
_LANGUAGES = ("ar", "fr", "en")
MOST_ASKED = 60


@dataclass(frozen=True)
class Asked:
    """An obstacle as its own organisation sees it: its words, what was promised, and its last word."""

    id: int
    category: dict[str, str]
    title: str | None
    words: str
    promises: list[dict[str, Any]]
    verdict: str | None
    confirmed_on: date | None


def organisation_behind(session: Session, organisation_id: int) -> dict[str, Any]:
    """The names of an organisation: id, name_ar, name_latin."""
    c = table(Organisation).c
    return dict(session.execute(select(c.id, c.name_ar, c.name_latin).where(c.id == organisation_id)).mappings().one())


def obstacles_asked(session: Session, organisation_id: int) -> list[Asked]:
    """The obstacles that an organisation mentioned and that are not dropped, those it has not answered first.

    Nothing of others is told: of a promise, the institution, what it is and by when.
    """
    own = _mention.c.organisation_id == organisation_id
    newest = newest_words(own)
    first = (
        select(_mention.c.words)
        .where(_mention.c.obstacle_id == _obstacle.c.id, own, _mention.c.deleted_at.is_(None))
        .order_by(_mention.c.id)
        .limit(1)
        .scalar_subquery()
    )
    c = _obstacle.c
    rows = session.execute(
        select(
            *(c.id, c.title, first.label("words"), newest.c.verdict, newest.c.confirmed_on),
            *(_category.c[f"label_{code}"].label(code) for code in _LANGUAGES),
        )
        .join_from(newest, _obstacle, c.id == newest.c.obstacle_id)
        .join(_category, _category.c.id == c.category_id)
        .where(newest.c.organisation_id == organisation_id, c.deleted_at.is_(None), c.state != "dropped")
        .order_by(newest.c.verdict.is_not(None), c.raised_on.desc(), c.id.desc())
        .limit(MOST_ASKED)
    ).mappings()
    found = [dict(row) for row in rows]
    promises = _promises(session, [int(row["id"]) for row in found])
    return [
        Asked(
            id=int(row["id"]),
            category={code: row[code] for code in _LANGUAGES},
            title=row["title"],
            words=row["words"] or "",
            promises=promises.get(int(row["id"]), []),
            verdict=row["verdict"],
            confirmed_on=row["confirmed_on"],
        )
        for row in found
    ]


def confirmation_links(session: Session, organisation_id: int, today: date) -> list[dict[str, Any]]:
    """The links of an organisation that still open, the newest first: id, version, expires_on."""
    c = table(ConfirmationLink).c
    good: tuple[ColumnElement[bool], ...] = (c.revoked_at.is_(None), c.deleted_at.is_(None), c.expires_on >= today)
    asked = select(c.id, c.version, c.expires_on).where(c.organisation_id == organisation_id, *good)
    return [dict(row) for row in session.execute(asked.order_by(c.id.desc())).mappings()]


def _promises(session: Session, obstacle_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """What was promised for each obstacle: institution in each language, what, due_on, state, done_on."""
    c, link, institution = table(Commitment).c, table(CommitmentObstacle).c, table(Institution)
    rows = session.execute(
        select(
            *(link.obstacle_id, c.what, c.due_on, c.state, c.done_on),
            *(institution.c[f"name_{code}"].label(code) for code in _LANGUAGES),
        )
        .join_from(table(CommitmentObstacle), table(Commitment), c.id == link.commitment_id)
        .join(institution, institution.c.id == c.institution_id)
        .where(link.obstacle_id.in_(obstacle_ids), link.deleted_at.is_(None))
        .where(c.deleted_at.is_(None), c.state != "dropped")
        .order_by(c.due_on.is_(None), c.due_on, c.id)
    ).mappings()
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(int(row["obstacle_id"]), []).append(dict(row))
    return found
