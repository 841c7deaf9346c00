"""The bin: bringing back what a command took away, with all that went along, and emptying it when its days are over."""

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from core.access import ADMINISTRATOR, Actor
from core.i18n import ZONE
from core.problems import Problem
from db.commands.guards import reached
from db.commands.ledger import Done, command, living, perform, stamped, values_of
from db.commands.obstacle_states import restated
from db.commands.obstacles import not_said_before
from db.commands.organisations import free_identifiers
from db.commands.programme import group_stands, phase_stands, target_stands
from db.commands.reference_lists import LISTS, answered_by, code_free
from db.commands.referrals import not_asked_before
from db.commands.removals import reason_given
from db.commands.roster_guards import open_to_names
from db.commands.session_trainers import trainer_stands
from db.commands.trainers import refuse_known
from db.engine import reading
from db.models import (
    CommitmentObstacle,
    Confirmation,
    ExternalId,
    Group,
    ImportBatch,
    ImportRow,
    Instance,
    Institution,
    Mention,
    Obstacle,
    ObstacleCategory,
    ObstacleMove,
    Organisation,
    Phase,
    Referral,
    Registration,
    Row,
    SessionTrainer,
    Target,
    Trainer,
    TrainingSession,
)
from db.models.base import TABLES, table
from db.queries.bin import BIN, days_over, removal_of
from db.queries.bin_due import bin_due, due

_TABLES = {mapper.class_.__tablename__: mapper.class_ for mapper in TABLES.mappers if hasattr(mapper.class_, "version")}
# With these the state of an obstacle goes and comes.
_MOVES = Mention | Referral | Confirmation | CommitmentObstacle
_LISTS = {listed.model: listed for listed in LISTS.values()}
_EVERYTHING = (
    *("organisation", "person", "group", "session", "obstacle", "programme", "reference", "target", "trainer"),
    *("event", "guest", "referral", "commitment", "confirmation", "visit"),
)
# A kind at a time, and never so many that others wait for long.
_MOST_AT_ONCE = 500
# What the program does by itself; the history says that nobody with an account did it.
_PROGRAM = Actor(None, "", frozenset({ADMINISTRATOR}))


@command("bin.write", *_EVERYTHING)
def restore(session: Session, actor: Actor, kind: str, row_id: int, version: int, reason: str | None) -> Done[Any]:
    """Brings a row of a kind (a key of BIN) back, with what was taken away in the same action.

    Problem in words where it cannot be: its days are over, what it belongs to is itself gone, a value of it was taken
    meanwhile, it was merged, or its import was undone. A place on a sheet that is no longer open stays away.
    """
    row = _in_bin(session, kind, row_id, version)
    said = reason_given(reason)
    reached(actor, getattr(row, "province_id", None))
    own = [one for one in _taken_along(session, kind, row) if not isinstance(one, Registration) or _open(session, one)]
    for one in (row, *own):
        _parents_stand(session, one, but=row)
    if _import_undone(session, row, own):
        raise Problem("bin_import_undone")
    _still_free(session, actor, row, own)
    removal = removal_of(session, kind, row_id)
    before = values_of(row)
    back: dict[str, Any] = {"deleted_at": None}
    for one in (*own, row):
        stamped(one, actor, back)
    session.flush()
    # What is there again is heard before the obstacle is closed, asked, or closes it.
    if about := sorted({one.obstacle_id for one in (row, *own) if isinstance(one, _MOVES)}):
        restated(session, actor, about, datetime.now(ZONE).date(), said)
    if isinstance(row, ObstacleCategory) and removal is not None:
        _answered_again(session, row, (removal.before or {}).get("institutions", []))
    return Done(row, before=before, after=values_of(row) | {"along": len(own)}, reason=said)


@command("bin.write", *_EVERYTHING)
def purge_bin(session: Session, actor: Actor) -> Done[Instance]:
    """Takes away for good what db.queries.bin_due counts, with what went along; the history tells the numbers.

    Problem("bin_nothing_due") when there is nothing to take.
    """
    del actor
    gone: dict[str, list[int]] = {}
    for kind in BIN:
        rows = due(session, kind)[:_MOST_AT_ONCE]
        for row_id in rows:
            row = session.get_one(BIN[kind].model, row_id)
            if kind == "obstacle":
                session.execute(delete(ObstacleMove).where(col(ObstacleMove.obstacle_id) == row_id))
            for one in (*_taken_along(session, kind, row), row):
                session.execute(delete(table(type(one))).where(table(type(one)).c.id == one.id))
        if rows:
            gone[kind] = rows
    if not gone:
        raise Problem("bin_nothing_due")
    return Done(session.get_one(Instance, 1), after={"purged": gone})


def empty_bin() -> None:
    """Takes away for good what is due, as at the start of the server; what cannot be written is left for the next."""
    with suppress(Problem):
        with reading() as session:
            there = bin_due(session)
        if there:
            perform(purge_bin, _PROGRAM, uuid.uuid4().hex)


