"""Two likely doubles that somebody looked at and found to be two, and the taking back of it."""

from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.doubles import ORGANISATION, PERSON
from core.problems import Problem
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import Apart, Organisation, Person
from db.models.base import now

_TABLES: dict[str, Any] = {ORGANISATION: Organisation, PERSON: Person}


@command("double.write", "double")
def tell_apart(session: Session, actor: Actor, kind: str, one_id: int, other_id: int) -> Done[Apart]:
    """The two rows are two: they are not offered as likely doubles any more. Problem("apart_already") when decided."""
    first, second = sorted((one_id, other_id))
    if first == second:
        raise Problem("merge_itself")
    for row_id in (first, second):
        living(session, _TABLES[kind], row_id)
    there = select(Apart.id).where(
        Apart.kind == kind, Apart.first_id == first, Apart.second_id == second, col(Apart.deleted_at).is_(None)
    )
    if session.exec(there).first() is not None:
        raise Problem("apart_already")
    return Done(Apart(kind=kind, first_id=first, second_id=second, created_by=actor.account_id))


@command("double.write", "double")
def take_back_apart(session: Session, actor: Actor, apart_id: int, version: int) -> Done[Apart]:
    """The decision does not stand any more: the two are offered again as long as they are alike."""
    apart = living(session, Apart, apart_id, version)
    before = values_of(apart)
    stamped(apart, actor, {"deleted_at": now()})
    return Done(apart, before=before)
