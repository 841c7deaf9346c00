"""Who is limited to provinces, by the roles an account holds."""

import pytest

from core.access import limit_of
from core.records import validated
from core.records.accounts import AccountRecord

OWN = frozenset({3})


@pytest.mark.parametrize(
    ("roles", "limit"),
    [
        ("field_officer", OWN),
        # A manager reads everywhere without names, an officer reads names: together they must not read all names.
        ("field_officer manager", OWN),
        ("field_officer presenter", OWN),
        ("coordinator field_officer", None),
        ("administrator field_officer", None),
        ("manager", None),
        ("presenter", None),
    ],
)
def test_a_field_officer_stays_in_its_provinces_whatever_else_it_may_read(
    roles: str, limit: frozenset[int] | None
) -> None:
    assert limit_of(frozenset(roles.split()), OWN) == limit
    account = validated(AccountRecord, {"username": "officer", "name": "Officer", "roles": roles})
    assert account.needs_provinces == (limit is not None)
