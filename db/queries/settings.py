"""The settings as the database has them."""

from sqlalchemy import select
from sqlmodel import Session

from core.records.settings import Settings, settings_of
from db.engine import READS
from db.models import Setting
from db.models.base import table

# The values are read as they are kept, so that the row of a page's own question may carry them along.
STORED = select(table(Setting).c["values"]).where(table(Setting).c.id == 1)

_ASKED = "settings"

# The version of the defaults, before there is a row.
UNCHANGED = 1


def settings(session: Session) -> Settings:
    """What was changed over the defaults; Problem where a stored value is refused.

    A session that only reads asks once: figures that it reads together stand on the same settings.
    """
    found: Settings | None = session.info.get(_ASKED)
    if found is None:
        found = settings_of(session.execute(STORED).scalar() or {})
        if READS in session.info:
            session.info[_ASKED] = found
    return found


def settings_version(session: Session) -> int:
    """The version of the settings: UNCHANGED while nobody has changed any."""
    return session.execute(select(table(Setting).c.version).where(table(Setting).c.id == 1)).scalar() or UNCHANGED
