"""How a snapshot is said in one language: values, what was filtered, days, and what is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from core.i18n import Words, words
from core.indicators import in_unit
from core.indicators.progress import share_reached
from core.records.snapshot import Coded, Labels, Obstacle, Snapshot, Value
from core.reports.partner.guarded import FEW, SHARES, TOTAL, Guard

_NOTHING = float("nan")


@dataclass(frozen=True)
class Saying:
    """The words of a report in a language, over its snapshot; `number` is the report's own, such as R-2026-03."""

    snapshot: Snapshot
    number: str
    language: str

    @property
    def words(self) -> Words:
        """The words of the language."""
        return words(self.language)

    @cached_property
    def guard(self) -> Guard:
        """What is hidden."""
        return Guard(self.snapshot)

    def own(self, key: str, /, **details: object) -> str:
        """A sentence of the report's own words."""
        return self.words.say(f"partner.{key}", **details)

    def label(self, labels: Labels) -> str:
        """A label of the snapshot."""
        return labels.of(self.language)

    def indicator(self, code: str) -> str:
        """What an indicator was called."""
        return self.label(self.snapshot.figure(code).label)

    def value(self, code: str, value: Value, place: str = TOTAL) -> str:
        """The value of an indicator in a province, or in all of them."""
        if self.guard.hides(code, place):
            return self.words.say("small.beside")
        return self.in_unit(code, value.value)

    def in_unit(self, code: str, value: float | None) -> str:
        """A value of an indicator in its unit, a long dash where there is none."""
        return in_unit(self.words, self.snapshot.figure(code).unit, _NOTHING if value is None else value)

    def reached(self, code: str, value: Value, place: str = TOTAL) -> str:
        """How much of its target an indicator has reached; a long dash where none is set, or nothing may be told."""
        if value.target is None or value.value is None or self.guard.hides(code, place):
            return self.words.say("chart.none")
        return self.words.percent(share_reached(code, value.value, value.target))

    def made_of(self, code: str, value: Value, place: str = TOTAL) -> str:
        """The part and the whole of a share; nothing where it has none, or they may not be told."""
        if value.part is None or value.whole is None or self.guard.hides(code, place):
            return ""
        return self.own("part_of", part=self.words.number(value.part), whole=self.words.number(value.whole))

    def aside(self, code: str, value: Value) -> str:
        """What is told beside a figure: the share that is not known, or how many are unidentified."""
        if value.aside is None or value.aside <= 0:
            return ""
        if code in SHARES:
            unknown = value.aside * (self.snapshot.figure("people_trained").value or 0)
            if not self.guard.tells(round(unknown)) or self.guard.hides(code, TOTAL):
                return ""
            return self.words.say(f"indicator.{code}.aside", share=self.words.percent(value.aside))
        return self.words.count(f"indicator.{code}.aside", int(value.aside)) if self.guard.tells(value.aside) else ""

    def hidden(self, why: str) -> str:
        """What stands in place of a hidden number."""
        return self.words.say("small.few", limit=self.guard.limit) if why == FEW else self.words.say("small.beside")

    def people(self, number: int) -> str:
        """A single count of persons, hidden where it is small."""
        return self.words.number(number) if self.guard.tells(number) else self.hidden(FEW)

    def coded(self, dimension: str) -> Sequence[Coded]:
        """The codes of a dimension of the tables of persons, with their labels, in their order."""
        snapshot = self.snapshot
        return {"province": snapshot.provinces, "age": snapshot.bands, "sex": snapshot.sexes}[dimension]

    def title(self, obstacle: Obstacle) -> str:
        """What an obstacle is called; its number where nobody gave it a title."""
        return obstacle.title or self.own("no_title", number=str(obstacle.number))

    def day(self, told: str) -> str:
        """A day of the snapshot."""
        return self.words.day(date.fromisoformat(told))

    @property
    def taken_on(self) -> str:
        """The moment at which the figures stood so, in Moroccan time."""
        return self.words.moment(datetime.fromisoformat(self.snapshot.taken_at))

    @property
    def filters(self) -> str:
        """What the figures were narrowed to, as a sentence."""
        told = []
        for one in self.snapshot.narrowed:
            both = self.words.listing([self.label(label) for label in one.labels])
            narrow = one.name in ("since", "until")
            told.append(self.words.say(f"explore.filter.{one.name}_is", month=both) if narrow else both)
        if not told:
            return self.words.say("explore.filter.none")
        return self.words.say("explore.filter.some", choice=self.words.listing(told))

    @property
    def sheets(self) -> str:
        """Which sheets the attendance is of."""
        verified = any(one.name == "verified" for one in self.snapshot.narrowed)
        return self.words.say(f"explore.sheets.{'verified' if verified else 'every'}")
