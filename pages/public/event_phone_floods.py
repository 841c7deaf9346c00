"""How much may come from one address: a hall behind one is let through, a flood is not, and neither costs a query.

Each process counts by itself and in memory: what is lost with a restart is a few seconds of a flood's past.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request

from core.records.event_phones import Allowance
from db.commands.attempts import one_customer

# Addresses remembered; whoever has more of them than this can be stopped by the network alone.
_MOST_ADDRESSES = 10_000


class Flood:
    """What each address may still do: so much at once, and more with every second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spent(self, who: str, allowed: Allowance) -> bool:
        """Whether nothing is left; takes nothing."""
        return self._now(who, allowed) < 1

    def take(self, who: str, allowed: Allowance) -> bool:
        """Takes one, or False where nothing is left."""
        left = self._now(who, allowed)
        taken = left >= 1
        self._left[who] = (left - 1 if taken else left, self._clock())
        self._left.move_to_end(who)
        if len(self._left) > _MOST_ADDRESSES:
            self._left.popitem(last=False)
        return taken

    def _now(self, who: str, allowed: Allowance) -> float:
        left, since = self._left.get(who, (allowed.at_once, self._clock()))
        return min(allowed.at_once, left + (self._clock() - since) * allowed.each_second)


def address_of(request: Request) -> str:
    """The address that a message is counted under."""
    return one_customer(request.client.host if request.client else "")


DOORS, MESSAGES, PHONES, WRONG = Flood(), Flood(), Flood(), Flood()
