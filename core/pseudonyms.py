"""Pseudonyms for analysts: keys that stay the same and tell nothing, and ages as bands."""

import hmac

UNKNOWN = "unknown"
# The age that each band begins with, in whole years.
_BANDS = ((60, "60_and_over"), (45, "45_59"), (35, "35_44"), (25, "25_34"), (18, "18_24"), (0, "under_18"))
AGE_BANDS = (*(band for _, band in reversed(_BANDS)), UNKNOWN)
# Eighty bits: two of a hundred million rows share a key with a chance of less than one in a hundred million.
_LETTERS = 20


def pseudonym(secret: str, kind: str, row_id: int) -> str:
    """The key of a row (kind: person or organisation), twenty hexadecimal digits; `secret` is hexadecimal.

    A keyed hash (HMAC-SHA-256, RFC 2104) of the row's number and of nothing that is known elsewhere: without the
    secret it cannot be found by trying names or phones, and it stays when a name is corrected.
    """
    return pseudonym_of(secret, kind, str(row_id))


def pseudonym_of(secret: str, kind: str, text: str) -> str:
    """The same for a text, such as an address of the network; within its kind, so that no two kinds share a key."""
    return hmac.new(bytes.fromhex(secret), f"{kind}:{text}".encode(), "sha256").hexdigest()[:_LETTERS]


def age_band(birth_year: int | None, year: int) -> str:
    """The band of the age reached within a year; unknown where the year of birth is, or is later."""
    if birth_year is None:
        return UNKNOWN
    return next((band for least, band in _BANDS if year - birth_year >= least), UNKNOWN)
