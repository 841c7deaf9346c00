"""The state of an obstacle and the word of a cooperative as a reader sees them: a sign and words beside the colour."""

from core.i18n import Words, escaped, isolated
from pages.menu import link
from pages.parts.visit import Visit

# Nobody has to tell one colour from another: each has a sign and its word, the same wherever an obstacle stands.
_STATES = {
    "raised": ("campaign", "gray"),
    "addressed": ("forward_to_inbox", "blue"),
    "committed": ("handshake", "violet"),
    "in_progress": ("trending_up", "orange"),
    "done": ("task_alt", "blue"),
    "confirmed": ("verified", "green"),
    "dropped": ("block", "gray"),
}
STATE_ICONS = {state: icon for state, (icon, _) in _STATES.items()}
_VERDICTS = {
    "solved": ("check_circle", "green"),
    "partly": ("contrast", "orange"),
    "no": ("cancel", "red"),
    "silent": ("hourglass_empty", "gray"),
}


def state_told(words: Words, state: str) -> str:
    """The state as Markdown."""
    icon, colour = _STATES[state]
    return f":material/{icon}: :{colour}[**{escaped(words.say(f'obstacle_state.{state}'))}**]"


def obstacle_link(visit: Visit, number: int, state: str, *told: str | None) -> None:
    """Draws the way to an obstacle: the sign of its state, what is told of it (empty parts left out), and the state."""
    parts = [*(part for part in told if part), visit.words.say(f"obstacle_state.{state}")]
    said = escaped(" · ".join(isolated(part) for part in parts))
    link(visit, "explore/obstacle.py", said, icon=f":material/{STATE_ICONS[state]}:", obstacle=number)


def verdict_told(words: Words, verdict: str | None) -> str:
    """What a cooperative says, as Markdown; None was not heard yet."""
    code = verdict or "silent"
    icon, colour = _VERDICTS[code]
    return f":material/{icon}: :{colour}[{escaped(words.say(f'verdict.{code}'))}]"
