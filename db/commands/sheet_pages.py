"""The pictures of a sheet's pages: kept with the session, taken away again."""

import hashlib
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import Actor
from core.pictures import MEDIA_TYPE, measured
from core.problems import Problem
from core.records.sheets import FIELD_STATES, MOST_PAGES
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.sheet_states import begun_sheet, sitting_of_sheet
from db.models import Attachment, SignInSheet
from db.models.base import now


@command("attendance.write", "session")
def keep_page(session: Session, actor: Actor, session_id: int, content: bytes) -> Done[Attachment]:
    """A further page of the session's sheet: a JPEG as `core.pictures.cleaned_picture` makes them.

    Problem for a picture that is there already, and once a coordinator has verified the sheet.
    """
    sitting_of_sheet(session, actor, session_id)
    sheet = begun_sheet(session, actor, session_id)
    if sheet.state not in (*FIELD_STATES, "submitted"):
        raise Problem("sheet_locked" if sheet.state == "locked" else "sheet_elsewhere")
    picture = measured(content)
    digest = hashlib.sha256(content).hexdigest()
    living_pages = (Attachment.sheet_id == sheet.id, col(Attachment.deleted_at).is_(None))
    if session.exec(select(Attachment.id).where(*living_pages, Attachment.sha256 == digest)).first() is not None:
        raise Problem("page_already_there")
    number, last = session.exec(
        select(func.count(), func.coalesce(func.max(Attachment.position), 0)).where(*living_pages)
    ).one()
    if number >= MOST_PAGES:
        raise Problem("sheet_pages_most", limit=MOST_PAGES)
    page = Attachment(
        sheet_id=sheet.id or 0,
        position=last + 1,
        sha256=digest,
        media_type=MEDIA_TYPE,
        width=picture.width,
        height=picture.height,
        size=len(content),
        content=content,
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    session.add(page)
    session.flush()
    return Done(page, after=_told(page))


@command("attendance.write", "session")
def remove_page(session: Session, actor: Actor, attachment_id: int, version: int) -> Done[Attachment]:
    """A page taken away for good, since it may be a picture of something else; the history tells that it was there."""
    page = living(session, Attachment, attachment_id)
    sheet = session.get_one(SignInSheet, page.sheet_id)
    sitting_of_sheet(session, actor, sheet.session_id)
    living(session, SignInSheet, page.sheet_id)
    if sheet.state not in FIELD_STATES:
        raise Problem("sheet_locked" if sheet.state == "locked" else "sheet_elsewhere")
    living(session, Attachment, attachment_id, version)
    before = _told(page)
    stamped(page, actor, {"deleted_at": now(), "content": b""})
    return Done(page, before=before, after=_told(page))


def _told(page: Attachment) -> dict[str, Any]:
    """The page as the history keeps it: everything but the picture."""
    return {name: value for name, value in values_of(page).items() if name != "content"}
