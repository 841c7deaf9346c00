"""What the presenter does with the stage: its scenes, the moves from one to another, pause, freeze, blackout, look."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.records.events import SCENES, StageLookRecord
from core.records.stage import SceneOrder
from core.staging import SECONDS, Timed, beside, standing
from db.commands.ledger import Done, command, living, stamped
from db.models import Event, Scene, Stage
from db.models.base import now
from db.queries.stage_figures import stage_figures

MOVES = ("next", "previous", "jump")


@command("stage.write", "stage")
def make_stage(session: Session, actor: Actor, event_id: int) -> Done[Stage]:
    """The stage of an event, with every scene in its order, the first one on and paused until somebody goes on.

    Problem("stage_there") where the event has one.
    """
    living(session, Event, event_id)
    if _stage(session, event_id) is not None:
        raise Problem("stage_there")
    own = {"created_by": actor.account_id, "updated_by": actor.account_id}
    scenes = [
        Scene.model_validate({"event_id": event_id, "kind": kind, "position": place, "seconds": SECONDS[kind]} | own)
        for place, kind in enumerate(SCENES)
    ]
    session.add_all(scenes)
    session.flush()
    at = now()
    stage = Stage.model_validate({"event_id": event_id, "scene_id": scenes[0].id} | own)
    stage.moved_at = stage.paused_at = at
    return Done(stage, after=_told(stage, scenes) | {"event_id": event_id} | _lines(scenes))


@command("stage.write", "stage")
def move_stage(session: Session, actor: Actor, event_id: int, move: str, scene_id: int) -> Done[Stage]:
    """Puts another scene on every stage of the event: the one after or before `scene_id`, or that one itself.

    The scene is the one that the presenter saw, so that two who press "next" at one moment go one scene further and
    not two. A paused stage stays paused, on the new scene.
    """
    stage, scenes = _held(session, event_id)
    shown = [scene for scene in scenes if scene.shown]
    if move not in MOVES:
        raise Problem("unknown_choice", field="move", given=move[:40])
    if move == "jump":
        # A scene that is left out of the order is not shown by a slip either.
        found = next((scene.id for scene in shown if scene.id == scene_id), None)
    else:
        found = beside(_timed(shown), scene_id, 1 if move == "next" else -1)
    if found is None:
        raise Problem("unknown_choice", field="scene_id", given=str(scene_id))
    before, at = _told(stage, scenes), now()
    changed = {"scene_id": found, "moved_at": at, "paused_at": at if stage.paused_at else None}
    stamped(stage, actor, changed)
    return Done(stage, before=before, after=_told(stage, scenes))


@command("stage.write", "stage")
def pause_stage(session: Session, actor: Actor, event_id: int) -> Done[Stage]:
    """Keeps the scene that is on; its figures still follow what happens."""
    stage, scenes = _held(session, event_id)
    return _standing_still(stage, scenes, actor, paused=True)


@command("stage.write", "stage")
def resume_stage(session: Session, actor: Actor, event_id: int) -> Done[Stage]:
    """Lets the scenes go on from where they were paused."""
    stage, scenes = _held(session, event_id)
    return _standing_still(stage, scenes, actor, paused=False)


@command("stage.write", "stage")
def freeze_stage(session: Session, actor: Actor, event_id: int) -> Done[Stage]:
    """Keeps every figure as it is now; the scenes go on with them. A stage that is frozen already stays as it is."""
    stage, scenes = _held(session, event_id)
    before = _told(stage, scenes)
    if stage.frozen_at is None:
        stamped(stage, actor, {"frozen_at": now(), "frozen": stage_figures(session, event_id)})
    return Done(stage, before=before, after=_told(stage, scenes))


@command("stage.write", "stage")
def unfreeze_stage(session: Session, actor: Actor, event_id: int) -> Done[Stage]:
    """Lets the figures follow what happens again."""
    stage, scenes = _held(session, event_id)
    before = _told(stage, scenes)
    stamped(stage, actor, {"frozen_at": None, "frozen": None})
    return Done(stage, before=before, after=_told(stage, scenes))


@command("stage.write", "stage")
def black_out_stage(session: Session, actor: Actor, event_id: int) -> Done[Stage]:
    """Shows nothing but black."""
    return _changed(session, actor, event_id, {"black": True})


@command("stage.write", "stage")
def light_stage(session: Session, actor: Actor, event_id: int) -> Done[Stage]:
    """Shows the scenes again after a blackout."""
    return _changed(session, actor, event_id, {"black": False})


@command("stage.write", "stage")
def change_stage_look(session: Session, actor: Actor, event_id: int, record: StageLookRecord) -> Done[Stage]:
    """Another language (Arabic, French, or both together) and other colours (dark or light)."""
    return _changed(session, actor, event_id, record.model_dump())


@command("stage.write", "stage")
def order_scenes(session: Session, actor: Actor, event_id: int, record: SceneOrder) -> Done[Stage]:
    """The scenes in another order, each for so many seconds, some of them left out; what is on stays on.

    The record names every scene of the stage, else Problem("conflict"): another list of scenes was seen. A scene that
    is on and is left out gives way to the first.
    """
    stage, scenes = _held(session, event_id)
    held = {scene.id or 0: scene for scene in scenes}
    if held.keys() != {line.scene_id for line in record.scenes}:
        raise Problem("conflict", row=stage.id, version=stage.version)
    before, at = _told(stage, scenes) | _lines(scenes), now()
    on = _on(stage, scenes, at)
    for place, line in enumerate(record.scenes):
        stamped(held[line.scene_id], actor, {"position": place, "seconds": line.seconds, "shown": line.shown})
    ordered = sorted(scenes, key=lambda scene: scene.position)
    kept = next((scene for scene in ordered if scene.shown and on is not None and scene.id == on.scene), None)
    first = next(scene.id for scene in ordered if scene.shown)
    # It goes on from the moment it had reached, or from its start where its time is now shorter than that.
    since = at - on.since if kept and on and on.since.total_seconds() < kept.seconds else at
    changed = {"scene_id": kept.id if kept else first, "moved_at": since, "paused_at": at if stage.paused_at else None}
    stamped(stage, actor, changed)
    return Done(stage, before=before, after=_told(stage, ordered) | _lines(ordered))


def _standing_still(stage: Stage, scenes: list[Scene], actor: Actor, paused: bool) -> Done[Stage]:
    before, at = _told(stage, scenes), now()
    if (stage.paused_at is not None) is not paused:
        on = _on(stage, scenes, at)
        # The place in the order is written down, so that neither pause nor going on moves anything by itself.
        place = {"scene_id": on.scene, "moved_at": at - on.since} if on else {}
        stamped(stage, actor, place | {"paused_at": at if paused else None})
    return Done(stage, before=before, after=_told(stage, scenes))


def _changed(session: Session, actor: Actor, event_id: int, values: dict[str, Any]) -> Done[Stage]:
    stage, scenes = _held(session, event_id)
    before = _told(stage, scenes)
    stamped(stage, actor, values)
    return Done(stage, before=before, after=_told(stage, scenes))


def _stage(session: Session, event_id: int) -> Stage | None:
    asked = select(Stage).where(Stage.event_id == event_id, col(Stage.deleted_at).is_(None))
    return session.exec(asked.with_for_update().execution_options(populate_existing=True)).first()


def _held(session: Session, event_id: int) -> tuple[Stage, list[Scene]]:
    """The stage, held until the transaction ends, and its scenes in their order; Problem where there is none."""
    stage = _stage(session, event_id)
    if stage is None:
        raise Problem("row_gone", row=event_id)
    asked = select(Scene).where(Scene.event_id == event_id, col(Scene.deleted_at).is_(None))
    return stage, list(session.exec(asked.order_by(col(Scene.position), col(Scene.id))))


def _timed(scenes: list[Scene]) -> list[Timed]:
    return [Timed(scene.id or 0, scene.seconds) for scene in scenes]


def _on(stage: Stage, scenes: list[Scene], at: datetime) -> Any:
    shown = _timed([scene for scene in scenes if scene.shown])
    return standing(shown, stage.scene_id, stage.moved_at, stage.paused_at, at)


def _lines(scenes: list[Scene]) -> dict[str, Any]:
    shown = [scene for scene in scenes if scene.shown]
    return {"scenes": [scene.kind for scene in shown], "seconds": [scene.seconds for scene in shown]}


def _told(stage: Stage, scenes: list[Scene]) -> dict[str, Any]:
    """What the history keeps: where the stage is and how it looks, without the figures that were frozen."""
    return {
        "scene": next((scene.kind for scene in scenes if scene.id == stage.scene_id), None),
        "paused_at": stage.paused_at and stage.paused_at.isoformat(),
        "frozen_at": stage.frozen_at and stage.frozen_at.isoformat(),
        "black": stage.black,
        "language": stage.language,
        "look": stage.look,
    }
