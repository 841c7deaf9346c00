"""When somebody last looked at the overview, and what it said then."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from db.models.base import Base, Moment, now


class LastVisit(Base, table=True):
    """The latest visit of an account to the overview and the one before it; a visit is a day, in Morocco.

    What was seen are the numbers under their indicators, None for a hidden one, and under `scope` what the account
    could see. Nobody but the account itself ever reads it.
    """

    __tablename__ = "last_visit"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    seen: dict[str, Any] = Field(sa_type=JSON)
    before_at: datetime | None = Field(default=None, sa_type=Moment)
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
