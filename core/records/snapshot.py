"""What a frozen report holds: codes, numbers, labels and definitions as they were, and never a name of a person."""

import json
import math
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from core.records.answers import Answer

# The form of a snapshot; one that is read back later may be of an older form.
FORM = 1
# Two databases add the same hours up in another order: what is beyond these digits is noise.
_DIGITS = 12


def _stable(value: float | None) -> float | None:
    """A number as every database has it; none where there is nothing to divide by, which JSON cannot write."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{_DIGITS}g}")


Number = Annotated[float | None, AfterValidator(_stable)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(_Frozen):
    """A label or name in the three languages."""

    ar: str
    fr: str
    en: str

    def of(self, language: str) -> str:
        """The label in a language of the product."""
        return str(getattr(self, language))


class Narrowing(_Frozen):
    """One filter: its name, the codes chosen, and what each is called. Months are first days, as YYYY-MM."""

    name: str
    codes: tuple[str, ...]
    labels: tuple[Labels, ...]


class Value(_Frozen):
    """An indicator's value, the part and whole it is made of, what is told aside, and its target; None where empty."""

    value: Number = None
    part: Number = None
    whole: Number = None
    aside: Number = None
    target: Number = None


class Figure(Value):
    """An indicator under the filters, with its label and its definition as they were."""

    code: str
    unit: str
    level: str
    codes: tuple[str, ...]
    context: tuple[str, ...]
    label: Labels
    definition: Labels


class Coded(_Frozen):
    """Something with a code and its label; the unknown one has no code."""

    code: str | None
    label: Labels


class Sector(Coded):
    """Organisations of a sector: those registered, and those trained."""

    registered: int
    trained: int


class Module(Coded):
    """A module as it was given: people, attendances and hours, and the sessions by their state. All zero: missing."""

    people: int
    attendances: int
    hours: Number
    held: int
    planned: int
    cancelled: int


class Category(Coded):
    """A category of obstacles: distinct obstacles, mentions, distinct voices."""

    obstacles: int
    mentions: int
    voices: int


class Month(_Frozen):
    """A month (YYYY-MM): counted attendances and their hours."""

    month: str
    attendances: int
    hours: Number


class Sittings(_Frozen):
    """How many sessions there are in each state."""

    planned: int
    held: int
    closed: int
    cancelled: int


class Place(Coded):
    """A province: its inhabitants, the communes with somebody trained out of all, and every table of it alone.

    `figures` are the indicators by their code. The unknown province has no inhabitants and no communes.
    """

    inhabitants: int
    communes: int
    reached: tuple[Labels, ...]
    figures: dict[str, Value]
    sectors: tuple[Sector, ...]
    modules: tuple[Module, ...]
    categories: tuple[Category, ...]
    months: tuple[Month, ...]
    sittings: Sittings


class Institution(_Frozen):
    """A body that answers obstacles, and the codes of the categories it answers."""

    acronym: str
    name: Labels
    mission: Labels | None
    categories: tuple[str, ...]


class Obstacle(_Frozen):
    """An obstacle by its number, with the answers to it; never the words of mentions, which may name somebody."""

    number: int
    category: str
    title: str | None
    scope: str
    severity: str | None
    state: str
    raised_on: str
    province: str | None
    voices: int
    mentions: int
    answers: tuple[Answer, ...] = ()

    @model_serializer(mode="wrap")
    def _as_it_was(self, told: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # A report that was frozen before answers were kept stays the same text, and has the same hash.
        found: dict[str, Any] = told(self)
        if not self.answers:
            del found["answers"]
        return found


class Cell(_Frozen):
    """How many persons a table counts under its codes; None is the unknown province."""

    codes: tuple[str | None, ...]
    people: int


class Persons(_Frozen):
    """People trained by two dimensions, as they were counted: small cells are hidden where the table is shown."""

    by: tuple[str, str]
    cells: tuple[Cell, ...]


class Overlap(_Frozen):
    """People, how many of them stand in several provinces, and the sum over the provinces."""

    several: int
    people: int
    rows: int


class Snapshot(_Frozen):
    """Everything a report tells.

    `taken_at` is a moment in UTC (ISO 8601), `database` the name of the database it was taken of, `settings` those
    that figures and the hiding of small cells depend on, `bands` what each code of an age band is called. Of the
    `obstacles` the heaviest are listed; their number in all is an indicator.
    """

    form: int = FORM
    taken_at: str
    database: str
    demonstration: bool
    programme: Labels | None
    first_day: str | None
    last_day: str | None
    narrowed: tuple[Narrowing, ...]
    settings: dict[str, int | float | bool]
    bands: tuple[Coded, ...]
    sexes: tuple[Coded, ...]
    figures: tuple[Figure, ...]
    provinces: tuple[Place, ...]
    sectors: tuple[Sector, ...]
    modules: tuple[Module, ...]
    categories: tuple[Category, ...]
    months: tuple[Month, ...]
    sittings: Sittings
    obstacles: tuple[Obstacle, ...]
    institutions: tuple[Institution, ...]
    persons: tuple[Persons, ...]
    overlap: Overlap

    def figure(self, code: str) -> Figure:
        """The indicator of a code; KeyError for one that was not there yet."""
        return {one.code: one for one in self.figures}[code]


def canonical(snapshot: Snapshot) -> str:
    """The snapshot as JSON that is the same for the same content: sorted names, no spaces, whole numbers as such."""
    told = _whole(snapshot.model_dump(mode="json"))
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(snapshot: Snapshot) -> str:
    """The SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return sha256(canonical(snapshot).encode()).hexdigest()


def _whole(part: Any) -> Any:
    # A database may give 2.0 back as 2.
    if isinstance(part, float) and part.is_integer():
        return int(part)
    if isinstance(part, dict):
        return {name: _whole(value) for name, value in part.items()}
    return [_whole(value) for value in part] if isinstance(part, list) else part
