"""Finding the commune or province that a spelling means, sure of it or as a list to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from core.names import normalised

# At or above this likeness, and this far ahead of the next place, nobody has to be asked.
SURE = 0.85
LEAD = 0.05
# Below this likeness a place is not even worth proposing as the answer.
PROPOSED = 0.72

# What a place is called before its name, and the days of its market: they tell nothing of which one it is.
_TELLS_NOTHING = """
    commune communes municipalite ville province prefecture de du des el al et la le les l d
    had hed tnine tlata arbaa khmis jemaa sebt souk centre
    جماعه الجماعه اقليم عماله بلديه مدينه سوق مركز
"""
_GENERIC = frozenset(_TELLS_NOTHING.split())
# Vowels that French spellings of Arabic and Amazigh names write in several ways.
_SPELLINGS = (("ou", "u"), ("o", "u"), ("w", "u"), ("y", "i"), ("ei", "i"), ("ee", "i"), ("q", "k"), ("gh", "rh"))


@dataclass(frozen=True)
class Place:
    """A commune or a province: its id and every spelling known of it, in both scripts."""

    id: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class PlaceMatch:
    """How well a place fits a spelling, from 0 to 1."""

    id: int
    score: float


def place_matches(text: str, places: Iterable[Place], limit: int = 5) -> tuple[PlaceMatch, ...]:
    """The places that fit the spelling best, the best one first; equal scores stand in the order of their ids."""
    wanted = _spelled(text)
    if not wanted:
        return ()
    found = [PlaceMatch(place.id, max(_likeness(wanted, _spelled(name)) for name in place.names)) for place in places]
    return tuple(sorted(found, key=lambda match: (-match.score, match.id))[:limit])


def sure_place(matches: tuple[PlaceMatch, ...]) -> int | None:
    """The id of the best place when it is close enough and clearly ahead of the next one."""
    if not matches or matches[0].score < SURE:
        return None
    ahead = matches[0].score - matches[1].score if len(matches) > 1 else 1.0
    return matches[0].id if ahead >= LEAD else None


def proposed_place(matches: tuple[PlaceMatch, ...]) -> int | None:
    """The id of the place to propose as the answer when a person is asked."""
    return matches[0].id if matches and matches[0].score >= PROPOSED else None


@lru_cache(maxsize=4096)
def _spelled(text: str) -> tuple[str, str]:
    """The spelling without generic words and without the freedom of French vowels: in one piece, and whole."""
    whole = normalised(text)
    words = [word.removeprefix("ال") if len(word) > 4 else word for word in whole.split() if word not in _GENERIC]
    joined = "".join(words) or whole.replace(" ", "")
    for often, once in _SPELLINGS:
        joined = joined.replace(often, once)
    return _single(joined), _single(whole.replace(" ", ""))


def _single(text: str) -> str:
    # Doubled letters come and go between spellings.
    return "".join(letter for letter, before in zip(text, " " + text, strict=False) if letter != before)


def _likeness(wanted: tuple[str, str], known: tuple[str, str]) -> float:
    if wanted[1] == known[1]:
        return 1.0
    return max(fuzz.ratio(wanted[0], known[0]), fuzz.ratio(wanted[1], known[1])) / 100 * 0.99
