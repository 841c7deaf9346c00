"""What strangers may read of a name: the first name and the initial of the last one."""

from core.names.normal import without_article

# A first name of two words: the servant of one of God's names, the father or the mother of somebody.
_OPENING = frozenset({"عبد", "ابو", "أبو", "ام", "أم", "abd", "abou", "abu", "oum", "um", "lalla", "moulay", "sidi"})
_OPENING_AR = frozenset({"للا", "لالة", "مولاي", "سيدي"})


def first_name_and_initial(name: str | None) -> str:
    """The first name and the initial of the last one, in the script of the name; empty without a name.

    A single word may be either name, so of it nothing but its initial is told. Where some words stand in capitals
    and others do not, those in capitals are the family's, wherever they stand.
    """
    words = (name or "").split()
    if not words:
        return ""
    if len(words) == 1:
        return _initial(words[0])
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    if loud and len(loud) < len(words):
        quiet = [word for word in words if word not in loud]
        return f"{_first(quiet)} {_initial(loud[-1])}"
    first = _first(words)
    rest = words[len(first.split()) :]
    return f"{first} {_initial(rest[-1])}" if rest else _initial(words[0])


def _first(words: list[str]) -> str:
    double = len(words) > 1 and words[0].casefold() in _OPENING | _OPENING_AR
    return " ".join(words[:2]) if double else words[0]


def _initial(word: str) -> str:
    letters = [letter for letter in without_article(word) if letter.isalpha()]
    return f"{letters[0].upper()}." if letters else ""
