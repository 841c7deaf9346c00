"""The tables of persons of a snapshot: people trained by two dimensions at once, as they were counted."""

from sqlmodel import Session

from core.filters import Filters
from core.records.snapshot import Cell, Persons
from db.queries.figures import FIGURES
from db.queries.snapshots.tables import code_of

TABLES = (("sex", "age"), ("province", "sex"), ("province", "age"))


def persons(session: Session, filters: Filters) -> tuple[Persons, ...]:
    """Each of the TABLES; never sum over provinces, where a person may stand in several."""
    return tuple(
        Persons(
            by=by,
            cells=tuple(
                Cell(codes=tuple(code_of(row[name]) for name in by), people=int(row["people"]))
                for row in FIGURES["people"](session, filters, by).to_dict("records")
            ),
        )
        for by in TABLES
    )
