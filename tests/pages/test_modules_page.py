"""The page of modules and sessions: one question at a time, its numbers, and the sessions behind them."""

import re
from pathlib import Path

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.access import MANAGER
from core.i18n import LANGUAGES, words
from db.engine import engine
from db.models import Province
from pages.parts.module_page import QUESTIONS
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR
from tests.pages.conftest import Visitor

MODULES = "explore/modules.py"
# All of the first phase, whose pill has the same words as that of the second.
FIRST = {"until": "2025-05"}


@pytest.fixture
def programme(database: Path) -> Path:
    """The small programme in the pages' database."""
    fill(engine())
    return database


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def texts(page: AppTest) -> str:
    marks = dict.fromkeys([0x2066, 0x2067, 0x2068, 0x2069, ord("\\")])
    return " ".join(str(one.value).translate(marks) for one in (*page.markdown, *page.subheader, *page.caption))


def listed(page: AppTest) -> list[str]:
    """The modules of the sessions listed, with where they lead to."""
    return list(page.table[-1].value["Module"])


def test_presenters_and_strangers_see_nothing(signed_in: Visitor) -> None:
    assert not signed_in(MODULES).metric
    page = signed_in(MODULES, "presenter")
    assert [warning.value for warning in page.warning] == [words("en").say("problem.not_allowed")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_session_it_is_told_what_to_do_first(signed_in: Visitor, language: str) -> None:
    page = signed_in(MODULES, "coordinator", language=language)
    assert not page.exception
    assert [one.value for one in page.info] == [words(language).say("modules.empty")]


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_in_every_language(signed_in: Visitor, question: str, language: str) -> None:
    page = signed_in(MODULES, MANAGER, language=language, query={"question": question})
    assert not page.exception
    assert page.button_group(key="modules.question").value == question
    assert len(page.get("vega_lite_chart")) == len(QUESTIONS[question].charts)
    assert page.metric
    # Nobody's name stands there for who may read none.
    assert "own" not in str([table.value for table in page.table])


@pytest.mark.usefixtures("programme")
def test_hours_and_sessions_are_those_counted_on_paper(signed_in: Visitor) -> None:
    page = signed_in(MODULES, MANAGER, query=FIRST)
    assert metrics(page) == {
        "Hours given": "17",
        "Sessions held": "4",
        "Sessions planned": "1",
        "Sessions cancelled": "1",
    }
    assert "6 sessions: 4 held, 1 planned, and 1 cancelled" in texts(page)
    assert "Most hours: Financial management, 9 h given of 13 offered, in 2 sessions." in texts(page)
    assert len(listed(page)) == 6
    page.button_group(key="modules.standing").set_value("cancelled").run()
    assert page.query_params["standing"] == "cancelled"
    assert listed(page) == ["Financial management"]


@pytest.mark.usefixtures("programme")
def test_a_module_narrows_numbers_and_sessions_and_stands_in_the_address(signed_in: Visitor) -> None:
    page = signed_in(MODULES, MANAGER, query=FIRST)
    page.button_group(key="filter.module").set_value(["management"]).run()
    assert page.query_params["module"] == "management"
    assert metrics(page)["Hours given"] == "8"
    assert set(listed(page)) == {"Management"}
    page.button_group(key="modules.question").set_value("seats").run()
    assert page.query_params["question"] == "seats"
    assert metrics(page) == {"Seats filled": "58%", "Seats taken": "92%", "Capacity not known": "0"}
    page.button(key="filter.all").click().run()
    assert "module" not in page.query_params
    assert metrics(page)["Capacity not known"] == "2"


@pytest.mark.usefixtures("programme")
def test_seats_attendance_and_drop_off_are_those_counted_on_paper(signed_in: Visitor) -> None:
    seats = signed_in(MODULES, MANAGER, query=FIRST | {"question": "seats"})
    assert metrics(seats) == {"Seats filled": "50%", "Seats taken": "75%", "Capacity not known": "1"}
    assert "Fullest: Management, 58% (7 present for 12 seats)." in texts(seats)
    rate = signed_in(MODULES, MANAGER, query=FIRST | {"question": "attendance"})
    assert metrics(rate) == {"Attendance rate": "92%"}
    stays = signed_in(MODULES, MANAGER, query=FIRST | {"question": "drop_off"})
    assert metrics(stays) == {"At the first sitting": "100%", "At the last sitting": "60%", "Drop-off": "40 points"}
    assert "The one group keeps 60% of its people at sitting 2, after 100% at the first." in texts(stays)
    nobody = signed_in(MODULES, MANAGER, query=FIRST | {"question": "drop_off", "province": TINGHIR})
    assert not nobody.exception
    assert metrics(nobody) == {}


@pytest.mark.usefixtures("programme")
def test_trainers_are_named_to_whoever_reads_about_sessions(signed_in: Visitor) -> None:
    asked = FIRST | {"question": "trainers"}
    manager, coordinator = signed_in(MODULES, MANAGER, query=asked), signed_in(MODULES, "coordinator", query=asked)
    assert metrics(manager) == {"Trainers’ hours": "33.75"}
    rows = [list(page.table[0].value.columns) for page in (manager, coordinator)]
    assert ["Trainer" in columns for columns in rows] == [False, True]
    assert list(coordinator.table[0].value["Trainer"]) == ["own", "guest", "other"]
    assert list(coordinator.table[0].value["Hours"]) == ["22.25", "7", "4.5"]


@pytest.mark.usefixtures("programme")
def test_who_comes_narrows_no_session_and_the_page_says_so(signed_in: Visitor) -> None:
    said = words("en").say("modules.not_narrowed")
    page = signed_in(MODULES, MANAGER, query=FIRST | {"sex": "f"})
    assert metrics(page)["Hours given"] == "17"
    assert said in texts(page)
    page = signed_in(MODULES, MANAGER, query=FIRST | {"sex": "f", "question": "seats"})
    assert metrics(page)["Seats filled"] == "20%"
    assert said not in texts(page)


@pytest.mark.usefixtures("programme")
def test_a_field_officer_sees_the_sessions_of_the_own_province_with_the_way_to_them(signed_in: Visitor) -> None:
    page = signed_in(MODULES, "field_officer", provinces=(_province(OUARZAZATE),), query=FIRST)
    assert metrics(page)["Sessions held"] == "2"
    # The first of them was cancelled and has no roster.
    opens = [bool(re.search(r"\]\(entry-attendance\?session=\d+\)$", module)) for module in listed(page)]
    assert opens == [False, True, True]
    manager = signed_in(MODULES, MANAGER, query=FIRST)
    assert [module for module in listed(manager) if "(" in module] == []


def _province(code: str) -> int:
    with Session(engine()) as session:
        return session.exec(select(Province.id).where(Province.code == code)).one() or 0
