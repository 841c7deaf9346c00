"""The invented trainers, the sessions each gave, and the hours they took."""

from collections import defaultdict
from datetime import date

from sqlmodel import col, select

from core.names import search_key
from core.records.trainers import TrainerHours, TrainerPlace, TrainerRecord
from db.demo.material import Material, key, rows
from db.demo.people import DIAGNOSED
from db.models import SessionTrainer, Trainer, TrainingSession

# Hours of preparation and travel, one after the other; whoever trains in the own province travels less.
_PREPARED = (1.0, 2.0, 1.5, 0.5)
_TRAVELLED = (1.0, 2.5, 1.75)
_TRAVELLED_FAR = 5.5
_HOURS_FORGOTTEN = 29


def give_sessions(material: Material) -> None:
    """Every session has a trainer of its province, one in five an assistant too; nobody is in two places.

    No dice: what was invented before stays the same.
    """
    trainers = _trainers(material)
    listed = select(TrainingSession).where(col(TrainingSession.state) != "cancelled")
    busy: dict[tuple[int, date], list[TrainingSession]] = defaultdict(list)
    for number, sitting in enumerate(
        material.session.exec(listed.order_by(col(TrainingSession.held_on), col(TrainingSession.id)))
    ):
        # Those of the province first, one after the other; then the rest, who come from far.
        near = [one for one in trainers if one[1] == sitting.province_id]
        far = [one for one in trainers if one[1] != sitting.province_id]
        turn = number % len(near) if near else 0
        order = [*near[turn:], *near[:turn], *far]
        free = [one for one in order if not _meets(sitting, busy[key(one[0]), sitting.held_on])]
        for place, (trainer, province) in enumerate(free[: 2 if number % 5 == 0 else 1]):
            busy[key(trainer), sitting.held_on].append(sitting)
            _give(material, sitting, trainer, place, number, near=province == sitting.province_id)
    material.session.flush()


def _meets(sitting: TrainingSession, others: list[TrainingSession]) -> bool:
    return any(other.starts_at < sitting.ends_at and other.ends_at > sitting.starts_at for other in others)


def _trainers(material: Material) -> list[tuple[Trainer, int]]:
    made = []
    for row in rows("trainers"):
        values = {"name_ar": row["ar"], "name_latin": row["latin"], "side": row["side"]}
        search = search_key(row["ar"], row["latin"])
        trainer = material.row(Trainer, DIAGNOSED, values, TrainerRecord, search=search)
        made.append((trainer, material.provinces[row["province"]]))
    material.session.flush()
    return made


def _give(material: Material, sitting: TrainingSession, trainer: Trainer, place: int, number: int, near: bool) -> None:
    hours = {}
    # Now and then nobody has said the hours yet.
    if sitting.state == "closed" and number % _HOURS_FORGOTTEN:
        hours = {
            "preparation": _PREPARED[number % len(_PREPARED)],
            "delivery": sitting.hours,
            "travel": _TRAVELLED[number % len(_TRAVELLED)] if near else _TRAVELLED_FAR,
        }
    role = {"trainer_id": key(trainer), "role": "assistant" if place else "lead"}
    hours = TrainerHours.model_validate(hours).model_dump()
    material.row(SessionTrainer, sitting.held_on, role, TrainerPlace, session_id=key(sitting), **hours)
