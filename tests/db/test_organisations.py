"""Organisations are registered once, changed by one person at a time, and found in either script."""

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from core.problems import Problem
from core.records import validated
from core.records.organisations import FiguresRecord, ParticipationRecord
from db.commands.organisations import (
    change_organisation,
    declare_figures,
    register_organisation,
    remove_organisation,
    set_participation,
)
from db.models import Change, Organisation, OrganisationFigures
from db.queries.organisations import (
    figures_of,
    organisation_values,
    organisations_counted,
    organisations_found,
    participations_of,
)
from tests.db.entries import DAY, communes_of, do, field_officer_of, organisation, phase_with_group, province


def test_a_manager_registers_nothing(engine: Engine, manager):
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, manager, "k", organisation(name_latin="Tifawin"))
    assert refused.value.code == "not_allowed"


def test_a_field_officer_registers_only_in_the_provinces_of_the_account(engine: Engine):
    with Session(engine) as session:
        zagora, tinghir = province(session, "Zagora"), communes_of(session, "Tinghir")[0]
    officer = field_officer_of(zagora)
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, officer, "k", organisation(name_latin="Tifawin", commune_id=tinghir))
    assert (refused.value.code, refused.value.field) == ("other_province", "commune_id")


def test_a_commune_or_a_sector_that_is_not_there_is_refused_beside_its_field(engine: Engine, coordinator):
    for field in ("commune_id", "sector_id"):
        with pytest.raises(Problem) as refused:
            do(engine, register_organisation, coordinator, "k", organisation(name_latin="Tifawin", **{field: 99999}))
        assert (refused.value.code, refused.value.field) == ("unknown_choice", field)


def test_a_court_and_number_belong_to_one_organisation_however_the_court_is_written(engine: Engine, coordinator):
    first = organisation(name_latin="Tifawin", court="Ouarzazate", registration_number="123/2019")
    do(engine, register_organisation, coordinator, "k", first)
    second = organisation(name_latin="Amal", court="  OUARZAZATE ", registration_number="123/2019")
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, coordinator, "k2", second)
    assert (refused.value.code, refused.value.field) == ("number_taken", "registration_number")
    assert refused.value.details["name"] == "Tifawin"
    elsewhere = organisation(name_latin="Amal", court="Zagora", registration_number="123/2019")
    assert do(engine, register_organisation, coordinator, "k3", elsewhere).row_id == 2


def test_an_ice_belongs_to_one_living_organisation(engine: Engine, coordinator):
    first = do(engine, register_organisation, coordinator, "k", organisation(name_latin="A", ice="001561191000066"))
    again = organisation(name_latin="B", ice="00156 1191 000066")
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, coordinator, "k2", again)
    assert (refused.value.code, refused.value.field, refused.value.details["name"]) == ("ice_taken", "ice", "A")
    do(engine, remove_organisation, coordinator, "k3", first.row_id, 1, "saisie deux fois")
    assert do(engine, register_organisation, coordinator, "k4", again).row_id == 2


@pytest.mark.parametrize("same", [{"ice": "001561191000066"}, {"court": "Zagora", "registration_number": "1/2020"}])
def test_what_two_people_write_between_the_look_and_the_write_is_held_by_the_database(engine: Engine, same):
    rows = [Organisation(kind="cooperative", name_latin=name, **same) for name in ("A", "B")]
    with Session(engine) as session:
        session.add_all(rows)
        with pytest.raises(IntegrityError):
            session.flush()


def test_the_holder_of_a_number_in_another_province_is_not_named_to_a_field_officer(engine: Engine, coordinator):
    with Session(engine) as session:
        zagora, tinghir = communes_of(session, "Zagora")[0], communes_of(session, "Tinghir")[0]
        officer = field_officer_of(province(session, "Zagora"))
    taken = organisation(name_latin="Secret", ice="001561191000066", commune_id=tinghir)
    do(engine, register_organisation, coordinator, "k", taken)
    mine = organisation(name_latin="Amal", ice="001561191000066", commune_id=zagora)
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, officer, "k", mine)
    assert (refused.value.code, refused.value.details) == ("ice_taken_elsewhere", {})


