"""What keeps a session from being planned at its hours: nobody is in two places, and no hall is given twice."""

from typing import Any

from sqlmodel import Session

from core.problems import Problem
from core.records.sessions import SessionRecord
from db.queries.session_clashes import Met, people_in_both, same_hall, sessions_met, trainer_met

# So many names are said; the rest are counted.
_NAMED = 3
# The field in which the trainers of a session are chosen.
_TRAINERS = "trainer_ids"


def refuse_clashes(
    session: Session, record: SessionRecord, own_id: int | None, trainer_ids: tuple[int, ...] = ()
) -> None:
    """Problem where the group, a person, the hall or a trainer is taken in these hours by another session.

    `own_id` is the session that is being changed. Each refusal says which other session and when.
    """
    met = sessions_met(session, record, own_id)
    for other in met:
        if record.group_id is not None and other.group_id == record.group_id:
            raise Problem("group_taken", field="group_id", **_when(other))
    for other in met:
        if same_hall(record, other):
            raise Problem("venue_taken", field="venue", **_when(other))
    if people := people_in_both(session, record, own_id, met):
        names = tuple(arabic or latin or "" for _, arabic, latin in people[:_NAMED])
        raise Problem("people_taken", field="group_id", number=len(people), names=names)
    _refuse_trainers(session, trainer_ids, met)


def refuse_trainer_clash(
    session: Session, record: SessionRecord, own_id: int | None, trainer_ids: tuple[int, ...], field: str = _TRAINERS
) -> None:
    """Problem where one of the trainers stands at another session in these hours, saying who and at which."""
    _refuse_trainers(session, trainer_ids, sessions_met(session, record, own_id), field)


def _refuse_trainers(session: Session, trainer_ids: tuple[int, ...], met: list[Met], field: str = _TRAINERS) -> None:
    if found := trainer_met(session, trainer_ids, met):
        arabic, latin, other = found
        said = _when(other) | {"other": str(other.session_id)}
        raise Problem("trainer_taken", field=field, name=arabic or latin or "", **said)


def _when(other: Met) -> dict[str, Any]:
    return {
        "other": other.session_id,
        "from": f"{other.starts_at:%H:%M}",
        "until": f"{other.ends_at:%H:%M}",
    }
