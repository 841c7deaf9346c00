"""The catalogue of indicators: each is named and defined in every language and worked out exactly."""

import math
from typing import Any

import pandas as pd
import pytest

from core.i18n import LANGUAGES, words
from core.indicators import INDICATORS, definition, indicator, measured
from core.records.settings import Settings


def _counts(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="parsec"):
        indicator(figure="people", unit="parsec")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_has_its_words(language: str) -> None:
    spoken = words(language)
    for code, one in INDICATORS.items():
        assert spoken.say(f"indicator.{code}") != ""
        assert len(definition(spoken, code, Settings())) > 40, code
        assert spoken.say(f"indicator.{code}.formula") != ""
        assert spoken.say(f"indicator.unit.{one.unit}") != ""
        assert spoken.say(f"indicator.level.{one.level}") != ""


def test_names_and_definitions_are_never_twice_the_same() -> None:
    for language in LANGUAGES:
        spoken = words(language)
        assert len({spoken.say(f"indicator.{code}") for code in INDICATORS}) == len(INDICATORS)
        assert len({definition(spoken, code, Settings()) for code in INDICATORS}) == len(INDICATORS)


def test_a_definition_tells_the_setting_it_stands_on() -> None:
    french = words("fr")
    changed = Settings(youth_to=29, completion_share=0.75, excused_counts=True)
    assert "de 18 à 34 ans" in definition(french, "youth_share", Settings())
    assert "de 18 à 29 ans" in definition(french, "youth_share", changed)
    assert "75" in definition(french, "completion", changed)
    assert "laissées de côté" in definition(french, "attendance_rate", Settings())
    assert "comptées comme absences" in definition(french, "attendance_rate", changed)


def test_the_number_beside_the_people_has_the_plural_of_its_language() -> None:
    key = "indicator.people_trained.aside"
    assert words("ar").count(key, 2) == "منهم شخصان غير محددي الهوية"
    assert words("ar").count(key, 3) == "منهم 3 أشخاص غير محددي الهوية"
    assert words("fr").count(key, 1) == "dont 1 non identifiée"
    assert words("en").count(key, 7) == "of which 7 unidentified"


def test_a_share_of_nothing_is_empty_and_not_nought() -> None:
    counts = _counts(present=[0, 3], absent=[0, 1], province=["a", "b"])
    rows = measured("attendance_rate", counts, ("province",))
    assert list(rows.columns) == ["province", "value", "part", "whole", "aside"]
    assert math.isnan(rows["value"][0])
    assert rows["value"][1] == 0.75
    assert rows["part"].tolist() == [0, 3]
    assert rows["whole"].tolist() == [0, 4]


def test_the_unknown_share_stands_beside_the_share_of_women() -> None:
    counts = _counts(people=[10], women=[6], men=[2], sex_unknown=[2])
    row = measured("women_share", counts).iloc[0]
    assert (row["value"], row["part"], row["whole"], row["aside"]) == (0.75, 6, 8, 0.2)


def test_the_code_of_own_employees_is_never_given_to_people_of_cooperatives() -> None:
    given = [code for one in INDICATORS.values() for code in (*one.codes, *one.context)]
    assert "GRI 404-1" not in given
    assert [one.code for one in INDICATORS.values() if "GRI 413-1" in one.codes] == []
    assert INDICATORS["people_trained"].codes == ("IRIS+ PI2998", "SDG 4.4")
    assert INDICATORS["organisations_trained"].codes == ("IRIS+ PI6065", "SDG 8.3")
