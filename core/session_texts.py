"""Texts about a session to be sent from a phone: a reminder, the roster for a colleague, thanks. No person is named."""

from dataclasses import dataclass
from datetime import date, time

from core.i18n import END_OF_ISOLATE, ISOLATE, Words, isolated

TEXTS = ("reminder", "roster", "thanks")
# A line that begins with a Latin name would otherwise run from left to right in an Arabic message.
_RIGHT_TO_LEFT = "\u200f"
_MARKS = str.maketrans("", "", ISOLATE + END_OF_ISOLATE)
_QUARTERS = (15, 30, 45)


@dataclass(frozen=True)
class Told:
    """What a text tells of a session, in the language of the text; `group` is None where it is open to all.

    The place is told in parts: the hall, the commune, the province.
    """

    module: str
    place: tuple[str, ...]
    group: str | None
    held_on: date
    starts_at: time
    ends_at: time
    expected: int
    present: int


def texts_of(state: str) -> tuple[str, ...]:
    """Which of TEXTS there are for a session in this state: one that was not cancelled has some."""
    return {"planned": ("reminder", "roster"), "held": ("roster", "thanks"), "closed": ("thanks",)}.get(state, ())


def session_text(words: Words, name: str, told: Told, address: str) -> str:
    """The text of TEXTS in the language of the words, its lines joined; `address` is where the roster opens.

    The day and the hours stand in words. A link stands alone in its line, without marks that would become part of it.
    """
    mark = _RIGHT_TO_LEFT if words.direction == "rtl" else ""
    # Each part may run its own way, and all of them follow one another as the text does.
    place = mark + words.say("sheet.comma").join(isolated(part) for part in dict.fromkeys(told.place) if part)
    lines = [
        words.say(f"text.{name}.greeting"),
        words.say(f"text.{name}.about", module=told.module),
        words.say("text.day", day=words.day(told.held_on, "full")),
        words.say("text.hours", **{"from": clock(words, told.starts_at), "until": clock(words, told.ends_at)}),
        words.say("text.place", place=place),
        words.say("text.group", group=told.group) if told.group else words.say("text.open"),
    ]
    if name == "roster" and told.expected:
        lines.append(words.count("text.roster.expected", told.expected))
    if name == "thanks":
        lines.append(words.count("text.thanks.came", told.present))
    lines.append(words.say(f"text.{name}.ending"))
    return "\n".join([*(mark + line for line in lines), *([address] if name == "roster" else [])])


def clock(words: Words, moment: time) -> str:
    """The time of day as it is said."""
    if not moment.minute:
        minutes = ""
    elif moment.minute in _QUARTERS:
        minutes = words.say(f"text.minutes.{moment.minute}")
    else:
        minutes = words.count("text.minutes", moment.minute)
    # Nothing here was typed by anybody: the time is one run of words.
    return words.say(f"text.hour.{moment.hour}", minutes=minutes).translate(_MARKS)
