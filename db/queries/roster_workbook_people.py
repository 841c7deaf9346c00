"""The people in a filled workbook who were not expected: their records, organisations and likely doubles."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session

from core.i18n import LANGUAGES, words
from core.names import normalised, search_key
from core.problems import Problem
from core.records import validated
from core.records.people import SEXES, PersonRecord
from core.sheets.roster_filled import FilledLine
from core.sheets.roster_given import NEW_PEOPLE
from core.sheets.roster_workbook import new_key
from db.models import Organisation, TrainingSession
from db.models.base import table
from db.queries.doubles import person_doubles
from db.queries.roster import Expected

_organisation = table(Organisation)
_KEYS = frozenset(new_key(number) for number in range(1, NEW_PEOPLE + 1))
_LONGEST_TOLD = 60


@dataclass(frozen=True)
class Newcomer:
    """Somebody who came: the record, the organisation, who it may be already, and what of the row was not taken."""

    record: PersonRecord
    organisation_id: int | None
    doubles: tuple[tuple[Any, ...], ...]
    double_ids: tuple[int, ...]
    notes: tuple[Problem, ...]


class Newcomers:
    """Reads the rows of those who were not expected at one session."""

    def __init__(
        self, session: Session, reach: frozenset[int] | None, sitting: TrainingSession, expected: list[Expected]
    ) -> None:
        self.session, self.reach, self.sitting, self.expected = session, reach, sitting, expected
        self._sexes = {
            normalised(said): sex
            for sex in SEXES
            for said in (sex, *(words(language).say(f"sex.{sex}") for language in LANGUAGES))
        }
        self._met: dict[tuple[str, str | None, str], int] = {}

    def knows(self, key: str) -> bool:
        """Whether the key is that of a row for somebody who was not expected."""
        return key in _KEYS

    def read(self, filled: FilledLine) -> Newcomer:
        """The person in the row; Problem where the person cannot be entered so."""
        if not filled.name:
            raise Problem("required", field="name")
        if filled.first and normalised(filled.first) not in self._sexes:
            raise Problem("workbook_sex_unknown", field="sex", given=filled.first[:_LONGEST_TOLD])
        arabic, latin = _by_script(filled.name)
        values = {"name_ar": arabic, "name_latin": latin, "phone": filled.second or None}
        sex = self._sexes[normalised(filled.first)] if filled.first else "unknown"
        # A name alone is enough: who it is may be found out later.
        identified = bool(filled.second or filled.organisation)
        record = validated(PersonRecord, values | {"sex": sex, "identified": identified})
        # Two of one name may sit in one hall; two of whom nothing else tells them apart are one, written twice.
        met = (search_key(arabic, latin), record.phone, normalised(filled.organisation))
        if earlier := self._met.get(met):
            raise Problem("workbook_row_twice", line=earlier)
        self._met[met] = filled.line
        organisation_id, notes = self._organisation(filled.organisation)
        likely = person_doubles(
            self.session,
            self.reach,
            name_ar=arabic,
            name_latin=latin,
            phone=record.phone,
            organisation_id=organisation_id,
            group_id=self.sitting.group_id,
        )
        rows: list[Any] = list(likely.rows.itertuples())
        doubles = [(int(row.id), row.name_ar, row.name_latin, row.phone, tuple(row.reasons)) for row in rows]
        shown = {double[0] for double in doubles}
        here = [row for row in self.expected if self._same(row, arabic, latin) and row.person_id not in shown]
        doubles += [(row.person_id, row.name_ar, row.name_latin, None, ("same_name",)) for row in here]
        ids = (*likely.ids, *(row.person_id for row in here))
        return Newcomer(record, organisation_id, tuple(doubles), ids, notes)

    def _same(self, row: Expected, arabic: str | None, latin: str | None) -> bool:
        pairs = ((row.name_ar, arabic), (row.name_latin, latin))
        return any(one and other and normalised(one) == normalised(other) for one, other in pairs)

    def _organisation(self, text: str) -> tuple[int | None, tuple[Problem, ...]]:
        """The one organisation called so within reach; without one the person comes without, and that is said."""
        if not text:
            return None, ()
        c = _organisation.c
        # A part of the search key narrows it on both databases, the whole name decides.
        wanted = normalised(text)
        asked = select(c.id, c.name_ar, c.name_latin).where(
            *(c.deleted_at.is_(None), c.merged_into_id.is_(None)),
            or_(c.search.contains(wanted, autoescape=True), c.name_ar == text, c.name_latin == text),
        )
        if self.reach is not None:
            asked = asked.where(c.province_id.in_(sorted(self.reach)))
        found = [
            row.id
            for row in self.session.execute(asked.order_by(c.id))
            if wanted in (normalised(row.name_ar or ""), normalised(row.name_latin or ""))
        ]
        if len(found) == 1:
            return found[0], ()
        code = "workbook_organisation_several" if found else "workbook_organisation_unknown"
        return None, (Problem(code, field="organisation", given=text[:_LONGEST_TOLD]),)


def _by_script(name: str) -> tuple[str | None, str | None]:
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in name)
    return (name, None) if arabic else (None, name)
