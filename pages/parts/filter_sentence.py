"""What a reader narrowed the figures to, said as one sentence's part."""

from collections.abc import Collection

from pages.parts.filters import Choices
from pages.parts.visit import Visit


def sentence(visit: Visit, choices: Choices, without: Collection[str] = ()) -> str | None:
    """What is chosen as one sentence's part, such as phase 1, Zagora, women; None where nothing is.

    Filters `without` are left out.
    """
    said = []
    for name in choices.names:
        if name in without:
            continue
        told = choices.told(name)
        if told:
            both = visit.words.listing(told)
            said.append(
                visit.words.say(f"explore.filter.{name}_is", month=both) if name in ("since", "until") else both
            )
    return visit.words.listing(said) if said else None
