"""What was said in a hall and says one thing: the same obstacle, a repetition of the same words, or the same words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.names import normalised

# Nobody reads further than this back along a chain of what repeats what.
_LONGEST_CHAIN = 100


@dataclass
class Group:
    """Submissions that say one thing, in the order in which they came; `first` is the one they repeat.

    Each is a mapping with id, category_id, province_id, text, obstacle_id and same_as_id.
    """

    first: Mapping[str, Any]
    members: list[Mapping[str, Any]] = field(default_factory=list)


def grouped(
    accepted: Iterable[Mapping[str, Any]], every: Mapping[int, Mapping[str, Any]], left_of: Mapping[int, int]
) -> list[Group]:
    """What was let through by what it says, the group whose first came first in front.

    `every` holds all submissions of the event by their ids, `left_of` the obstacle that is left of one that was merged
    into another.
    """
    groups: dict[Any, Group] = {}
    for one in accepted:
        first = one
        for _ in range(_LONGEST_CHAIN):
            if first["same_as_id"] not in every:
                break
            first = every[first["same_as_id"]]
        if first["obstacle_id"] is not None:
            key: tuple[Any, ...] = ("obstacle", left_of.get(first["obstacle_id"], first["obstacle_id"]))
        else:
            key = (first["category_id"], first["province_id"], normalised(first["text"]))
        groups.setdefault(key, Group(first)).members.append(one)
    return list(groups.values())
