"""How far an indicator is on its way to its target, in a word that needs no colour."""

from datetime import date

# Reached; still to be reached while the phase runs; nothing of it counted yet; not reached when the phase was over.
REACHED, ON_THE_WAY, NOT_BEGUN, MISSED = "reached", "on_the_way", "not_begun", "missed"
STATUSES = (REACHED, ON_THE_WAY, NOT_BEGUN, MISSED)


def status(value: float, target: float, ends_on: date, today: date, less: bool = False) -> str:
    """Which of STATUSES holds of a value (not a number where nothing was counted) and a target above nothing, in a
    phase that ends on this day; with `less` it is reached by what is not above it.
    """
    if value <= target if less else value >= target:
        return REACHED
    if today > ends_on:
        return MISSED
    return ON_THE_WAY if value > 0 else NOT_BEGUN
