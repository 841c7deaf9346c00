"""What is entered when somebody takes a file away."""

from typing import Annotated

from pydantic import AfterValidator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import CODE_LENGTH, choice

FORMS = ("csv", "xlsx", "json", "pdf", "docx", "png", "svg", "ics")
# Counts without rows of persons: whoever sees them may take them along.
FIGURES = (
    *("attendance_by_month", "obstacles_by_category", "obstacles_by_category_and_province"),
    *("people_by_module", "people_by_province", "provinces_map", "targets_reached"),
    *("indicators", "target_values", "cross_table"),
    # Guests are counted in these, and none of them is named.
    *("event_record", "hall_obstacles", "hall_votes"),
)


def _code(value: str) -> str:
    if not value.isidentifier() or len(value) > CODE_LENGTH:
        raise Invalid("not_valid")
    return value


def _number(value: int) -> int:
    if value < 0:
        raise Invalid("negative")
    return value


class ExportRecord(SQLModel):
    """A file: what it holds (the words `export_what.<what>` name it), its form, its rows, and what it was narrowed to.

    `filters` are codes under their names, never a text that somebody typed: that may be a person's name.
    """

    what: Annotated[str, AfterValidator(_code)]
    form: Annotated[str, choice(*FORMS)]
    rows: Annotated[int, AfterValidator(_number)]
    filters: dict[str, str] = {}
    pseudonymous: bool = False
