"""What tests of entry stand on: places by name, a programme with a phase and a group, records in one line."""

from datetime import date
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.access import FIELD_OFFICER, Actor
from core.records import validated
from core.records.obstacles import MentionRecord, ObstacleRecord
from core.records.organisations import OrganisationRecord
from core.records.people import PersonRecord
from db.commands.ledger import Command, Saved
from db.engine import transaction
from db.models import Commune, Group, ObstacleCategory, Phase, Programme, Province

DAY = date(2026, 3, 2)


def do(engine: Engine, command: Command[Any, Any], actor: Actor, key: str, *args: Any, **options: Any) -> Saved:
    """One action in a transaction of its own on this test's database."""
    with transaction(engine) as session:
        return command(session, actor, key, *args, **options)


def province(session: Session, name: str) -> int:
    """The id of a province by its French name."""
    return session.exec(select(Province.id).where(Province.name_fr == name)).one() or 0


def communes_of(session: Session, name: str) -> list[int]:
    """The ids of a province's communes."""
    rows = select(Commune.id).where(Commune.province_id == province(session, name)).order_by(Commune.code)
    return [row or 0 for row in session.exec(rows)]


def category(session: Session, code: str) -> int:
    """The id of a category of obstacles."""
    return session.exec(select(ObstacleCategory.id).where(ObstacleCategory.code == code)).one() or 0


def field_officer_of(*provinces: int) -> Actor:
    """Somebody in the field of these provinces."""
    return Actor(account_id=None, username="field", roles=frozenset({FIELD_OFFICER}), provinces=frozenset(provinces))


def organisation(**values: Any) -> OrganisationRecord:
    """A cooperative's record."""
    return validated(OrganisationRecord, {"kind": "cooperative", **values})


def person(**values: Any) -> PersonRecord:
    """A person's record."""
    return validated(PersonRecord, values)


def obstacle(**values: Any) -> ObstacleRecord:
    """An obstacle's record."""
    return validated(ObstacleRecord, {"raised_on": DAY, **values})


def mention(**values: Any) -> MentionRecord:
    """A mention's record."""
    return validated(MentionRecord, {"mentioned_on": DAY, "words": "Le prix du transport", **values})


def phase_with_group(
    engine: Engine, commune_id: int, code: str = "phase_1", label: str = "Groupe A"
) -> tuple[int, int]:
    """A programme with one phase and one group in a commune: the ids of phase and group."""
    with transaction(engine) as session:
        programme = Programme(name_ar="برنامج", name_fr="Programme", name_en="Programme")
        session.add(programme)
        session.flush()
        names: dict[str, Any] = {"name_ar": "المرحلة 1", "name_fr": "Phase 1", "name_en": "Phase 1"}
        days: dict[str, Any] = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
        phase = Phase(programme_id=programme.id or 0, code=code, **names, **days)
        session.add(phase)
        session.flush()
        group = Group(phase_id=phase.id or 0, commune_id=commune_id, label=label)
        session.add(group)
        session.flush()
        return phase.id or 0, group.id or 0
