"""Random changes of the rows that figures are counted from, of every kind that a command could make."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlmodel import Session, SQLModel, select

from core.records.satisfaction import COUNTS
from db.models import (
    Attendance,
    AttendanceStatus,
    Commune,
    Enrolment,
    Group,
    Membership,
    Module,
    Organisation,
    Participation,
    Person,
    Phase,
    Province,
    Registration,
    Satisfaction,
    Sector,
    SessionTrainer,
    SignInSheet,
    Trainer,
    TrainingSession,
)
from db.models.base import now
from db.summaries.touched import READ

_DAY = date(2024, 11, 1)
# Few of each, so that people meet in the same places.
_FEW: dict[str, tuple[Any, Any]] = {
    "status_id": (AttendanceStatus.id, 6),
    "registration_id": (Registration.id, 60),
    "session_id": (TrainingSession.id, 30),
    "person_id": (Person.id, 40),
    "organisation_id": (Organisation.id, 15),
    "phase_id": (Phase.id, 3),
    "module_id": (Module.id, 4),
    "group_id": (Group.id, 5),
    "commune_id": (Commune.id, 6),
    "province_id": (Province.id, 5),
    "sector_id": (Sector.id, 4),
    "trainer_id": (Trainer.id, 3),
}
_EMPTY = frozenset({"organisation_id", "group_id", "sector_id"})
_CODES: dict[type[SQLModel], dict[str, tuple[Any, ...]]] = {
    TrainingSession: {"state": ("planned", "held", "closed", "closed", "cancelled")},
    SignInSheet: {"state": ("draft", "submitted", "verified", "locked")},
    Participation: {"state": ("invited", "enrolled", "enrolled", "withdrawn")},
    Person: {"sex": ("f", "m", "unknown"), "birth_year": (None, 1960, 1990, 2000, 2008), "identified": (True, False)},
    Trainer: {"side": ("sponsor", "association", "external")},
    Organisation: {"kind": ("cooperative", "union", "association")},
}


class Changes:
    """A dice that is always the same, and what it changes."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.dice = session, Random(seed)

    def one(self) -> None:
        """A row changed in one or two columns, put in the bin, taken out of it, moved, or made."""
        model = self.dice.choice(list(READ))
        if self.dice.random() < 0.25 and model in _MADE:
            self.session.add(_MADE[model](self))
            return
        ids = self.session.exec(select(model.id).order_by(model.id)).all()  # type: ignore[attr-defined]
        if not ids:
            return
        row = self.session.get_one(model, self.dice.choice(ids))
        for name in self.dice.sample(sorted(READ[model]), self.dice.choice((1, 1, 2))):
            if self.dice.random() < 0.2:
                # A value that is written over without having been read.
                self.session.expire(row, [name])
            setattr(row, name, self.value(model, name))

    def value(self, model: type[SQLModel], name: str) -> Any:
        """A value that the column may have."""
        if name in (codes := _CODES.get(model, {})):
            return self.dice.choice(codes[name])
        if name in _FEW:
            empty = name in _EMPTY or (model is Organisation and name != "kind")
            return None if empty and model is not Membership and self.dice.random() < 0.2 else self.few(name)
        return {
            "deleted_at": lambda: now() if self.dice.random() < 0.4 else None,
            "hours": lambda: self.dice.choice((1.0, 2.5, 3.0) if model is TrainingSession else (None, 0.1, 2.5)),
            "held_on": self.day,
            "enrolled_on": self.day,
            "withdrawn_on": lambda: self.day() if self.dice.random() < 0.3 else None,
            **dict.fromkeys(("preparation", "delivery", "travel"), lambda: self.dice.choice((None, 0.5, 2.0))),
            **dict.fromkeys(("answered", *COUNTS), lambda: self.dice.randrange(4)),
            "counts_as_training": lambda: self.dice.random() < 0.9,
        }[name]()

    def day(self) -> date:
        """A day of two years."""
        return _DAY + timedelta(days=self.dice.randrange(500))

    def few(self, name: str) -> Any:
        """One of the first rows that a column may point to."""
        column, most = _FEW[name]
        return self.dice.choice(self.session.exec(select(column).order_by(column).limit(most)).all())


def _session(changes: Changes) -> TrainingSession:
    ids = {name: changes.few(name) for name in ("phase_id", "module_id", "group_id", "commune_id", "province_id")}
    return TrainingSession(
        **ids,
        held_on=changes.day(),
        starts_at=time(9),
        ends_at=time(12),
        hours=3.0,
        state=changes.value(TrainingSession, "state"),
    )


def _mark(changes: Changes) -> Attendance:
    moment = datetime.fromisoformat("2025-01-01T10:00:00+00:00")
    ids = {name: changes.few(name) for name in ("registration_id", "status_id")}
    return Attendance(**ids, marked_at=moment)


_MADE: dict[type[SQLModel], Callable[[Changes], SQLModel]] = {
    Attendance: _mark,
    Registration: lambda made: Registration(
        session_id=made.few("session_id"),
        person_id=made.few("person_id"),
        organisation_id=made.value(Registration, "organisation_id"),
        row_number=1,
    ),
    TrainingSession: _session,
    SessionTrainer: lambda made: SessionTrainer(
        session_id=made.few("session_id"), trainer_id=made.few("trainer_id"), role="lead", delivery=2.5
    ),
    Satisfaction: lambda made: Satisfaction(
        session_id=made.few("session_id"), way=made.dice.choice(("paper", "phone")), answered=3, useful_good=2
    ),
    SignInSheet: lambda made: SignInSheet(session_id=made.few("session_id"), state=made.value(SignInSheet, "state")),
    Person: lambda made: Person(name_latin="New", sex=made.value(Person, "sex"), birth_year=1990),
    Organisation: lambda made: Organisation(kind="union", name_latin="New", province_id=made.few("province_id")),
    Membership: lambda made: Membership(
        person_id=made.few("person_id"), organisation_id=made.few("organisation_id"), role="member"
    ),
    Enrolment: lambda made: Enrolment(
        **{name: made.few(name) for name in ("person_id", "group_id", "phase_id")}, enrolled_on=made.day()
    ),
    Participation: lambda made: Participation(
        organisation_id=made.few("organisation_id"), phase_id=made.few("phase_id"), state="enrolled"
    ),
}
