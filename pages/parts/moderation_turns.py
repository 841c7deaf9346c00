"""Who has which submission in front, so that two moderators do not begin with the same one.

A courtesy and no lock: what is decided twice is refused by its version. It is kept in the memory of the process, a look
renews it, and that of a browser that was closed is over some seconds later.
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

# The queue looks every two seconds; who has missed five looks is gone.
SECONDS = 10.0


@dataclass
class Turns:
    """What each moderator has in front: submissions by keys of any kind, moderators by names of their own."""

    clock: Callable[[], float] = time.monotonic
    _held: dict[Hashable, tuple[str, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def first_free(self, moderator: str, wanted: Iterable[Hashable]) -> Hashable | None:
        """The first of these that nobody else has in front, the moderator's from now on; None where there is none."""
        with self._lock:
            now = self.clock()
            self._held = {key: one for key, one in self._held.items() if one[1] > now and one[0] != moderator}
            found = next((key for key in wanted if key not in self._held), None)
            if found is not None:
                self._held[found] = (moderator, now + SECONDS)
            return found

    def keep(self, moderator: str, key: Hashable) -> None:
        """The moderator still has it in front, or took it up: it is theirs, and nothing else is."""
        with self._lock:
            self._held = {other: one for other, one in self._held.items() if one[0] != moderator}
            self._held[key] = (moderator, self.clock() + SECONDS)


TURNS = Turns()
