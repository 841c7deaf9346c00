"""The page of frozen figures: frozen from the overview, read beside what they are now and why, withdrawn in words."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR, Actor
from core.filters import Filters
from core.records import validated
from core.records.people import PersonRecord
from core.records.reports import ReportRecord
from core.records.settings import Settings
from db.commands.ledger import perform
from db.commands.people import change_person
from db.commands.reports import freeze_report, withdraw_report
from db.commands.settings import change_settings
from db.engine import engine, reading, transaction
from db.models import FrozenReport, Person, Province
from db.models.base import table
from db.queries.reports import frozen_reports
from pages.parts.freezing import FREEZING
from tests.db.small_programme import fill
from tests.db.small_programme_rows import ZAGORA
from tests.pages.conftest import Visitor

PAGE, OVERVIEW = "explore/reports.py", "explore/overview.py"
DESK = Actor(None, "desk", frozenset({COORDINATOR}))
DESK_ADMINISTRATOR = Actor(None, "root", frozenset({"administrator"}))
NUMBER = f"R-{date.today():%Y}-01"


@pytest.fixture
def programme(database: Path) -> Path:
    """The small programme in the database of the pages."""
    fill(engine())
    return database


def freeze(filters: Filters | None = None, title: str = "To the ministry") -> int:
    record = validated(ReportRecord, {"title": title, "occasion": "Quoted in Rabat"})
    return perform(freeze_report, DESK, title, record, filters or Filters(phase_id=1)).row_id


def bare(told: str) -> str:
    """The text without the marks that hold names and numbers apart."""
    return told.translate(dict.fromkeys((0x2066, 0x2068, 0x2069)))


def everything(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.info, *page.warning, *page.error, *page.success]
    return bare("\n".join(str(part.value) for part in parts))


def called(name: str) -> int:
    with reading() as session:
        return session.exec(select(Person.id).where(Person.name_latin == name)).one() or 0


def links(page: AppTest) -> list[str]:
    return [bare(str(one.proto.label)) for one in page.get("page_link")]


@pytest.mark.usefixtures("programme")
def test_a_presenter_and_a_field_officer_freeze_nothing_and_a_presenter_reads_no_report(signed_in: Visitor) -> None:
    freeze()
    assert "may not" in everything(signed_in(PAGE, "presenter")) or signed_in(PAGE, "presenter").warning
    for role in ("presenter", "field_officer"):
        page = signed_in(OVERVIEW, role)
        assert "Freeze the figures" not in [str(one.proto.popover.label) for one in page.get("popover")]


@pytest.mark.usefixtures("programme")
def test_a_number_that_is_not_there_is_refused_in_words(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "manager", query={"report": "R-1999-01<b>"})
    assert not page.exception
    assert "No report has the number" in page.error[0].value


@pytest.mark.usefixtures("programme")
def test_figures_are_frozen_from_the_overview_under_the_choice_that_stands(signed_in: Visitor) -> None:
    page = signed_in(OVERVIEW, "manager", query={"province": ZAGORA})
    page.session_state[FREEZING] = True
    page.run()
    title, occasion = (one for one in page.text_input if one.key and one.key.startswith("report.new"))
    (press,) = (one for one in page.button if one.label == "Freeze these figures")
    press.click().run()
    assert len(page.error) == 1
    title, occasion = (one for one in page.text_input if one.key and one.key.startswith("report.new"))
    title.set_value("To the ministry")
    occasion.set_value("Quoted in Rabat")
    page.run()
    (press,) = (one for one in page.button if one.label == "Freeze these figures")
    press.click().run()
    assert not page.exception
    assert f"Open report {NUMBER}" in links(page)
    with reading() as session:
        row = frozen_reports(session).iloc[0]
    assert (row["number"], row["title"], row["occasion"], row["filters"]) == (
        *(NUMBER, "To the ministry", "Quoted in Rabat"),
        {"provinces": [ZAGORA]},
    )


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_report_without_changes_says_so_in_every_language(signed_in: Visitor, language: str) -> None:
    freeze()
    page = signed_in(PAGE, "manager", language=language, query={"report": NUMBER})
    assert not page.exception
    assert [title.value for title in page.title] == [NUMBER]
    assert len(page.metric) == 22
    assert page.metric[0].value == "8"
    said = {"ar": "لم يتغير أي رقم", "fr": "Aucun chiffre n’a changé", "en": "No figure has changed"}
    assert said[language] in page.success[0].value


@pytest.mark.usefixtures("programme")
def test_a_figure_that_changed_says_how_far_and_because_of_what(signed_in: Visitor) -> None:
    freeze(Filters(phase_id=1, sexes=("f",)))
    woman = called("two modules, provinces, organisations")
    perform(change_person, DESK, "k", woman, 1, validated(PersonRecord, {"name_latin": "*Zz*", "sex": "m"}))
    page = signed_in(PAGE, "coordinator", query={"report": NUMBER})
    assert not page.exception
    people = page.metric[0]
    assert (people.value, bare(people.proto.delta_description)) == ("3", "Now 2: 1 fewer")
    assert "3 then; 1 went out; 2 now." in everything(page)
    # The name leads to the person, what was done to its entries.
    assert r"\*Zz\*" in links(page)
    assert "1 change of a person" in links(page)
    # Managers read what was done, and no name.
    page = signed_in(PAGE, "manager", query={"report": NUMBER})
    assert not page.exception
    assert "Zz" not in everything(page) + "".join(links(page))
    assert "1 change of a person" in everything(page)


@pytest.mark.usefixtures("programme")
def test_a_definition_that_changed_stands_beside_the_quoted_one(signed_in: Visitor) -> None:
    freeze()
    perform(change_settings, DESK_ADMINISTRATOR, "k", 1, validated(Settings, {"youth_to": 29}))
    page = signed_in(PAGE, "manager", query={"report": NUMBER})
    assert not page.exception
    (today,) = (one.value for one in page.info if "29" in one.value)
    assert "34" in everything(page)
    assert today


@pytest.mark.usefixtures("programme")
def test_a_report_that_was_tampered_with_says_that_it_is_not_to_be_quoted(signed_in: Visitor) -> None:
    freeze()
    with transaction() as session:
        session.execute(text("DROP TRIGGER frozen_report_stays"))
        session.execute(update(table(FrozenReport)).values(title="*Other*"))
    page = signed_in(PAGE, "manager", query={"report": NUMBER})
    assert not page.exception
    assert "no longer as it was frozen" in page.error[0].value


@pytest.mark.usefixtures("programme")
def test_a_report_is_withdrawn_on_its_page_and_says_so_from_then_on(signed_in: Visitor) -> None:
    freeze(title="*To* the ministry")
    assert "Withdraw this report" not in [
        one.label for one in signed_in(PAGE, "field_officer", query={"report": NUMBER}).button
    ]
    page = signed_in(PAGE, "manager", query={"report": NUMBER})
    (reason,) = (one for one in page.text_input if one.key and one.key.startswith("withdrawal"))
    reason.set_value("A *sheet* twice")
    page.run()
    (press,) = (one for one in page.button if one.label == "Withdraw this report")
    press.click().run()
    assert r"A \*sheet\* twice" in page.warning[0].value
    assert "Withdraw this report" not in [one.label for one in page.button]
    listed = signed_in(PAGE, "manager")
    assert not listed.exception
    assert rf"**{NUMBER}** · \*To\* the ministry" in links(listed)


@pytest.mark.usefixtures("programme")
def test_somebody_of_a_province_reads_the_reports_of_that_province_alone(signed_in: Visitor) -> None:
    with reading() as session:
        zagora = session.exec(select(Province.id).where(Province.code == ZAGORA)).one() or 0
    freeze(title="Of all")
    freeze(Filters(phase_id=1, provinces=(ZAGORA,)), title="Of Zagora")
    listed = signed_in(PAGE, "field_officer", provinces=(zagora,))
    assert [label for label in links(listed) if "**" in label] == [f"**{NUMBER[:-1]}2** · Of Zagora"]
    page = signed_in(PAGE, "field_officer", provinces=(zagora,), query={"report": NUMBER})
    assert "No report has the number" in page.error[0].value


@pytest.mark.usefixtures("programme")
def test_the_history_lists_what_was_done_after_an_entry(signed_in: Visitor) -> None:
    number = freeze()
    perform(withdraw_report, DESK, "k", number, "wrong")
    page = signed_in("manage/history.py", "coordinator", query={"after": "1", "command": "withdraw_report"})
    assert not page.exception
    assert next(one.value for one in page.subheader).startswith("1 ")
    assert "after entry no. 1" in everything(page)
    (press,) = (one for one in page.button if one.label == "Show all")
    press.click().run()
    assert next(one.value for one in page.subheader).startswith("2 ")
