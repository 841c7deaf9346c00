"""Promises of institutions: lists of them, one with what it answers, its steps with their proofs, and late ones."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import Session

from core.problems import Problem
from core.records.commitments import OPEN_STATES, CommitmentRecord
from db.models import (
    Account,
    Commitment,
    CommitmentObstacle,
    CommitmentRecommendation,
    CommitmentUpdate,
    Institution,
    InstitutionLink,
    InstitutionPerson,
    Obstacle,
    ObstacleCategory,
    Proof,
    Province,
    Recommendation,
)
from db.models.base import table
from db.queries.frames import frame
from db.queries.obstacles import obstacles_within_reach

_commitment, _institution, _person = table(Commitment), table(Institution), table(InstitutionPerson)
_obstacles, _recommendations = table(CommitmentObstacle), table(CommitmentRecommendation)
_obstacle, _update, _proof = table(Obstacle), table(CommitmentUpdate), table(Proof)
_LANGUAGES = ("ar", "fr", "en")
MOST_LISTED = 200


@dataclass(frozen=True)
class Promised:
    """Which promises are asked for; None for all. `open` are those neither done nor dropped, `late` those of them whose
    date is over on `late_on`, and `due_from` and `due_until` the first and the last day on which one is due.
    """

    institution_id: int | None = None
    obstacle_id: int | None = None
    recommendation_id: int | None = None
    open: bool = False
    late_on: date | None = None
    due_from: date | None = None
    due_until: date | None = None


def late(today: date) -> ColumnElement[bool]:
    """The condition under which a promise is late: its date is over, and it is neither done nor dropped."""
    return and_(_commitment.c.due_on < today, _commitment.c.state.in_(OPEN_STATES))


def commitments_listed(
    session: Session, reach: frozenset[int] | None, asked: Promised, limit: int = MOST_LISTED
) -> pd.DataFrame:
    """Promises, open ones first and by their date: id, version, institution_id, acronym, name_ar, name_fr, name_en,
    person (name), office, what, to_whom, promised_on, due_on, state, done_on, obstacles, recommendations, updates
    (counts), last_on, asked_back (whether the newest word is a question of the institution).
    """
    return frame(session, _listed(reach, asked).order_by(*_in_order()).limit(limit)).astype({"asked_back": bool})


def _in_order() -> tuple[Any, ...]:
    c = _commitment.c
    # Neither database sorts empty dates as the other does.
    return (c.state.not_in(OPEN_STATES), c.due_on.is_(None), c.due_on, c.id)


def commitments_counted(session: Session, reach: frozenset[int] | None, asked: Promised) -> int:
    """How many promises `commitments_listed` would list without a limit."""
    found = select(func.count()).select_from(_listed(reach, asked).subquery())
    return int(session.execute(found).scalar_one())


def commitment_values(session: Session, commitment_id: int) -> dict[str, Any]:
    """The record's fields of a promise by name with id, version, state, done_on, and the ids of what it answers as
    `obstacles` and `recommendations`; Problem("row_gone") where there is none.
    """
    c = _commitment.c
    names = ("id", "version", "state", "done_on", *CommitmentRecord.model_fields)
    found = session.execute(select(*(c[name] for name in names)).where(c.id == commitment_id, c.deleted_at.is_(None)))
    values = found.mappings().first()
    if values is None:
        raise Problem("row_gone", row=commitment_id)
    links = {"obstacles": (_obstacles, "obstacle_id"), "recommendations": (_recommendations, "recommendation_id")}
    answered = {}
    for name, (link, column) in links.items():
        of = select(link.c[column]).where(link.c.commitment_id == commitment_id, link.c.deleted_at.is_(None))
        answered[name] = [int(one) for one in session.execute(of.order_by(link.c[column])).scalars()]
    return dict(values) | answered


def answered_obstacles(session: Session, commitment_ids: tuple[int, ...]) -> pd.DataFrame:
    """The obstacles that promises answer, in words that name nobody: commitment_id, obstacle_id, title, state,
    category_ar, category_fr, category_en, province_ar, province_fr, province_en.
    """
    o, category, province = _obstacle.c, table(ObstacleCategory), table(Province)
    return frame(
        session,
        select(
            *(_obstacles.c.commitment_id, _obstacles.c.obstacle_id, o.title, o.state),
            *(category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
            *(province.c[f"name_{code}"].label(f"province_{code}") for code in _LANGUAGES),
        )
        .join_from(_obstacles, _obstacle, o.id == _obstacles.c.obstacle_id)
        .join(category, category.c.id == o.category_id)
        .join(province, province.c.id == o.province_id, isouter=True)
        .where(_obstacles.c.commitment_id.in_(commitment_ids))
        .where(_obstacles.c.deleted_at.is_(None), o.deleted_at.is_(None))
        .order_by(_obstacles.c.commitment_id, o.id),
    )


def answered_recommendations(session: Session, commitment_ids: tuple[int, ...]) -> pd.DataFrame:
    """The recommendations that promises answer: commitment_id, recommendation_id, text_ar, text_fr, text_en."""
    link, own = _recommendations, table(Recommendation)
    return frame(
        session,
        select(link.c.commitment_id, link.c.recommendation_id, *(own.c[f"text_{code}"] for code in _LANGUAGES))
        .join_from(link, own, own.c.id == link.c.recommendation_id)
        .where(link.c.commitment_id.in_(commitment_ids), link.c.deleted_at.is_(None), own.c.deleted_at.is_(None))
        .order_by(link.c.commitment_id, own.c.id),
    )


def updates_of(session: Session, commitment_id: int) -> pd.DataFrame:
    """The steps of a promise, the newest first: id, at, kind, happened_on, text, state, proof_address, account (name of
    who entered it at the desk), link_id, person_id, person and office (whose link it came by), proof_id, proof_name.
    """
    u, link, account = _update.c, table(InstitutionLink), table(Account)
    return frame(
        session,
        select(
            *(u.id, u.at, u.kind, u.happened_on, u.text, u.state, u.proof_address),
            *(account.c.name.label("account"), u.link_id, _person.c.id.label("person_id")),
            *(_person.c.name.label("person"), _person.c.office),
            *(_proof.c.id.label("proof_id"), _proof.c.name.label("proof_name")),
        )
        .join_from(_update, account, account.c.id == u.account_id, isouter=True)
        .join(link, link.c.id == u.link_id, isouter=True)
        .join(_person, _person.c.id == link.c.institution_person_id, isouter=True)
        .join(_proof, and_(_proof.c.update_id == u.id, _proof.c.deleted_at.is_(None)), isouter=True)
        .where(u.commitment_id == commitment_id)
        .order_by(u.happened_on.desc(), u.id.desc()),
    )


def _listed(reach: frozenset[int] | None, asked: Promised) -> Select[Any]:
    c, i, u = _commitment.c, _institution.c, _update.c
    steps = select(func.count()).where(u.commitment_id == c.id).scalar_subquery()
    last_on = select(func.max(u.happened_on)).where(u.commitment_id == c.id).scalar_subquery()
    newest = select(u.kind).where(u.commitment_id == c.id).order_by(u.id.desc()).limit(1).scalar_subquery()
    counts = [
        select(func.count()).where(link.c.commitment_id == c.id, link.c.deleted_at.is_(None)).scalar_subquery()
        for link in (_obstacles, _recommendations)
    ]
    conditions: list[ColumnElement[bool]] = [c.deleted_at.is_(None)]
    if asked.institution_id is not None:
        conditions.append(c.institution_id == asked.institution_id)
    for link, column, wanted in (
        (_obstacles, "obstacle_id", asked.obstacle_id),
        (_recommendations, "recommendation_id", asked.recommendation_id),
    ):
        if wanted is not None:
            named = select(link.c.commitment_id).where(link.c[column] == wanted, link.c.deleted_at.is_(None))
            conditions.append(c.id.in_(named))
    if asked.open:
        conditions.append(c.state.in_(OPEN_STATES))
    if asked.due_from is not None:
        conditions.append(c.due_on >= asked.due_from)
    if asked.due_until is not None:
        conditions.append(c.due_on <= asked.due_until)
    if asked.late_on is not None:
        conditions.append(late(asked.late_on))
    if reach is not None:
        conditions.append(_within(reach))
    return (
        select(
            *(c.id, c.version, c.institution_id, i.acronym, *(i[f"name_{code}"] for code in _LANGUAGES)),
            *(_person.c.name.label("person"), _person.c.office, c.what, c.to_whom, c.promised_on, c.due_on),
            *(c.state, c.done_on, counts[0].label("obstacles"), counts[1].label("recommendations")),
            *(steps.label("updates"), last_on.label("last_on")),
            func.coalesce(newest == "question", False).label("asked_back"),
        )
        .join_from(_commitment, _institution, i.id == c.institution_id)
        .join(_person, _person.c.id == c.institution_person_id, isouter=True)
        .where(*conditions)
    )


def _within(reach: frozenset[int]) -> ColumnElement[bool]:
    """Promises for an obstacle of the reader's provinces or of the whole country, and those for no obstacle at all."""
    link = and_(_obstacles.c.commitment_id == _commitment.c.id, _obstacles.c.deleted_at.is_(None))
    joined = select(1).join_from(_obstacles, _obstacle, _obstacle.c.id == _obstacles.c.obstacle_id).where(link)
    return or_(exists(joined.where(obstacles_within_reach(reach))), ~exists(select(1).where(link)))
