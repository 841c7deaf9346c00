"""A reminder to an institution, sent from a phone: what it promised that is late or due, and what it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.i18n import Words, isolated

# A message is read on a phone: of a kind it names so many, and says how many more there are.
MOST_NAMED = 5
# A line that begins with a Latin name would otherwise run from left to right in an Arabic message.
_RIGHT_TO_LEFT = "\u200f"


@dataclass(frozen=True)
class Owed:
    """One line of a reminder: what it is about, and the day it was due, is due, or was asked on."""

    what: str
    day: date


def reminder(
    words: Words, institution: str, late: Sequence[Owed], due: Sequence[Owed], unanswered: Sequence[Owed]
) -> str:
    """The reminder in the language of the words, its lines joined; no person is named in it.

    A kind of which there is nothing is not spoken of.
    """
    lines = [words.say("reminder.greeting"), words.say("reminder.about", institution=institution)]
    for kind, owed in (("late", late), ("due", due), ("unanswered", unanswered)):
        if not owed:
            continue
        lines += ["", words.count(f"reminder.{kind}", len(owed))]
        lines += [f"- {words.say(f'reminder.{kind}.one', what=one.what, day=one.day)}" for one in owed[:MOST_NAMED]]
        if len(owed) > MOST_NAMED:
            lines.append(words.count("reminder.more", len(owed) - MOST_NAMED))
    lines += ["", words.say("reminder.ending")]
    mark = _RIGHT_TO_LEFT if words.direction == "rtl" else ""
    return "\n".join(f"{mark}{line}" if line else line for line in lines)


def told_of(title: str | None, said: str | None, category: str) -> str:
    """What an obstacle is called in a text: its title, else the words it was raised with, else its category."""
    return isolated(title or said or category)
