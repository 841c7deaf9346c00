"""A series: which sessions it makes, and what is refused of it."""

from datetime import date, time
from typing import Any

import pytest

from core.problems import Problem
from core.records import validated
from core.records.series import SeriesRecord

START: dict[str, Any] = {
    "phase_id": 1,
    "module_ids": (7, 5),
    "groups": ((1, 100), (2, 200)),
    "first_day": date(2026, 3, 3),
    "weeks": 1,
    "starts_at": time(9),
    "ends_at": time(11, 30),
    "hours": 2.0,
}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"module_ids": ()}, "required", "module_ids"),
        ({"groups": ()}, "required", "groups"),
        ({"weeks": 0}, "out_of_limits", "weeks"),
        ({"weeks": 9}, "out_of_limits", "weeks"),
        ({"ends_at": time(9)}, "ends_before_start", "ends_at"),
        (
            {"starts_at": time(20), "ends_at": time(22, 30), "one_after_another": True},
            "series_past_midnight",
            "one_after_another",
        ),
    ],
)
def test_a_series_that_cannot_be_is_refused_beside_its_field(given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Problem) as refused:
        validated(SeriesRecord, START | given)
    assert [(part.code, part.field) for part in refused.value.each()] == [(code, field)]


def test_each_module_is_given_to_each_group_a_week_later_than_the_one_before() -> None:
    made = validated(SeriesRecord, START | {"weeks": 2}).sessions()
    assert [(row["held_on"], row["module_id"], row["group_id"], row["commune_id"]) for row in made] == [
        (date(2026, 3, 3), 7, 1, 100),
        (date(2026, 3, 3), 7, 2, 200),
        (date(2026, 3, 17), 5, 1, 100),
        (date(2026, 3, 17), 5, 2, 200),
    ]
    assert {(row["starts_at"], row["ends_at"]) for row in made} == {(time(9), time(11, 30))}


def test_groups_one_after_the_other_begin_when_the_one_before_ends() -> None:
    made = validated(SeriesRecord, START | {"one_after_another": True}).sessions()
    assert [(row["starts_at"], row["ends_at"]) for row in made[:2]] == [
        (time(9), time(11, 30)),
        (time(11, 30), time(14)),
    ]
