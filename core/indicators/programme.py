"""The indicators of a training programme, in the order in which they are read: reach, people, progress, obstacles."""

from core.indicators.catalogue import Counts, Parts, count, indicator, ratio, share


@indicator(
    figure="people",
    unit="person",
    codes=("IRIS+ PI2998", "SDG 4.4"),
    # GRI 413-1 is a share of operations, so that people can only stand under it as an explanation.
    context=("GRI 413-1",),
)
def people_trained(counts: Counts) -> Parts:
    """Distinct persons; aside, how many of them are unidentified."""
    return count(counts["people"], aside=counts["unidentified"])


@indicator(figure="reach", unit="per_10000")
def reach_per_10000(counts: Counts) -> Parts:
    """Persons for every ten thousand inhabitants of the places asked for."""
    people, inhabitants = counts["people"], counts["inhabitants"]
    return ratio(people * 10_000, inhabitants), people, inhabitants, float("nan")


@indicator(figure="reach", unit="share")
def communes_reached(counts: Counts) -> Parts:
    """Communes with a trained person over all communes of the places asked for."""
    return share(counts["reached"], counts["communes"])


@indicator(figure="attendances", unit="attendance", additive=True)
def attendances(counts: Counts) -> Parts:
    """Counted attendances."""
    return count(counts["attendances"])


@indicator(figure="attendances", unit="hour", additive=True)
def person_hours(counts: Counts) -> Parts:
    """Hours over counted attendances."""
    return count(counts["hours"])


@indicator(figure="volunteer_hours", unit="hour", additive=True, codes=("IRIS+ OI8429",))
def volunteer_hours(counts: Counts) -> Parts:
    """Hours of trainers who are the sponsor's own people."""
    return count(counts["sponsor_hours"])


@indicator(figure="volunteer_hours", unit="hour", additive=True, codes=("IRIS+ OI1166",))
def outside_volunteer_hours(counts: Counts) -> Parts:
    """Hours of trainers who are not the sponsor's own people."""
    return count(counts["outside_hours"])


@indicator(figure="trained", unit="organisation", codes=("IRIS+ PI6065", "SDG 8.3"))
def organisations_trained(counts: Counts) -> Parts:
    """Distinct organisations with a trained person."""
    return count(counts["trained"])


@indicator(figure="coverage", unit="share", level="outcome")
def coverage(counts: Counts) -> Parts:
    """Participating organisations that were trained over all that participate."""
    return share(counts["covered"], counts["participating"])


@indicator(figure="people", unit="share", codes=("SDG 5.5",))
def women_share(counts: Counts) -> Parts:
    """Women over persons whose sex is known; aside, the share of those whose sex is not."""
    unknown = ratio(counts["sex_unknown"], counts["people"])
    return share(counts["women"], counts["women"] + counts["men"], aside=unknown)


@indicator(figure="people", unit="share", codes=("SDG 4.4",))
def youth_share(counts: Counts) -> Parts:
    """Youth over persons whose age is known; aside, the share of those whose age is not."""
    unknown = ratio(counts["age_unknown"], counts["people"])
    return share(counts["youth"], counts["youth"] + counts["not_youth"], aside=unknown)


@indicator(figure="attended", unit="share", level="outcome")
def attendance_rate(counts: Counts) -> Parts:
    """Present over present and absent, of closed rosters."""
    return share(counts["present"], counts["present"] + counts["absent"])


@indicator(figure="completion", unit="share", level="outcome")
def completion(counts: Counts) -> Parts:
    """Persons who completed over persons enrolled, in finished groups."""
    return share(counts["completed"], counts["enrolled"])


@indicator(figure="completion", unit="share", level="outcome")
def completion_so_far(counts: Counts) -> Parts:
    """Persons on their way to complete over persons enrolled, in groups that still run."""
    return share(counts["completed_so_far"], counts["enrolled_running"])


@indicator(figure="organisations", unit="organisation", level="context", additive=True)
def organisations_registered(counts: Counts) -> Parts:
    """Organisations in the register."""
    return count(counts["organisations"])


@indicator(figure="obstacles", unit="obstacle", level="context", direction="neither")
def obstacles(counts: Counts) -> Parts:
    """Distinct obstacles."""
    return count(counts["obstacles"])


@indicator(figure="obstacles", unit="mention", level="context", direction="neither", additive=True)
def mentions(counts: Counts) -> Parts:
    """Mentions of obstacles."""
    return count(counts["mentions"])


@indicator(figure="obstacles", unit="voice", level="context", direction="neither")
def voices(counts: Counts) -> Parts:
    """Distinct organisations and guests that mention an obstacle."""
    return count(counts["voices"])
