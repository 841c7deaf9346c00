"""A view that somebody keeps under a name: a page, and the codes that stood in its address."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Name

VIEW_NAME_LENGTH = 80
# More than these on one page are no list to choose from any more.
MOST_VIEWS = 40
_PAGE = re.compile(r"[a-z]+(-[a-z]+)+")
_PART = re.compile(r"[a-z][a-z_]{0,29}")
_MOST_PARTS, _LONGEST_CODES = 20, 1000


def _short(value: str) -> str:
    if len(value) > VIEW_NAME_LENGTH:
        raise Invalid("too_long", limit=VIEW_NAME_LENGTH)
    return value


def _page(value: Any) -> str:
    if not _PAGE.fullmatch(str(value)):
        raise Invalid("not_valid")
    return str(value)


def _codes(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > _MOST_PARTS:
        raise Invalid("not_valid")
    for part, codes in value.items():
        if not _PART.fullmatch(str(part)) or not isinstance(codes, str) or not 0 < len(codes) <= _LONGEST_CODES:
            raise Invalid("not_valid")
    return dict(sorted(value.items()))


class ViewName(SQLModel):
    """What somebody calls a view."""

    name: Annotated[Name, AfterValidator(_short)]


class ViewRecord(ViewName):
    """A view: `page` is the page's own address, `codes` what stands in it, under the names that the page knows."""

    page: Annotated[str, BeforeValidator(_page)]
    codes: Annotated[dict[str, str], BeforeValidator(_codes)]
