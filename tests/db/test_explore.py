"""What explorers read: the frames behind the charts, the list of organisations and the profile of one."""

from datetime import date

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.filters import Filters
from core.problems import Problem
from db.models import Organisation, OrganisationFigures, Province
from db.queries import pictures
from db.queries.choices import (
    any_obstacle,
    anything,
    category_choices,
    commune_choices,
    months_met,
    phase_choices,
    province_choices,
)
from db.queries.crossings import crossed
from db.queries.organisation_list import organisation_list, organisations_matching
from db.queries.profiles import (
    imports_of,
    keys_of,
    mentions_by,
    organisation_profile,
    people_of,
    sessions_of,
)
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TAZA, TINGHIR, ZAGORA

ALL = Filters()


@pytest.fixture
def session(engine: Engine):
    """A session on the small programme."""
    fill(engine)
    with Session(engine) as opened:
        yield opened


def by_code(frame):
    return {code: value for code, value in zip(frame["code"], frame["value"], strict=True) if value}


def number_of(session: Session, name: str) -> int:
    return session.exec(select(Organisation.id).where(Organisation.name_latin == name)).one() or 0


def province_id(session: Session, code: str) -> int:
    return session.exec(select(Province.id).where(Province.code == code)).one() or 0


def test_nothing_is_there_to_count_in_a_new_database(engine: Engine) -> None:
    with Session(engine) as empty:
        assert anything(empty) is False
        assert any_obstacle(empty) is False
        assert set(pictures.obstacles_by_category(empty, ALL)["value"]) == {0}
        assert len(crossed("province")(empty, ALL)) == 6 * 4
        assert list(pictures.people_by_province(empty, ALL)["value"].fillna(0)) == [0, 0, 0, 0]
        assert pictures.people_by_module(empty, ALL).empty
        assert pictures.attendance_by_month(empty, ALL).empty
        assert organisation_list(empty, None, ALL).empty


def test_people_stand_in_the_province_of_their_organisation(session: Session) -> None:
    assert anything(session) is True
    assert by_code(pictures.people_by_province(session, ALL).fillna({"value": 0})) == {
        OUARZAZATE: 6,
        TINGHIR: 2,
        ZAGORA: 1,
    }


def test_every_active_category_is_drawn_named_or_not(session: Session) -> None:
    frame = pictures.obstacles_by_category(session, ALL)
    assert list(frame["code"]) == ["marketing", "financing", "land", "sanitary", "coordination", "actors"]
    assert by_code(frame) == {"marketing": 3, "land": 3}


def test_each_cell_has_its_own_voices_and_the_unknown_place_is_a_column(session: Session) -> None:
    frame = crossed("province")(session, ALL)
    told = {(row.code, row.province): row.value for row in frame.itertuples() if row.value}
    assert told[("marketing", ZAGORA)] == 3
    assert told[("marketing", OUARZAZATE)] == 1
    assert frame["province"].isna().any()


def test_a_figure_by_province_says_where_its_name_is_written(session: Session) -> None:
    frame = pictures.figure_by_province(session, ALL, "organisations_registered").set_index("code")
    assert frame.loc[TAZA, "value"] == 1
    assert frame.loc[[TAZA], "longitude"].isna().all()
    assert frame.loc[[ZAGORA], "longitude"].notna().all()


def test_months_and_modules_are_those_with_an_attendance(session: Session) -> None:
    months = pictures.attendance_by_month(session, Filters(phase_id=1))
    assert [str(month.date()) for month in months["month"]] == ["2025-02-01", "2025-03-01", "2025-04-01"]
    assert list(months["value"]) == [5, 5, 2]
    assert set(pictures.people_by_module(session, ALL)["code"]) == {"management", "finance", "strategy"}


def test_choices_are_the_reader_s_own_provinces(session: Session) -> None:
    everywhere = province_choices(session, None)
    assert list(everywhere["code"]) == ["07.041", OUARZAZATE, TINGHIR, ZAGORA, TAZA]
    own = province_choices(session, frozenset({province_id(session, ZAGORA)}))
    assert list(own["code"]) == [ZAGORA]
    # Nothing is registered in Berkane, and an officer's own figures are still counted there.
    assert list(province_choices(session, frozenset({province_id(session, "02.113")}))["code"]) == ["02.113"]
    assert len(phase_choices(session)) == 2
    assert len(category_choices(session)) == 6


