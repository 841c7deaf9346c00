"""What is in the database afterwards: every organisation with all its parts, the history whole, the file sound."""

from dataclasses import dataclass, field

from sqlalchemy import func, text
from sqlalchemy.engine import Engine
from sqlmodel import select

from db.engine import reading
from db.models import Change, Organisation, OrganisationFigures, Participation
from db.queries.chain import broken_link


@dataclass(frozen=True)
class Found:
    """The organisations by number, and every sentence of what is wrong."""

    names: dict[int, str]
    wrong: list[str] = field(default_factory=list)


def looked(engine: Engine, acknowledged: dict[int, str]) -> Found:
    """Looks at the database; `acknowledged` are the names that visitors were told of, by their number."""
    with reading(engine) as session:
        names = {number: name or "" for number, name in session.exec(select(Organisation.id, Organisation.name_latin))}
        found = Found({number or 0: name for number, name in names.items()})
        found.wrong.extend(f"lost: {number}" for number, name in acknowledged.items() if names.get(number) != name)
        if len(set(names.values())) != len(names):
            found.wrong.append("an organisation is there twice")
        for table in (OrganisationFigures, Participation):
            owners = session.exec(select(table.organisation_id)).all()
            if sorted(owners) != sorted(found.names):
                found.wrong.append(f"half records: {len(owners)} {table.__tablename__} of {len(names)}")
        told = select(func.count(), func.count(func.distinct(Change.row_id)))
        entries = session.exec(told.where(Change.command == "register_organisation")).one()
        if tuple(entries) != (len(names), len(names)):
            found.wrong.append(f"the history has {entries[0]} entries of {len(names)}")
        if (broken := broken_link(session)) is not None:
            found.wrong.append(f"the chain is broken at {broken}")
        if engine.dialect.name == "sqlite":
            said = session.execute(text("PRAGMA integrity_check")).scalar_one()
            if said != "ok":
                found.wrong.append(f"integrity: {said}")
    return found
