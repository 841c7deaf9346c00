"""The settings as the database has them."""

from sqlalchemy import select
from sqlmodel import Session

from core.records.settings import Settings, settings_of
from db.models import Setting
from db.models.base import table

# The values are read as they are kept, so that the row of a page's own question may carry them along.
STORED = select(table(Setting).c["values"]).where(table(Setting).c.id == 1)

# The version of the defaults, before there is a row.
UNCHANGED = 1


def settings(session: Session) -> Settings:
    """What was changed over the defaults; Problem where a stored value is refused."""
    return settings_of(session.execute(STORED).scalar() or {})


def settings_version(session: Session) -> int:
    """The version of the settings: UNCHANGED while nobody has changed any."""
    return session.execute(select(table(Setting).c.version).where(table(Setting).c.id == 1)).scalar() or UNCHANGED
