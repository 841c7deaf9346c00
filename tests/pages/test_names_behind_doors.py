"""Nobody reads a name without the right to it: every page, opened by its menu and by the address of a row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER, PRESENTER
from db.engine import engine, reading, transaction
from db.models import Membership, Mention, Obstacle, Organisation, Person, Province, Trainer, TrainingSession
from pages.menu import HOME, MENU, Page
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR
from tests.pages.conftest import Visitor

PERSON, CONTACT, GUEST, ELSEWHERE = "Zzperson", "Zzcontact", "Zzguest", "Zzelsewhere"
PHONE = "+212699887766"
PAGES = [page for page in MENU if page is not HOME]


@pytest.fixture
def programme(database: Path) -> Path:
    """The small programme, with names of persons that can be looked for."""
    fill(engine())
    with transaction() as session:
        for person in session.exec(select(Person)):
            person.name_latin, person.phone, person.search = PERSON, PHONE, PERSON.lower()
        for organisation in session.exec(select(Organisation)):
            organisation.contact_name, organisation.phone = CONTACT, PHONE
        for trainer in session.exec(select(Trainer)):
            trainer.name_latin, trainer.phone = PERSON, PHONE
        for mention in session.exec(select(Mention)):
            mention.guest_name = GUEST if mention.guest_name else None
    return database


@pytest.fixture
def tinghir(programme: Path) -> dict[str, str]:
    """An address of rows of Tinghir alone, whose every text can be looked for."""
    assert programme.exists()
    with transaction() as session:
        here = session.exec(select(Province.id).where(Province.code == TINGHIR)).one()
        cooperative = session.exec(select(Organisation).where(Organisation.province_id == here)).one()
        cooperative.name_latin = cooperative.name_ar = cooperative.note = cooperative.contact_name = ELSEWHERE
        cooperative.search = ELSEWHERE.lower()
        sitting = session.exec(select(TrainingSession).where(TrainingSession.province_id == here)).one()
        sitting.venue = ELSEWHERE
        obstacle = Obstacle.model_validate(
            {"category_id": 1, "raised_on": sitting.held_on, "title": ELSEWHERE, "province_id": here}
        )
        session.add(obstacle)
        session.flush()
        said = {"obstacle_id": obstacle.id, "organisation_id": cooperative.id, "province_id": here}
        session.add(Mention.model_validate(said | {"words": ELSEWHERE, "mentioned_on": sitting.held_on}))
        person = Person(name_latin=ELSEWHERE, search=ELSEWHERE.lower())
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id or 0, organisation_id=cooperative.id or 0))
        rows = {"organisation": cooperative, "person": person, "session": sitting, "obstacle": obstacle}
        return {name: str(row.id) for name, row in rows.items()}


def shown(test: AppTest) -> str:
    """Everything the run sent to the browser."""

    def elements(node: Any) -> Iterator[str]:
        yield str(getattr(node, "proto", ""))
        for child in getattr(node, "children", {}).values():
            yield from elements(child)

    return " ".join(elements(test._tree))


def province(code: str) -> int:
    with reading() as session:
        return session.exec(select(Province.id).where(Province.code == code)).one() or 0


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("role", [MANAGER, PRESENTER])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_managers_and_presenters_see_no_person_s_name_or_phone(signed_in: Visitor, page: Page, role: str) -> None:
    for query in ({}, {"organisation": "1", "person": "1", "session": "1", "obstacle": "1", "trainer": "1"}):
        test = signed_in(page.file, role, query=query)
        assert not test.exception
        said = shown(test)
        assert [name for name in (PERSON, CONTACT, GUEST, PHONE) if name in said] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_a_field_officer_sees_no_row_of_another_province(
    signed_in: Visitor, tinghir: dict[str, str], page: Page
) -> None:
    for query in ({}, tinghir, {"province": TINGHIR, "search": ELSEWHERE[:5]}):
        test = signed_in(page.file, FIELD_OFFICER, provinces=(province(OUARZAZATE),), query=query)
        assert not test.exception
        assert ELSEWHERE not in shown(test)


def test_whoever_may_sees_the_names_that_are_looked_for(signed_in: Visitor, tinghir: dict[str, str]) -> None:
    for page in (
        "explore/organisation",
        "entry/organisations",
        "entry/participants",
        "entry/attendance",
        "entry/obstacles",
    ):
        assert ELSEWHERE in shown(signed_in(f"{page}.py", COORDINATOR, query=tinghir)), page
    profile = shown(signed_in("explore/organisation.py", COORDINATOR, query={"organisation": "1"}))
    assert all(name in profile for name in (PERSON, CONTACT, PHONE))
