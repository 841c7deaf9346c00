"""The history in words: rows by their names, codes, dates and numbers in the language, lists that can be read."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

import db.models
from core.access import COORDINATOR, Actor
from core.i18n import LANGUAGES, words
from db.engine import transaction
from db.models import (
    Account,
    Commune,
    Module,
    Organisation,
    Person,
    Phase,
    Programme,
    Province,
    Registration,
    TrainingSession,
)
from db.queries.history import KINDS, Entry
from pages.parts.history import exported
from pages.parts.history_fields import CODES, DOMAINS, LISTS, NESTED, UNSAID
from pages.parts.history_words import Teller
from pages.parts.visit import Visit
from tests.pages.conftest import new_account

STAMPS = {"created_at", "created_by", "updated_at", "updated_by", "password_hash"}
# Their rows are made, and never told of field by field.
SILENT = {"setup_code", "sign_in", "password_link", "setting", "merge", "export", "instance", "backup"}
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def entry(kind: str, before: Any, after: Any, row: int | None = 1, **values: Any) -> Entry:
    said: dict[str, Any] = {
        "id": 7,
        "at": AT,
        "name": "Amina",
        "username": "amina",
        "command": "change_person",
        "reason": None,
    }
    return Entry(kind=kind, row_id=row, before=before, after=after, **(said | values))


def told(language: str, *entries: Entry, plain: bool = False) -> list[tuple[str, str | None, str]]:
    teller = Teller(words(language), entries, plain=plain)
    return [line for one in entries for line in teller.differences(one)]


@pytest.fixture
def rows(database: Path) -> dict[str, int]:
    """A row of each kind that is named, persons with consent among them."""
    assert database.exists()
    made: dict[str, int] = {}
    with transaction() as session:

        def add(name: str, row: Any) -> int:
            session.add(row)
            session.flush()
            made[name] = row.id
            return int(row.id)

        province = session.exec(select(Province).where(Province.name_fr == "Zagora")).one()
        commune = session.exec(select(Commune).where(Commune.province_id == province.id)).first()
        module = session.exec(select(Module)).first()
        assert commune
        assert module
        made |= {"province": province.id or 0, "commune": commune.id or 0, "module": module.id or 0}
        named: dict[str, Any] = {"name_ar": "برنامج", "name_fr": "Programme", "name_en": "Programme"}
        programme = add("programme", Programme(**named))
        when: dict[str, Any] = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
        phase = add("phase", Phase(programme_id=programme, code="one", **named, **when))
        organisation = add("organisation", Organisation(kind="cooperative", name_ar="نسيج", name_latin="*Tissage*"))
        sitting: dict[str, Any] = {"phase_id": phase, "module_id": module.id, "commune_id": commune.id}
        sitting |= {"province_id": province.id, "held_on": date(2025, 3, 4), "hours": 2.0}
        clock: dict[str, Any] = {"starts_at": datetime.min.time(), "ends_at": datetime.max.time()}
        sitting_id = add("session", TrainingSession(**sitting, **clock))
        for number in range(1, 33):
            person = add(f"person{number}", Person(name_latin=f"Person {number}", consent_data=True))
            place = Registration(session_id=sitting_id, person_id=person, row_number=number)
            add(f"place{number}", place)
        add("both", Person(name_ar="أمينة", name_latin="Amina", consent_data=True))
        made["account"] = new_account(session, "worker", "coordinator", (), "fr")
        assert session.get_one(Account, made["account"]).name == "Name of worker"
        assert organisation
    return made


def test_every_field_that_is_told_has_its_label_and_every_code_its_words_in_every_language() -> None:
    tables = {model.__tablename__: model for model in vars(db.models).values() if hasattr(model, "__tablename__")}
    fields = [(kind, name) for kind in KINDS if kind not in SILENT for name in tables[kind].model_fields]
    wanted: list[tuple[str, ...]] = [
        (f"{DOMAINS.get(kind, kind)}.{name}", f"history.field.{name}")
        for kind, name in fields
        if name not in UNSAID | STAMPS
    ]
    wanted += [(f"history.field.{name}",) for name in (*LISTS, *NESTED)]
    missing = {keys for language in LANGUAGES for keys in wanted if not any(map(words(language).has, keys))}
    assert missing == set()
    assert {domain for domain in CODES.values() if domain.startswith("history.w")} == {"history.way"}


def test_rows_are_told_by_their_names_and_a_row_that_is_gone_by_its_number(rows: dict[str, int]) -> None:
    after = {"sector_id": 999, "commune_id": rows["commune"], "province_id": rows["province"]}
    assert told("fr", entry("organisation", None, after))[0][2] == "n° ⁨999⁩"
    assert told("ar", entry("organisation", None, after))[2][2] == "زاكورة"
    mark = {"registration_id": rows["place1"], "status_id": 1}
    assert told("en", entry("attendance", None, mark))[0] == ("Person", None, "Person 1")
    place = {"session_id": rows["session"], "person_id": rows["both"]}
    assert told("ar", entry("registration", None, place))[1][2] == "أمينة"
    assert told("fr", entry("registration", None, place))[0][2].endswith(", 4 mars 2025")


def test_the_row_of_an_entry_is_named_and_the_settings_need_no_number(rows: dict[str, int]) -> None:
    teller = Teller(words("en"), [], ("organisation", rows["organisation"]))
    assert teller.row("organisation", rows["organisation"]) == f"⁨Organisation⁩ no. ⁨{rows['organisation']}⁩: ⁨*Tissage*⁩"
    assert teller.row("organisation", 999) == "⁨Organisation⁩ no. ⁨999⁩"
    assert teller.row("setting", 1) == "Settings"
    assert teller.row("import_batch", None) == "Import"


@pytest.mark.usefixtures("database")
def test_codes_dates_and_numbers_are_told_in_the_language() -> None:
    before = {"sex": "unknown", "birth_year": 1990, "consent_data_on": "2026-11-20", "consent_way": "paper"}
    after = {"sex": "f", "birth_year": 1991, "consent_data_on": None, "consent_way": "spoken"}
    assert [line[1:] for line in told("fr", entry("person", before, after))] == [
        ("Inconnu", "Femme"),
        ("1990", "1991"),
        ("20 novembre 2026", "vide"),
        ("Sur papier", "De vive voix"),
    ]
    sitting = {"state": "held", "opened_at": "2026-11-20T09:30:00+00:00", "starts_at": "09:00:00", "hours": 3.5}
    assert [line[2] for line in told("fr", entry("training_session", None, sitting))] == [
        *("Feuille ouverte", "20 nov. 2026, 10:30:00", "09:00", "3,5"),
    ]
    limits = ({"completion_share": 0.8, "tries_of_address": 60}, {"completion_share": 0.75, "tries_of_address": 1200})
    assert [line[1:] for line in told("en", entry("setting", *limits))] == [("80%", "75%"), ("60", "1,200")]
    account = {"roles": "coordinator manager", "language": "ar"}
    assert [line[2] for line in told("en", entry("account", None, account))] == ["⁨Coordinator⁩ and ⁨Manager⁩", "العربية"]


@pytest.mark.usefixtures("database")
def test_each_consent_has_its_day_way_and_notice_and_one_that_was_not_given_has_no_way() -> None:
    data = {"consent_data": True, "consent_data_on": "2026-11-20", "consent_way": "spoken", "notice_version": "2"}
    none = {
        "consent_photo": False,
        "consent_photo_on": None,
        "consent_photo_way": "paper",
        "photo_notice_version": None,
    }
    assert [line[2] for line in told("fr", entry("person", {}, data | none))] == [
        *("oui", "20 novembre 2026", "De vive voix", "2", "non"),
    ]
    photo = {"consent_photo": True, "consent_photo_on": "2026-11-21", "photo_notice_version": "3"}
    assert told("en", entry("person", data | none, data | none | photo)) == [
        ("Consents to photos", "no", "yes"),
        ("Day of consent for photos", "empty", "November 21, 2026"),
        ("How consent for photos was given", "empty", "On paper"),
        ("Version of the notice read for photos", "empty", "3"),
    ]


@pytest.mark.usefixtures("database")
def test_what_somebody_typed_is_no_code_and_no_date() -> None:
    after = {"name_latin": "paper", "note": "2026-11-20", "branch": "held"}
    assert [line[2] for line in told("fr", entry("organisation", None, after))] == ["paper", "2026-11-20", "held"]


def test_a_row_inside_of_another_is_told_field_by_field(rows: dict[str, int]) -> None:
    membership = {"id": 3, "organisation_id": rows["organisation"], "role": "president", "person_id": rows["both"]}
    after = {"id": rows["both"], "name_latin": "Amina", "membership": membership}
    assert told("en", entry("person", None, after, rows["both"])) == [
        ("Full name in Latin letters", None, "Amina"),
        ("Membership – Organisation", None, "*Tissage*"),
        ("Membership – Role", None, "President"),
    ]
    place = {"id": rows["place1"], "person_id": rows["person1"], "deleted_at": None}
    off = place | {"deleted_at": "2026-11-20T09:30:00+00:00"}
    changed = entry("training_session", {"registration": place}, {"registration": off}, rows["session"])
    assert told("fr", changed) == [("Inscription (Person 1) – Supprimé le", "vide", "20 nov. 2026, 10:30:00")]


def test_lists_name_their_rows_and_a_long_one_counts_the_rest(rows: dict[str, int]) -> None:
    places = [rows[f"place{number}"] for number in range(1, 33)]
    few = entry("training_session", {}, {"turned_absent": places[:2]})
    assert told("fr", few)[0][2] == "⁨Person 1⁩ et ⁨Person 2⁩"
    many = entry("training_session", {}, {"registered": [{"id": place} for place in places]})
    assert told("en", many)[0][2].endswith("⁨Person 30⁩, and ⁨2 more⁩")
    assert told("en", many, plain=True)[0][2].endswith("; Person 31; Person 32")
    assert told("en", entry("account", {"provinces": []}, {"provinces": [rows["province"]]})) == [
        ("Provinces", "empty", "⁨Zagora⁩")
    ]
    counts = entry("import_batch", None, {"counts": {"new": 12, "changes": 0}})
    assert told("fr", counts)[0][2] == "⁨nouvelle⁩ : ⁨12⁩ · ⁨modifiée⁩ : ⁨0⁩"


def test_the_file_tells_names_sortable_dates_and_by_which_entry_values_were_taken_out(rows: dict[str, int]) -> None:
    after = {"person_id": rows["both"], "marked_at": "2026-11-20T09:30:00+00:00", "hours": 2.5}
    listed = [
        entry("attendance", None, after, None, command="mark_attendance"),
        entry("person", {"sex": "f"}, {"sex": "m"}, rows["both"], redacted_by=9, reason="=why"),
    ]
    visit = Visit(Actor(1, "test", frozenset({COORDINATOR})), "Test", words("fr"))
    lines = exported(visit, "csv", listed).decode("utf-8-sig").splitlines()[1:]
    begins = "7;2026-11-20 10:30:00+01:00;Amina;amina"
    assert lines == [
        f"{begins};Pointage d’une présence;Présence;;;Personne;;Amina;;",
        f"{begins};Pointage d’une présence;Présence;;;Pointé le;;2026-11-20 10:30:00;;",
        f"{begins};Pointage d’une présence;Présence;;;Heures suivies;;2.5;;",
        f"{begins};Modification d’une personne;Personne;{rows['both']};Amina;Sexe;Femme;Homme;'=why;9",
    ]
