"""The page of one figure: what it is, over what, and how it was made, for every reader in every language."""

import csv
import io
from collections.abc import Callable
from itertools import cycle

import pytest
import streamlit as st
from sqlmodel import select

from core.access import COORDINATOR, MANAGER, PRESENTER
from core.i18n import LANGUAGES, words
from core.indicators import INDICATORS
from db.engine import engine, transaction
from db.models import Mention, Person, Trainer
from pages.parts.figure_link import figure_address
from pages.parts.filters import Choice
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor
from tests.pages.test_names_behind_doors import shown

PAGE = "explore/figure.py"


def plain(said: str) -> str:
    """What a reader sees of Markdown: without its signs and the marks that isolate names."""
    return said.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\\*")))


def test_the_address_of_a_figure_carries_its_code_and_what_was_chosen() -> None:
    chosen = Choice((("phase", ("1",)), ("province", ("08.401", "08.587"))))
    said = "explore-figure?indicator=coverage&phase=1&province=08.401%2C08.587"
    assert figure_address("coverage", chosen) == said


@pytest.mark.parametrize(("code", "language"), list(zip(INDICATORS, cycle(LANGUAGES), strict=False)))
def test_every_figure_says_how_it_is_made_and_names_nobody_to_a_manager(
    signed_in: Visitor, code: str, language: str
) -> None:
    fill(engine())
    with transaction() as session:
        for named in (*session.exec(select(Person)), *session.exec(select(Trainer))):
            named.name_latin = "Zzperson"
        for mention in session.exec(select(Mention)):
            mention.guest_name = "Zzguest" if mention.guest_name else None
    page = signed_in(PAGE, MANAGER, language=language, query={"indicator": code})
    said = words(language)
    assert not page.exception
    assert page.title[0].value == said.say(f"indicator.{code}")
    made = next(block.value for block in page.markdown if said.say("figure.formula") in block.value)
    assert said.say("figure.definition") in made
    assert said.say("figure.period") in made
    assert not page.table or len(page.table[0].value)
    assert "Zz" not in shown(page)


def test_a_share_tells_its_numerator_its_denominator_and_what_is_not_known(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, MANAGER, query={"indicator": "women_share", "phase": "1"})
    made = plain(next(block.value for block in page.markdown if "Numerator" in block.value))
    assert "3 · women" in made
    assert "6 · persons whose sex is known" in made
    assert "sex unknown: 25%" in made
    assert "From January 1, 2025 to December 31, 2025" in made


def test_a_choice_that_touches_no_target_is_said_beside_the_targets(signed_in: Visitor) -> None:
    fill(engine())
    said = words("fr").say("figure.targets_whole")
    for more, told in (({}, False), ({"sex": "f"}, True)):
        query = {"indicator": "people_trained", "phase": "1", **more}
        page = signed_in(PAGE, MANAGER, language="fr", query=query)
        assert (said in [line.value for line in page.caption]) is told


def test_whoever_may_not_see_small_counts_reads_no_numerator(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, PRESENTER, query={"indicator": "women_share", "phase": "1"})
    assert not any("Numerator" in block.value for block in page.markdown)
    assert [number.value for number in page.metric] == ["hidden"]


def test_whoever_may_read_persons_sees_them_behind_the_number_with_a_link_to_each(signed_in: Visitor) -> None:
    fill(engine())
    with transaction() as session:
        for person in session.exec(select(Person)):
            person.consent_data = True
    page = signed_in(PAGE, COORDINATOR, query={"indicator": "women_share", "phase": "1"})
    rows = page.table[0].value
    assert len(rows) == 8
    assert "[sex and age unknown](entry-person?person=3)" in set(rows["Name"])
    captions = plain(" ".join(one.value for one in page.caption))
    assert "8 rows, adding up to exactly the numerator and the denominator: 3 of 6." in captions
    women = signed_in(PAGE, COORDINATOR, query={"indicator": "women_share", "phase": "1", "stands": "inside"})
    assert set(women.table[0].value["Sex"]) == {"Woman"}
    assert len(women.table[0].value) == 3


def test_a_manager_sees_organisations_in_place_of_persons_and_a_presenter_no_rows(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, MANAGER, query={"indicator": "people_trained", "phase": "1"})
    assert "Name" not in page.table[0].value
    assert "[A](explore-organisation?organisation=1)" in set(page.table[0].value["Organisation"])
    assert any("Names of persons are not shown to this account" in one.value for one in page.caption)
    none = signed_in(PAGE, PRESENTER, query={"indicator": "people_trained", "phase": "1"})
    assert not none.table
    assert any("The rows behind this number are not shown" in one.value for one in none.caption)


def test_the_cross_table_is_drawn_once_opened_and_taken_with_its_numbers(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(engine())
    given: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda _label, *, data, key, **_rest: given.update({key: data}))
    query = {"indicator": "women_share", "phase": "1", "down": "province", "across": "kind"}
    page = signed_in(PAGE, MANAGER, query=query, run=False)
    page.session_state["cross.women_share"] = True
    page.run()
    table = page.table[0].value
    assert [plain(head) for head in table.columns] == ["Province", "Cooperative", "Without an organisation", "All"]
    assert [plain(cell) for cell in table["All"]][-1] == "50%\u00a0(3\u00a0of\u00a06)"
    rows = list(csv.reader(io.StringIO(given["cross.women_share.csv"]().decode("utf-8-sig"))))
    assert rows[0] == ["Province", "Cooperative (%)", "Without an organisation (%)", "All (%)"]
    assert rows[-1][-1] == "50"


def test_people_attendances_and_hours_are_told_beside_each_other(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, MANAGER, query={"indicator": "attendances", "phase": "1"})
    told = plain(" ".join(block.value for block in page.markdown))
    assert "8 people · 12 attendances · 47 hours: three different numbers" in told


def test_very_many_rows_are_read_once_they_are_opened(signed_in: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(engine())
    monkeypatch.setattr("pages.parts.behind._MANY", 7)
    query = {"indicator": "people_trained", "phase": "1"}
    closed = signed_in(PAGE, COORDINATOR, query=query)
    assert not closed.table
    opened = signed_in(PAGE, COORDINATOR, query=query, run=False)
    opened.session_state["behind.people_trained"] = True
    opened.run()
    assert len(opened.table[0].value) == 8
