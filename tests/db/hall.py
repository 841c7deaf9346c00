"""A hall full of people for tests: an event, its guests with or without phones, and what they sent."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.engine import Engine

from db.engine import transaction
from db.models import Event, EventPhone, EventRating, Guest, LiveSubmission, Vote
from tests.db.entries import category, province

HELD_ON = date(2026, 3, 12)
BEGUN = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


class Hall:
    """An event of 12 March 2026; what is added comes a minute after the one before."""

    def __init__(self, engine: Engine, **values: Any) -> None:
        self.engine = engine
        self._turn = 0
        with transaction(engine) as session:
            usual: dict[str, Any] = {"name_fr": "Rencontre", "held_on": HELD_ON, "secret": "s"}
            event = Event(**(usual | {"starts_at": time(9), "ends_at": time(17)} | values))
            session.add(event)
            session.flush()
            self.event = event.id or 0
            self.zagora, self.tinghir = province(session, "Zagora"), province(session, "Tinghir")
            codes = ("marketing", "financing", "land")
            self.marketing, self.financing, self.land = (category(session, code) for code in codes)

    def phone(self, **values: Any) -> int:
        """A phone in the hall."""
        return self._add(EventPhone(event_id=self.event, digest=f"d{self._turn}.{self.event}", **values))

    def guest(self, **values: Any) -> int:
        """A guest who came, with a phone of their own unless told otherwise."""
        said: dict[str, Any] = {
            "kind": "cooperative",
            "badge": f"b{self._turn}.{self.event}",
            "checked_in_at": self._now(),
        }
        said |= values if "phone_id" in values else {"phone_id": self.phone()} | values
        return self._add(Guest(event_id=self.event, **said))

    def sent(self, text: str, guest: int | None = None, **values: Any) -> int:
        """What a guest sent; of somebody new in the hall unless told otherwise."""
        guest = self.guest() if guest is None else guest
        said: dict[str, Any] = {"category_id": self.marketing, "province_id": self.zagora, "created_at": self._now()}
        return self._add(LiveSubmission(event_id=self.event, guest_id=guest, text=text, **(said | values)))

    def votes(self, guest: int, *categories: int) -> None:
        """The votes of a guest."""
        for category_id in categories:
            self._add(Vote(event_id=self.event, guest_id=guest, category_id=category_id))

    def rates(self, stars: int, text: str | None = None) -> int:
        """How somebody new in the hall rates the day."""
        return self._add(EventRating(event_id=self.event, guest_id=self.guest(), stars=stars, text=text))

    def _now(self) -> datetime:
        self._turn += 1
        return BEGUN + timedelta(minutes=self._turn)

    def _add(self, row: Any) -> int:
        self._turn += 1
        with transaction(self.engine) as session:
            session.add(row)
            session.flush()
            return int(row.id)
