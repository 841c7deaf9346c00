"""What a row of a file would change in an organisation: what it said last time decides what was edited by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.names import normalised
from core.records.organisations import OrganisationRecord

# Values that only mean something together are decided together, under the first one's name.
_TOGETHER = {"latitude": "longitude", "registration_number": "court"}


@dataclass(frozen=True)
class FieldChange:
    """One field: what the organisation has, and what the file says."""

    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True)
class Differences:
    """`changes` are made, `asked` wait for a person; what a person decided to keep is in neither."""

    changes: tuple[FieldChange, ...]
    asked: tuple[FieldChange, ...]

    @property
    def any(self) -> bool:
        """Whether anything would change or is to be decided."""
        return bool(self.changes or self.asked)

    @property
    def waiting(self) -> frozenset[str]:
        """The fields that wait for a person."""
        return frozenset(change.field for change in self.asked)


def as_json(value: Any) -> Any:
    """The value as a batch keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def plain_values(record: OrganisationRecord, given: Collection[str]) -> dict[str, Any]:
    """The filled fields of the record as JSON keeps them; the kind only where the file itself gives it."""
    return {
        name: as_json(value)
        for name, value in record.model_dump().items()
        if value is not None and (name in given or name == "commune_id")
    }


def decided_as(field: str) -> str:
    """The name under which a field is decided."""
    return _TOGETHER.get(field, field)


def _reads_alike(own: Any, theirs: Any) -> bool:
    """Whether two texts differ in capitals, accents and spaces only: then what is there already is good enough."""
    return isinstance(own, str) and isinstance(theirs, str) and normalised(own) == normalised(theirs) != ""


def differences(
    ours: dict[str, Any], said: dict[str, Any], last: dict[str, Any] | None, decided: dict[str, int]
) -> Differences:
    """What the file changes. A blank never overwrites, and what the file said before is not said again.

    `last` is what the source said the last time, None where it is the first time: then every field that is filled
    otherwise was entered by somebody and is asked about. `decided` holds 1 to take the file's value, 0 to keep ours.
    """
    changes: list[FieldChange] = []
    asked: list[FieldChange] = []
    for field in OrganisationRecord.model_fields:
        if field not in said:
            continue
        own, theirs = as_json(ours[field]), said[field]
        before = (last or {}).get(field)
        if own == theirs or (before is not None and before == theirs) or (before is None and _reads_alike(own, theirs)):
            continue
        change = FieldChange(field, own, theirs)
        answer = decided.get(decided_as(field))
        by_hand = own is not None if before is None else own != before
        if answer == 1 or (answer is None and not by_hand):
            changes.append(change)
        elif answer is None:
            asked.append(change)
    return Differences(tuple(changes), tuple(asked))
