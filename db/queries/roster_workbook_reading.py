"""The mark that stands in a row of a filled workbook: statuses by code or label in any language, hours as written."""

from typing import Any, NamedTuple

from sqlmodel import Session

from core.i18n import LANGUAGES
from core.names import normalised
from core.problems import Problem
from core.records import validated
from core.records.sessions import AttendanceMark
from core.sheets.roster_filled import FilledLine
from core.sheets.roster_given import GivenRow
from core.sheets.rows import decimal
from db.queries.reference import statuses

_LONGEST_TOLD = 60


class MarkRead(NamedTuple):
    """A mark: the status (None: unknown) and the hours where only some were attended."""

    status_id: int | None = None
    hours: float | None = None


UNMARKED = MarkRead()


class Statuses:
    """The statuses as a person may have written them, and the hours a session has."""

    def __init__(self, session: Session, session_hours: float) -> None:
        self.hours = session_hours
        self._meaning: dict[int, str] = {}
        self._active: set[int] = set()
        self._spelled: dict[str, int] = {}
        rows: list[Any] = list(statuses(session).itertuples())
        # Of two that are called alike, the one that may still be chosen is meant.
        for row in sorted(rows, key=lambda row: not row.active):
            number = int(row.id)
            self._meaning[number] = row.meaning
            if row.active:
                self._active.add(number)
            for text in (row.code, *(getattr(row, f"label_{language}") for language in LANGUAGES)):
                self._spelled.setdefault(normalised(text or ""), number)

    def read(self, filled: FilledLine, given: GivenRow) -> MarkRead:
        """The mark in the row; Problem beside the cell that cannot be understood."""
        status_id = self._status(filled.first, given)
        hours = self._hours(filled.second)
        if hours == 0 and (status_id is None or self._meaning.get(status_id) != "present"):
            # Who was not there attended no hour: nothing else is said by it.
            hours = None
        return MarkRead(status_id, hours)

    def check(self, mark: MarkRead) -> None:
        """Problem where such a mark may not be set in this session."""
        if mark.status_id is None:
            if mark.hours is not None:
                raise Problem("hours_without_presence", field="hours")
            return
        if mark.status_id not in self._active:
            raise Problem("workbook_status_closed", field="status_id")
        if mark.hours is not None and self._meaning[mark.status_id] != "present":
            raise Problem("hours_without_presence", field="hours")
        if mark.hours is not None and mark.hours > self.hours:
            raise Problem("hours_over_session", field="hours", length=self.hours)
        validated(AttendanceMark, {"registration_id": 0, "status_id": mark.status_id, "hours": mark.hours})

    def _status(self, text: str, given: GivenRow) -> int | None:
        # An untouched cell means what it meant, also when the status is called otherwise by now.
        if text == given.status:
            return given.status_id
        if not text:
            return None
        found = self._spelled.get(normalised(text))
        if found is None:
            raise Problem("workbook_status_unknown", field="status_id", given=text[:_LONGEST_TOLD])
        return found

    def _hours(self, text: str) -> float | None:
        try:
            number = decimal(text) if text else None
        except ValueError:
            number = float("nan")
        if number is not None and not abs(number) < float("inf"):
            raise Problem("workbook_hours_unreadable", field="hours", given=text[:_LONGEST_TOLD])
        return number
