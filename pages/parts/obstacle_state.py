"""The state of an obstacle and the word of a cooperative as a reader sees them: a sign and words beside the colour."""

from core.i18n import Words, escaped

# Nobody has to tell one colour from another: each has a sign and its word.
_STATES = {
    "raised": ("radio_button_unchecked", "gray"),
    "addressed": ("forward_to_inbox", "blue"),
    "committed": ("handshake", "violet"),
    "in_progress": ("trending_up", "orange"),
    "done": ("task_alt", "blue"),
    "confirmed": ("verified", "green"),
    "dropped": ("block", "gray"),
}
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


def verdict_told(words: Words, verdict: str | None) -> str:
    """What a cooperative says, as Markdown; None was not heard yet."""
    code = verdict or "silent"
    icon, colour = _VERDICTS[code]
    return f":material/{icon}: :{colour}[{escaped(words.say(f'verdict.{code}'))}]"
