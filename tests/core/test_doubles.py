"""Which side of two likely doubles is offered first, part by part."""

from datetime import UTC, datetime
from typing import Any

from core.doubles import PARTS, PERSON, offered

EARLIER, LATER = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)


def row(**values: Any) -> dict[str, Any]:
    """A person's row with nothing said but these values."""
    return {name: None for fields in PARTS[PERSON].values() for name in fields} | {"identified": True} | values


def test_the_name_made_up_for_somebody_whom_nobody_knew_is_not_offered_though_it_is_the_later_one() -> None:
    known = row(name_latin="Hafida Ait Addi", updated_at=EARLIER)
    unknown = row(name_latin="Participant 1", identified=False, updated_at=LATER)
    assert offered(PERSON, known, unknown) == frozenset()
    assert offered(PERSON, unknown, known) == {"name_latin", "identified"}


def test_of_two_names_the_later_one_is_offered() -> None:
    earlier = row(name_latin="Hafida Ait", updated_at=EARLIER)
    later = row(name_latin="Hafida Ait Addi", updated_at=LATER)
    assert offered(PERSON, earlier, later) == {"name_latin"}
    assert offered(PERSON, later, earlier) == frozenset()
