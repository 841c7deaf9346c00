"""What the letter to an institution lists: what it owes and what waits for its answer, without anybody's name."""

from sqlalchemy import select
from sqlmodel import Session

from core.records.commitments import OPEN_STATES
from core.records.institution_letter import LetterFacts, OpenQuestion, OwedPromise
from db.models import Obstacle, ObstacleCategory, Province
from db.models.base import table
from db.queries.institution_figures import referrals_answered
from db.queries.institution_light import promises_of
from db.queries.institution_list import institution_named

_LANGUAGES = ("ar", "fr", "en")
_MOST = 200
# Nothing is asked for these any more.
_CLOSED = ("confirmed", "dropped")


def letter_facts(session: Session, institution_id: int) -> LetterFacts:
    """The letter of an institution as it stands now; Problem("row_gone") where there is none."""
    own = institution_named(session, institution_id)
    owed = [one for one in promises_of(session, own["id"], _MOST) if one.state in OPEN_STATES]
    return LetterFacts(
        acronym=own["acronym"],
        names={code: own[f"name_{code}"] for code in _LANGUAGES},
        promises=tuple(
            OwedPromise(one.what, one.due_on, one.state, tuple(answered.category for answered in one.obstacles))
            for one in owed
        ),
        questions=_questions(session, own["id"]),
    )


def _questions(session: Session, institution_id: int) -> tuple[OpenQuestion, ...]:
    asked = referrals_answered().subquery("asked")
    obstacle, category, province = table(Obstacle), table(ObstacleCategory), table(Province)
    rows = session.execute(
        select(
            *(obstacle.c.title, asked.c.referred_on),
            *(category.c[f"label_{code}"] for code in _LANGUAGES),
            *(province.c[f"name_{code}"] for code in _LANGUAGES),
        )
        .join_from(asked, obstacle, obstacle.c.id == asked.c.obstacle_id)
        .join(category, category.c.id == obstacle.c.category_id)
        .join(province, province.c.id == obstacle.c.province_id, isouter=True)
        .where(asked.c.institution_id == institution_id, asked.c.answered_on.is_(None))
        .where(obstacle.c.state.not_in(_CLOSED))
        .order_by(asked.c.referred_on, obstacle.c.id)
        .limit(_MOST)
    )
    return tuple(
        OpenQuestion(
            dict(zip(_LANGUAGES, named[:3], strict=True)),
            title,
            dict(zip(_LANGUAGES, (one or "" for one in named[3:]), strict=True)),
            referred_on,
        )
        for title, referred_on, *named in rows
    )
