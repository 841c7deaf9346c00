"""How far an indicator is on its way to its target, in a word that needs no colour."""

from datetime import date

from core.indicators.catalogue import INDICATORS

# Reached; still to be reached while the phase runs; nothing of it counted yet; not reached when the phase was over.
REACHED, ON_THE_WAY, NOT_BEGUN, MISSED = "reached", "on_the_way", "not_begun", "missed"
STATUSES = (REACHED, ON_THE_WAY, NOT_BEGUN, MISSED)
# Days come in halves at the least: a median of none counts as half a day, or its share would have no end.
_LEAST = 0.5


def share_reached(code: str, value: float, target: float) -> float:
    """How much of a target above nothing is reached, 1 for all of it; not a number where nothing was counted.

    Value over target; where less is better target over value, so that more than 1 is always better than asked.
    """
    if INDICATORS[code].direction == "less":
        return target / max(value, _LEAST)
    return value / target


def status(value: float, target: float, ends_on: date, today: date, less: bool = False) -> str:
    """Which of STATUSES holds of a value (not a number where nothing was counted) and a target above nothing, in a
    phase that ends on this day; with `less` it is reached by what is not above it.
    """
    if value <= target if less else value >= target:
        return REACHED
    if today > ends_on:
        return MISSED
    return ON_THE_WAY if value > 0 else NOT_BEGUN
