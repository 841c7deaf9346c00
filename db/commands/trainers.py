"""Those who train: registering one, changing what is known, taking away one entered by mistake."""

from sqlmodel import Session, col, select

from core.access import Actor
from core.names import search_key
from core.problems import Problem
from core.records.trainers import TrainerRecord
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.removals import reason_given
from db.models import SessionTrainer, Trainer
from db.models.base import now


@command("session.write", "trainer")
def register_trainer(session: Session, actor: Actor, record: TrainerRecord) -> Done[Trainer]:
    """A new trainer; Problem("trainer_known") where one of the same names is there, unless their phones differ."""
    refuse_known(session, record, None)
    stamp = {"search": _search(record), "created_by": actor.account_id}
    return Done(Trainer.model_validate(record, update=stamp))


@command("session.write", "trainer")
def change_trainer(
    session: Session, actor: Actor, trainer_id: int, version: int, record: TrainerRecord
) -> Done[Trainer]:
    """A trainer with other values; one who is not active any more stays at the sessions of before."""
    trainer = living(session, Trainer, trainer_id, version)
    refuse_known(session, record, trainer_id)
    before = values_of(trainer)
    stamped(trainer, actor, record.model_dump() | {"search": _search(record)})
    return Done(trainer, before=before)


@command("session.write", "trainer")
def remove_trainer(session: Session, actor: Actor, trainer_id: int, version: int, reason: str | None) -> Done[Trainer]:
    """A trainer entered by mistake, put in the bin; Problem("trainer_has_sessions") for one who stands at sessions."""
    trainer = living(session, Trainer, trainer_id, version)
    said = reason_given(reason)
    places = select(SessionTrainer.id).where(
        SessionTrainer.trainer_id == trainer_id, col(SessionTrainer.deleted_at).is_(None)
    )
    if number := len(session.exec(places).all()):
        raise Problem("trainer_has_sessions", number=number)
    before = values_of(trainer)
    stamped(trainer, actor, {"deleted_at": now()})
    return Done(trainer, before=before, reason=said)


def refuse_known(session: Session, record: TrainerRecord, own_id: int | None) -> None:
    """Problem when another living trainer bears the same names and no other phone: in two rows nobody would clash."""
    same = select(Trainer).where(Trainer.search == _search(record), col(Trainer.deleted_at).is_(None))
    for other in session.exec(same):
        if other.id != own_id and (not other.phone or not record.phone or other.phone == record.phone):
            raise Problem("trainer_known", field="name_ar" if not record.name_latin else "name_latin")


def _search(record: TrainerRecord) -> str:
    return search_key(record.name_ar, record.name_latin)
