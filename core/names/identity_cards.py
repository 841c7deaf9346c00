"""Texts that look as if they held the number of a Moroccan identity card, which must not be kept (law 09-08)."""

import re
import unicodedata

# One or two letters, then five to seven digits, in groups or whole. What touches other letters, digits or the signs
# of addresses and keys is a part of something longer.
_CARD = re.compile(
    r"(?<![^\W_])(?<![-/@.#])([A-Za-z]{1,2})([ .:-]{0,2})(\d{5,7}|\d{1,3}[ .]\d{3}(?:[ .]\d{3})?)"
    r"(?![^\W_])(?![-/@.,]\w)(?!\s*(?:dhs?|mad|درهم|%|€|\$|km|kg)(?![^\W_]))",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?:\d\D{0,2}){5}")
# These letters stand before other numbers: the register of commerce, taxes, titles of land, post boxes, numbers,
# sums, lengths; and words of two letters that stand before any number.
_OTHER_NUMBERS = frozenset({"RC", "TP", "IF", "TF", "BP", "CP", "NO", "NR", "NB", "DH", "KM", "N", "FP", "PK", "RN"})
_WORDS = frozenset(
    {"A", "AU", "DE", "DU", "EN", "ET", "OU", "LE", "LA", "UN", "IN", "OF", "TO", "AT", "BY", "OR", "IS"}
)


def looks_like_identity_card(text: str | None) -> bool:
    """Whether something in the text is written like the number of an identity card: AB123456, "a-12345", "AB ١٢٣٤٥٦".

    It may be something else: this is to ask a person, never to refuse.
    """
    # A file has many cells, and few of them have five digits near each other.
    if not text or not _DIGITS.search(text):
        return False
    return any(_is_card(*found.groups()) for found in _CARD.finditer(_in_latin_digits(text)))


def _is_card(letters: str, between: str, digits: str) -> bool:
    if letters.upper() in _OTHER_NUMBERS or not 5 <= sum(one.isdigit() for one in digits) <= 7:
        return False
    # Two letters and a space before a number are mostly a word, unless they are written as on a card.
    return not between or (letters.isupper() and letters not in _WORDS) or "-" in between


def _in_latin_digits(text: str) -> str:
    # Compatibility letters are those of a keyboard that writes wide; marks of direction stand between nothing.
    plain = (one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return "".join(str(unicodedata.digit(one)) if unicodedata.category(one) == "Nd" else one for one in plain)
