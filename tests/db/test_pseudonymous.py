"""The export for analysts: no name, no phone, keys that stay, persons without consent counted and left out."""

import hashlib
import re
from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from core.filters import Filters
from core.names import normalised
from core.problems import Problem
from core.pseudonyms import pseudonym
from core.sheets.writing import plain_file, workbook_file
from db.engine import reading, transaction
from db.models import Instance, Organisation, Person, TrainingSession
from db.queries import pseudonymous
from db.queries.pseudonymous import COLUMNS, pseudonymous_counted, pseudonymous_rows
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, ZAGORA

PLANTED = "Zzplanted"
PHONE = "+212699887766"
BORN = 1993


@pytest.fixture
def programme(engine: Engine) -> Engine:
    """The small programme, everybody with consent, names and phones to look for."""
    fill(engine)
    with transaction(engine) as session:
        for person in session.exec(select(Person)):
            person.name_latin = person.name_ar = person.search = PLANTED
            person.phone, person.consent_data, person.consent_data_on = PHONE, True, date(2025, 1, 1)
        for organisation in session.exec(select(Organisation)):
            organisation.name_ar = organisation.contact_name = organisation.douar = organisation.note = PLANTED
            organisation.phone, organisation.name_latin = PHONE, f"{PLANTED} {organisation.name_latin}"
        for sitting in session.exec(select(TrainingSession)):
            sitting.venue = PLANTED
    return engine


def rows(engine: Engine, filters: Filters | None = None) -> list[dict[str, str]]:
    with reading(engine) as session:
        found = pseudonymous_rows(session, filters or Filters())
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def test_every_mark_of_a_held_session_is_a_row(programme: Engine) -> None:
    found = rows(programme)
    assert len(found) == 18
    # The figures of the small programme, over both phases: 14 attendances of 8 persons, 53 hours.
    counted = [row for row in found if row["counted"] == "1"]
    assert len(counted) == 14
    assert len({row["person"] for row in counted}) == 8
    assert sum(float(row["hours"]) for row in counted) == 53
    with reading(programme) as session:
        assert pseudonymous_counted(session, Filters()) == (18, len({row["person"] for row in found}), 0)


def test_a_row_says_bands_provinces_and_codes(programme: Engine) -> None:
    with transaction(programme) as session:
        number = session.exec(select(Person.id).where(Person.birth_year == 1990)).one()
        secret = session.get_one(Instance, 1).pseudonym_secret
    key = pseudonym(secret, "person", number or 0)
    mine = [row for row in rows(programme) if row["person"] == key]
    assert sorted((row["month"], row["province"], row["module"], row["hours"], row["status"]) for row in mine) == [
        ("2025-02", OUARZAZATE, "management", "4", "present"),
        ("2025-03", OUARZAZATE, "finance", "6", "present"),
        ("2025-03", ZAGORA, "management", "4", "present"),
        ("2026-02", OUARZAZATE, "strategy", "3", "present"),
    ]
    assert {(row["sex"], row["age_band"], row["organisation_kind"]) for row in mine} == {("f", "35_44", "cooperative")}


def test_no_name_no_phone_and_no_year_of_birth_stands_in_any_byte(programme: Engine) -> None:
    with transaction(programme) as session:
        session.execute(text("UPDATE person SET birth_year = :born"), {"born": BORN})
        cells = pseudonymous_rows(session, Filters())
    for file in (plain_file(COLUMNS, cells), workbook_file("x", COLUMNS, cells)):
        assert PLANTED.encode() not in file
        assert PHONE[4:].encode() not in file
    said = plain_file(COLUMNS, cells).decode("utf-8-sig")
    assert str(BORN) not in said
    assert re.findall(r"\d{4}-\d{2}-\d{2}", said) == []


def test_keys_stay_from_export_to_export_and_when_a_name_is_corrected(programme: Engine) -> None:
    first = rows(programme)
    with transaction(programme) as session:
        session.execute(text("UPDATE person SET name_latin = 'Corrected', phone = NULL"))
    assert rows(programme) == first


def test_keys_of_another_database_are_others(programme: Engine) -> None:
    first = rows(programme)
    with transaction(programme) as session:
        session.get_one(Instance, 1).pseudonym_secret = "5c" * 32
    other = rows(programme)
    assert {row["person"] for row in first} & {row["person"] for row in other} == set()
    assert {row["organisation"] for row in first} & {row["organisation"] for row in other} == {""}


def test_a_key_is_found_by_no_hash_of_a_name_a_phone_or_a_number(programme: Engine) -> None:
    keys = {row[name] for row in rows(programme) for name in ("person", "organisation")} - {""}
    known = [PLANTED, PHONE, PHONE[1:], "0" + PHONE[4:], normalised(PLANTED), *map(str, range(200))]
    known += [f"{kind}:{number}" for kind in ("person", "organisation") for number in range(200)]
    for name in ("md5", "sha1", "sha256", "sha512", "blake2b"):
        tried = {hashlib.new(name, one.encode()).hexdigest() for one in known}
        assert not [key for key in keys if any(key in one for one in tried)]


def test_who_gave_no_consent_objected_or_was_anonymised_is_counted_and_left_out(programme: Engine) -> None:
    everybody = {row["person"] for row in rows(programme)}
    with transaction(programme) as session:
        gone = session.exec(select(Person).where(Person.birth_year == 1990)).one()
        gone.consent_data = False
        objecting = session.exec(select(Person).where(Person.birth_year == 1991)).one()
        objecting.objected_on = date(2025, 6, 1)
    left = {row["person"] for row in rows(programme)}
    assert len(everybody - left) == 2
    with reading(programme) as session:
        assert pseudonymous_counted(session, Filters())[1:] == (len(everybody) - 2, 2)


def test_an_export_is_narrowed_as_the_figures_are(programme: Engine) -> None:
    assert {row["province"] for row in rows(programme, Filters(provinces=(ZAGORA,)))} == {ZAGORA}
    assert {row["phase"] for row in rows(programme, Filters(phase_id=2))} == {"2"}
    assert rows(programme, Filters(kinds=("union",))) == []


def test_the_band_does_not_move_with_the_years(programme: Engine) -> None:
    with transaction(programme) as session:
        # 24 in the year of the first session, 25 in the year of the last.
        session.execute(text("UPDATE person SET birth_year = 2001 WHERE birth_year = 1990"))
    assert {row["age_band"] for row in rows(programme, Filters(phase_id=2)) if row["sex"] == "f"} == {"18_24"}


def test_more_rows_than_a_file_holds_are_refused(programme: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudonymous, "MOST_ROWS", 17)
    with pytest.raises(Problem, match="export_too_large"):
        rows(programme)


def test_an_empty_database_gives_no_row(engine: Engine) -> None:
    assert rows(engine) == []
    with reading(engine) as session:
        assert pseudonymous_counted(session, Filters()) == (0, 0, 0)
