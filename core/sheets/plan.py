"""What a person says about how a file is to be taken in: its columns, its values, its places, its doubles."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from core.names import normalised

# Fields of the organisation itself; `name` goes where its letters belong, `position` is "latitude longitude ...".
ORGANISATION_FIELDS = (
    "name",
    "name_ar",
    "name_latin",
    "kind",
    "province",
    "commune",
    "douar",
    "court",
    "registration_number",
    "ice",
    "sector",
    "branch",
    "founded_on",
    "longitude",
    "latitude",
    "position",
    "contact_name",
    "phone",
    "mail",
    "note",
)
FIGURE_FIELDS = ("members", "women", "youth", "disabled")
# `obstacles` holds words, `obstacle` is one 0/1 column of a multi-select, named by its header.
OBSTACLE_FIELDS = ("obstacles", "obstacle")
FIELDS = ("foreign_key", "observed_on", *ORGANISATION_FIELDS, *FIGURE_FIELDS, *OBSTACLE_FIELDS)
# Only these may come from several columns.
MANY = frozenset({"obstacle", "note"})
# Fields whose texts stand for rows of a list; each with the list it is looked up in.
LISTS = {"kind": "kind", "sector": "sector", "province": "province", "obstacles": "category", "obstacle": "category"}

Answer = int | str | None


@dataclass(frozen=True)
class ImportPlan:
    """How a file is read. Nothing in it depends on when it was said, so the same plan gives the same rows.

    `columns` pairs headers with fields. `values` says what a text of a list means: (list, normalised text, id or
    code), None for nothing. `communes` says which commune a spelling of a province means: (province id, normalised
    text, commune id), 0 for none. `decisions` are about single rows: (row number, "same", organisation id), 0 for a
    new organisation; or (row number, field, 1) to take the file's value of a field edited by hand, 0 to keep ours.
    """

    source: str
    columns: tuple[tuple[str, str], ...]
    kind: str = "cooperative"
    province_id: int | None = None
    values: tuple[tuple[str, str, Answer], ...] = ()
    communes: tuple[tuple[int, str, int], ...] = ()
    decisions: tuple[tuple[int, str, int], ...] = ()

    def meaning(self, name: str, text: str) -> Answer:
        """What a text of a list stands for, or None."""
        return next((answer for lst, said, answer in self.values if lst == name and said == normalised(text)), None)

    def deciding(self, row: int, what: str, answer: int) -> Self:
        """The plan with one more decision about a row, in place of an earlier one about the same."""
        kept = [decision for decision in self.decisions if decision[:2] != (row, what)]
        return replace(self, decisions=tuple(sorted([*kept, (row, what, answer)])))

    def for_another_file(self) -> Self:
        """The plan without what was said about single rows of one file."""
        return replace(self, decisions=())

    def as_json(self) -> dict[str, Any]:
        """The plan as a batch keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """The plan that a batch kept."""
        lists = ("columns", "values", "communes", "decisions")
        values: dict[str, Any] = {k: tuple(map(tuple, v)) if k in lists else v for k, v in kept.items()}
        return cls(**values)


def double_columns(columns: Iterable[tuple[str, str]]) -> list[str]:
    """The fields that more than one column was given and that can come from one only."""
    fields = [field for _, field in columns]
    return sorted({field for field in fields if field not in MANY and fields.count(field) > 1})
