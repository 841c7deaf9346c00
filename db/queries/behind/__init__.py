"""The rows behind each indicator: lists on the same ground as its figure, which add up to it exactly."""

from db.queries.behind import answers, completion, obstacles, organisations, people, sittings
from db.queries.behind.registry import LISTS, STANDS, Behind, Listed, Wanted, lists_of, rows_behind, sums_behind

__all__ = [
    "LISTS",
    "STANDS",
    "Behind",
    "Listed",
    "Wanted",
    "answers",
    "completion",
    "lists_of",
    "obstacles",
    "organisations",
    "people",
    "rows_behind",
    "sittings",
    "sums_behind",
]
