"""The settings as the database has them."""

from sqlalchemy import select
from sqlmodel import Session

from core.settings import Settings, settings_of
from db.models import Setting
from db.queries.frames import table

_setting = table(Setting).c


def settings(session: Session) -> Settings:
    """What was changed over the defaults; Problem where a stored value cannot be read."""
    stored = session.execute(select(_setting.key, _setting.value))
    return settings_of({row.key: row.value for row in stored})
