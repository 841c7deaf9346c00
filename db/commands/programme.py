"""The programme's frame: making and changing programmes, phases, groups and targets, and removing unused ones."""

from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from core.access import Actor
from core.problems import Problem
from core.records.programme import GroupRecord, PhaseRecord, ProgrammeRecord, TargetRecord
from db.commands.guards import chosen
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import Commune, Group, Phase, Programme, Province, Row, Target, TrainingSession
from db.models.base import now
from db.queries.usage import uses

Entry = TypeVar("Entry", bound=Row)


@command("programme.write", "programme")
def make_programme(session: Session, actor: Actor, record: ProgrammeRecord) -> Done[Programme]:
    """A new programme."""
    return Done(_made(session, actor, Programme, record))


@command("programme.write", "programme")
def change_programme(
    session: Session, actor: Actor, programme_id: int, version: int, record: ProgrammeRecord
) -> Done[Programme]:
    """A programme with other names or objectives."""
    return _changed(actor, living(session, Programme, programme_id, version), record)


@command("programme.write", "programme")
def remove_programme(session: Session, actor: Actor, programme_id: int, version: int) -> Done[Programme]:
    """A programme without phases is put in the bin."""
    return _removed(session, actor, living(session, Programme, programme_id, version))


@command("programme.write", "programme")
def make_phase(session: Session, actor: Actor, record: PhaseRecord) -> Done[Phase]:
    """A new phase of a programme; its code is free within the programme."""
    phase_stands(session, record, own_id=None)
    return Done(_made(session, actor, Phase, record))


@command("programme.write", "programme", "session")
def change_phase(session: Session, actor: Actor, phase_id: int, version: int, record: PhaseRecord) -> Done[Phase]:
    """A phase with other names or dates; Problem when a session would fall outside of the dates."""
    phase = living(session, Phase, phase_id, version)
    phase_stands(session, record, own_id=phase_id)
    outside = select(col(TrainingSession.held_on)).where(
        TrainingSession.phase_id == phase_id,
        TrainingSession.state != "cancelled",
        col(TrainingSession.deleted_at).is_(None),
        (col(TrainingSession.held_on) < record.starts_on) | (col(TrainingSession.held_on) > record.ends_on),
    )
    if (day := session.exec(outside.order_by(col(TrainingSession.held_on))).first()) is not None:
        raise Problem("session_outside_dates", field="starts_on" if day < record.starts_on else "ends_on", day=day)
    return _changed(actor, phase, record)


@command("programme.write", "programme")
def remove_phase(session: Session, actor: Actor, phase_id: int, version: int) -> Done[Phase]:
    """A phase that nothing stands on is put in the bin."""
    return _removed(session, actor, living(session, Phase, phase_id, version))


@command("programme.write", "group")
def make_group(session: Session, actor: Actor, record: GroupRecord) -> Done[Group]:
    """A new group of a phase; its label is free within the phase."""
    group_stands(session, record, own_id=None)
    return Done(_made(session, actor, Group, record))


@command("programme.write", "group")
def change_group(session: Session, actor: Actor, group_id: int, version: int, record: GroupRecord) -> Done[Group]:
    """A group with another label or place; one that is used stays in its phase."""
    group = living(session, Group, group_id, version)
    group_stands(session, record, own_id=group_id)
    if record.phase_id != group.phase_id and uses(session, Group, group_id):
        raise Problem("group_stays_in_phase", field="phase_id")
    return _changed(actor, group, record)


@command("programme.write", "group")
def remove_group(session: Session, actor: Actor, group_id: int, version: int) -> Done[Group]:
    """A group without people and sessions is put in the bin."""
    return _removed(session, actor, living(session, Group, group_id, version))


@command("programme.write", "target")
def make_target(session: Session, actor: Actor, record: TargetRecord) -> Done[Target]:
    """A new target; one stands for each indicator, phase and province."""
    target_stands(session, record, own_id=None)
    return Done(_made(session, actor, Target, record))


@command("programme.write", "target")
def change_target(session: Session, actor: Actor, target_id: int, version: int, record: TargetRecord) -> Done[Target]:
    """A target with another value, indicator, phase or province."""
    target = living(session, Target, target_id, version)
    target_stands(session, record, own_id=target_id)
    return _changed(actor, target, record)


@command("programme.write", "target")
def remove_target(session: Session, actor: Actor, target_id: int, version: int) -> Done[Target]:
    """A target that is given up is put in the bin."""
    return _removed(session, actor, living(session, Target, target_id, version))


def phase_stands(session: Session, record: PhaseRecord, own_id: int | None) -> None:
    """Problem when the programme is not there or another living phase of it has the code."""
    chosen(session, Programme, record.programme_id, "programme_id")
    same = select(Phase.id).where(Phase.programme_id == record.programme_id, Phase.code == record.code)
    if session.exec(same.where(col(Phase.deleted_at).is_(None), Phase.id != own_id)).first() is not None:
        raise Problem("code_taken", field="code", given=record.code)


def group_stands(session: Session, record: GroupRecord, own_id: int | None) -> None:
    """Problem when phase or commune are not there or another living group of the phase has the label."""
    chosen(session, Phase, record.phase_id, "phase_id")
    chosen(session, Commune, record.commune_id, "commune_id")
    same = select(Group.id).where(Group.phase_id == record.phase_id, Group.label == record.label)
    if session.exec(same.where(col(Group.deleted_at).is_(None), Group.id != own_id)).first() is not None:
        raise Problem("label_taken", field="label", label=record.label)


def target_stands(session: Session, record: TargetRecord, own_id: int | None) -> None:
    """Problem when phase or province are not there or the same target is set already."""
    chosen(session, Phase, record.phase_id, "phase_id")
    # Holding the phase keeps two people from setting the same target at the same moment.
    living(session, Phase, record.phase_id)
    if record.province_id is not None:
        chosen(session, Province, record.province_id, "province_id")
    same = select(Target.id).where(
        Target.phase_id == record.phase_id,
        Target.indicator == record.indicator,
        col(Target.province_id).is_not_distinct_from(record.province_id),
    )
    if session.exec(same.where(col(Target.deleted_at).is_(None), Target.id != own_id)).first() is not None:
        raise Problem("target_taken", field="indicator")


def _made(session: Session, actor: Actor, model: type[Entry], record: SQLModel) -> Entry:
    row = model.model_validate(record, update={"created_by": actor.account_id})
    session.add(row)
    return row


def _changed(actor: Actor, row: Entry, record: SQLModel) -> Done[Entry]:
    before = values_of(row)
    return Done(stamped(row, actor, record), before=before)  # type: ignore[arg-type]


def _removed(session: Session, actor: Actor, row: Entry) -> Done[Entry]:
    if used := uses(session, type(row), row.id or 0):
        raise Problem("still_used", number=used)
    before = values_of(row)
    gone: dict[str, Any] = {"deleted_at": now()}
    return Done(stamped(row, actor, gone), before=before, after=values_of(row))  # type: ignore[arg-type]
