"""Which organisation a row of a file is about: by its key in the source, by court and number, or by likeness."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.names import core_of_name, normalised, what_names_share
from core.records.organisations import OrganisationRecord
from db.models import ExternalId, Organisation
from db.models.base import table

_organisation, _external = table(Organisation).c, table(ExternalId).c
# SQLite binds no more than some thousands of values in one statement.
_AT_ONCE = 500


@dataclass(frozen=True)
class Known:
    """What the source said of an organisation the last time, and the row that keeps it."""

    external_id: int
    organisation_id: int
    last_values: dict[str, Any]


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be the one a row is about: its names and what they have in common."""

    organisation_id: int
    name_ar: str | None
    name_latin: str | None
    shared: str


class Organisations:
    """The living organisations that the rows of one file may be about, read once for the whole file."""

    def __init__(
        self,
        session: Session,
        source: str,
        keys: Iterable[str],
        provinces: Iterable[int],
        records: list[OrganisationRecord],
    ) -> None:
        self._session = session
        self._known = _known_keys(session, source, sorted(set(keys)))
        self.rows: dict[int, dict[str, Any]] = {}
        c = _organisation
        self._read(c.province_id.in_(sorted(set(provinces))))
        for column, values in (
            (c.id, {known.organisation_id for known in self._known.values()}),
            (c.registration_number, {record.registration_number for record in records}),
            (c.ice, {record.ice for record in records}),
            (c.phone, {record.phone for record in records}),
        ):
            wanted = sorted(value for value in values if value is not None)
            for start in range(0, len(wanted), _AT_ONCE):
                self._read(column.in_(wanted[start : start + _AT_ONCE]))
        self._by_number: dict[tuple[str, str], int] = {}
        self._by_value: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_name: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        self._by_commune: dict[int, list[int]] = defaultdict(list)
        for organisation_id in sorted(self.rows):
            self._file(organisation_id)

    def known(self, key: str) -> Known | None:
        """What is known under the row's key in the source."""
        return self._known.get(key)

    def numbered(self, record: OrganisationRecord) -> int | None:
        """The organisation registered at the same court under the same number."""
        if not record.registration_number:
            return None
        return self._by_number.get((normalised(record.court or ""), record.registration_number))

    def candidates(self, record: OrganisationRecord, province_id: int | None) -> tuple[Candidate, ...]:
        """Organisations like the record, in the order of their ids: same ICE or phone anywhere, a near name close by.

        Close by is the same commune; in the rest of the province only the same name counts.
        """
        shared: dict[int, str] = {}
        for name in ("ice", "phone"):
            if value := getattr(record, name):
                shared |= {i: f"same_{name}" for i in self._by_value[name, value] if i not in shared}
        names = (record.name_ar, record.name_latin)
        near = self._by_commune[record.commune_id] if record.commune_id else []
        same = [i for name in names if name for i in self._by_name[province_id, core_of_name(name)]]
        for i in {*near, *same} - set(shared):
            if found := what_names_share(names, (self.rows[i]["name_ar"], self.rows[i]["name_latin"])):
                shared[i] = found
        return tuple(
            Candidate(i, self.rows[i]["name_ar"], self.rows[i]["name_latin"], shared[i]) for i in sorted(shared)
        )

    def row(self, organisation_id: int) -> dict[str, Any] | None:
        """The values of a living organisation, also of one that a person pointed at from elsewhere."""
        if organisation_id not in self.rows:
            self._read(_organisation.id == organisation_id)
        return self.rows.get(organisation_id)

    def _read(self, condition: Any) -> None:
        statement = select(*_organisation).where(_organisation.deleted_at.is_(None), condition)
        for row in self._session.execute(statement).mappings():
            self.rows[row["id"]] = dict(row)

    def _file(self, organisation_id: int) -> None:
        row = self.rows[organisation_id]
        if row["registration_number"]:
            self._by_number[normalised(row["court"] or ""), row["registration_number"]] = organisation_id
        for name in ("ice", "phone"):
            if row[name]:
                self._by_value[name, row[name]].append(organisation_id)
        for name in {core_of_name(name) for name in (row["name_ar"], row["name_latin"]) if name}:
            self._by_name[row["province_id"], name].append(organisation_id)
        if row["commune_id"]:
            self._by_commune[row["commune_id"]].append(organisation_id)


def _known_keys(session: Session, source: str, keys: list[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    c = _external
    for start in range(0, len(keys), _AT_ONCE):
        statement = (
            select(c.id, c.foreign_key, c.organisation_id, c.last_values)
            .join_from(table(ExternalId), table(Organisation), c.organisation_id == _organisation.id)
            .where(
                c.deleted_at.is_(None),
                _organisation.deleted_at.is_(None),
                c.source == source,
                c.foreign_key.in_(keys[start : start + _AT_ONCE]),
            )
        )
        for row in session.execute(statement):
            found[row.foreign_key] = Known(row.id, row.organisation_id, row.last_values)
    return found
