"""What somebody typed and has not saved yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from db.models.base import Base, Moment, now


class Draft(Base, table=True):
    """The values of one form that is being filled in: its place, the page's key, and the turn of the form on it.

    `base` is what the form began with and `version` the row's; nobody but the account itself ever reads it.
    """

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    place: str = Field(primary_key=True)
    page: str = Field(primary_key=True)
    turn: int
    version: int
    values: dict[str, Any] = Field(sa_type=JSON)
    base: dict[str, Any] = Field(sa_type=JSON)
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
