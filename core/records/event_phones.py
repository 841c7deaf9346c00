"""What may be sent from a phone in the hall of an event, and how much of it one phone and one address may send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.problems import Problem
from core.records.events import VOTES, GuestRecord

# Somebody helps a row of neighbours who do not read, and not a village.
MOST_CHECK_INS = 12
# A morning's worth of obstacles of one person; whoever helps others has two more for each of them.
MOST_SUBMISSIONS = 10
MORE_OF_EACH = 2
# Where nobody said how many seats the hall has.
USUAL_SEATS = 300
# How many times the seats may come by themselves: guests without a seat, and those who enter twice by mistake.
CHECK_INS_OF_A_SEAT = 3


@dataclass(frozen=True)
class Allowance:
    """How many times something may be done at once, and how many times more in each second after."""

    at_once: float
    each_second: float


def messages_of_address(seats: int | None) -> Allowance:
    """What all phones behind one address may send: each of the hall six things at once, then three a minute."""
    hall = max(seats or USUAL_SEATS, 100)
    return Allowance(hall * 6, hall / 20)


def doors_of_address(seats: int | None) -> Allowance:
    """How many phones of one address are let in: the hall four times over at once, then once more in five minutes."""
    hall = max(seats or USUAL_SEATS, 100)
    return Allowance(hall * 4, hall / 300)


# What one phone may send: more than any thumb does, for twelve people in a row.
MESSAGES_OF_PHONE = Allowance(40, 0.5)
# Wrong codes of one address before it has to wait: a hall that scans an old picture, then ten a second. A code of six
# letters out of thirty-one is found after a year of that.
WRONG_CODES = Allowance(600, 10)


def most_submissions(guests: int) -> int:
    """How many obstacles a phone may send on which so many people have checked in."""
    return MOST_SUBMISSIONS + MORE_OF_EACH * max(guests - 1, 0)


class PhoneCheckIn(GuestRecord):
    """Somebody who checks in on a phone, or is checked in there by whoever helps.

    `at_door`: the person was counted at the door before. `helped`: somebody else holds the phone.
    """

    at_door: bool = False
    helped: bool = False


def chosen_votes(given: Sequence[Any]) -> tuple[int, ...]:
    """The ids of the categories voted for, each once; Problem for none, for more than three, and for what is no id."""
    ids = tuple(dict.fromkeys(number_of(one) for one in given))
    if not ids:
        raise Problem("vote_empty", field="category_id")
    if len(ids) > VOTES:
        raise Problem("vote_too_many", field="category_id", limit=VOTES)
    return ids


def number_of(given: Any) -> int:
    """The number of a row as a phone sends it; Problem for anything that no database ever gave."""
    text = str(given)
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text)):
        raise Problem("not_valid")
    return int(text)
