"""The story of an obstacle from its first mention to the last word on it: everything that hangs on it, by day."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, true
from sqlmodel import Session

from core.doubles import OBSTACLE
from core.i18n import ZONE
from db.models import (
    Account,
    Commitment,
    CommitmentObstacle,
    CommitmentUpdate,
    Confirmation,
    Institution,
    Mention,
    Merge,
    Obstacle,
    ObstacleMove,
    Organisation,
    OrganisationVisit,
    Proof,
    Recommendation,
    RecommendationObstacle,
    Referral,
)
from db.models.base import table
from db.queries.obstacles import heard_within

# What happened on one day is told in the order of the chain.
KINDS = (
    *("mention", "visit", "recommendation", "referral", "answer", "commitment", "update", "confirmation"),
    *("move", "merge"),
)
COLUMNS = (
    *("kind", "id", "day", "who_ar", "who_fr", "who_en", "text", "text_ar", "text_fr", "text_en", "before", "code"),
    *("until", "next_step", "source", "proofs", "address", "account", "of"),
)
_mention, _organisation, _institution = table(Mention), table(Organisation), table(Institution)
_account = table(Account)
_LANGUAGES = ("ar", "fr", "en")


def obstacle_story(
    session: Session, reach: frozenset[int] | None, obstacle_id: int, named: bool = False
) -> pd.DataFrame:
    """Everything that happened to an obstacle, the earliest first; guests have their name only where `named`.

    Columns: kind (one of KINDS), id (of its row), day, who_ar, who_fr, who_en (organisation, institution or guest),
    text or text_ar, text_fr, text_en, before and code (the states of a step; the state, verdict or kind of the others),
    until (when it is due, or the day of a visit's next step), next_step, source (of a mention, or the way of a word),
    proofs (how many files), address (of a proof), account (who decided it), of (the commitment of an update). What does
    not belong to a kind is None. Voices of other provinces than the reader's are left out.
    """
    parts = (
        *(_mentions(reach, obstacle_id, named), _visits(reach, obstacle_id), _recommendations(obstacle_id)),
        *(*_referrals(obstacle_id), _commitments(obstacle_id), _updates(obstacle_id)),
        *(_confirmations(reach, obstacle_id), _moves(obstacle_id), _merges(obstacle_id)),
    )
    told = [dict(row) for part in parts for row in session.execute(part).mappings()]
    for row in told:
        if "at" in row:
            row["day"] = row.pop("at").astimezone(ZONE).date()
    told.sort(key=lambda row: (row["day"], KINDS.index(row["kind"]), row["id"]))
    return pd.DataFrame([[row.get(name) for name in COLUMNS] for row in told], columns=list(COLUMNS), dtype="object")


def _of(kind: str) -> ColumnElement[str]:
    return literal(kind).label("kind")


def _organisations() -> Iterable[Any]:
    arabic = func.coalesce(_organisation.c.name_ar, _organisation.c.name_latin)
    latin = func.coalesce(_organisation.c.name_latin, _organisation.c.name_ar)
    return arabic.label("who_ar"), latin.label("who_fr"), latin.label("who_en")


def _institutions() -> Iterable[Any]:
    return (_institution.c[f"name_{code}"].label(f"who_{code}") for code in _LANGUAGES)


def _mentions(reach: frozenset[int] | None, obstacle_id: int, named: bool) -> Select[Any]:
    c, who = _mention.c, list(_organisations())
    if named:
        who = [func.coalesce(name, c.guest_name).label(name.name) for name in who]
    return (
        select(_of("mention"), c.id, c.mentioned_on.label("day"), *who, c.words.label("text"), c.source)
        .join_from(_mention, _organisation, _organisation.c.id == c.organisation_id, isouter=True)
        .where(c.obstacle_id == obstacle_id, c.deleted_at.is_(None), heard_within(reach))
    )


def _visits(reach: frozenset[int] | None, obstacle_id: int) -> Select[Any]:
    visit, said = table(OrganisationVisit), table(Confirmation)
    about = or_(
        visit.c.id.in_(select(_mention.c.visit_id).where(_mention.c.obstacle_id == obstacle_id)),
        visit.c.id.in_(select(said.c.visit_id).where(said.c.obstacle_id == obstacle_id)),
    )
    c = visit.c
    return (
        select(
            *(_of("visit"), c.id, c.visited_on.label("day"), *_organisations(), c.words.label("text")),
            *(c.next_step, c.next_on.label("until")),
        )
        .join_from(visit, _organisation, _organisation.c.id == c.organisation_id)
        .where(about, c.deleted_at.is_(None), _organisation_within(reach))
    )


def _recommendations(obstacle_id: int) -> Select[Any]:
    c, link = table(Recommendation).c, table(RecommendationObstacle).c
    return (
        select(
            *(_of("recommendation"), c.id, c.recommended_on.label("day"), *_institutions()),
            *(c[f"text_{code}"] for code in _LANGUAGES),
            *(c.state.label("code"), c.due_on.label("until")),
        )
        .join_from(table(RecommendationObstacle), table(Recommendation), c.id == link.recommendation_id)
        .join(_institution, _institution.c.id == c.given_by_id, isouter=True)
        .where(link.obstacle_id == obstacle_id, link.deleted_at.is_(None), c.deleted_at.is_(None))
    )


def _referrals(obstacle_id: int) -> tuple[Select[Any], Select[Any]]:
    """Being put before an institution, and its answer in words where there is one."""
    own = table(Referral)
    c = own.c
    to = own.join(_institution, _institution.c.id == c.institution_id)
    stands = c.obstacle_id == obstacle_id, c.deleted_at.is_(None)
    asked = select(_of("referral"), c.id, c.referred_on.label("day"), *_institutions(), c.note.label("text"))
    answered = select(_of("answer"), c.id, c.answered_on.label("day"), *_institutions(), c.answer.label("text"))
    return (
        asked.select_from(to).where(*stands),
        answered.select_from(to).where(*stands, c.answered_on.is_not(None)),
    )


def _promised(obstacle_id: int) -> Select[Any]:
    link = table(CommitmentObstacle).c
    return select(link.commitment_id).where(link.obstacle_id == obstacle_id, link.deleted_at.is_(None))


def _commitments(obstacle_id: int) -> Select[Any]:
    own = table(Commitment)
    c = own.c
    return (
        select(
            *(_of("commitment"), c.id, c.promised_on.label("day"), *_institutions(), c.what.label("text")),
            *(c.state.label("code"), c.due_on.label("until")),
        )
        .join_from(own, _institution, _institution.c.id == c.institution_id)
        .where(c.id.in_(_promised(obstacle_id)), c.deleted_at.is_(None))
    )


def _updates(obstacle_id: int) -> Select[Any]:
    own, promise, proof = table(CommitmentUpdate), table(Commitment), table(Proof)
    c = own.c
    files = select(func.count()).where(proof.c.update_id == c.id, proof.c.deleted_at.is_(None)).scalar_subquery()
    return (
        select(
            *(_of("update"), c.id, c.happened_on.label("day"), *_institutions(), c.text, c.kind.label("source")),
            *(c.state.label("code"), files.label("proofs"), c.proof_address.label("address")),
            c.commitment_id.label("of"),
        )
        .join_from(own, promise, promise.c.id == c.commitment_id)
        .join(_institution, _institution.c.id == promise.c.institution_id)
        .where(c.commitment_id.in_(_promised(obstacle_id)), promise.c.deleted_at.is_(None))
    )


def _confirmations(reach: frozenset[int] | None, obstacle_id: int) -> Select[Any]:
    own = table(Confirmation)
    c = own.c
    return (
        select(
            *(_of("confirmation"), c.id, c.confirmed_on.label("day"), *_organisations(), c.words.label("text")),
            *(c.verdict.label("code"), c.way.label("source")),
        )
        .join_from(own, _organisation, _organisation.c.id == c.organisation_id)
        .where(c.obstacle_id == obstacle_id, c.deleted_at.is_(None), _organisation_within(reach))
    )


def _moves(obstacle_id: int) -> Select[Any]:
    own = table(ObstacleMove)
    c = own.c
    return (
        select(
            *(_of("move"), c.id, c.at, c.before, c.after.label("code"), c.reason.label("text")),
            _account.c.name.label("account"),
        )
        .join_from(own, _account, _account.c.id == c.account_id, isouter=True)
        .where(c.obstacle_id == obstacle_id)
    )


def _merges(obstacle_id: int) -> Select[Any]:
    """Obstacles that were merged into this one and still are: text is the reason, `of` the number of what went."""
    own, gone = table(Merge), table(Obstacle).alias("gone")
    c = own.c
    return (
        select(
            *(_of("merge"), c.id, c.created_at.label("at"), gone.c.title.label("text"), gone.c.id.label("of")),
            *(c.choices["reason"].as_string().label("next_step"), _account.c.name.label("account")),
        )
        .join_from(own, gone, and_(gone.c.id == c.gone_id))
        .join(_account, _account.c.id == c.created_by, isouter=True)
        .where(c.kind == OBSTACLE, c.kept_id == obstacle_id, c.undone_at.is_(None), c.deleted_at.is_(None))
    )


def standing_merges(session: Session, obstacle_id: int) -> dict[int, int]:
    """The version of each standing merge into the obstacle, by its number, the latest first."""
    c = table(Merge).c
    asked = select(c.id, c.version).where(
        c.kind == OBSTACLE, c.kept_id == obstacle_id, c.undone_at.is_(None), c.deleted_at.is_(None)
    )
    return {int(row.id): int(row.version) for row in session.execute(asked.order_by(c.id.desc()))}


def _organisation_within(reach: frozenset[int] | None) -> ColumnElement[bool]:
    place = _organisation.c.province_id
    return true() if reach is None else or_(place.is_(None), place.in_(sorted(reach)))
