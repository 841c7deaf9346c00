"""Keeping views under a name, each account its own: keeping, renaming, removing, and bringing a removed one back.

The history tells that a view was kept and on which page; its name and codes are their owner's alone.
"""

from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.views import MOST_VIEWS, ViewName, ViewRecord
from db.commands.ledger import Done, command, living, stamped
from db.models import KeptView
from db.models.base import now


@command("account.self", "view")
def keep_view(session: Session, actor: Actor, record: ViewRecord) -> Done[KeptView]:
    """Keeps a view under a name.

    Problem("view_name_taken") beside the name where the account has one of this name on the page, and
    Problem("views_too_many") where it keeps MOST_VIEWS there.
    """
    own = _of_page(session, actor, record.page)
    if len(own) >= MOST_VIEWS:
        raise Problem("views_too_many", number=MOST_VIEWS)
    _name_free(own, record.name)
    told = {"account_id": actor.account_id, "created_by": actor.account_id, "updated_by": actor.account_id}
    view = KeptView.model_validate(record, update=told)
    return Done(view, after=_told(view))


@command("account.self", "view")
def rename_view(session: Session, actor: Actor, view_id: int, version: int, record: ViewName) -> Done[KeptView]:
    """Gives a view another name; Problem("view_name_taken") where another one on the page has it."""
    view = _own(session, actor, view_id, version)
    _name_free([one for one in _of_page(session, actor, view.page) if one.id != view.id], record.name)
    before = _told(view)
    stamped(view, actor, {"name": record.name})
    return Done(view, before=before, after=_told(view))


@command("account.self", "view")
def remove_view(session: Session, actor: Actor, view_id: int, version: int) -> Done[KeptView]:
    """Takes a view off the list; `bring_view_back` undoes it."""
    view = _own(session, actor, view_id, version)
    before = _told(view)
    stamped(view, actor, {"deleted_at": now()})
    return Done(view, before=before, after=_told(view))


@command("account.self", "view")
def bring_view_back(session: Session, actor: Actor, view_id: int, version: int) -> Done[KeptView]:
    """Puts a removed view on the list again; Problem where its name was given to another one meanwhile."""
    view = session.get(KeptView, view_id, with_for_update=True)
    if view is None or view.account_id != actor.account_id or view.deleted_at is None:
        raise Problem("row_gone", row=view_id)
    if view.version != version:
        raise Problem("conflict", row=view_id, version=version)
    own = _of_page(session, actor, view.page)
    if len(own) >= MOST_VIEWS:
        raise Problem("views_too_many", number=MOST_VIEWS)
    _name_free(own, view.name)
    before = _told(view)
    stamped(view, actor, {"deleted_at": None})
    return Done(view, before=before, after=_told(view))


def _own(session: Session, actor: Actor, view_id: int, version: int) -> KeptView:
    # Whose view it is comes first: a stranger is not even told that there is one.
    view = session.get(KeptView, view_id)
    if view is None or view.account_id != actor.account_id:
        raise Problem("row_gone", row=view_id)
    return living(session, KeptView, view_id, version)


def _of_page(session: Session, actor: Actor, page: str) -> list[KeptView]:
    asked = select(KeptView).where(
        KeptView.account_id == actor.account_id, KeptView.page == page, col(KeptView.deleted_at).is_(None)
    )
    return list(session.exec(asked))


def _name_free(others: list[KeptView], name: str) -> None:
    # Nobody tells two names apart by their capitals.
    if name.casefold() in {one.name.casefold() for one in others}:
        raise Problem("view_name_taken", field="name", name=name)


def _told(view: KeptView) -> dict[str, Any]:
    removed = view.deleted_at.isoformat() if view.deleted_at else None
    return {"page": view.page, "deleted_at": removed}
