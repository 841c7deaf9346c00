"""How far an obstacle is on its way from being raised to the cooperatives' own word that it is solved."""

from collections.abc import Collection, Iterable

CLOSING_VERDICT = "solved"


def state_reached(
    referred: bool,
    commitments: Collection[str],
    verdicts: Iterable[str],
    heard_all: bool,
    dropped: bool = False,
) -> str:
    """The state of an obstacle, worked out of what hangs on it.

    `commitments` are the states of its living commitments, `verdicts` the newest one of each organisation that
    mentioned it, `heard_all` whether all of them answered or the time for it is over. Only organisations close an
    obstacle: one that says anything but solved keeps it open, or opens it again.
    """
    if dropped:
        return "dropped"
    said = list(verdicts)
    if said and all(verdict == CLOSING_VERDICT for verdict in said) and heard_all:
        return "confirmed"
    standing = {state for state in commitments if state != "dropped"}
    if standing == {"done"}:
        return "in_progress" if any(verdict != CLOSING_VERDICT for verdict in said) else "done"
    if standing & {"in_progress", "done"}:
        return "in_progress"
    if standing:
        return "committed"
    return "addressed" if referred else "raised"
