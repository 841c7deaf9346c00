"""What all stages of this process share: one look at the revisions, and what was made of each since it was raised."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.i18n import ZONE
from core.passwords import token_hash
from db.engine import reading
from db.models.base import now
from db.queries.accounts import revisions
from db.queries.settings import settings
from db.queries.stage import CodedEvent, OpenLink, StageNow, coded_event, open_stage_link, stage_now
from db.queries.stage_figures import PARTS

# A stage asks once in this many seconds; those that ask within half of it share one look.
REFRESH = 0.8
_SHARED = REFRESH / 2
# Stages of some events, each with its parts and links.
_MOST_KEPT = 500


@dataclass
class Snapshots:
    """The stages of one process: `look` is the one small query of a refresh, everything else is asked once a change.

    `clock` is a clock that only goes on, in seconds.
    """

    clock: Callable[[], float] = time.monotonic
    _stand: dict[str, str] = field(default_factory=dict)
    _looked: float = float("-inf")
    _kept: dict[tuple[Any, ...], tuple[tuple[str, ...], Any]] = field(default_factory=dict)
    _turn: threading.RLock = field(default_factory=threading.RLock)

    def look(self) -> None:
        """Asks for the revisions, where nobody has just done so."""
        with self._turn:
            if self.clock() - self._looked < _SHARED:
                return
            with reading() as session:
                self._stand = revisions(session)
            self._looked = self.clock()

    def link(self, token: str) -> OpenLink | None:
        """What a link opens today, None where it opens nothing."""
        digest = token_hash(token)
        found: OpenLink | None = self._once(("link", digest), ("event", "stage"), open_stage_link, digest)
        if found is None or found.expires_on < datetime.now(ZONE).date():
            return None
        return found

    def stage(self, event_id: int) -> StageNow | None:
        """How the stage of an event stands."""
        found: StageNow | None = self._once(("stage", event_id), ("stage",), stage_now, event_id)
        return found

    def event(self, event_id: int) -> CodedEvent | None:
        """What the code for phones is made of."""
        found: CodedEvent | None = self._once(("event", event_id), ("event",), coded_event, event_id)
        return found

    def address(self) -> str:
        """Where phones reach the server, as it is set; empty where it is not."""
        found: str = self._once(("address",), ("setting",), lambda session: settings(session).public_address)
        return found

    def figures(self, event_id: int) -> tuple[dict[str, Any], datetime]:
        """The figures of the event, and when this process first saw them as they are."""
        parts = {name: self._moment(event_id, name, query, subjects) for name, (query, subjects) in PARTS.items()}
        return {name: part for name, (part, _) in parts.items()}, max(seen for _, seen in parts.values())

    def made(self, name: tuple[Any, ...], of: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """What `make()` returns, kept under the name until `of` is another."""
        with self._turn:
            held = self._kept.get(name)
            if held is None or held[0] != of:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[name] = held = (of, make())
            return held[1]

    def stand(self, *subjects: str) -> tuple[str, ...]:
        """The revisions of the subjects as they were at the last look, with the database's own name first."""
        return (self._stand.get("", ""), *(self._stand.get(subject, "0") for subject in subjects))

    def _once(self, name: tuple[Any, ...], subjects: tuple[str, ...], query: Callable[..., Any], *args: Any) -> Any:
        return self.made(name, self.stand(*subjects), lambda: _asked(query, *args))

    def _moment(
        self, event_id: int, name: str, query: Callable[..., Any], subjects: tuple[str, ...]
    ) -> tuple[Any, datetime]:
        key = ("part", event_id, name)
        with self._turn:
            before = self._kept.get(key)
            found = _asked(query, event_id) if before is None or before[0] != self.stand(*subjects) else None
            if found is None and before is not None:
                return before[1]  # type: ignore[no-any-return]
            # What was raised and says the same as before has not changed for whoever looks at the stage.
            seen = before[1][1] if before is not None and before[1][0] == found else now()
            return self.made(key, self.stand(*subjects), lambda: (found, seen))  # type: ignore[no-any-return]


def _asked(query: Callable[..., Any], *args: Any) -> Any:
    with reading() as session:
        return query(session, *args)


SNAPSHOTS = Snapshots()
