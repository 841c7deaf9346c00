"""Settings: defaults, what is stored over them, and what is refused."""

import pytest

from core.problems import Problem
from core.settings import Settings, settings_of


@pytest.mark.parametrize(
    ("stored", "field"),
    [
        ({"youth_from": "young"}, "youth_from"),
        ({"youth_from": "-1"}, "youth_from"),
        ({"youth_from": "40"}, "youth_to"),
        ({"completion_share": "0"}, "completion_share"),
        ({"completion_share": "80"}, "completion_share"),
        ({"completion_share": "nan"}, "completion_share"),
        ({"excused_counts": "perhaps"}, "excused_counts"),
    ],
)
def test_a_stored_value_out_of_its_limits_is_refused(stored: dict[str, str], field: str) -> None:
    with pytest.raises(Problem) as refused:
        settings_of(stored)
    assert (refused.value.code, refused.value.field) == ("setting_wrong", field)


def test_nothing_stored_is_the_defaults() -> None:
    assert settings_of({}) == Settings(youth_from=18, youth_to=34, completion_share=0.8, excused_counts=False)


def test_what_is_stored_stands_over_the_defaults_and_other_keys_are_left_alone() -> None:
    stored = {"youth_to": "29", "completion_share": "0.75", "excused_counts": "yes", "idle_minutes": "60"}
    assert settings_of(stored) == Settings(youth_to=29, completion_share=0.75, excused_counts=True)