def test_communes_and_months_are_those_where_something_is_or_was(session: Session) -> None:
    communes = commune_choices(session, None)
    assert list(zip(communes["province"], communes["name_fr"], strict=True)) == [
        (TAZA, "Bni Frassen"),
        (OUARZAZATE, "Ghassate"),
        (TINGHIR, "Assoul"),
        (ZAGORA, "Ait Ouallal"),
    ]
    assert list(commune_choices(session, frozenset({province_id(session, ZAGORA)}))["name_fr"]) == ["Ait Ouallal"]
    assert months_met(session) == [date(2026, 2, 1), *(date(2025, month, 1) for month in (5, 4, 3, 2))]


def test_the_list_counts_whom_each_organisation_sent(session: Session) -> None:
    rows = organisation_list(session, None, ALL)
    assert organisations_matching(session, None, ALL) == len(rows) == 5
    assert sorted(rows["trained"]) == [0, 0, 1, 1, 5]
    assert not {"phone", "mail", "contact_name"} & set(rows.columns)
    assert {"phone", "mail", "contact_name"} <= set(organisation_list(session, None, ALL, contact=True).columns)


def test_the_list_is_narrowed_by_place_kind_phase_and_page(session: Session) -> None:
    assert organisations_matching(session, None, Filters(provinces=(ZAGORA,))) == 1
    assert organisations_matching(session, None, Filters(kinds=("association",))) == 1
    assert organisations_matching(session, None, Filters(phase_id=1)) == 4
    first, second = (organisation_list(session, None, ALL, limit=3, offset=offset) for offset in (0, 3))
    assert len(first) == 3
    assert len(second) == 2
    assert not set(first["id"]) & set(second["id"])


def test_a_reader_of_one_province_sees_its_organisations_and_those_without_a_place(session: Session) -> None:
    reach = frozenset({province_id(session, ZAGORA)})
    rows = organisation_list(session, reach, ALL)
    assert sorted(str(code) for code in rows["province"]) == [ZAGORA, "None"]


def test_a_search_finds_a_part_of_a_name_and_signs_find_nothing(session: Session) -> None:
    row = session.exec(select(Organisation).where(Organisation.kind == "association")).one()
    row.search, row.registration_number, row.court = "tifawine n imgoun", "77/2020", "Tinghir"
    session.flush()
    assert organisations_matching(session, None, ALL, "Imgoun") == 1
    assert organisations_matching(session, None, ALL, "imgoun tifa") == 1
    assert organisations_matching(session, None, ALL, "77/2020") == 1
    assert organisations_matching(session, None, ALL, "%") == 0
    assert organisations_matching(session, None, ALL, "   ") == 5


def test_the_list_shows_the_latest_declaration_only(session: Session) -> None:
    row = session.exec(select(Organisation).where(Organisation.kind == "association")).one()
    days = ((date(2025, 1, 1), 9), (date(2026, 1, 1), 12), (date(2024, 1, 1), 30))
    session.add_all(
        OrganisationFigures(organisation_id=row.id or 0, as_of=day, members=members) for day, members in days
    )
    session.flush()
    rows = organisation_list(session, None, Filters(kinds=("association",)))
    assert list(rows["members"]) == [12]


def test_a_profile_of_another_province_is_not_even_told_to_exist(session: Session) -> None:
    zagora = frozenset({province_id(session, ZAGORA)})
    other = organisation_list(session, None, Filters(provinces=(OUARZAZATE,)))["id"].iloc[0]
    with pytest.raises(Problem, match="row_gone"):
        organisation_profile(session, zagora, int(other))
    with pytest.raises(Problem, match="row_gone"):
        organisation_profile(session, None, 10_000)


def test_a_profile_has_contacts_only_for_readers_of_persons(session: Session) -> None:
    row = int(organisation_list(session, None, Filters(provinces=(OUARZAZATE,)))["id"].iloc[0])
    profile = organisation_profile(session, None, row)
    assert profile["trained"] == 5
    assert profile["province_fr"] == "Ouarzazate"
    assert not {"phone", "mail", "contact_name"} & set(profile)
    assert {"phone", "mail", "contact_name"} <= set(organisation_profile(session, None, row, contact=True))


def test_a_profile_shows_sessions_and_mentions_that_still_stand(session: Session) -> None:
    row = int(organisation_list(session, None, Filters(provinces=(OUARZAZATE,)))["id"].iloc[0])
    sessions = sessions_of(session, row)
    assert [str(day) for day in sessions["held_on"]] == sorted((str(day) for day in sessions["held_on"]), reverse=True)
    management = sessions[sessions["held_on"].astype(str) == "2025-02-10"].iloc[0]
    # One person was deleted and is in neither; one mark was taken out, its person stays registered.
    assert management["registered"] == 7
    assert management["present"] == 4
    assert len(mentions_by(session, row)) == 4
    assert list(people_of(session, row)["name_latin"]) == ["late, then left early"]
    assert keys_of(session, row).empty
    assert imports_of(session, row).empty
