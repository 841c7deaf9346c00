"""Where figures that leave come from, in sentences: what they were narrowed to, whose they are and of which day."""

from collections.abc import Collection

from pages.parts.filter_sentence import sentence
from pages.parts.filters import Choices
from pages.parts.visit import Visit


def narrowed(visit: Visit, choices: Choices, without: Collection[str] = ()) -> str:
    """What was counted as a sentence: what was chosen, and for whoever sees some provinces only, which."""
    said = sentence(visit, choices, without)
    reach = choices.chosen.reach
    if reach is not None and ("province" in without or not choices.chosen.several("province")):
        said = visit.words.listing([*choices.labels["province"].values(), *([said] if said else [])])
    return visit.words.say("explore.filter.some", choice=said) if said else visit.words.say("explore.filter.none")


def source(visit: Visit, sheets: str = "") -> str:
    """Whose figures they are and of which day; `sheets` is which of them are counted, every or verified."""
    return visit.words.say(f"taken.source_{sheets}" if sheets else "taken.source", day=visit.words.day(visit.today))
