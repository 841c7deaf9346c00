"""The kinds of field that records are made of: their limits, cleaning and refusals, each written once."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from stdnum.exceptions import ValidationError as NumberError
from stdnum.ma import ice as ice_number

from core.names import international_phone
from core.problems import Invalid

NAME_LENGTH = 200
WORDS_LENGTH = 2000
CODE_LENGTH = 40
FIRST_YEAR = 1900

# These change the direction of everything after them, so a name could rewrite the line it stands in.
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# Joiners shape Arabic, Tifinagh and emoji letters; every other control or unassigned character is noise.
_KEPT_FORMATS = {"\u200c", "\u200d", "\u200e", "\u200f", "\u061c"}


def cleaned(value: str, keep_lines: bool = False) -> str:
    """Text without control characters and direction overrides, composed (NFC), outer and double spaces gone."""
    text = unicodedata.normalize("NFC", value.translate(_OVERRIDES))
    lines = text.splitlines() if keep_lines else [text.replace("\n", " ").replace("\t", " ")]
    kept = (
        "".join(c for c in line if c in _KEPT_FORMATS or not unicodedata.category(c).startswith("C")) for line in lines
    )
    return "\n".join(" ".join(line.split()) for line in kept).strip()


def _optional_text(limit: int, keep_lines: bool) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if value is None:
            return None
        text = cleaned(str(value), keep_lines)
        if len(text) > limit:
            raise Invalid("too_long", limit=limit)
        return text or None

    return check


def _required_text(limit: int, keep_lines: bool) -> Callable[[Any], str]:
    optional = _optional_text(limit, keep_lines)

    def check(value: Any) -> str:
        text = optional(value)
        if text is None or not any(c.isalnum() for c in text):
            raise Invalid("required")
        return text

    return check


def _optional_name(value: Any) -> str | None:
    text = _optional_text(NAME_LENGTH, keep_lines=False)(value)
    if text is not None and not any(c.isalnum() for c in text):
        raise Invalid("name_without_letters")
    return text


def _phone(value: Any) -> str | None:
    if value is None or not str(value).strip():
        return None
    return international_phone(str(value))


def _ice(value: Any) -> str | None:
    text = "".join(str(value or "").split())
    if not text:
        return None
    try:
        # Arabic-Indic digits are digits to int() and not to the check, so they are written in Latin first.
        return str(ice_number.validate("".join(str(int(c)) if c.isdigit() else c for c in text)))
    except NumberError as error:
        raise Invalid("ice_wrong") from error


def _mail(value: Any) -> str | None:
    text = _optional_text(NAME_LENGTH, keep_lines=False)(value)
    if text is not None:
        name, at, domain = text.partition("@")
        if not name or not at or "." not in domain.strip(".") or " " in text:
            raise Invalid("mail_wrong")
    return text


def _year(value: int | None) -> int | None:
    if value is not None and not FIRST_YEAR <= value <= 2100:
        raise Invalid("year_wrong", first=str(FIRST_YEAR))
    return value


def _not_negative(value: int | None) -> int | None:
    if value is not None and value < 0:
        raise Invalid("negative")
    if value is not None and value > 1_000_000:
        raise Invalid("too_large", limit=1_000_000)
    return value


def _place(value: int) -> int:
    if not 0 <= value <= 10_000:
        raise Invalid("negative" if value < 0 else "too_large", limit=10_000)
    return value


def _longitude(value: float | None) -> float | None:
    if value is not None and not -17.5 <= value <= -0.9:
        raise Invalid("longitude_outside")
    return value


def _latitude(value: float | None) -> float | None:
    if value is not None and not 20.5 <= value <= 36.0:
        raise Invalid("latitude_outside")
    return value


def _plausible_day(value: date | None) -> date | None:
    if value is not None and not FIRST_YEAR <= value.year <= 2100:
        raise Invalid("year_wrong", first=str(FIRST_YEAR))
    return value


def optional_choice(*codes: str) -> Any:
    """A field that holds one of the codes or nothing."""

    def check(value: Any) -> str | None:
        if value not in (None, "", *codes):
            raise Invalid("unknown_choice", given=str(value)[:CODE_LENGTH])
        return value or None

    return BeforeValidator(check)


def choice(*codes: str) -> Any:
    """A field that holds one of the codes."""

    def check(value: Any) -> str:
        if value not in codes:
            raise Invalid("required" if value in (None, "") else "unknown_choice", given=str(value)[:CODE_LENGTH])
        return str(value)

    return BeforeValidator(check)


Name = Annotated[str, BeforeValidator(_required_text(NAME_LENGTH, keep_lines=False))]
OptionalName = Annotated[str | None, BeforeValidator(_optional_name)]
Text = Annotated[str, BeforeValidator(_required_text(WORDS_LENGTH, keep_lines=True))]
OptionalText = Annotated[str | None, BeforeValidator(_optional_text(WORDS_LENGTH, keep_lines=True))]
ShortText = Annotated[str | None, BeforeValidator(_optional_text(NAME_LENGTH, keep_lines=False))]
Phone = Annotated[str | None, BeforeValidator(_phone)]
Ice = Annotated[str | None, BeforeValidator(_ice)]
Mail = Annotated[str | None, BeforeValidator(_mail)]
Year = Annotated[int | None, AfterValidator(_year)]
Count = Annotated[int | None, AfterValidator(_not_negative)]
Place = Annotated[int, AfterValidator(_place)]
Longitude = Annotated[float | None, AfterValidator(_longitude)]
Latitude = Annotated[float | None, AfterValidator(_latitude)]
Day = Annotated[date, AfterValidator(_plausible_day)]
OptionalDay = Annotated[date | None, AfterValidator(_plausible_day)]
