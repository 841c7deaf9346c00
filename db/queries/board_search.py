"""What there is to search of obstacles: their title and all that was said of them, in both scripts and by sound."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import and_, select
from sqlmodel import Session

from core.names import consonant_skeleton, normalised
from db.models import Mention, Obstacle, Organisation
from db.models.base import table
from db.queries.obstacles import obstacles_within_reach

# Fewer consonants would sound like half of the register.
_LEAST_SOUND = 3
_normal = lru_cache(200_000)(normalised)
_sound = lru_cache(50_000)(consonant_skeleton)


def obstacles_said(session: Session, reach: frozenset[int] | None) -> dict[int, tuple[str, str]]:
    """What there is to search of each obstacle: its title, all that was said of it and by whom, without accents and
    signs; and how the names of those who said it sound in one script or the other.
    """
    o, m, who = table(Obstacle).c, table(Mention).c, table(Organisation).c
    statement = (
        select(o.id, o.title, m.words, m.guest_name, who.search)
        .join_from(table(Obstacle), table(Mention), and_(m.obstacle_id == o.id, m.deleted_at.is_(None)), isouter=True)
        .join(table(Organisation), who.id == m.organisation_id, isouter=True)
        .where(obstacles_within_reach(reach))
    )
    texts: dict[int, dict[str, None]] = {}
    names: dict[int, dict[str, None]] = {}
    for number, title, words, guest, organisation in session.execute(statement):
        own = texts.setdefault(number, {})
        own |= dict.fromkeys(_normal(text) for text in (title, words, guest) if text)
        if organisation:
            own[organisation] = None
        names.setdefault(number, {}).update(dict.fromkeys(_sound(name) for name in (guest, organisation) if name))
    return {number: (" ".join(own), " ".join(names[number])) for number, own in texts.items()}


def searched(said: Mapping[int, tuple[str, str]], text: str) -> tuple[int, ...]:
    """The ids of the obstacles that hold every word of the text, or somebody whose name sounds like it."""
    wanted = [(word, _sounding(word)) for word in normalised(text).split()]
    return tuple(
        number
        for number, (words, sounds) in said.items()
        if wanted and all(word in words or (sound and sound in sounds) for word, sound in wanted)
    )


def _sounding(word: str) -> str:
    sound = consonant_skeleton(word)
    return sound if len(sound) >= _LEAST_SOUND else ""
