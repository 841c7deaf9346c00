"""The roster of a session as a workbook to fill without a network: few cells open, choices listed, ids hidden."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from core.i18n import Words, direction, words
from core.records.people import SEXES
from core.reports.sign_in_sheet import session_code
from core.sheets.roster_given import MARKER, NEW_PEOPLE, Given, GivenRow, seal

# Where the hidden sheet keeps what: the sealed lines and their seal, then one list for each kind of choice.
_HIDDEN = "cooper"
_SEALED, _STATUSES, _SEXES, _ORGANISATIONS = range(4)
# The columns of the sheet: number, name, organisation, then what is filled, then the key that nobody sees.
NUMBER, NAME, ORGANISATION, FIRST_FILLED, SECOND_FILLED, KEY = range(6)
HEAD_KEY = "head"
_WIDTHS = (6, 32, 32, 20, 14)
_LONGEST = 2_000
# Spreadsheets show no longer text beside a cell.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


@dataclass(frozen=True)
class RosterToFill:
    """What the workbook shows beside what it seals: the place, the session's hours, the statuses' labels in order."""

    given: Given
    place: str
    hours: float
    statuses: tuple[str, ...]
    organisations: tuple[str, ...]


def new_key(number: int) -> str:
    """What stands in the hidden cell of the blank row of this number, counted from 1."""
    return f"new-{number}"


def roster_workbook(roster: RosterToFill, secret: str) -> bytes:
    """The XLSX file in the language of its head, protected without a password; `secret` seals what is hidden."""
    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    said = words(roster.given.head.language)
    with Workbook(file, options) as book:
        _Sheet(book, roster, said).write()
        lists = (
            [MARKER, *(lines := roster.given.lines()), seal(secret, lines)],
            list(roster.statuses),
            [said.say(f"sex.{sex}") for sex in SEXES],
            list(roster.organisations),
        )
        _write_hidden(book, lists)
    return file.getvalue()


class _Sheet:
    """The one sheet that is seen, written from its first row to its last."""

    def __init__(self, book: Workbook, roster: RosterToFill, said: Words) -> None:
        self.roster, self.words = roster, said
        self.sheet = book.add_worksheet(session_code(roster.given.head.session_id))
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.told = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EFEAE2", "text_wrap": True})
        self.locked = book.add_format({"font_color": "#333333", "bottom": 4})
        open_cell = {"locked": False, "bg_color": "#FFF8DC", "border": 1, "border_color": "#B9AE98"}
        self.open = book.add_format({**open_cell, "num_format": "@"})
        self.number = book.add_format({**open_cell, "num_format": "0.##"})
        self.next = 0

    def write(self) -> None:
        """Writes the head, the people expected, and the rows for those who were not."""
        sheet, say = self.sheet, self.words.say
        if direction(self.words.language) == "rtl":
            sheet.right_to_left()
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(KEY, KEY, None, None, {"hidden": True})
        self._head()
        self._titles("number", "name", "organisation", "status", "hours")
        sheet.freeze_panes(self.next, 0)
        for row in self.roster.given.rows:
            self._expected(row)
        last = max((row.number for row in self.roster.given.rows), default=0)
        self._line(self.words.say("workbook.unexpected"), self.title)
        self._titles("number", "name", "organisation", "sex", "phone")
        for number in range(1, NEW_PEOPLE + 1):
            self._unexpected(number, last + number)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_footer(f"&C{say('workbook.title', code=session_code(self.roster.given.head.session_id))} &P / &N")

    def _head(self) -> None:
        head, say = self.roster.given.head, self.words.say
        self._line(say("workbook.title", code=session_code(head.session_id)), self.title)
        self._line(f"{head.module} · {self.words.day(head.held_on, 'full')}")
        self._line(self.roster.place)
        self._line(say("workbook.how", hours=self.roster.hours), self.told, height=64)

    def _line(self, text: str, how: Any = None, height: float | None = None) -> None:
        self.sheet.merge_range(self.next, NUMBER, self.next, SECOND_FILLED, "", how)
        self.sheet.write_string(self.next, NUMBER, text[:_LONGEST], how)
        if height:
            self.sheet.set_row(self.next, height)
        self._end(HEAD_KEY)

    def _titles(self, *names: str) -> None:
        for column, name in enumerate(names):
            self.sheet.write_string(self.next, column, self.words.say(f"workbook.{name}"), self.bold)
        self._end(HEAD_KEY)

    def _expected(self, row: GivenRow) -> None:
        sheet, line = self.sheet, self.next
        sheet.write_number(line, NUMBER, row.number, self.locked)
        sheet.write_string(line, NAME, row.name[:_LONGEST], self.locked)
        sheet.write_string(line, ORGANISATION, row.organisation[:_LONGEST], self.locked)
        if row.status:
            sheet.write_string(line, FIRST_FILLED, row.status, self.open)
        else:
            sheet.write_blank(line, FIRST_FILLED, None, self.open)
        if row.hours is None:
            sheet.write_blank(line, SECOND_FILLED, None, self.number)
        else:
            sheet.write_number(line, SECOND_FILLED, row.hours, self.number)
        self._choice(line, FIRST_FILLED, _STATUSES, len(self.roster.statuses), "status")
        limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": self.roster.hours}
        sheet.data_validation(line, SECOND_FILLED, line, SECOND_FILLED, limits | self._refusal("hours"))
        self._end(row.key)

    def _unexpected(self, number: int, shown: int) -> None:
        sheet, line = self.sheet, self.next
        sheet.write_number(line, NUMBER, shown, self.locked)
        for column in (NAME, ORGANISATION, FIRST_FILLED, SECOND_FILLED):
            sheet.write_blank(line, column, None, self.open)
        self._choice(line, FIRST_FILLED, _SEXES, len(SEXES), "sex")
        if self.roster.organisations:
            # Only a help: somebody may come from anywhere.
            self._choice(line, ORGANISATION, _ORGANISATIONS, len(self.roster.organisations))
        self._end(new_key(number))

    def _choice(self, line: int, column: int, of: int, number: int, refused: str | None = None) -> None:
        letter = chr(ord("A") + of)
        listed: dict[str, Any] = {"validate": "list", "source": f"={_HIDDEN}!${letter}$1:${letter}${number}"}
        listed |= self._refusal(refused) if refused else {"show_error": False}
        self.sheet.data_validation(line, column, line, column, listed)

    def _refusal(self, name: str) -> dict[str, Any]:
        message = self.words.say(f"workbook.{name}_wrong", hours=self.roster.hours)
        title = self.words.say(f"workbook.{name}")
        return {"error_title": title[:_LONGEST_TITLE], "error_message": message[:_LONGEST_MESSAGE]}

    def _end(self, key: str) -> None:
        self.sheet.write_string(self.next, KEY, key)
        self.next += 1


def _write_hidden(book: Workbook, lists: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(_HIDDEN)
    for column, texts in enumerate(lists):
        for line, text in enumerate(texts):
            sheet.write_string(line, column, text)
    sheet.protect("")
    sheet.very_hidden()
