"""The obstacles of a snapshot, heaviest first, and the institutions that answer their categories."""

from typing import Any

from sqlmodel import Session

from core.filters import Filters
from core.records.snapshot import Institution, Labels, Obstacle
from db.queries.answers import answers_to
from db.queries.figures import obstacle_list
from db.queries.reference import answering, institutions
from db.queries.snapshots.narrowed import named
from db.queries.snapshots.tables import code_of

# A report is read: beyond these nobody does, and the product lists the rest.
MOST_OBSTACLES = 100


def heaviest_obstacles(session: Session, filters: Filters) -> tuple[Obstacle, ...]:
    """The obstacles that most voices mention, MOST_OBSTACLES at most."""
    rows = obstacle_list(session, filters, most=MOST_OBSTACLES)
    answers = answers_to(session, rows["id"].tolist())
    return tuple(
        Obstacle(
            number=int(row["id"]),
            category=str(row["category"]),
            title=row["title"] or None,
            scope=str(row["scope"]),
            severity=row["severity"] or None,
            state=str(row["state"]),
            raised_on=row["raised_on"].isoformat(),
            province=code_of(row["province"]),
            voices=int(row["voices"]),
            mentions=int(row["mentions"]),
            answers=answers.get(int(row["id"]), ()),
        )
        for row in rows.to_dict("records")
    )


def answering_institutions(session: Session) -> tuple[Institution, ...]:
    """The institutions in their order, with the categories that each of them answers; the active ones only."""
    asked = answering(session)
    return tuple(
        Institution(
            acronym=str(row.acronym),
            name=named(row, "name"),
            mission=_mission(row),
            categories=tuple(asked.loc[asked["institution_id"] == row.id, "category"].tolist()),
        )
        for row in institutions(session, active=True).itertuples()
    )


def _mission(row: Any) -> Labels | None:
    told = {language: getattr(row, f"mission_{language}") or "" for language in ("ar", "fr", "en")}
    first = next(filter(None, told.values()), "")
    return Labels(**{language: text or first for language, text in told.items()}) if first else None
