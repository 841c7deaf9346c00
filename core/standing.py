"""How somebody stands in a group: both rates of attendance, and whether the threshold can still be reached."""

from dataclasses import dataclass

# Counts of sittings are whole, their shares are not: 0.8 of 5 is a little more than 4.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Standing:
    """Sittings of a group: `planned` all that are not cancelled, `remaining` those whose roster is not closed yet.

    `counted` are the closed ones that the attendance rate is over: present and absent, and excused where the
    settings say so.
    """

    present: int
    counted: int
    remaining: int
    planned: int

    @property
    def of_held(self) -> float | None:
        """The attendance rate: present of those counted; None while no roster is closed."""
        return self.present / self.counted if self.counted else None

    @property
    def of_planned(self) -> float | None:
        """The rate on plan: present of all planned sittings; None without any."""
        return self.present / self.planned if self.planned else None

    @property
    def reachable(self) -> float | None:
        """The rate on plan of somebody who misses nothing from here on; None without any sitting."""
        return (self.present + self.remaining) / self.planned if self.planned else None

    def light(self, threshold: float) -> str:
        """`reached`, `on_the_way`, `at_risk`, `out_of_reach`; `not_begun` while no roster is closed.

        On the way is whoever came to the threshold's share so far, at risk whoever did not and still can.
        """
        if not self.planned or self.remaining == self.planned:
            return "not_begun"
        if (self.of_planned or 0) + _ROUNDING >= threshold:
            return "reached"
        if (self.reachable or 0) + _ROUNDING < threshold:
            return "out_of_reach"
        return "on_the_way" if self.of_held is None or self.of_held + _ROUNDING >= threshold else "at_risk"
