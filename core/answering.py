"""How far an obstacle is on its way from being raised to the cooperatives' own word that it is solved."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

CLOSING_VERDICT = "solved"


def state_reached(
    referred: bool,
    commitments: Collection[str],
    verdicts: Iterable[str],
    heard_all: bool,
) -> str:
    """The state of an obstacle, worked out of what hangs on it.

    `commitments` are the states of its living commitments, `verdicts` the newest one of each organisation that
    mentioned it, `heard_all` whether all of them answered or the time for it is over. Only organisations close an
    obstacle: one that says anything but solved keeps it open, or opens it again. Dropping one, and picking it up
    again, are decisions of people, and no matter of these.
    """
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


def heard_out(commitments: Iterable[tuple[str, date | None]], days: int, today: date) -> bool:
    """Whether the time for answers is over: everything that still stands is done, the last of it over `days` days ago.

    `commitments` are the state and the day of being done of each; while one is open nobody's time runs.
    """
    standing = [(state, done_on) for state, done_on in commitments if state != "dropped"]
    done = [done_on for state, done_on in standing if state == "done" and done_on is not None]
    return bool(done) and len(done) == len(standing) and max(done) + timedelta(days=days) < today
