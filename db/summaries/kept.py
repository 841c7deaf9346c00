"""Which questions are kept ready: the figures, whom they are a sum over, and the dimensions they are told by."""

from collections.abc import Mapping
from typing import NamedTuple

from core.filters import Filters, age_bands
from core.records.settings import Settings

# Between the codes of several provinces.
BETWEEN = ","
PERSON, ORGANISATION, SESSION = "person", "organisation", "session"
# The order of dimensions in a question; whatever is narrowed most often comes first.
_ORDER = ("province", "kind", "sector", "sex", "age", "module", "month", "commune")
Level = tuple[str, ...]


class Variant(NamedTuple):
    """The phase, or None for all of them, and whether the marks of verified sheets alone."""

    phase_id: int | None
    verified: bool


class Kept(NamedTuple):
    """A figure that is kept: the sum over whom, its dimensions, and whether its numbers add up within one of them.

    Otherwise the numbers of one person or organisation are 0 or 1 wherever they stand. `heeds` are the filters that
    narrow the figure; by the others its definition is not narrowed at all. `members` says whether a group has a row
    when somebody stands in it at all; otherwise it has one when any of its numbers is more than zero.
    """

    of: str
    dimensions: Level
    heeds: tuple[str, ...]
    adds: bool = False
    members: bool = True

    @property
    def levels(self) -> tuple[Level, ...]:
        """The sets of dimensions that are kept: none, each alone, and each within a province; two at most."""
        alone = tuple((name,) for name in self.dimensions)
        return ((), *alone, *(("province", name) for name in self.dimensions if name != "province"))

    @property
    def crossings(self) -> tuple[Level, ...]:
        """The levels by province at which it is also kept who stands in several provinces: where nothing adds up."""
        return () if self.adds else tuple(level for level in self.levels if level[:1] == ("province",))

    @property
    def cuts(self) -> tuple[Level, ...]:
        """The dimensions apart from those of a session, and those of a session: no level is told by both."""
        timed = tuple(name for name in self.dimensions if name in ("module", "month"))
        if not timed or self.of == SESSION:
            return (self.dimensions,)
        return (tuple(name for name in self.dimensions if name not in timed), ("province", *timed))

    def variant(self, phase_id: int | None, verified: bool) -> Variant:
        """The variant that answers for a phase and for verified sheets or all."""
        return Variant(phase_id if "phase_id" in self.heeds else None, verified and "verified" in self.heeds)


_MARKS = ("province", "kind", "sector", "module", "month", "commune")
_OF_MARKS = tuple(name for name in _ORDER if name in {*_MARKS, "sex", "age"})
_OF_ORGANISATIONS = ("province", "kind", "sector", "commune")
_OF_COURSES = ("province", "kind", "sector", "sex", "age", "month", "commune")
_OF_SESSIONS = ("province", "module", "month", "commune")
_VARIED = ("phase_id", "verified")
_PLACES = ("provinces", "communes")
_PERIOD = ("since", "until")
_BELONGS = (*_VARIED, *_PLACES, "kinds", "sectors", "sexes", "ages", "until")
_ALL = (*_BELONGS, "modules", "since")
_SITTING = ("phase_id", *_PLACES, "modules", *_PERIOD)
_REGISTER = (*_PLACES, "kinds", "sectors")
KEPT: Mapping[str, Kept] = {
    "people": Kept(PERSON, _OF_MARKS, _ALL),
    "attendances": Kept(PERSON, _OF_MARKS, _ALL, adds=True, members=False),
    "attended": Kept(PERSON, _OF_MARKS, _ALL, adds=True, members=False),
    # Neither the first day of a period nor a module narrows anything there.
    "completion": Kept(PERSON, _OF_COURSES, _BELONGS),
    "trained": Kept(ORGANISATION, _MARKS, _ALL),
    "coverage": Kept(ORGANISATION, _OF_ORGANISATIONS, (*_VARIED, *_REGISTER, *_PERIOD)),
    "organisations": Kept(ORGANISATION, _OF_ORGANISATIONS, _REGISTER),
    # The numbers of places beside the people stand in no summary; see db.summaries.reached.
    "reach": Kept(PERSON, (), _ALL),
    "overlap": Kept(PERSON, (), _ALL, adds=True),
    "sittings": Kept(SESSION, _OF_SESSIONS, ("verified", *_SITTING), adds=True),
    "volunteer_hours": Kept(SESSION, _OF_SESSIONS, _SITTING, adds=True),
    "satisfaction": Kept(SESSION, _OF_SESSIONS, ("verified", *_SITTING), adds=True),
}
# The dimension that a filter chooses a row of.
_CHOOSES = {
    **{"provinces": "province", "communes": "commune", "kinds": "kind", "sectors": "sector", "sexes": "sex"},
    "modules": "module",
}
# What no kept figure is narrowed by.
PASSED_OVER = frozenset({"categories", "states"})


class Question(NamedTuple):
    """A kept question, its dimensions in their order, and the codes that the filters ask for among them.

    `crossing` is where those are kept who would count more than once in the sum over several provinces, if any would.
    """

    name: str
    level: Level
    chosen: Mapping[str, frozenset[str]]
    crossing: str | None


def question_name(figure: str, variant: Variant, level: Level) -> str:
    """Under which name the numbers of a figure are kept."""
    return f"{figure}|{variant.phase_id or 0}|{int(variant.verified)}|{','.join(level)}"


def crossing_name(figure: str, variant: Variant, level: Level) -> str:
    """Under which name those are kept who stand in several provinces at a level by province."""
    return question_name(figure, variant, ("provinces", *level[1:]))


def too_often(several: str, chosen: frozenset[str]) -> int:
    """How often more than once those who stand in several provinces are counted in a sum over the chosen ones."""
    return max(0, sum(code in chosen for code in several.split(BETWEEN)) - 1)


def question(figure: str, by: Level, filters: Filters, limits: Settings) -> Question | None:
    """The kept question that answers what is asked, or None where nothing kept does."""
    kept = KEPT.get(figure)
    if kept is None:
        return None
    chosen: dict[str, frozenset[str]] = {}
    for name in kept.heeds:
        wanted = getattr(filters, name)
        if name in _VARIED or not wanted:
            continue
        if name in _PERIOD:
            return None
        if name == "ages":
            bands = {span: code for code, span in age_bands(limits.youth_from, limits.youth_to).items()}
            if not set(wanted) <= bands.keys():
                return None
            chosen["age"] = frozenset(bands[span] for span in wanted)
        else:
            chosen[_CHOOSES[name]] = frozenset(wanted)
    level = tuple(name for name in _ORDER if name in {*by, *chosen})
    if level not in kept.levels or len(set(by)) < len(by):
        return None
    summed = {name for name, codes in chosen.items() if len(codes) > 1 and name not in by}
    crossing = None
    variant = kept.variant(filters.phase_id, filters.verified)
    if summed and not kept.adds:
        if summed != {"province"}:
            return None
        crossing = crossing_name(figure, variant, level)
    return Question(question_name(figure, variant, level), level, chosen, crossing)
