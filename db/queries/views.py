"""The views that an account keeps, page by page."""

from datetime import timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Select, select
from sqlmodel import Session

from db.models import KeptView
from db.models.base import now, table
from db.queries.frames import frame
from db.queries.settings import settings

# As many removed ones as somebody still remembers.
_MOST_REMOVED = 5


def kept_views(session: Session, account_id: int, page: str) -> pd.DataFrame:
    """The account's views of the page by name. Columns: id, version, name, codes (what stands in the address)."""
    rows = frame(session, _views(account_id, page).where(table(KeptView).c.deleted_at.is_(None)))
    return rows.sort_values("name", key=lambda names: names.str.casefold(), ignore_index=True)


def removed_views(session: Session, account_id: int, page: str) -> pd.DataFrame:
    """The views last taken off the list that can come back, the last one first. Columns as of `kept_views`."""
    removed = table(KeptView).c.deleted_at
    since = now() - timedelta(days=settings(session).bin_days)
    asked = _views(account_id, page).where(removed > since).order_by(removed.desc()).limit(_MOST_REMOVED)
    return frame(session, asked)


def _views(account_id: int, page: str) -> Select[Any]:
    view = table(KeptView).c
    asked = select(view.id, view.version, view.name, view.codes)
    return asked.where(view.account_id == account_id, view.page == page)
