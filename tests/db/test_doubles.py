"""A likely double is shown before a second row is made, and of another province only that there may be one."""

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session

from core.problems import Problem
from core.records import validated
from core.records.people import EnrolmentRecord, MembershipRecord
from db.commands.organisations import register_organisation
from db.commands.people import register_person
from db.queries.doubles import ELSEWHERE, organisation_doubles, person_doubles
from tests.db.entries import DAY, communes_of, do, field_officer_of, organisation, person, phase_with_group, province


@pytest.fixture
def places(engine: Engine) -> dict[str, int]:
    """Zagora with two communes, and Tinghir."""
    with Session(engine) as session:
        first, second, *_ = communes_of(session, "Zagora")
        return {
            "zagora": province(session, "Zagora"),
            "here": first,
            "beside": second,
            "in_tinghir": communes_of(session, "Tinghir")[0],
        }


def reasons(found) -> dict[int, tuple[str, ...]]:
    return dict(zip(found.rows["id"].tolist(), found.rows["reasons"].tolist(), strict=True))


def test_a_likely_double_that_nobody_looked_at_stops_the_second_row(engine: Engine, coordinator, places):
    first = organisation(name_latin="Coopérative Al Amal", commune_id=places["here"])
    do(engine, register_organisation, coordinator, "a", first)
    second = organisation(name_ar="تعاونية الأمل", commune_id=places["here"])
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, coordinator, "b", second)
    assert (refused.value.code, refused.value.details) == ("likely_double", {"ids": (1,)})
    saved = do(engine, register_organisation, coordinator, "b", second, doubles_seen=(1,))
    assert saved.row_id == 2


def test_the_same_form_sent_again_finds_its_own_row_whatever_double_was_ticked_since(
    engine: Engine, coordinator, places
):
    record = organisation(name_latin="Amal", commune_id=places["here"])
    do(engine, register_organisation, coordinator, "a", record)
    again = do(engine, register_organisation, coordinator, "a", record, doubles_seen=(1,))
    assert (again.row_id, again.again) == (1, True)


def test_a_double_that_came_in_after_the_tick_stops_the_row_again(engine: Engine, coordinator, places):
    record = organisation(name_latin="Amal", commune_id=places["here"])
    do(engine, register_organisation, coordinator, "a", record)
    do(engine, register_organisation, coordinator, "b", record, doubles_seen=(1,))
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, coordinator, "c", record, doubles_seen=(1,))
    assert refused.value.details == {"ids": (1, 2)}


def test_of_a_double_in_another_province_a_field_officer_learns_only_that_there_may_be_one(
    engine: Engine, coordinator, places
):
    theirs = organisation(name_latin="Secret", phone="0661234567", commune_id=places["in_tinghir"])
    do(engine, register_organisation, coordinator, "a", theirs)
    officer = field_officer_of(places["zagora"])
    with Session(engine) as session:
        found = organisation_doubles(session, officer.provinces, name_latin="Amal", phone="06 61 23 45 67")
    assert (found.rows.empty, found.elsewhere, found.ids) == (True, True, (ELSEWHERE,))
    mine = organisation(name_latin="Amal", phone="0661234567", commune_id=places["here"])
    with pytest.raises(Problem) as refused:
        do(engine, register_organisation, officer, "b", mine)
    assert refused.value.details == {"ids": (ELSEWHERE,)}
    assert do(engine, register_organisation, officer, "b", mine, doubles_seen=(ELSEWHERE,)).row_id == 2


def test_what_two_organisations_have_in_common_is_said(engine: Engine, coordinator, places):
    for key, values in {
        "a": {"name_latin": "Coopérative Tifawin", "phone": "0661234567", "ice": "001561191000066"},
        "b": {"name_latin": "Tifaouin agricole"},
        "c": {"name_ar": "تيفاوين", "court": "Zagora", "registration_number": "7/2020"},
        "d": {"name_latin": "Argane"},
    }.items():
        record = organisation(**values, commune_id=places["here"])
        do(engine, register_organisation, coordinator, key, record, doubles_seen=(1, 2, 3))
    with Session(engine) as session:
        found = organisation_doubles(
            session,
            None,
            name_latin="coop TIFAWIN",
            phone="+212 661-234567",
            ice="001561191000066",
            registration_number="7/2020",
            commune_id=places["here"],
        )
        assert reasons(found) == {1: ("same_ice", "same_phone", "same_name"), 3: ("same_number", "other_script")}
        assert organisation_doubles(session, None, own_id=1, phone="0661234567").ids == ()
        assert organisation_doubles(session, None).ids == ()
        assert organisation_doubles(session, None, phone="not a phone").ids == ()


