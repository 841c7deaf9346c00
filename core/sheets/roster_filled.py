"""A roster's workbook as it came back: what is sealed in it, and the texts that stand in its rows now."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from core.problems import Problem
from core.sheets.reading import Sheet
from core.sheets.roster_given import MARKER, Given, database_mark, seal
from core.sheets.roster_workbook import FIRST_FILLED, HEAD_KEY, KEY, NAME, ORGANISATION, SECOND_FILLED


@dataclass(frozen=True)
class FilledLine:
    """A row with something in it: its line as a person counts them, its key (empty: none of ours), and its texts.

    `first` and `second` are status and hours of a person expected, sex and phone of one who was not.
    """

    line: int
    key: str
    name: str
    organisation: str
    first: str
    second: str


@dataclass(frozen=True)
class FilledRoster:
    """A file that claims to be a roster's workbook; `given()` says whether it is."""

    sealed: tuple[str, ...]
    seal: str
    lines: tuple[FilledLine, ...]

    def given(self, secret: str) -> Given:
        """What was sealed, with the secret of this database.

        Problem("workbook_of_other_database"), or Problem("workbook_changed") where a hidden cell is another by now.
        """
        found = Given.from_lines(self.sealed)
        if found.head.database != database_mark(secret):
            raise Problem("workbook_of_other_database")
        if not hmac.compare_digest(self.seal.encode(), seal(secret, self.sealed).encode()):
            raise Problem("workbook_changed")
        return found


def filled_roster(sheets: Sequence[Sheet]) -> FilledRoster:
    """The roster in the sheets of a workbook; Problem("workbook_not_ours") where none is."""
    hidden = [sheet for sheet in sheets if sheet.rows and sheet.rows[0][1][0] == MARKER]
    if len(hidden) != 1:
        raise Problem("workbook_not_ours")
    texts = [cells[0] for _, cells in hidden[0].rows if cells[0]][1:]
    # The marks of the sheet that is seen are its keys, whatever it is called by now.
    seen = [sheet for sheet in sheets if sheet is not hidden[0] and any(_key(cells) for _, cells in sheet.rows)]
    if len(texts) < 2 or len(seen) != 1:
        raise Problem("workbook_changed")
    lines = [_line(number, cells) for number, cells in seen[0].rows if _key(cells) != HEAD_KEY]
    return FilledRoster(tuple(texts[:-1]), texts[-1], tuple(line for line in lines if line is not None))


def _line(number: int, cells: Sequence[str]) -> FilledLine | None:
    """The row, None where there is nothing in it and no key."""
    key = _key(cells)
    texts = [" ".join(_cell(cells, column).split()) for column in (NAME, ORGANISATION, FIRST_FILLED, SECOND_FILLED)]
    return FilledLine(number, key, *texts) if key or any(cells) else None


def _key(cells: Sequence[str]) -> str:
    return _cell(cells, KEY).strip()


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
