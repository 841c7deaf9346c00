"""The stage of an event: where it stands at each moment, what the presenter does with it, and the links to it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

import db.commands.stage
from core.access import COORDINATOR, PRESENTER
from core.passwords import token_hash
from core.problems import Problem
from core.records import validated
from core.records.events import SCENES, StageLookRecord
from core.records.stage import SceneOrder, StageLinkRecord
from core.staging import Timed, beside, standing
from db.commands.events import make_event, remove_event
from db.commands.stage import (
    black_out_stage,
    change_stage_look,
    freeze_stage,
    light_stage,
    make_stage,
    move_stage,
    order_scenes,
    pause_stage,
    resume_stage,
    unfreeze_stage,
)
from db.commands.stage_links import make_stage_link, revoke_stage_link
from db.engine import reading
from db.models import Change
from db.queries.stage import StageNow, open_stage_link, stage_links, stage_now
from tests.conftest import actor
from tests.db.entries import do
from tests.db.rows_elsewhere import event_record

DESK, PRESENTING = actor(COORDINATOR), actor(PRESENTER)
NINE = datetime(2026, 12, 5, 9, tzinfo=UTC)


@dataclass
class Presenting:
    """A stage, and a clock that the commands read."""

    engine: Engine
    event: int = 0
    at: datetime = NINE
    actions: int = 0

    def do(self, command: Any, *arguments: Any, by: Any = PRESENTING) -> int:
        self.actions += 1
        return do(self.engine, command, by, f"key {self.actions}", *arguments).row_id

    def refused(self, command: Any, *arguments: Any) -> tuple[str, str]:
        with pytest.raises(Problem) as problem:
            self.do(command, *arguments)
        first = next(problem.value.each())
        return first.code, first.field

    def stage(self) -> StageNow:
        with reading(self.engine) as session:
            found = stage_now(session, self.event)
        assert found
        return found

    def on(self) -> tuple[str, float]:
        """What is on now, and for how many seconds it has been."""
        stage = self.stage()
        found = stage.on(self.at)
        assert found
        return next(line.kind for line in stage.scenes if line.id == found.scene), found.since.total_seconds()

    def scene(self, kind: str) -> int:
        return next(line.id for line in self.stage().scenes if line.kind == kind)

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def order(self, *kinds: str, seconds: int = 10) -> SceneOrder:
        """These scenes first and for so long, all others left out."""
        lines = self.stage().scenes
        named = sorted(lines, key=lambda line: kinds.index(line.kind) if line.kind in kinds else 99)
        return validated(
            SceneOrder,
            {"scenes": [{"scene_id": line.id, "seconds": seconds, "shown": line.kind in kinds} for line in named]},
        )


@pytest.fixture
def presenting(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Presenting:
    """An event with its stage, just made."""
    made = Presenting(engine)
    monkeypatch.setattr(db.commands.stage, "now", lambda: made.at)
    made.event = made.do(make_event, event_record(), by=DESK)
    made.do(make_stage, made.event)
    return made


def test_the_order_goes_round_by_itself_from_where_it_was_moved_to() -> None:
    scenes = [Timed(1, 10), Timed(2, 20), Timed(3, 30)]

    def at(seconds: float, moved_to: int | None = 2, paused: float | None = None) -> tuple[int, float] | None:
        paused_at = None if paused is None else NINE + timedelta(seconds=paused)
        found = standing(scenes, moved_to, NINE, paused_at, NINE + timedelta(seconds=seconds))
        return (found.scene, found.since.total_seconds()) if found else None

    assert [at(0), at(19.9), at(20), at(50), at(60), at(80)] == [(2, 0), (2, 19.9), (3, 0), (1, 0), (2, 0), (3, 0)]
    assert at(86_400 * 30 + 5) == (2, 5)
    assert at(99, paused=25) == (3, 5)
    # A clock that is behind, and a scene that has left the order.
    assert at(-5) == (2, 0)
    assert at(4, moved_to=9) == (1, 4)
    assert standing([], 1, NINE, None, NINE) is None
    assert [beside(scenes, 3, 1), beside(scenes, 1, -1), beside(scenes, 9, 1), beside([], 1, 1)] == [1, 3, 1, None]


def test_a_new_stage_has_every_scene_in_order_and_waits_on_the_first(presenting: Presenting) -> None:
    stage = presenting.stage()
    assert tuple(line.kind for line in stage.scenes) == SCENES
    assert (stage.language, stage.look, stage.black, stage.frozen_at) == ("both", "dark", False, None)
    presenting.later(600)
    assert presenting.on() == ("welcome", 0)
    assert presenting.refused(make_stage, presenting.event) == ("stage_there", "")
    assert presenting.refused(make_stage, 999) == ("row_gone", "")


def test_the_stage_is_moved_paused_and_goes_on_from_where_it_was(presenting: Presenting) -> None:
    welcome, thanks = presenting.scene("welcome"), presenting.scene("thanks")
    presenting.do(resume_stage, presenting.event)
    presenting.later(45)
    assert presenting.on() == ("arrivals", 5)
    presenting.do(pause_stage, presenting.event)
    presenting.later(300)
    assert presenting.on() == ("arrivals", 5)
    presenting.do(resume_stage, presenting.event)
    presenting.later(16)
    assert presenting.on() == ("programme", 1)
    presenting.do(move_stage, presenting.event, "next", presenting.scene("programme"))
    assert presenting.on() == ("map", 0)
    # Two who saw the same scene press at one moment: the stage goes one scene further.
    presenting.do(move_stage, presenting.event, "next", presenting.scene("programme"))
    assert presenting.on() == ("map", 0)
    presenting.do(move_stage, presenting.event, "previous", welcome)
    assert presenting.on() == ("thanks", 0)
    presenting.do(pause_stage, presenting.event)
    presenting.later(7)
    presenting.do(move_stage, presenting.event, "jump", presenting.scene("vote"))
    presenting.later(99)
    assert presenting.on() == ("vote", 0)
    assert presenting.refused(move_stage, presenting.event, "jump", 999) == ("unknown_choice", "scene_id")
    assert presenting.refused(move_stage, presenting.event, "sideways", thanks) == ("unknown_choice", "move")
    assert presenting.refused(move_stage, 999, "next", thanks) == ("row_gone", "")


def test_scenes_are_put_in_another_order_while_what_is_on_stays_on(presenting: Presenting) -> None:
    presenting.do(resume_stage, presenting.event)
    presenting.later(44)
    presenting.do(order_scenes, presenting.event, presenting.order("vote", "arrivals", "thanks"))
    assert presenting.on() == ("arrivals", 4)
    presenting.later(6)
    assert presenting.on() == ("thanks", 0)
    assert [line.kind for line in presenting.stage().shown] == ["vote", "arrivals", "thanks"]
    # What is on is left out: the first one comes instead.
    presenting.do(order_scenes, presenting.event, presenting.order("map", "vote"))
    assert presenting.on() == ("map", 0)
    presenting.later(9)
    presenting.do(order_scenes, presenting.event, presenting.order("map", "vote", seconds=6))
    assert presenting.on() == ("map", 0)
    assert presenting.refused(move_stage, presenting.event, "jump", presenting.scene("thanks"))[0] == "unknown_choice"
    others = validated(SceneOrder, {"scenes": [{"scene_id": 1, "seconds": 10}]})
    assert presenting.refused(order_scenes, presenting.event, others) == ("conflict", "")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([{"scene_id": 1, "seconds": 4}], "out_of_limits"),
        ([{"scene_id": 1, "seconds": 601}], "out_of_limits"),
        ([{"scene_id": 1, "seconds": 20, "shown": False}], "scene_needed"),
        ([{"scene_id": 1, "seconds": 20}, {"scene_id": 1, "seconds": 20}], "not_valid"),
    ],
)
def test_an_order_without_a_scene_twice_one_or_for_a_blink_is_refused(lines: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(Problem) as problem:
        validated(SceneOrder, {"scenes": lines})
    assert next(problem.value.each()).code == code


def test_a_stage_is_frozen_once_darkened_and_spoken_in_another_language(presenting: Presenting) -> None:
    presenting.do(freeze_stage, presenting.event)
    frozen = presenting.stage()
    assert frozen.frozen_at == NINE
    assert frozen.frozen
    assert frozen.frozen["hall"]["here"] == 0
    presenting.later(60)
    presenting.do(freeze_stage, presenting.event)
    assert presenting.stage().frozen_at == NINE
    presenting.do(unfreeze_stage, presenting.event)
    assert (presenting.stage().frozen_at, presenting.stage().frozen) == (None, None)
    presenting.do(black_out_stage, presenting.event)
    presenting.do(change_stage_look, presenting.event, StageLookRecord(language="fr", look="light"))
    assert (presenting.stage().black, presenting.stage().language, presenting.stage().look) == (True, "fr", "light")
    presenting.do(light_stage, presenting.event)
    assert presenting.stage().black is False
    with reading(presenting.engine) as session:
        last = session.exec(select(Change).where(Change.command == "freeze_stage")).first()
    assert last
    assert last.after == {
        **{"scene": "welcome", "paused_at": NINE.isoformat(), "frozen_at": NINE.isoformat(), "black": False},
        **{"language": "both", "look": "dark"},
    }


def test_a_link_opens_one_stage_until_it_is_taken_back_or_its_event_is(presenting: Presenting) -> None:
    until = validated(StageLinkRecord, {"expires_on": date(2027, 1, 31)})
    over = validated(StageLinkRecord, {"expires_on": date(2026, 1, 31)})
    assert presenting.refused(make_stage_link, presenting.event, token_hash("x"), over) == ("day_over", "expires_on")
    assert presenting.refused(make_stage_link, 999, token_hash("x"), until) == ("row_gone", "")
    first = presenting.do(make_stage_link, presenting.event, token_hash("one"), until)
    presenting.do(make_stage_link, presenting.event, token_hash("two"), until)

    def opens(token: str) -> int | None:
        with reading(presenting.engine) as session:
            found = open_stage_link(session, token_hash(token))
        return found.event_id if found else None

    assert [opens("one"), opens("two"), opens("three")] == [presenting.event, presenting.event, None]
    presenting.do(revoke_stage_link, first)
    presenting.do(revoke_stage_link, first)
    assert [opens("one"), opens("two")] == [None, presenting.event]
    with reading(presenting.engine) as session:
        links = stage_links(session, presenting.event)
        entries = [change.after for change in session.exec(select(Change).where(Change.kind == "stage_link"))]
    assert [link is None for link in links["revoked_at"]] == [True, False]
    assert not any("digest" in (entry or {}) for entry in entries)
    presenting.do(remove_event, presenting.event, 1, "entered twice", by=DESK)
    assert opens("two") is None
