"""An event's guests with who they are: for the desk and the door only. No stage, phone or figure reads this."""

from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from db.models import Account, Event, Guest, Institution, Organisation, Province
from db.models.base import table
from db.queries.frames import Rows, frame

_guest, _organisation, _institution = table(Guest), table(Organisation), table(Institution)
_province, _account, _event = table(Province), table(Account), table(Event)


class Badged(NamedTuple):
    """The guest behind a badge, and the event that the badge was made for."""

    guest_id: int
    event_id: int


def guests_of_event(session: Session, event_id: int, ids: Collection[int] | None = None) -> pd.DataFrame:
    """Everybody on the list of an event, or those of these `ids`, by kind and by where they come from.

    Columns: id, version, kind, name_ar, name_latin, phone, comes_from, organisation_id, organisation_ar,
    organisation_latin, institution_id, institution_ar, institution_fr, institution_en, province_id, province_ar,
    province_fr, province_en, invited, badge, checked_in_at, checked_in_way, checked_in_by (the account's
    name), anonymised_at.
    """
    asked = _rows().where(_guest.c.event_id == event_id)
    return frame(session, asked if ids is None else asked.where(_guest.c.id.in_(sorted(ids))))


def guest_card(session: Session, guest_id: int) -> Any:
    """The one row of `guests_of_event` with this id; None for a guest who is on no list."""
    return session.execute(_rows().where(_guest.c.id == guest_id)).first()


def guest_of_badge(session: Session, badge: str) -> Badged | None:
    """The guest who wears a badge; None for a code that is on none."""
    asked = select(_guest.c.id, _guest.c.event_id).join_from(_guest, _event, _event.c.id == _guest.c.event_id)
    found = session.execute(
        asked.where(_guest.c.badge == badge, _guest.c.deleted_at.is_(None), _event.c.deleted_at.is_(None))
    ).first()
    return Badged(*found) if found else None


def _rows() -> Rows:
    c, of, body, place = _guest.c, _organisation.c, _institution.c, _province.c
    return (
        select(
            *(c.id, c.version, c.kind, c.name_ar, c.name_latin, c.phone, c.comes_from, c.organisation_id),
            *(of.name_ar.label("organisation_ar"), of.name_latin.label("organisation_latin"), c.institution_id),
            *(body.name_ar.label("institution_ar"), body.name_fr.label("institution_fr")),
            *(body.name_en.label("institution_en"), c.province_id, place.name_ar.label("province_ar")),
            *(place.name_fr.label("province_fr"), place.name_en.label("province_en"), c.invited, c.badge),
            *(c.checked_in_at, c.checked_in_way, _account.c.name.label("checked_in_by"), c.anonymised_at),
        )
        .join_from(_guest, _organisation, of.id == c.organisation_id, isouter=True)
        .join(_institution, body.id == c.institution_id, isouter=True)
        .join(_province, place.id == c.province_id, isouter=True)
        .join(_account, _account.c.id == c.checked_in_by, isouter=True)
        .where(c.deleted_at.is_(None))
        .order_by(c.kind, func.coalesce(of.name_latin, of.name_ar, body.name_fr, c.comes_from), c.name_latin, c.id)
    )
