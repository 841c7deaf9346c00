"""Every refusal the product can give, as one class that carries a code and details and no sentence."""

from collections.abc import Iterator
from typing import Any


class Problem(Exception):
    """A refusal: `code` names its sentence in the catalogues, `field` the input it stands beside.

    A refusal of several fields at once carries them in `parts`; `each()` gives the single ones.
    """

    def __init__(self, code: str, field: str = "", parts: tuple["Problem", ...] = (), **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.parts = parts
        self.details = details

    def each(self) -> Iterator["Problem"]:
        """The single refusals, one a field."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.each()

    def __repr__(self) -> str:
        return f"Problem({self.code!r}, field={self.field!r}, {self.details!r})"


class Invalid(ValueError):
    """A Problem on its way through pydantic, which only lets ValueErrors pass."""

    def __init__(self, code: str, field: str = "", **details: Any) -> None:
        super().__init__(code)
        self.problem = Problem(code, field=field, **details)
