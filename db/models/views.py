"""Views that people keep under a name."""

from sqlalchemy import JSON
from sqlmodel import Field

from core.records.views import ViewRecord
from db.models.base import Row, unique_among_living


class KeptView(Row, ViewRecord, table=True):
    """A page with the codes of its address, under a name that its account gave it; nobody else ever reads it."""

    __tablename__ = "kept_view"
    __table_args__ = (unique_among_living("kept_view", "account_id", "page", "name"),)

    account_id: int = Field(foreign_key="account.id", index=True)
    codes: dict[str, str] = Field(sa_type=JSON)
