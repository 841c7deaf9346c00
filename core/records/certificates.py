"""A certificate of completion: what it says of the training, and the serial under which anybody may ask for it."""

from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Day

# Without letters and digits that are taken for one another when read from paper.
SERIAL_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Twelve of thirty letters are 58 bits: nobody finds a certificate by trying.
SERIAL_LENGTH = 12
_GROUP = 4


def serial_of(text: str) -> str | None:
    """The serial as it is kept (K7QF-3MXD-92TR), however it was typed; None for what cannot be one."""
    letters = "".join(letter for letter in text.upper() if letter not in " -")
    if len(letters) != SERIAL_LENGTH or not set(letters) <= set(SERIAL_LETTERS):
        return None
    return "-".join(letters[start : start + _GROUP] for start in range(0, SERIAL_LENGTH, _GROUP))


def _serial(value: str) -> str:
    if serial_of(value) != value:
        raise Invalid("not_valid")
    return value


def _hours(value: float) -> float:
    if value < 0:
        raise Invalid("negative")
    return value


class CertificateRecord(SQLModel):
    """What a certificate says as of the day it was issued; hours are those of the group's own sittings.

    `modules` are the ids of the modules the person attended, in the order of their list.
    """

    serial: Annotated[str, AfterValidator(_serial)]
    person_id: int
    group_id: int
    phase_id: int
    issued_on: Day
    hours_attended: Annotated[float, AfterValidator(_hours)]
    hours_offered: Annotated[float, AfterValidator(_hours)]
    modules: list[int]
