"""The page of one figure: what it is, over what, and how it was made, for every reader in every language."""

import pytest

from core.access import MANAGER, PRESENTER
from core.i18n import LANGUAGES, words
from core.indicators import INDICATORS
from db.engine import engine
from pages.parts.figure_link import figure_address
from pages.parts.filters import Choice
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor

PAGE = "explore/figure.py"


def test_the_address_of_a_figure_carries_its_code_and_what_was_chosen() -> None:
    chosen = Choice((("phase", ("1",)), ("province", ("08.401", "08.587"))))
    said = "explore-figure?indicator=coverage&phase=1&province=08.401%2C08.587"
    assert figure_address("coverage", chosen) == said


@pytest.mark.parametrize("code", INDICATORS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_says_how_it_is_made(signed_in: Visitor, code: str, language: str) -> None:
    fill(engine())
    page = signed_in(PAGE, MANAGER, language=language, query={"indicator": code})
    said = words(language)
    assert not page.exception
    assert page.title[0].value == said.say(f"indicator.{code}")
    made = next(block.value for block in page.markdown if said.say("figure.formula") in block.value)
    assert said.say("figure.definition") in made
    assert said.say("figure.period") in made


def test_a_share_tells_its_numerator_its_denominator_and_what_is_not_known(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, MANAGER, query={"indicator": "women_share", "phase": "1"})
    said = next(block.value for block in page.markdown if "Numerator" in block.value)
    made = said.translate({0x2068: None, 0x2069: None, ord("\\"): None})
    assert "3 · women" in made
    assert "6 · persons whose sex is known" in made
    assert "sex unknown: 25%" in made
    assert "From January 1, 2025 to December 31, 2025" in made


def test_whoever_may_not_see_small_counts_reads_no_numerator(signed_in: Visitor) -> None:
    fill(engine())
    page = signed_in(PAGE, PRESENTER, query={"indicator": "women_share", "phase": "1"})
    assert not any("Numerator" in block.value for block in page.markdown)
    assert [number.value for number in page.metric] == ["hidden"]
