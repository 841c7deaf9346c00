"""How the stage of an event stands, its scenes in their order, and the links that open it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session, col

from core.staging import Standing, Timed, standing
from db.models import Event, Scene, Stage, StageLink
from db.models.base import table
from db.queries.frames import frame

_scene, _link, _event = table(Scene).c, table(StageLink).c, table(Event).c


@dataclass(frozen=True)
class Line:
    """A scene in the order: its number, what it shows, for how many seconds, and whether it is shown."""

    id: int
    kind: str
    seconds: int
    shown: bool


@dataclass(frozen=True)
class StageNow:
    """How a stage stands: where it was moved to and when, since when it is paused or frozen, how it looks.

    `frozen` are the figures that it keeps while it is frozen. `scenes` are all of them in their order.
    """

    event_id: int
    version: int
    scene_id: int | None
    moved_at: datetime
    paused_at: datetime | None
    frozen_at: datetime | None
    frozen: dict[str, Any] | None
    black: bool
    language: str
    look: str
    scenes: tuple[Line, ...]

    @property
    def shown(self) -> tuple[Line, ...]:
        """The scenes that are in the order."""
        return tuple(scene for scene in self.scenes if scene.shown)

    def on(self, at: datetime) -> Standing | None:
        """The scene that is on at a moment, and since how long."""
        timed = [Timed(scene.id, scene.seconds) for scene in self.shown]
        return standing(timed, self.scene_id, self.moved_at, self.paused_at, at)


@dataclass(frozen=True)
class OpenLink:
    """What a link opens: an event's stage, until the end of a day."""

    event_id: int
    expires_on: date


@dataclass(frozen=True)
class CodedEvent:
    """What the code for phones is made of; see `core.event_codes`."""

    secret: str
    held_on: date
    starts_at: time
    ends_at: time
    closed_at: datetime | None


def coded_event(session: Session, event_id: int) -> CodedEvent | None:
    """What the event's code is made of; None where the event is gone."""
    c = _event
    found = session.execute(
        select(c.secret, c.held_on, c.starts_at, c.ends_at, c.closed_at).where(c.id == event_id, c.deleted_at.is_(None))
    ).first()
    return CodedEvent(*found) if found else None


def stage_now(session: Session, event_id: int) -> StageNow | None:
    """The stage of an event; None where it has none."""
    asked = select(Stage).where(col(Stage.event_id) == event_id, col(Stage.deleted_at).is_(None))
    stage = session.scalars(asked).first()
    if stage is None:
        return None
    lines = session.execute(
        select(_scene.id, _scene.kind, _scene.seconds, _scene.shown)
        .where(_scene.event_id == event_id, _scene.deleted_at.is_(None))
        .order_by(_scene.position, _scene.id)
    )
    return StageNow(
        event_id=event_id,
        version=stage.version,
        scene_id=stage.scene_id,
        moved_at=stage.moved_at,
        paused_at=stage.paused_at,
        frozen_at=stage.frozen_at,
        frozen=stage.frozen,
        black=stage.black,
        language=stage.language,
        look=stage.look,
        scenes=tuple(Line(*line) for line in lines),
    )


def stage_links(session: Session, event_id: int) -> pd.DataFrame:
    """The links to the stage of an event, the newest first: id, created_at, expires_on, revoked_at."""
    statement = select(_link.id, _link.created_at, _link.expires_on, _link.revoked_at)
    return frame(session, statement.where(_link.event_id == event_id).order_by(_link.id.desc()))


def open_stage_link(session: Session, digest: str) -> OpenLink | None:
    """What the link with this hash opens; None for one that nobody gave, that was taken back, or whose event is gone.

    Whether its day has come is for whoever asks to say.
    """
    found = session.execute(
        select(_link.event_id, _link.expires_on)
        .join_from(table(StageLink), table(Event), _event.id == _link.event_id)
        .where(_link.digest == digest, _link.revoked_at.is_(None), _event.deleted_at.is_(None))
    ).first()
    return OpenLink(*found) if found else None
