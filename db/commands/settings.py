"""Changing the settings: one row of what was changed over the defaults."""

from typing import Any

from sqlmodel import Session

from core.access import Actor
from core.problems import Problem
from core.records.settings import Settings, settings_of
from db.commands.ledger import Done, command, living, stamped
from db.models import Instance, Setting
from db.queries.settings import UNCHANGED

# The one row there is.
_ROW = 1


@command("setting.write", "setting")
def change_settings(session: Session, actor: Actor, version: int, record: Settings) -> Done[Setting]:
    """The settings as they shall be from now on; `version` is 1 while nobody has changed any.

    Problem("conflict") when they were changed since `version` was read. What equals its default is not kept, so that
    a better default of a later version counts.
    """
    # Of two who change a first setting at one moment, the second waits here and finds the row of the first.
    session.get_one(Instance, 1, with_for_update=True)
    row = session.get(Setting, _ROW)
    if row is None:
        if version != UNCHANGED:
            raise Problem("conflict", row=_ROW, version=version)
        row, before = Setting(id=_ROW, version=UNCHANGED, created_by=actor.account_id), Settings()
    else:
        before = settings_of(living(session, Setting, _ROW, version).values)
    stamped(row, actor, {"values": _changed(record)})
    return Done(row, before=before.model_dump(), after=record.model_dump())


def _changed(record: Settings) -> dict[str, Any]:
    usual = Settings().model_dump()
    return {name: value for name, value in record.model_dump().items() if value != usual[name]}
