"""How alike two names are, in one script or across Arabic and Latin; a person decides what is the same."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from core.names.normal import core_of_name, telling_words

# At or above this likeness a name is worth showing to the person who enters another.
CLOSE = 0.86
# A skeleton of two consonants fits too many names to be taken for close on anything but equality.
_SHORTEST_SKELETON = 3

_ARABIC_SOUNDS = str.maketrans(
    {
        "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
        "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "غ": "x", "ف": "f", "ق": "k", "ك": "k",
        "ل": "l", "م": "m", "ن": "n", "ه": "h", "ع": None, "ا": None, "و": None, "ي": None,
    }
)  # fmt: skip
# Sounds that Latin script writes with two letters come before the single ones; the result keeps one letter a sound.
_LATIN_SOUNDS = (
    (re.compile("sch|ch|sh"), "š"),
    (re.compile("kh|gh"), "x"),
    (re.compile("th"), "t"),
    (re.compile("dh"), "d"),
    (re.compile("ph|v"), "f"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("g(?=[eiy])"), "j"),
    (re.compile("[cqg]"), "k"),
    (re.compile("p"), "b"),
    (re.compile("[aeiouwy]"), ""),
    (re.compile("š"), "c"),
)
_ABD = re.compile("^abd[aeou]l(?=.)")


def is_arabic(text: str) -> bool:
    """Whether a text holds a letter of the Arabic script."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def consonant_skeleton(text: str) -> str:
    """The consonants of a name's telling words as one set of sounds for both scripts, words parted by spaces.

    Long and short vowels, ayn, and the final h of a ta marbuta fall away; doubled consonants count once.
    """
    words = (_skeleton_of_word(word) for word in core_of_name(text).split())
    return " ".join(word for word in words if word)


# The words of names come again and again: a hundred thousand people share some thousands of them.
@lru_cache(100_000)
def _skeleton_of_word(word: str) -> str:
    if is_arabic(word):
        sounds = word.removesuffix("ه").translate(_ARABIC_SOUNDS)
    else:
        sounds = _ABD.sub("abd", word)
        for pattern, sound in _LATIN_SOUNDS:
            sounds = pattern.sub(sound, sounds)
        sounds = sounds.removesuffix("h") if word.endswith("ah") else sounds
    return re.sub(r"(.)\1+", r"\1", sounds)


def likeness(a: str, b: str) -> float:
    """How alike two names are, 0 to 1, whatever the order of their words; across scripts by their consonants."""
    first, second = core_of_name(a), core_of_name(b)
    if not first or not second:
        return 0.0
    if is_arabic(first) == is_arabic(second):
        return _closest(first, second)
    first, second = consonant_skeleton(a), consonant_skeleton(b)
    if not first or not second:
        return 0.0
    if min(len(first), len(second)) < _SHORTEST_SKELETON:
        return 1.0 if first == second else 0.0
    return _closest(first, second)


def _closest(first: str, second: str) -> float:
    joined = fuzz.ratio(first.replace(" ", ""), second.replace(" ", ""))
    return float(max(joined, fuzz.token_sort_ratio(first, second))) / 100


def what_names_share(a: tuple[str | None, str | None], b: tuple[str | None, str | None]) -> str | None:
    """What two pairs of names (Arabic, Latin) have in common: `same_name`, `close_name`, `other_script` or None."""
    in_one_script = [
        (first, second) for first, second in zip(a, b, strict=True) if first is not None and second is not None
    ]
    if any(core_of_name(first) == core_of_name(second) for first, second in in_one_script):
        return "same_name"
    if any(likeness(first, second) >= CLOSE for first, second in in_one_script):
        return "close_name"
    # Across scripts little is left of a name, so it is asked only where no script is shared.
    across = [(first, second) for first in a for second in b if first and second] if not in_one_script else []
    return "other_script" if any(likeness(first, second) >= CLOSE for first, second in across) else None


def sound(normal: str) -> str:
    """The consonants of a normalised name's telling words in their alphabetical order, whatever its script."""
    words = (_skeleton_of_word(word) for word in telling_words(normal) or normal.split())
    return "".join(sorted(word for word in words if word))


def sounds_beside(sounding: str) -> set[str]:
    """The sound and all that is left of it without one letter: two names a letter apart have one of these in common.

    A short one stands for itself alone: without a letter it would fit too many.
    """
    if len(sounding) <= _SHORTEST_SKELETON:
        return {sounding} if sounding else set()
    return {sounding, *(sounding[:place] + sounding[place + 1 :] for place in range(len(sounding)))}
