"""What is written into a workbook to fill: the roster as it stands, in one language."""

from typing import Any

from sqlmodel import Session

from core.i18n import words as words_of
from core.sheets.roster_given import Given, GivenHead, GivenRow, database_mark
from core.sheets.roster_workbook import RosterToFill
from db.queries.reference import statuses
from db.queries.roster import marks, roster
from db.queries.roster_workbook import workbook_secret
from db.queries.sessions import session_card


def rows_to_fill(session: Session, reach: frozenset[int] | None, session_id: int, language: str) -> list[GivenRow]:
    """The rows of a roster within reach with their marks, names and labels in the language; by their number."""
    words = words_of(language)
    every: list[Any] = list(statuses(session).itertuples())
    labels = {int(status.id): words.label(status) for status in every}
    marked = {mark.registration_id: mark for mark in marks(session, session_id)}
    return [
        GivenRow(
            registration_id=person.registration_id,
            number=person.row_number,
            name=words.person(person.name_ar, person.name_latin),
            organisation=words.name(person.organisation_ar, person.organisation_latin),
            status_id=mark.status_id,
            status=labels[mark.status_id] if mark.status_id else "",
            hours=mark.hours,
            version=mark.version,
        )
        for person in roster(session, reach, session_id)
        # Somebody put on it between the two reads comes with the next workbook.
        if (mark := marked.get(person.registration_id))
    ]


def roster_to_fill(
    session: Session,
    reach: frozenset[int] | None,
    session_id: int,
    rows: list[GivenRow],
    language: str,
    workbook: str,
) -> RosterToFill:
    """All that the workbook of a session says; `workbook` is its own name, unlike that of any other.

    Problem("row_gone") where there is no such session within reach.
    """
    words = words_of(language)
    sitting = session_card(session, reach, session_id)
    place = (sitting.venue, words.name(sitting.commune_ar, sitting.commune_fr), words.label(sitting, "province"))
    active: list[Any] = list(statuses(session, True).itertuples())
    head = GivenHead(
        session_id=session_id,
        database=database_mark(workbook_secret(session)),
        workbook=workbook,
        language=language,
        module=words.label(sitting, "module"),
        day=sitting.held_on.isoformat(),
    )
    return RosterToFill(
        given=Given(head, tuple(rows)),
        place=" · ".join(dict.fromkeys(part for part in place if part)),
        hours=float(sitting.hours),
        statuses=tuple(words.label(status) for status in active),
        organisations=tuple(sorted({row.organisation for row in rows if row.organisation})),
    )
