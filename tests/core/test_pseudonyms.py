"""Pseudonyms: stable, of one database, not to be tried out; ages as bands."""

import hashlib
import hmac

import pytest

from core.pseudonyms import AGE_BANDS, age_band, pseudonym

SECRET, OTHER = "00" * 32, "ab" * 32


def test_a_key_is_the_keyed_hash_of_the_row_and_stays() -> None:
    expected = hmac.new(bytes(32), b"person:7", hashlib.sha256).hexdigest()[:20]
    assert [pseudonym(SECRET, "person", 7), pseudonym(SECRET, "person", 7)] == [expected, expected]


def test_another_secret_kind_or_row_is_another_key() -> None:
    keys = {pseudonym(s, k, n) for s in (SECRET, OTHER) for k in ("person", "organisation") for n in range(500)}
    assert len(keys) == 2000
    assert all(len(key) == 20 for key in keys)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, "unknown"),
        (2027, "unknown"),
        (2026, "under_18"),
        (2009, "under_18"),
        (2008, "18_24"),
        (2002, "18_24"),
        (2001, "25_34"),
        (1992, "25_34"),
        (1991, "35_44"),
        (1982, "35_44"),
        (1981, "45_59"),
        (1967, "45_59"),
        (1966, "60_and_over"),
        (1900, "60_and_over"),
    ],
)
def test_an_age_is_told_as_a_band(born: int | None, band: str) -> None:
    assert age_band(born, 2026) == band
    assert band in AGE_BANDS


def test_the_bands_are_told_from_the_youngest_on() -> None:
    assert AGE_BANDS == ("under_18", "18_24", "25_34", "35_44", "45_59", "60_and_over", "unknown")
