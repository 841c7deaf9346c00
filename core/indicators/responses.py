"""The indicators of answers: how much of what is asked is promised, kept on time, and how many days it takes."""

from core.indicators.catalogue import Counts, Parts, indicator, share


@indicator(figure="answers", unit="share", level="outcome")
def commitment_rate(counts: Counts) -> Parts:
    """Obstacles with a promise that stands over obstacles put before an institution."""
    return share(counts["promised"], counts["referred"])


@indicator(figure="kept", unit="share", level="outcome")
def kept_on_time(counts: Counts) -> Parts:
    """Promises done by their date over promises due."""
    return share(counts["kept"], counts["due"])


@indicator(figure="answered", unit="day", level="outcome", direction="less")
def days_to_answer(counts: Counts) -> Parts:
    """The median of the days from a referral to its answer; aside, the days since the oldest open one."""
    return _median(counts)


@indicator(figure="resolved", unit="day", level="outcome", direction="less")
def days_to_resolve(counts: Counts) -> Parts:
    """The median of the days from raised to confirmed; aside, the days since the oldest open one."""
    return _median(counts)


def _median(counts: Counts) -> Parts:
    # Part and whole say of how many the median is: the open ones are in none, and would be the slowest.
    return counts["median"], counts["closed"], counts["closed"] + counts["open"], counts["oldest"]
