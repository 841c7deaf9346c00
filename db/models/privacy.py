"""The register of what persons asked about their own data (law 09-08)."""

from sqlmodel import Field

from core.records.privacy import RequestRecord
from db.models.base import Row


class PrivacyRequest(Row, RequestRecord, table=True):
    """One request of a person, the day it is due, and what came of it."""

    __tablename__ = "privacy_request"

    person_id: int = Field(foreign_key="person.id", index=True)
