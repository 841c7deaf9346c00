"""A person's page and the line of absences: lights in words, what is missing, and nobody named without consent."""

from pathlib import Path

import pytest

from core.i18n import LANGUAGES, words
from core.records import validated
from core.records.people import MembershipRecord
from db.commands.attendance import close_roster, open_roster
from db.commands.organisations import register_organisation
from db.commands.people import join_organisation
from db.engine import engine, transaction
from db.models import Person
from tests.db.entries import organisation
from tests.db.sittings import DAY, LAST_DAY, Sittings
from tests.db.test_certificates import Training
from tests.pages.conftest import Visitor


@pytest.fixture
def training(database: Path) -> Training:
    assert database.exists()
    return Training(engine()).finish()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_s_page_says_the_light_in_words_and_what_is_missing(
    signed_in: Visitor, training: Training, language: str
) -> None:
    said = words(language)
    training.issue()
    page = signed_in(
        "entry/person.py", "coordinator", language=language, query={"person": str(training.people["chaima"])}
    )
    assert not page.exception
    told = " ".join(part.value for part in (*page.markdown, *page.caption))
    assert said.say("standing.out_of_reach") in told.replace("\\", "")
    hours = {"attended": 7.0, "offered": 10.0, "missing": 1.0}
    assert said.say("person_page.hours_missing", **hours) in [part.value for part in page.caption]
    days = page.table[0].value
    assert len(days) == 6
    amina = signed_in(
        "entry/person.py", "coordinator", language=language, query={"person": str(training.people["amina"])}
    )
    told = " ".join(part.value for part in amina.markdown).replace("\\", "")
    assert training.of("amina").serial in told
    assert said.say("standing.reached") in told


def test_a_field_officer_of_another_province_opens_no_page(signed_in: Visitor, training: Training) -> None:
    query = {"person": str(training.people["amina"])}
    page = signed_in("entry/person.py", "field_officer", provinces=(training.sittings.tinghir,), query=query)
    assert not page.title
    assert [warning.icon for warning in page.warning] == [":material/search_off:"]


def test_the_desk_is_told_of_three_absences_in_a_row_and_a_field_officer_is_not(
    signed_in: Visitor, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database.exists()
    sittings = Sittings(engine())
    ids = sittings.people("Amina", "Brahim")
    with transaction() as session:
        person = session.get_one(Person, ids[0])
        person.consent_data, person.consent_data_on = True, DAY
    for _ in range(3):
        number = sittings.plan()
        sittings.do(open_roster, number)
        for place in sittings.ids(number):
            sittings.mark(place, "absent")
        sittings.do(close_roster, number)
    monkeypatch.setattr("pages.parts.visit.Visit.today", property(lambda _visit: LAST_DAY))
    page = signed_in("entry/today.py", "coordinator")
    assert not page.exception
    english = words("en")
    assert english.count("standing.absent_in_a_row", 2) in [part.label for part in page.expander]
    assert english.count("standing.absent_hidden", 1) in [part.value for part in page.caption]
    page = signed_in("entry/today.py", "field_officer", provinces=(sittings.zagora,))
    assert not page.expander


def test_an_organisation_shows_the_light_of_its_people_together_though_nobody_may_be_listed(
    signed_in: Visitor, training: Training
) -> None:
    sittings = training.sittings
    made = organisation(name_latin="Argane", commune_id=sittings.zagora_commune)
    argane = sittings.do(register_organisation, made).row_id
    for name in ("amina", "chaima"):
        record = validated(MembershipRecord, {"organisation_id": argane})
        sittings.do(join_organisation, training.people[name], record)
    page = signed_in("explore/organisation.py", "coordinator", query={"organisation": str(argane)})
    assert not page.exception
    told = [part.value for part in page.markdown]
    english = words("en")
    place = told.index(f"**{english.count('standing.together', 2)}**")
    light = told[place + 1]
    assert english.say("standing.reached") in light
    assert "(7 of 8)" in light
