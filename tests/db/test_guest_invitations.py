"""A list of guests is read as it was meant: kinds asked for, names in both scripts, likely doubles shown first."""

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.records import validated
from core.records.institutions import InstitutionPersonRecord
from core.records.people import MembershipRecord
from core.sheets.guest_list import guest_columns, guest_rows, kind_meant
from core.sheets.reading import read_tables
from db.commands.guests import add_guest, invite_guests
from db.commands.organisations import register_organisation
from db.commands.people import register_person
from db.engine import reading, transaction
from db.models import Institution, InstitutionPerson, Organisation
from db.queries.guest_invitations import (
    Invitation,
    invitations_of_institutions,
    invitations_of_organisations,
    invitations_read,
)
from tests.db.entries import DAY, communes_of, organisation, person, province
from tests.db.halls import DESK, Hall, opened_hall
from tests.db.rows_elsewhere import guest_record

FILE = """Nom et prénom;Qualité;Organisme;Province;Téléphone
Itto Ameln;Coopérative;Henné Draa;Zagora;0612345678
هند سلام;;ONSSA;;
Idder Karim;;;;
Sana Afif;ministre;;;
;Association;;;
Rkia Oubella;;تعاونية الحناء;Zagoura;6.12E+08
Ito Amelne;Coopérative;;;
Yamna Azerki;autre;Marché de la médina;Atlantide;
"""


@pytest.fixture
def hall(engine: Engine) -> Hall:
    """An event, one cooperative of Zagora, and Itto on the list already in Arabic letters."""
    made = opened_hall(engine)
    with reading(engine) as session:
        commune = communes_of(session, "Zagora")[0]
    names = {"name_latin": "Henné Draa", "name_ar": "تعاونية الحناء"}
    made.do(register_organisation, organisation(commune_id=commune, **names), by=DESK)
    made.do(add_guest, made.event, guest_record(name_ar="إيطو أملن"), by=DESK)
    return made


def read(hall: Hall, kind: str | None = None) -> dict[int, Invitation]:
    (table,) = read_tables(FILE.encode())
    columns = guest_columns(table)
    assert list(columns.values()) == ["name", "kind", "organisation", "province", "phone"]
    with reading(hall.engine) as session:
        lines = invitations_read(session, hall.event, guest_rows(table, columns), kind)
    return {line.number: line for line in lines}


def test_a_list_is_read_with_reasons_for_what_is_refused_and_doubles_told(hall: Hall) -> None:
    lines = read(hall)
    reasons = {number: [(one.code, one.field) for one in line.problems] for number, line in lines.items()}
    assert reasons == {
        2: [],
        3: [],
        # A name alone tells no kind: it is asked for.
        4: [("guest_kind_missing", "kind")],
        5: [("import_kind_unknown", "kind")],
        6: [("required", "name_ar")],
        7: [("import_turned_into_number", "phone")],
        8: [],
        9: [("import_province_unknown", "province")],
    }
    with reading(hall.engine) as session:
        zagora = province(session, "Zagora")
        onssa = session.exec(select(Institution.id).where(Institution.acronym == "ONSSA")).one()
        henne = session.exec(select(Organisation.id)).one()
    first, second, eighth = (lines[number].record for number in (2, 3, 8))
    assert first
    assert (first.kind, first.organisation_id, first.province_id, first.phone) == (
        *("cooperative", henne),
        *(zagora, "+212612345678"),
    )
    assert second
    assert (second.kind, second.institution_id, second.name_ar) == ("institution", onssa, "هند سلام")
    assert eighth
    # Itto is on the list in Arabic letters, and stands twice in the file.
    assert lines[2].double == ("other_script", "إيطو أملن")
    assert lines[8].double is not None
    assert lines[3].double is None
    assert read(hall, "other")[4].record == guest_record(kind="other", name_latin="Idder Karim")


def test_the_same_list_again_finds_everybody_invited_already(hall: Hall) -> None:
    records = [line.record for line in read(hall, "other").values() if line.record and not line.double]
    hall.do(invite_guests, hall.event, records, by=DESK)
    again = [line for line in read(hall, "other").values() if line.record]
    assert [line.number for line in again if not line.double] == []
    assert hall.card().invited == 1 + len(records) == 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("Coopérative féminine", "cooperative"), ("تعاونية", "cooperative"), ("جمعية", "association")),
        *(("Institution publique", "institution"), ("autre", "other"), ("ministre", None)),
    ],
)
def test_a_kind_is_known_by_its_spellings(text: str, kind: str | None) -> None:
    assert kind_meant(text) == kind


def test_organisations_are_invited_by_their_president_or_without_a_name(hall: Hall) -> None:
    with reading(hall.engine) as session:
        henne = session.exec(select(Organisation.id)).one() or 0
    member = {"organisation_id": henne, "since": DAY}
    consent = {"consent_data": True, "consent_data_on": DAY, "consent_way": "paper"}
    for name, role, given in (("Bouchra Sellam", "president", consent), ("Idder Karim", "member", consent)):
        record = validated(MembershipRecord, member | {"role": role})
        hall.do(register_person, person(name_latin=name, **given), record, by=DESK)
    silent = validated(MembershipRecord, member | {"role": "member"})
    hall.do(register_person, person(name_latin="Rkia Oubella"), silent, by=DESK)

    def called(who: str) -> list[str]:
        with reading(hall.engine) as session:
            lines = invitations_of_organisations(session, hall.event, [henne], who)
        assert all(line.record and line.record.organisation_id == henne for line in lines)
        return [line.called for line in lines]

    assert called("president") == ["Bouchra Sellam"]
    # Rkia gave no consent for her data: her name goes on no list.
    assert called("members") == ["Bouchra Sellam", "Idder Karim"]
    assert called("organisation") == [""]


def test_institutions_are_invited_by_their_people_or_as_themselves(hall: Hall) -> None:
    with transaction(hall.engine) as session:
        first, second = session.exec(select(Institution.id).order_by(Institution.position)).all()[:2]  # type: ignore[arg-type]
        record = validated(InstitutionPersonRecord, {"institution_id": first, "name": "سناء عفيف"})
        session.add(InstitutionPerson.model_validate(record))
    with reading(hall.engine) as session:
        lines = invitations_of_institutions(session, hall.event, [first or 0, second or 0])
    assert [(line.called, line.record and line.record.institution_id) for line in lines] == [
        ("سناء عفيف", first),
        ("", second),
    ]
    hall.do(invite_guests, hall.event, [line.record for line in lines], by=DESK)
    with reading(hall.engine) as session:
        again = invitations_of_institutions(session, hall.event, [first or 0, second or 0])
    assert all(line.double for line in again)
