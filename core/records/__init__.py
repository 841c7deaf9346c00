"""What may be entered: one class a record, with its fields, limits and rules, the only place of validation."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlmodel import SQLModel

from core.problems import Invalid, Problem

Record = TypeVar("Record", bound=SQLModel)

# pydantic's own error types that a person can cause, and the refusal each one is.
_CODES = {
    "missing": "required",
    "none_required": "required",
    "int_parsing": "not_a_number",
    "int_type": "not_a_number",
    "int_from_float": "not_a_whole_number",
    "float_parsing": "not_a_number",
    "float_type": "not_a_number",
    "finite_number": "not_a_number",
    "date_type": "not_a_date",
    "date_parsing": "not_a_date",
    "date_from_datetime_parsing": "not_a_date",
    "time_parsing": "not_a_time",
    "time_type": "not_a_time",
}


def validated(record: type[Record], values: Mapping[str, Any]) -> Record:
    """The record made of the values, or a Problem whose parts name each refused field."""
    try:
        return record.model_validate(dict(values))
    except ValidationError as error:
        raise Problem("refused", parts=tuple(_problem(e) for e in error.errors())) from error


def validated_each(values: Mapping[str, Any], *records: type[SQLModel] | None) -> tuple[Any, ...]:
    """Each record made of the same values, None for a None; one Problem names the refused fields of all of them."""
    made: list[SQLModel | None] = []
    parts: list[Problem] = []
    for record in records:
        try:
            made.append(validated(record, values) if record else None)
        except Problem as problem:
            parts += problem.each()
    if parts:
        raise Problem("refused", parts=tuple(parts))
    return tuple(made)


def _problem(error: Any) -> Problem:
    field = str(error["loc"][0]) if error["loc"] else ""
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Invalid):
        return Problem(cause.problem.code, field=cause.problem.field or field, **cause.problem.details)
    code = _CODES.get(error["type"], "not_valid")
    # An empty box is missing, whatever kind of value was expected in it.
    return Problem("required" if error["input"] is None else code, field=field)
