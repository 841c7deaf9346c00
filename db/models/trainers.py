"""Who trains, and at which session with which role and hours."""

from sqlmodel import Field

from core.records.trainers import TrainerHours, TrainerPlace, TrainerRecord
from db.models.base import Row, unique_among_living


class Trainer(Row, TrainerRecord, table=True):
    """A person who trains; `search` is both names normalised."""

    search: str = Field(default="", index=True)


class SessionTrainer(Row, TrainerPlace, TrainerHours, table=True):
    """A trainer at a session."""

    __tablename__ = "session_trainer"
    __table_args__ = (unique_among_living("session_trainer", "session_id", "trainer_id"),)

    session_id: int = Field(foreign_key="training_session.id", index=True)
    trainer_id: int = Field(foreign_key="trainer.id", index=True)
