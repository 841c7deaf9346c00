"""Keeping what somebody types until it is saved, so that a restart, a reload or a closed tab loses none of it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import delete, or_, select
from sqlmodel import Session, col

from core.problems import Problem
from db.engine import transaction
from db.models import Draft
from db.models.base import now
from db.queries.drafts import LASTS

# More than any form holds; what is longer was not typed by hand.
_MOST_LETTERS = 100_000
_MOST_OF_ONE = 20
# Typing goes on while somebody else writes; the next change is kept instead.
_PATIENCE = 0.5


def keep_draft(
    account_id: int, place: str, page: str, turn: int, version: int, values: Mapping[str, Any], base: Mapping[str, Any]
) -> None:
    """Keeps the values of the form at this place, over those kept before; plain values only.

    It is no action: it stands outside of the history, and where it cannot be written nobody is kept from typing.
    """
    if len(json.dumps([values, base])) > _MOST_LETTERS:
        return
    with suppress(Problem), transaction(patience=_PATIENCE) as session:
        known = session.get(Draft, (account_id, place, page))
        if known is None:
            _bounded(session, account_id)
            known = Draft(account_id=account_id, place=place, page=page, turn=turn, version=version, values={}, base={})
        known.turn, known.version, known.at = turn, version, now()
        known.values, known.base = dict(values), dict(base)
        session.add(known)


def forget_draft(account_id: int, place: str, page: str) -> None:
    """What was saved or put aside is no draft any more."""
    mine = (Draft.account_id == account_id, Draft.place == place, Draft.page == page)
    with suppress(Problem), transaction(patience=_PATIENCE) as session:
        session.execute(delete(Draft).where(*mine))  # type: ignore[arg-type]


def forget_drafts_of(session: Session, place: str) -> None:
    """Takes away what anybody typed at this place ("person.12"), as when a person is made anonymous."""
    session.execute(delete(Draft).where(col(Draft.place) == place))


def _bounded(session: Session, account_id: int) -> None:
    """Old drafts of everybody go, and the oldest of somebody who has many."""
    newest = (
        select(col(Draft.at))
        .where(col(Draft.account_id) == account_id)
        .order_by(col(Draft.at).desc())
        .offset(_MOST_OF_ONE - 2)
        .limit(1)
    )
    too_many = session.execute(newest).scalar()
    over = [col(Draft.at) <= now() - LASTS]
    if too_many is not None:
        over.append((col(Draft.account_id) == account_id) & (col(Draft.at) < too_many))
    session.execute(delete(Draft).where(or_(*over)))
