"""Which scene stands on the stage at a moment: the order goes round by itself from where somebody moved it to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

# How long each scene stands until somebody chooses otherwise, in seconds, in the order a new stage has.
SECONDS: Mapping[str, int] = MappingProxyType(
    {
        **{"welcome": 40, "arrivals": 20, "programme": 25, "map": 25, "obstacles": 45},
        **{"vote": 40, "institutions": 30, "next_phase": 25, "thanks": 30},
    }
)


@dataclass(frozen=True)
class Timed:
    """A scene of the order: its number, and the seconds it stands."""

    id: int
    seconds: int


@dataclass(frozen=True)
class Standing:
    """The scene that is on, and how long it has been."""

    scene: int
    since: timedelta


def standing(
    scenes: Sequence[Timed], moved_to: int | None, moved_at: datetime, paused_at: datetime | None, at: datetime
) -> Standing | None:
    """What is on at a moment, of the scenes that are shown in their order; None where none is.

    The stage was moved to a scene and goes on from there, each scene for its seconds, round and round, until it is
    paused. A scene that is not in the order any more gives way to the first. A moment before the move is the move's.
    """
    if not scenes:
        return None
    place = next((place for place, scene in enumerate(scenes) if scene.id == moved_to), 0)
    gone = max(timedelta(), (paused_at or at) - moved_at)
    gone %= timedelta(seconds=sum(scene.seconds for scene in scenes))
    while gone >= (stands := timedelta(seconds=scenes[place].seconds)):
        gone -= stands
        place = (place + 1) % len(scenes)
    return Standing(scenes[place].id, gone)


def beside(scenes: Sequence[Timed], scene: int, step: int) -> int | None:
    """The scene so many steps further in the order (or back), round its end; the first where the scene has left it."""
    if not scenes:
        return None
    place = next((place for place, one in enumerate(scenes) if one.id == scene), None)
    return scenes[0].id if place is None else scenes[(place + step) % len(scenes)].id
