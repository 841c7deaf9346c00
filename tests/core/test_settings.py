"""Settings: defaults, what is stored over them, and what is refused."""

from typing import Any

import pytest

from core.problems import Problem
from core.records.settings import Settings, settings_of


@pytest.mark.parametrize(
    ("stored", "code", "field"),
    [
        ({"youth_from": "young"}, "not_a_number", "youth_from"),
        ({"youth_from": -1}, "out_of_limits", "youth_from"),
        ({"youth_from": 40}, "youth_ends_before_start", "youth_to"),
        ({"completion_share": 0}, "percent_out_of_limits", "completion_share"),
        ({"completion_share": 80}, "percent_out_of_limits", "completion_share"),
        ({"completion_share": float("nan")}, "percent_out_of_limits", "completion_share"),
        ({"excused_counts": "perhaps"}, "not_valid", "excused_counts"),
        ({"idle_minutes": 4}, "out_of_limits", "idle_minutes"),
        ({"sign_in_hours": 13}, "out_of_limits", "sign_in_hours"),
        ({"tries_of_account": 11, "tries_minutes": 1}, "too_many_tries", "tries_of_account"),
        ({"trusted_proxies": "10.0.0.0/33"}, "network_wrong", "trusted_proxies"),
        ({"trusted_proxies": "proxy.example"}, "network_wrong", "trusted_proxies"),
        ({"small_cell": 1}, "out_of_limits", "small_cell"),
    ],
)
def test_a_stored_value_out_of_its_limits_is_refused(stored: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Problem) as refused:
        settings_of(stored)
    assert [(part.code, part.field) for part in refused.value.each()] == [(code, field)]


def test_nothing_stored_is_the_defaults() -> None:
    settings = settings_of({})
    assert settings == Settings()
    assert (settings.youth_from, settings.youth_to, settings.completion_share) == (18, 34, 0.8)
    assert (settings.idle_minutes, settings.field_idle_minutes, settings.sign_in_hours) == (60, 720, 12)
    assert (settings.controller, settings.receipt, settings.small_cell, settings.bin_days) == (None, None, 5, 30)


def test_what_is_stored_stands_over_the_defaults() -> None:
    stored = {"youth_to": 29, "completion_share": 0.75, "excused_counts": True, "receipt": "  D-W-12/2027 "}
    assert settings_of(stored) == Settings(
        youth_to=29, completion_share=0.75, excused_counts=True, receipt="D-W-12/2027"
    )


def test_networks_are_kept_as_the_network_writes_them() -> None:
    assert settings_of({"trusted_proxies": "10.0.0.0/8, ::1  127.0.0.1"}).trusted_proxies == (
        "10.0.0.0/8 ::1/128 127.0.0.1/32"
    )
