"""The yearly statement of trainers' hours as a file: of one trainer, or of all whose person they are."""

from datetime import date
from typing import Any

import pandas as pd

from core.i18n import words as words_of
from core.reports.trainer_statement import StatedSession, StatedTrainer, trainer_statement
from db.engine import reading
from db.queries.trainer_hours import hours_given
from pages.parts.exports import export_button
from pages.parts.visit import Visit

# A statement speaks both languages; it runs in the reader's own where that is one of them.
_LANGUAGES = ("ar", "fr")


def statement_button(visit: Visit, year: int, trainer_id: int | None = None, side: str | None = None) -> None:
    """Draws the button that gives the statement of a year as a PDF: of one trainer, of one side, or of everybody."""
    first = visit.language if visit.language in _LANGUAGES else _LANGUAGES[0]
    languages = (first, next(language for language in _LANGUAGES if language != first))
    today = visit.today

    def found() -> pd.DataFrame:
        with reading() as session:
            return hours_given(session, year, trainer_id, side)

    def made(rows: pd.DataFrame) -> bytes:
        return trainer_statement(year, stated(rows), languages, today)

    filters = {"year": str(year)} | ({"side": side} if side else {})
    filters |= {"trainer": str(trainer_id)} if trainer_id else {}
    whose = str(trainer_id or side or "all")
    export_button(
        visit,
        visit.words.say("statement.download" if trainer_id else "statement.download_all"),
        "trainer_statement",
        "pdf",
        found,
        made,
        f"hours-{year}-{whose}.pdf",
        filters,
        key=f"statement.{whose}.{year}",
    )


def stated(rows: pd.DataFrame) -> tuple[StatedTrainer, ...]:
    """The rows of `hours_given` by trainer, as the statement takes them."""
    made = []
    for _, own in rows.groupby("trainer_id", sort=False):
        first = own.to_dict("records")[0]
        sessions = tuple(_session(row) for row in own.itertuples())
        made.append(StatedTrainer(first["trainer_ar"], first["trainer_latin"], str(first["side"]), sessions))
    return tuple(made)


def _session(row: Any) -> StatedSession:
    module, place = {}, {}
    for language in _LANGUAGES:
        words = words_of(language)
        module[language] = words.label(row, "module")
        said = (row.venue, words.name(row.commune_ar, row.commune_fr), words.label(row, "province"))
        place[language] = " · ".join(dict.fromkeys(part for part in said if part))
    day: date = row.held_on
    return StatedSession(day, module, place, row.role, float(row.preparation), float(row.delivery), float(row.travel))
