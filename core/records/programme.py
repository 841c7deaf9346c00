"""The programme's frame: programme, phases, groups, targets, and the lists an administrator edits."""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import CODE_LENGTH, Day, Name, OptionalText, Place, ShortText, cleaned


def _code(value: str) -> str:
    text = value.strip().lower()
    if not text or len(text) > CODE_LENGTH or not text.isascii() or not text.replace("_", "").isalnum():
        raise Invalid("code_wrong")
    return text


def _acronym(value: str) -> str:
    text = cleaned(value)
    if not text:
        raise Invalid("required")
    if len(text) > CODE_LENGTH:
        raise Invalid("too_long", limit=CODE_LENGTH)
    return text


Code = Annotated[str, AfterValidator(_code)]


class ProgrammeRecord(SQLModel):
    """A training programme."""

    name_ar: Name
    name_fr: Name
    name_en: Name
    objectives: OptionalText = None


class PhaseRecord(SQLModel):
    """A dated part of a programme; the period that figures are asked for."""

    programme_id: int
    code: Code
    name_ar: Name
    name_fr: Name
    name_en: Name
    starts_on: Day
    ends_on: Day
    objectives: OptionalText = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.ends_on < self.starts_on:
            raise Invalid("ends_before_start", field="ends_on")
        return self


class GroupRecord(SQLModel):
    """The people trained together in a phase at a place."""

    phase_id: int
    commune_id: int
    label: Name


class TargetRecord(SQLModel):
    """What an indicator should reach in a phase, in one province or in all of them."""

    phase_id: int
    indicator: Code
    province_id: int | None = None
    value: float

    @model_validator(mode="after")
    def _positive(self) -> Self:
        if not 0 < self.value <= 1_000_000_000:
            raise Invalid("target_not_positive", field="value")
        return self


class LabelledRecord(SQLModel):
    """A row of an editable list: a code that never changes its meaning, labels in three languages, an order."""

    code: Code
    label_ar: Name
    label_fr: Name
    label_en: Name
    position: Place = 0
    active: bool = True


class SectorRecord(LabelledRecord):
    """A sector of activity; `synonyms` are other spellings met in lists, parted by semicolons."""

    synonyms: OptionalText = None


class ModuleRecord(LabelledRecord):
    """A subject that is taught."""


class CategoryRecord(LabelledRecord):
    """A category of obstacles; the institutions that answer it are linked beside.

    `asks_paper`: an obstacle says which paper is meant, an establishment's authorisation or a worker's certificate.
    """

    asks_paper: bool = False


class StatusRecord(LabelledRecord):
    """An attendance status: free labels, a fixed meaning, and the credit given for a present one."""

    meaning: str
    credit: float = 1.0

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.meaning not in MEANINGS:
            raise Invalid("unknown_choice", field="meaning", given=self.meaning)
        if not 0 <= self.credit <= 1:
            raise Invalid("credit_wrong", field="credit")
        return self


MEANINGS = ("present", "absent", "excused", "left_out")


class InstitutionRecord(SQLModel):
    """A body that answers obstacles."""

    acronym: Annotated[str, AfterValidator(_acronym)]
    name_ar: Name
    name_fr: Name
    name_en: Name
    mission_ar: OptionalText = None
    mission_fr: OptionalText = None
    mission_en: OptionalText = None
    contact: ShortText = None
    position: Place = 0
    active: bool = True
