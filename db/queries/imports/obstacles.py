"""Which obstacle the mentions of a file belong to."""

from sqlmodel import Session, col, select

from db.models import Obstacle


def obstacle_of_import(session: Session, category_id: int, province_id: int | None) -> Obstacle | None:
    """The living obstacle of a province that stands for its category as a whole: it carries no title of its own.

    A file says no more than the category, so its mentions meet there, and a person may move them to a finer one.
    """
    return session.exec(
        select(Obstacle)
        .where(
            Obstacle.category_id == category_id,
            Obstacle.province_id == province_id,
            Obstacle.scope == "province",
            col(Obstacle.title).is_(None),
            col(Obstacle.deleted_at).is_(None),
        )
        .order_by(col(Obstacle.id))
    ).first()