def test_a_double_click_makes_one_organisation(engine: Engine, coordinator):
    first = do(engine, register_organisation, coordinator, "same", organisation(name_latin="Tifawin"))
    second = do(engine, register_organisation, coordinator, "same", organisation(name_latin="Tifawin"))
    assert (first.row_id, first.again) == (1, False)
    assert (second.row_id, second.again) == (1, True)
    with Session(engine) as session:
        assert organisations_counted(session, None) == 1
        assert len(session.exec(select(Change)).all()) == 1


def test_a_stale_version_is_a_conflict_and_overwrites_nothing(engine: Engine, coordinator):
    made = do(engine, register_organisation, coordinator, "k", organisation(name_latin="Tifawin"))
    do(engine, change_organisation, coordinator, "k1", made.row_id, 1, organisation(name_latin="Tifawine"))
    with pytest.raises(Problem) as refused:
        do(engine, change_organisation, coordinator, "k2", made.row_id, 1, organisation(name_latin="Other"))
    assert refused.value.code == "conflict"
    with Session(engine) as session:
        values = organisation_values(session, None, made.row_id)
    assert (values["name_latin"], values["version"]) == ("Tifawine", 2)


def test_an_organisation_is_not_moved_out_of_or_into_a_province_beyond_reach(engine: Engine, coordinator):
    with Session(engine) as session:
        zagora, tinghir = communes_of(session, "Zagora")[0], communes_of(session, "Tinghir")[0]
        officer = field_officer_of(province(session, "Zagora"))
    theirs = do(engine, register_organisation, coordinator, "a", organisation(name_latin="A", commune_id=tinghir))
    ours = do(engine, register_organisation, coordinator, "b", organisation(name_latin="B", commune_id=zagora))
    for row_id, commune_id in ((theirs.row_id, zagora), (ours.row_id, tinghir)):
        record = organisation(name_latin="C", commune_id=commune_id)
        with pytest.raises(Problem) as refused:
            do(engine, change_organisation, officer, "c", row_id, 1, record)
        assert refused.value.code == "other_province"
    with Session(engine) as session, pytest.raises(Problem) as refused:
        organisation_values(session, officer.provinces, theirs.row_id)
    assert refused.value.code == "row_gone"


def test_registering_takes_the_province_from_the_commune_and_files_one_change(engine: Engine, coordinator):
    with Session(engine) as session:
        commune, zagora = communes_of(session, "Zagora")[0], province(session, "Zagora")
    phase, _ = phase_with_group(engine, commune)
    record = organisation(name_ar="تعاونية الأمل", name_latin="Coopérative Al Amal", commune_id=commune)
    figures = validated(FiguresRecord, {"as_of": DAY, "members": 20, "women": 12, "youth": 0})
    part = validated(ParticipationRecord, {"phase_id": phase, "state": "enrolled"})
    saved = do(engine, register_organisation, coordinator, "k", record, figures, part)
    with Session(engine) as session:
        row = session.get_one(Organisation, saved.row_id)
        assert (row.province_id, row.search) == (zagora, "تعاونيه الامل | cooperative al amal")
        change = session.exec(select(Change)).one()
        assert (change.subject, change.row_id, change.before) == ("organisation", saved.row_id, None)
        assert change.after is not None
        assert change.after["figures"]["women"] == 12
        assert change.after["participation"]["state"] == "enrolled"
        assert figures_of(session, saved.row_id)[["members", "women", "youth"]].values.tolist() == [[20, 12, 0]]
        assert participations_of(session, saved.row_id)["state"].tolist() == ["enrolled"]


def test_one_person_and_a_group_with_a_project_are_registered_without_a_court(engine: Engine, coordinator):
    for number, kind in enumerate(("individual_project", "project_group")):
        record = organisation(kind=kind, name_latin=f"Projet {kind}")
        assert do(engine, register_organisation, coordinator, str(number), record).row_id == number + 1


def test_a_declaration_of_tomorrow_is_refused_and_a_later_one_stands_beside_the_first(engine: Engine, coordinator):
    made = do(engine, register_organisation, coordinator, "k", organisation(name_latin="Tifawin"))
    future = validated(FiguresRecord, {"as_of": "2099-01-01", "members": 5})
    with pytest.raises(Problem) as refused:
        do(engine, declare_figures, coordinator, "f", made.row_id, future)
    assert (refused.value.code, refused.value.field) == ("day_in_future", "as_of")
    for day, members in (("2026-01-01", 20), ("2026-02-01", 22)):
        record = validated(FiguresRecord, {"as_of": day, "members": members})
        do(engine, declare_figures, coordinator, day, made.row_id, record)
    with Session(engine) as session:
        assert figures_of(session, made.row_id)["members"].tolist() == [22, 20]


