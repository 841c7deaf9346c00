"""What the page that is handed back to an organisation tells: its people, modules, hours and obstacles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.records.answers import Answer

# A label or a name in each language.
Labels = Mapping[str, str]


@dataclass(frozen=True)
class TaughtModule:
    """A module that somebody of the organisation took: its sessions, people and hours received."""

    label: Labels
    sessions: int
    people: int
    hours: float


@dataclass(frozen=True)
class TrainedPerson:
    """A person of the organisation: the places of the modules taken in the page's list, hours, certificates."""

    name_ar: str | None
    name_latin: str | None
    modules: tuple[int, ...]
    hours: float
    serials: tuple[str, ...]


@dataclass(frozen=True)
class RaisedObstacle:
    """An obstacle that the organisation mentioned: its state today, the institutions that its category names, and
    what institutions answered to it, promises first.
    """

    category: Labels
    said: str
    state: str
    institutions: tuple[str, ...]
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class OrganisationFacts:
    """All of the page, of one phase. `people` are those who may be listed, `unnamed` how many more were trained.

    `declared` is how many members were declared last, and when.
    """

    name_ar: str | None
    name_latin: str | None
    kind: str
    place: Labels
    programme: Labels
    phase: Labels
    trained: int
    attendances: int
    hours: float
    certificates: int
    declared: tuple[int, date] | None
    modules: tuple[TaughtModule, ...]
    people: tuple[TrainedPerson, ...]
    unnamed: int
    obstacles: tuple[RaisedObstacle, ...]
