"""What the page of an institution's own link tells: its promises, without anybody's name and nothing of others."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import Session

from core.records.commitments import OPEN_STATES
from db.models import (
    Commitment,
    CommitmentObstacle,
    CommitmentUpdate,
    Institution,
    InstitutionLink,
    InstitutionPerson,
    Obstacle,
    ObstacleCategory,
    Proof,
    Province,
)
from db.models.base import table

_commitment, _update, _proof = table(Commitment), table(CommitmentUpdate), table(Proof)
_link, _person, _institution = table(InstitutionLink), table(InstitutionPerson), table(Institution)
_LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True)
class Holder:
    """Whose link it is: the institution by id, short name and names, the person by id only."""

    institution_id: int
    person_id: int
    acronym: str
    names: dict[str, str]


@dataclass(frozen=True)
class Answered:
    """An obstacle that a promise answers: its category and place by language, and its short title."""

    title: str | None
    category: dict[str, str]
    province: dict[str, str]


@dataclass(frozen=True)
class Promise:
    """A promise as its institution sees it."""

    id: int
    version: int
    what: str
    promised_on: date
    due_on: date | None
    state: str
    done_on: date | None
    obstacles: tuple[Answered, ...] = ()

    def late(self, today: date) -> bool:
        """Whether its date is over and it is still owed."""
        return self.due_on is not None and self.due_on < today and self.state in OPEN_STATES


@dataclass(frozen=True)
class Step:
    """A step of a promise; `ours` came from the institution. `proof` is its file where this very link may open it."""

    id: int
    kind: str
    happened_on: date
    text: str
    state: str | None
    proof_address: str | None
    ours: bool
    has_proof: bool
    proof: tuple[int, str] | None


def holder_of(session: Session, link_id: int) -> Holder:
    """Whose link this is, with the institution as it is called now."""
    names = [_institution.c[f"name_{code}"] for code in _LANGUAGES]
    row = session.execute(
        select(_institution.c.id, _person.c.id, _institution.c.acronym, *names)
        .join_from(_link, _person, _person.c.id == _link.c.institution_person_id)
        .join(_institution, _institution.c.id == _person.c.institution_id)
        .where(_link.c.id == link_id)
    ).one()
    number, person, acronym, *called = row
    return Holder(number, person, acronym, dict(zip(_LANGUAGES, called, strict=True)))


def promises_of(session: Session, institution_id: int, limit: int, skipped: int = 0) -> list[Promise]:
    """The promises of an institution: what is owed first, by its date, then the rest."""
    c = _commitment.c
    order = (c.state.not_in(OPEN_STATES), c.due_on.is_(None), c.due_on, c.id)
    return _promises(session, _asked(institution_id).order_by(*order).limit(limit).offset(skipped))


def promises_number(session: Session, institution_id: int) -> int:
    """How many promises there are."""
    found = select(func.count()).select_from(_asked(institution_id).subquery())
    return int(session.execute(found).scalar_one())


def promise_of(session: Session, institution_id: int, commitment_id: int) -> Promise | None:
    """One promise of this institution; None for anything else."""
    found = _promises(session, _asked(institution_id).where(_commitment.c.id == commitment_id))
    return found[0] if found else None


def steps_of(session: Session, holder: Holder, commitment_id: int) -> list[Step]:
    """The steps of a promise, the newest first."""
    u = _update.c
    rows = session.execute(
        select(
            *(u.id, u.kind, u.happened_on, u.text, u.state, u.proof_address, u.link_id),
            *(_link.c.institution_person_id, _proof.c.id, _proof.c.name),
        )
        .join_from(_update, _link, _link.c.id == u.link_id, isouter=True)
        .join(_proof, and_(_proof.c.update_id == u.id, _proof.c.deleted_at.is_(None)), isouter=True)
        .where(u.commitment_id == commitment_id)
        .order_by(u.id.desc())
    )
    return [
        Step(
            number,
            kind,
            happened_on,
            text,
            state,
            address,
            link_id is not None,
            proof_id is not None,
            (proof_id, name) if proof_id is not None and person_id == holder.person_id else None,
        )
        for number, kind, happened_on, text, state, address, link_id, person_id, proof_id, name in rows
    ]


def proof_given(session: Session, person_id: int | None, proof_id: int) -> Proof | None:
    """The file; with a person, only where it came by a link of that very person."""
    proof = session.get(Proof, proof_id)
    if proof is None or proof.deleted_at is not None or person_id is None:
        return None if proof is None or proof.deleted_at is not None else proof
    asked = (
        select(_link.c.institution_person_id)
        .join_from(_update, _link, _link.c.id == _update.c.link_id)
        .where(_update.c.id == proof.update_id)
    )
    return proof if session.execute(asked).scalar() == person_id else None


def _asked(institution_id: int) -> Any:
    c = _commitment.c
    columns = (c.id, c.version, c.what, c.promised_on, c.due_on, c.state, c.done_on)
    return select(*columns).where(c.institution_id == institution_id, c.deleted_at.is_(None))


def _promises(session: Session, asked: Any) -> list[Promise]:
    rows = session.execute(asked).all()
    answered = _obstacles(session, [row.id for row in rows])
    return [replace(Promise(*row), obstacles=tuple(answered.get(row.id, ()))) for row in rows]


def _obstacles(session: Session, commitment_ids: list[int]) -> dict[int, list[Answered]]:
    own, obstacle, category, province = (
        table(model) for model in (CommitmentObstacle, Obstacle, ObstacleCategory, Province)
    )
    rows = session.execute(
        select(
            *(own.c.commitment_id, obstacle.c.title),
            *(category.c[f"label_{code}"] for code in _LANGUAGES),
            *(province.c[f"name_{code}"] for code in _LANGUAGES),
        )
        .join_from(own, obstacle, obstacle.c.id == own.c.obstacle_id)
        .join(category, category.c.id == obstacle.c.category_id)
        .join(province, province.c.id == obstacle.c.province_id, isouter=True)
        .where(own.c.commitment_id.in_(commitment_ids), own.c.deleted_at.is_(None), obstacle.c.deleted_at.is_(None))
        .order_by(own.c.commitment_id, obstacle.c.id)
    )
    found: dict[int, list[Answered]] = {}
    for number, title, *said in rows:
        labels = dict(zip(_LANGUAGES, said[:3], strict=True))
        places = dict(zip(_LANGUAGES, (one or "" for one in said[3:]), strict=True))
        found.setdefault(number, []).append(Answered(title, labels, places))
    return found
