"""An account and the rules of its password."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.access import ROLES, limit_of
from core.i18n import LANGUAGES
from core.problems import Invalid, Problem
from core.records.fields import Mail, Name, choice

SHORTEST_PASSWORD = 12
# bcrypt reads no more than 72 bytes and raises beyond them.
LONGEST_PASSWORD_BYTES = 72
_COMMON = Path(__file__).with_name("common_passwords.txt")
_LETTERS_MEANT = str.maketrans("@430157$", "aaeoists")


def _username(value: str) -> str:
    text = unicodedata.normalize("NFC", value).strip().lower()
    if not 3 <= len(text) <= 60 or not all(c.isalnum() or c in "._-@" for c in text):
        raise Invalid("username_wrong")
    return text


class AccountRecord(SQLModel):
    """A person's access: roles are codes parted by spaces in the fixed order of the table of roles."""

    username: Annotated[str, AfterValidator(_username)]
    name: Name
    mail: Mail = None
    roles: str
    language: Annotated[str, choice(*LANGUAGES)] = "fr"
    active: bool = True

    @model_validator(mode="after")
    def _known_roles(self) -> Self:
        given = set(self.roles.split())
        if not given:
            raise Invalid("roles_missing", field="roles")
        if not given <= set(ROLES):
            raise Invalid("unknown_choice", field="roles", given=self.roles)
        return self

    @property
    def needs_provinces(self) -> bool:
        """Whether the account's only reach is what its provinces give it."""
        return limit_of(frozenset(self.roles.split()), frozenset()) is not None


def accepted_password(password: str, username: str) -> str:
    """The password in composed form, or a Problem: 12 letters or more, 72 bytes at most, no name, none well known."""
    text = unicodedata.normalize("NFC", password)
    if len(text) < SHORTEST_PASSWORD:
        raise Problem("password_short", field="password", least=SHORTEST_PASSWORD)
    if len(text.encode()) > LONGEST_PASSWORD_BYTES:
        raise Problem("password_long", field="password", limit=LONGEST_PASSWORD_BYTES)
    if len(set(text)) < 5 or username.lower() in text.lower():
        raise Problem("password_weak", field="password")
    if _is_common(text):
        raise Problem("password_common", field="password")
    return text


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


def _is_common(password: str) -> bool:
    # A well-known word stays well known with spaces, a year or signs around it, or with signs in place of letters.
    text = "".join(password.casefold().split())
    bare = text.strip("0123456789!@#$%&*?.,;:_-+=/()<>'\"")
    return not {text, bare, text.translate(_LETTERS_MEANT), bare.translate(_LETTERS_MEANT)}.isdisjoint(
        _common_passwords()
    )
