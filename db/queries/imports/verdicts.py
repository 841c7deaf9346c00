"""The verdict on each row of a file, and what stands behind it."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.problems import Problem
from core.records.organisations import FiguresRecord, OrganisationRecord
from db.queries.imports.differences import FieldChange
from db.queries.imports.matching import Candidate, Known

VERDICTS = ("new", "changes", "same", "double", "refused")


@dataclass(frozen=True)
class PreviewRow:
    """What one row would do: `verdict` of VERDICTS, and for a refused one the `problems` that say why.

    `record` is the whole organisation for a new row; `changes` what would become different in a known one, `asked`
    the fields edited by hand that wait for a person; `said` is what the source says, kept for the next time. A double
    names its `candidates`, or the row of the same file that is its `twin`; `said_new` is a person's word against it.
    """

    number: int
    name: str
    verdict: str
    key: str = ""
    problems: tuple[Problem, ...] = ()
    organisation_id: int | None = None
    province_id: int | None = None
    record: OrganisationRecord | None = None
    changes: tuple[FieldChange, ...] = ()
    asked: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    twin: int | None = None
    said_new: bool = False
    figures: FiguresRecord | None = None
    obstacles: tuple[tuple[int, str], ...] = ()
    observed_on: date | None = None
    known: Known | None = None
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether accepting the file does anything for this row, if only noting its key in the source."""
        if self.verdict in ("changes", "same"):
            said_before = self.known is not None and self.known.last_values == self.said
            return bool(self.changes or self.figures or self.obstacles or not said_before)
        return self.verdict == "new"


@dataclass(frozen=True)
class Preview:
    """The rows of a file in its order, and the number of rows of each verdict."""

    rows: tuple[PreviewRow, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each verdict, in the order of VERDICTS."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in VERDICTS}

    @property
    def digest(self) -> str:
        """The same for two previews that would do the same."""
        said = repr([(r.number, r.verdict, r.organisation_id, r.changes, r.asked, r.said) for r in self.rows])
        return hashlib.sha256(said.encode()).hexdigest()
