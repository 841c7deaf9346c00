"""Who may be invited: rows of a list, people of organisations and institutions, and who is invited already."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from core.names import is_arabic, normalised, sound, sounds_beside, what_names_share
from core.problems import Problem
from core.records import validated
from core.records.events import GuestRecord, kind_of_guest
from core.sheets.columns import Choice, closest_choice
from core.sheets.guest_list import GuestRow
from db.models import Guest, Institution, InstitutionPerson, Membership, Organisation, Person, Province
from db.models.base import table
from db.queries.consent import listed

_organisation, _institution, _province = table(Organisation), table(Institution), table(Province)
_guest, _person, _membership, _contact = table(Guest), table(Person), table(Membership), table(InstitutionPerson)
WHO = ("president", "organisation", "members")
# A name close to so many others is looked at no further.
_MOST_CLOSE = 50


@dataclass(frozen=True)
class Invitation:
    """One line of what is proposed: `number` tells it from the others, `called` is what the list calls it.

    `record` is missing where `problems` say why; `double` says what it has in common with whom: somebody on the
    list already, or an earlier line.
    """

    number: int
    called: str
    place: str
    record: GuestRecord | None = None
    problems: tuple[Problem, ...] = ()
    double: tuple[str, str] | None = None


def invitations_read(session: Session, event_id: int, rows: Sequence[GuestRow], kind: str | None) -> list[Invitation]:
    """The rows of a file as invitations: organisations, institutions and provinces found by their names.

    `kind` is what somebody said of rows that tell no kind themselves; without it these are asked about, as a problem
    ("guest_kind_missing"). An organisation that nobody knows stays as it is written.
    """
    meaning = _Meaning(session, {row.organisation for row in rows if row.organisation})
    return doubles_marked(session, event_id, [_invitation(row, meaning, kind) for row in rows])


def invitations_of_organisations(session: Session, event_id: int, ids: Collection[int], who: str) -> list[Invitation]:
    """One line for each organisation (`who` is "organisation"), its president, or everybody who belongs to it.

    Where nobody may be named (see core.privacy), or there is no president, the organisation itself is invited.
    """
    c, person, member = _organisation.c, _person.c, _membership.c
    of = session.execute(
        select(c.id, c.kind, c.name_ar, c.name_latin, c.province_id)
        .where(c.id.in_(sorted(ids)), c.deleted_at.is_(None))
        .order_by(c.search, c.id)
    ).all()
    people: dict[int, list[tuple[str | None, str | None]]] = {}
    if who != "organisation":
        asked = (
            select(member.organisation_id, person.name_ar, person.name_latin)
            .join_from(_membership, _person, person.id == member.person_id)
            .where(member.organisation_id.in_(sorted(ids)), member.deleted_at.is_(None), member.until.is_(None))
            .where(person.deleted_at.is_(None), listed())
            .order_by(person.search, person.id)
        )
        offices = ("president", "holder") if who == "president" else None
        found = session.execute(asked if offices is None else asked.where(member.role.in_(offices)))
        for organisation, *names in found:
            people.setdefault(organisation, []).append((names[0], names[1]))
    lines: list[Invitation] = []
    for row in of:
        for arabic, latin in people.get(row.id, [(None, None)]):
            values = {"kind": kind_of_guest(row.kind), "organisation_id": row.id, "province_id": row.province_id}
            record = validated(GuestRecord, values | {"name_ar": arabic, "name_latin": latin})
            lines.append(Invitation(len(lines), _called(record), row.name_latin or row.name_ar or "", record))
    return doubles_marked(session, event_id, lines)


def invitations_of_institutions(session: Session, event_id: int, ids: Collection[int]) -> list[Invitation]:
    """One line for each person of the institutions, and the institution itself where it has none."""
    c, person = _institution.c, _contact.c
    joined = (
        select(c.id, c.name_fr, person.name)
        .join_from(
            _institution,
            _contact,
            (person.institution_id == c.id) & person.active.is_(True) & person.deleted_at.is_(None),
            isouter=True,
        )
        .where(c.id.in_(sorted(ids)), c.deleted_at.is_(None))
        .order_by(c.position, c.id, person.name, person.id)
    )
    lines = []
    for number, (institution, place, name) in enumerate(session.execute(joined)):
        script = "name_ar" if name and is_arabic(name) else "name_latin"
        record = validated(GuestRecord, {"kind": "institution", "institution_id": institution, script: name})
        lines.append(Invitation(number, name or "", place, record))
    return doubles_marked(session, event_id, lines)


def doubles_marked(session: Session, event_id: int, lines: Sequence[Invitation]) -> list[Invitation]:
    """The lines, each with whom of the list or of the lines before it is probably the same guest."""
    c = _guest.c
    asked = select(c.name_ar, c.name_latin, c.organisation_id, c.institution_id, c.comes_from)
    there = _Known()
    for row in session.execute(asked.where(c.event_id == event_id, c.deleted_at.is_(None))):
        there.add(row)
    marked = []
    for line in lines:
        double = there.like(line.record) if line.record is not None else None
        marked.append(replace(line, double=double))
        if line.record is not None:
            there.add(line.record)
    return marked


class _Known:
    """Guests by how their names sound, and those without a name by where they are from."""

    def __init__(self) -> None:
        self._sounding: dict[str, list[tuple[str | None, str | None]]] = {}
        self._nameless: set[tuple[Any, Any, str]] = set()

    def add(self, guest: Any) -> None:
        names = (guest.name_ar, guest.name_latin)
        if not any(names):
            self._nameless.add(_from(guest))
        for key in _sounds(names):
            self._sounding.setdefault(key, []).append(names)

    def like(self, guest: Any) -> tuple[str, str] | None:
        names = (guest.name_ar, guest.name_latin)
        if not any(names):
            return ("same_name", "") if _from(guest) in self._nameless else None
        close = dict.fromkeys(other for key in _sounds(names) for other in self._sounding.get(key, ()))
        for other in list(close)[:_MOST_CLOSE]:
            if shared := what_names_share(names, other):
                return shared, other[0] or other[1] or ""
        return None


def _sounds(names: Iterable[str | None]) -> set[str]:
    return {key for name in names if name for key in sounds_beside(sound(normalised(name)))}


def _from(guest: Any) -> tuple[Any, Any, str]:
    return guest.organisation_id, guest.institution_id, normalised(guest.comes_from or "")


class _Meaning:
    """What the texts of a list mean: organisations and institutions of the same name, provinces of a close one."""

    def __init__(self, session: Session, sought: Collection[str]) -> None:
        self.organisations = _organisations_called(session, {normalised(text) for text in sought})
        self.institutions: dict[str, int] = {}
        c = _institution.c
        asked = select(c.id, c.acronym, c.name_ar, c.name_fr, c.name_en).where(c.deleted_at.is_(None))
        for row in session.execute(asked):
            self.institutions |= {normalised(text): row[0] for text in row[1:] if text}
        p = _province.c
        rows = session.execute(select(p.id, p.name_ar, p.name_fr, p.name_en))
        self._provinces = [Choice(row[0], tuple(filter(None, row[1:]))) for row in rows]
        self._places: dict[str, int | None] = {}

    def province(self, text: str) -> int | None:
        if text not in self._places:
            answer = closest_choice(text, self._provinces)
            self._places[text] = answer if isinstance(answer, int) else None
        return self._places[text]


def _organisations_called(session: Session, names: set[str]) -> dict[str, Any]:
    """The one living organisation of each name; of two of one name nobody knows which is meant, and it has none."""
    if not names:
        return {}
    c = _organisation.c
    found: dict[str, Any] = {}
    asked = select(c.id, c.kind, c.province_id, c.search).where(c.deleted_at.is_(None)).order_by(c.id)
    for row in session.execute(asked):
        # The search key holds both names normalised.
        for name in dict.fromkeys(row.search.split(" | ")):
            if name in names:
                found[name] = None if name in found else row
    return {name: row for name, row in found.items() if row is not None}


def _invitation(row: GuestRow, meaning: _Meaning, kind: str | None) -> Invitation:
    problems = list(row.problems)
    values: dict[str, Any] = {"name_ar": row.name_ar, "name_latin": row.name_latin, "phone": row.phone}
    own_kind = row.kind
    if row.organisation:
        key = normalised(row.organisation)
        if organisation := meaning.organisations.get(key):
            values |= {"organisation_id": organisation.id, "province_id": organisation.province_id}
            own_kind = own_kind or kind_of_guest(organisation.kind)
        elif key in meaning.institutions:
            values["institution_id"] = meaning.institutions[key]
            own_kind = own_kind or "institution"
        else:
            values["comes_from"] = row.organisation
    if row.province:
        place = meaning.province(row.province)
        if place is None:
            problems.append(Problem("import_province_unknown", field="province", text=row.province[:60]))
        values.setdefault("province_id", place)
    values["kind"] = own_kind or kind
    if not any((row.name_ar, row.name_latin, row.organisation)):
        problems.append(Problem("required", field="name_ar"))
    elif values["kind"] is None and not problems:
        problems.append(Problem("guest_kind_missing", field="kind"))
    record = None
    if not problems:
        try:
            record = validated(GuestRecord, values)
        except Problem as problem:
            problems += problem.each()
    name = row.name_ar or row.name_latin or ""
    return Invitation(row.number, name, row.organisation or "", record, tuple(problems))


def _called(record: GuestRecord) -> str:
    return record.name_ar or record.name_latin or ""