def test_in_the_rest_of_the_province_only_the_same_name_counts(engine: Engine, coordinator, places):
    for key, name in {"a": "Coopérative Taghrout", "b": "Tagrout", "c": "تاغروت"}.items():
        field = "name_latin" if name.isascii() or "é" in name else "name_ar"
        record = organisation(**{field: name}, commune_id=places["here"])
        do(engine, register_organisation, coordinator, key, record, doubles_seen=(1, 2, 3))
    with Session(engine) as session:
        beside = organisation_doubles(session, None, name_latin="Taghrout", commune_id=places["beside"])
        far = organisation_doubles(session, None, name_latin="Taghrout", commune_id=places["in_tinghir"])
        near = organisation_doubles(session, None, name_latin="Taghrout", commune_id=places["here"])
    assert reasons(beside) == {1: ("same_name",)}
    assert reasons(far) == {}
    assert reasons(near) == {1: ("same_name",), 2: ("close_name",), 3: ("other_script",)}


def test_one_phone_is_the_strong_key_of_a_person_whatever_the_names(engine: Engine, coordinator):
    do(engine, register_person, coordinator, "a", person(name_latin="Zahra Alaoui", phone="0661234567"))
    record = person(name_ar="الزهراء العلوي", phone="+212661234567")
    with pytest.raises(Problem) as refused:
        do(engine, register_person, coordinator, "b", record)
    assert (refused.value.code, refused.value.details) == ("likely_double", {"ids": (1,)})
    with Session(engine) as session:
        found = person_doubles(session, None, name_ar="الزهراء العلوي", phone="0661 234 567")
    assert reasons(found) == {1: ("same_phone", "other_script")}


def test_a_name_counts_inside_the_organisation_its_commune_or_the_group_and_nowhere_else(
    engine: Engine, coordinator, places
):
    _, group = phase_with_group(engine, places["here"])
    for key, commune in (("one", "here"), ("two", "here"), ("three", "beside")):
        record = organisation(name_latin=key, commune_id=places[commune])
        do(engine, register_organisation, coordinator, key, record)
    member = validated(MembershipRecord, {"organisation_id": 1})
    place = validated(EnrolmentRecord, {"group_id": group, "enrolled_on": DAY})
    do(engine, register_person, coordinator, "p", person(name_latin="Fatima Zahra El Amrani"), member, place)
    with Session(engine) as session:
        typed = "فاطمة الزهراء العمراني"
        by_organisation = [person_doubles(session, None, name_ar=typed, organisation_id=i).ids for i in (1, 2, 3)]
        in_group = person_doubles(session, None, name_ar=typed, group_id=group)
        nowhere = person_doubles(session, None, name_ar=typed)
    assert by_organisation == [(1,), (1,), ()]
    assert reasons(in_group) == {1: ("other_script",)}
    assert nowhere.ids == ()


def test_of_a_person_in_another_province_a_field_officer_learns_only_that_there_may_be_one(
    engine: Engine, coordinator, places
):
    theirs = organisation(name_latin="A", commune_id=places["in_tinghir"])
    do(engine, register_organisation, coordinator, "o", theirs)
    member = validated(MembershipRecord, {"organisation_id": 1})
    do(engine, register_person, coordinator, "p", person(name_latin="Zahra", phone="0661234567"), member)
    with Session(engine) as session:
        found = person_doubles(session, frozenset({places["zagora"]}), name_latin="Zahra", phone="0661234567")
    assert (found.rows.empty, found.ids) == (True, (ELSEWHERE,))