def test_an_organisation_without_a_commune_keeps_its_province(engine: Engine, coordinator):
    with Session(engine) as session:
        zagora, tinghir = province(session, "Zagora"), province(session, "Tinghir")
        commune = communes_of(session, "Tinghir")[0]
    made = do(engine, register_organisation, coordinator, "k", organisation(name_latin="Tifawin"))
    with Session(engine) as session, session.begin():
        # A list that names the province alone leaves such a row.
        session.get_one(Organisation, made.row_id).province_id = zagora
    other = organisation(name_latin="Tifawin n Zagora")
    stranger = field_officer_of(tinghir)
    with pytest.raises(Problem) as refused:
        do(engine, change_organisation, stranger, "c1", made.row_id, 1, other)
    assert refused.value.code == "other_province"
    steps = (("c2", other, zagora), ("c3", organisation(name_latin="Tifawin", commune_id=commune), tinghir))
    for version, (key, record, expected) in enumerate((*steps, ("c4", other, tinghir)), start=1):
        do(engine, change_organisation, coordinator, key, made.row_id, version, record)
        with Session(engine) as session:
            assert session.get_one(Organisation, made.row_id).province_id == expected


def test_a_participation_is_changed_only_from_the_version_that_was_seen(engine: Engine, coordinator):
    with Session(engine) as session:
        commune = communes_of(session, "Zagora")[0]
    phase, _ = phase_with_group(engine, commune)
    made = do(engine, register_organisation, coordinator, "k", organisation(name_latin="Tifawin"))
    invited = validated(ParticipationRecord, {"phase_id": phase, "state": "invited"})
    enrolled = validated(ParticipationRecord, {"phase_id": phase, "state": "enrolled"})
    do(engine, set_participation, coordinator, "p1", made.row_id, invited)
    with pytest.raises(Problem) as refused:
        do(engine, set_participation, coordinator, "p2", made.row_id, enrolled)
    assert refused.value.code == "conflict"
    do(engine, set_participation, coordinator, "p3", made.row_id, enrolled, version=1)
    with Session(engine) as session:
        rows = participations_of(session, made.row_id)
    assert rows[["state", "version"]].values.tolist() == [["enrolled", 2]]


def test_removing_asks_for_a_reason_and_takes_the_figures_along(engine: Engine, coordinator):
    made = do(engine, register_organisation, coordinator, "k", organisation(name_latin="Tifawin"))
    figures = validated(FiguresRecord, {"as_of": DAY, "members": 20})
    do(engine, declare_figures, coordinator, "f", made.row_id, figures)
    with pytest.raises(Problem) as refused:
        do(engine, remove_organisation, coordinator, "r", made.row_id, 1, "  ")
    assert (refused.value.code, refused.value.field) == ("required", "reason")
    do(engine, remove_organisation, coordinator, "r", made.row_id, 1, "doublon")
    with Session(engine) as session:
        assert organisations_counted(session, None) == 0
        assert session.exec(select(OrganisationFigures)).one().deleted_at is not None
        assert session.exec(select(Change.reason).order_by(col(Change.id).desc())).first() == "doublon"


def test_organisations_are_found_by_any_word_in_either_script_and_by_whole_numbers(engine: Engine, coordinator):
    record = organisation(
        name_ar="تعاونية أركان سوس",
        name_latin="Coopérative Argane d'Or 100%",
        court="Agadir",
        registration_number="45/2020",
        ice="001561191000066",
        phone="0661 23 45 67",
    )
    do(engine, register_organisation, coordinator, "k", record)
    do(engine, register_organisation, coordinator, "k2", organisation(name_latin="Zitoune"))
    with Session(engine) as session:
        found = {
            text: organisations_found(session, None, text)["id"].tolist()
            for text in (
                "",
                "argane",
                "or cooperative",
                "اركان",
                "45/2020",
                "001561191000066",
                "06 61 23 45 67",
                "%",
                "x",
            )
        }
    assert sorted(found.pop("")) == [1, 2]
    assert found.pop("%") == []
    assert found.pop("x") == []
    assert set(map(tuple, found.values())) == {(1,)}