def _in_bin(session: Session, kind: str, row_id: int, version: int) -> Any:
    if kind not in BIN:
        raise Problem("row_gone", row=row_id)
    row = session.get(BIN[kind].model, row_id, with_for_update=True)
    if row is None:
        raise Problem("row_gone", row=row_id)
    if row.deleted_at is None:
        raise Problem("bin_already_back")
    if getattr(row, "merged_into_id", None) is not None:
        raise Problem("bin_merged")
    if getattr(row, "anonymised_at", None) is not None:
        raise Problem("person_anonymised")
    if removal_of(session, kind, row_id) is None:
        # Something else than a command of the bin took it away, as the undoing of an import does.
        raise Problem("bin_import_undone")
    if over := days_over(session, row.deleted_at):
        raise Problem("bin_over", days=over)
    if row.version != version:
        raise Problem("conflict", row=row_id, version=version)
    return row


def _taken_along(session: Session, kind: str, row: Row) -> list[Any]:
    own: list[Any] = []
    for model, link in BIN[kind].along:
        asked = select(model).where(col(getattr(model, link)) == row.id, col(model.deleted_at) == row.deleted_at)
        own += session.exec(asked.order_by(col(model.id))).all()
    return own


def _open(session: Session, registration: Registration) -> bool:
    sitting = session.get_one(TrainingSession, registration.session_id)
    return sitting.deleted_at is None and sitting.state in ("planned", "held")


def _parents_stand(session: Session, row: Row, but: Row) -> None:
    """Problem when something the row points to is itself gone; `but` comes back with it."""
    for column in table(type(row)).columns:
        pointed = next((key.column.table.name for key in column.foreign_keys), "")
        value = getattr(row, column.name)
        if value is None or pointed not in _TABLES or column.name in ("created_by", "updated_by"):
            continue
        parent = session.get(_TABLES[pointed], value)
        if parent is None or parent is but or parent.deleted_at is None:
            continue
        if getattr(parent, "merged_into_id", None) is not None:
            raise Problem("bin_parent_merged")
        raise Problem("bin_parent_gone", kind=pointed, parent=value)


def _import_undone(session: Session, row: Row, own: list[Any]) -> bool:
    """Whether a file that was undone since had made the row."""
    if not isinstance(row, Organisation | Obstacle | Mention):
        return False
    organisations = (
        {row.id}
        if isinstance(row, Organisation)
        else {one.organisation_id for one in (*own, row) if isinstance(one, Mention)}
    )
    asked = (
        select(ImportRow)
        .join(ImportBatch, col(ImportBatch.id) == ImportRow.batch_id)
        .where(col(ImportRow.organisation_id).in_(organisations), col(ImportBatch.undone_at).is_not(None))
    )
    for line in session.exec(asked):
        made = line.made or {}
        if isinstance(row, Organisation):
            if made.get("new"):
                return True
        elif row.id in made.get("obstacles" if isinstance(row, Obstacle) else "mentions", []):
            return True
    return False


def _still_free(session: Session, actor: Actor, row: Any, own: list[Any]) -> None:
    """Problem when a living row has what is unique of this one."""
    for one in own:
        if isinstance(one, ExternalId):
            same = select(ExternalId.id).where(
                ExternalId.source == one.source,
                ExternalId.foreign_key == one.foreign_key,
                col(ExternalId.deleted_at).is_(None),
            )
            if session.exec(same).first() is not None:
                raise Problem("bin_key_taken", source=one.source, key=one.foreign_key)
    if isinstance(row, Organisation):
        free_identifiers(session, actor, row, row.id)
    elif isinstance(row, Registration):
        open_to_names(session, actor, row.session_id)
        there = select(Registration.id).where(
            Registration.session_id == row.session_id,
            Registration.person_id == row.person_id,
            col(Registration.deleted_at).is_(None),
        )
        if session.exec(there).first() is not None:
            raise Problem("already_on_roster", field="person_id")
    elif isinstance(row, SessionTrainer):
        trainer_stands(session, actor, row.session_id, row.trainer_id)
    elif isinstance(row, Trainer):
        refuse_known(session, row, row.id)
    elif isinstance(row, Mention):
        living(session, Obstacle, row.obstacle_id)
        not_said_before(session, row.obstacle_id, row)
    elif isinstance(row, Referral):
        living(session, Obstacle, row.obstacle_id)
        not_asked_before(session, row.obstacle_id, living(session, Institution, row.institution_id), "")
    elif isinstance(row, Phase):
        phase_stands(session, row, row.id)
    elif isinstance(row, Group):
        group_stands(session, row, row.id)
    elif isinstance(row, Target):
        target_stands(session, row, row.id)
    elif type(row) in _LISTS:
        code_free(session, _LISTS[type(row)], row)


def _answered_again(session: Session, category: ObstacleCategory, institutions: list[int]) -> None:
    standing = select(Institution.id).where(
        col(Institution.id).in_(institutions), col(Institution.deleted_at).is_(None)
    )
    answered_by(session, category, tuple(one or 0 for one in session.exec(standing)))
