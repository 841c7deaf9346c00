"""What may be said of the stage: the order of its scenes, and until when a link to it is good."""

from typing import Annotated, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records.fields import Day

LEAST_SECONDS, MOST_SECONDS = 5, 600


def _seconds(value: int) -> int:
    if not LEAST_SECONDS <= value <= MOST_SECONDS:
        raise Invalid("out_of_limits", least=LEAST_SECONDS, most=MOST_SECONDS)
    return value


class SceneLine(SQLModel):
    """A scene in the order: for how many seconds it stands, and whether it is shown at all."""

    scene_id: int
    seconds: Annotated[int, AfterValidator(_seconds)]
    shown: bool = True


class SceneOrder(SQLModel):
    """Every scene of a stage in the order in which they come; at least one is shown."""

    scenes: list[SceneLine]

    @model_validator(mode="after")
    def _one_shown(self) -> Self:
        if not any(scene.shown for scene in self.scenes):
            raise Invalid("scene_needed", field="scenes")
        if len({scene.scene_id for scene in self.scenes}) < len(self.scenes):
            raise Invalid("not_valid", field="scenes")
        return self


class StageLinkRecord(SQLModel):
    """Until which day, that one included, a link opens the stage."""

    expires_on: Day
