"""What people thought of a sitting, as counts without anybody's name."""

from sqlmodel import Field

from core.records.satisfaction import Tally
from db.models.base import Row, unique_among_living


class Satisfaction(Row, Tally, table=True):
    """The faces counted for a session: one row for those on paper, one for those tapped on phones."""

    __table_args__ = (unique_among_living("satisfaction", "session_id", "way"),)

    session_id: int = Field(foreign_key="training_session.id", index=True)
    way: str
