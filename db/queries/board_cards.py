"""What the card of an obstacle says: what it is, who mentions it, who was asked, what is due, and what is confirmed."""

from datetime import date

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from db.models import (
    Commune,
    Institution,
    Mention,
    Obstacle,
    ObstacleCategory,
    Province,
    Referral,
)
from db.models.base import table
from db.queries.board_narrowing import due_dates
from db.queries.frames import frame
from db.queries.verdicts import verdicts_counted

_obstacle, _mention, _referral = table(Obstacle), table(Mention), table(Referral)
# A statement carries so many ids at most.
_MOST_IDS = 5000
_LANGUAGES = ("ar", "fr", "en")
CARD_SUBJECTS = ("commitment", "confirmation", "obstacle", "place", "reference", "referral")


def cards_of(session: Session, ids: tuple[int, ...], today: date) -> pd.DataFrame:
    """The obstacles of these ids, in their order: id, title, words (of the first mention), category, province (codes,
    None for the whole country), category_ar, category_fr, category_en, province_ar, province_fr, province_en,
    commune_ar, commune_fr (of the first mention), state, severity, scope, raised_on, organisations (distinct ones that
    mention it), mentions, asked (acronyms, joined by commas), next_due (of its open promises), late (whether that is
    over), confirmed (of the organisations that mention it, those whose newest word is that it is solved).
    """
    parts = [_some(session, ids[first : first + _MOST_IDS]) for first in range(0, len(ids), _MOST_IDS)] or [
        _some(session, ())
    ]
    rows = pd.concat(parts) if len(parts) > 1 else parts[0]
    rows = rows.set_index("id").reindex(list(ids)).reset_index() if len(rows) else rows
    late = [bool(due is not None and not pd.isna(due) and due < today) for due in rows["next_due"]]
    return rows.assign(late=pd.Series(late, index=rows.index, dtype="bool"))


def _some(session: Session, ids: tuple[int, ...]) -> pd.DataFrame:
    o, m, due, category, province = _obstacle.c, _mention.c, due_dates(ids), table(ObstacleCategory), table(Province)
    voices = (
        select(
            m.obstacle_id,
            func.count(m.organisation_id.distinct()).label("organisations"),
            func.count().label("mentions"),
            func.min(m.id).label("first_id"),
        )
        .where(m.obstacle_id.in_(ids), m.deleted_at.is_(None))
        .group_by(m.obstacle_id)
        .subquery("voices")
    )
    said, first, commune = verdicts_counted(m.obstacle_id.in_(ids)), _mention.alias("first"), table(Commune)
    statement = (
        select(
            *(o.id, o.title, first.c.words, category.c.code.label("category"), province.c.code.label("province")),
            *(category.c[f"label_{code}"].label(f"category_{code}") for code in _LANGUAGES),
            *(province.c[f"name_{code}"].label(f"province_{code}") for code in _LANGUAGES),
            *(commune.c.name_ar.label("commune_ar"), commune.c.name_fr.label("commune_fr")),
            *(o.state, o.severity, o.scope, o.raised_on, due.c.next_due),
            func.coalesce(voices.c.organisations, 0).label("organisations"),
            func.coalesce(voices.c.mentions, 0).label("mentions"),
            func.coalesce(said.c.solved, 0).label("confirmed"),
        )
        .join_from(_obstacle, category, category.c.id == o.category_id)
        .join(province, province.c.id == o.province_id, isouter=True)
        .join(voices, voices.c.obstacle_id == o.id, isouter=True)
        .join(first, first.c.id == voices.c.first_id, isouter=True)
        .join(commune, commune.c.id == first.c.commune_id, isouter=True)
        .join(due, due.c.obstacle_id == o.id, isouter=True)
        .join(said, said.c.obstacle_id == o.id, isouter=True)
        .where(o.id.in_(ids))
    )
    rows = frame(session, statement)
    asked = _asked(session, ids)
    return rows.assign(asked=[", ".join(asked.get(int(number), ())) for number in rows["id"]])


def _asked(session: Session, ids: tuple[int, ...]) -> dict[int, list[str]]:
    institution, r = table(Institution), _referral.c
    statement = (
        select(r.obstacle_id, institution.c.acronym)
        .join_from(_referral, institution, institution.c.id == r.institution_id)
        .where(r.obstacle_id.in_(ids), r.deleted_at.is_(None))
        .order_by(r.referred_on, r.id)
    )
    found: dict[int, list[str]] = {}
    for number, acronym in session.execute(statement):
        found.setdefault(number, []).append(acronym)
    return found
