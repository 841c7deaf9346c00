"""What may be entered: exact refusals, and hostile names kept as the text they are."""

from datetime import date
from typing import Any

import pytest

from core.problems import Problem
from core.records import validated, validated_each
from core.records.fields import NAME_LENGTH, WORDS_LENGTH
from core.records.obstacles import MentionRecord, ObstacleRecord
from core.records.organisations import FiguresRecord, OrganisationRecord, ParticipationRecord
from core.records.people import EnrolmentRecord, MembershipRecord, PersonRecord

DAY = date(2026, 3, 2)
ORGANISATION = {"kind": "cooperative", "name_latin": "Tifawin"}


def refusals(record: Any, values: dict[str, Any]) -> list[tuple[str, str]]:
    """The refused fields with their codes."""
    with pytest.raises(Problem) as refused:
        validated(record, values)
    return [(part.field, part.code) for part in refused.value.each()]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"kind": None}, "kind", "required"),
        ({"kind": "company"}, "kind", "unknown_choice"),
        ({"name_latin": None}, "name_latin", "name_missing"),
        ({"name_latin": "   \u202e\t "}, "name_latin", "name_missing"),
        ({"name_latin": "-- !! --"}, "name_latin", "name_without_letters"),
        ({"name_latin": "😀"}, "name_latin", "name_without_letters"),
        ({"name_latin": "a" * 10_000}, "name_latin", "too_long"),
        ({"name_ar": "ا" * (NAME_LENGTH + 1)}, "name_ar", "too_long"),
        ({"registration_number": "12/2020"}, "court", "court_missing"),
        ({"ice": "001561191000067"}, "ice", "ice_wrong"),
        ({"ice": "12"}, "ice", "ice_wrong"),
        ({"phone": "12"}, "phone", "phone_wrong"),
        ({"mail": "somebody"}, "mail", "mail_wrong"),
        ({"mail": "a b@c.ma"}, "mail", "mail_wrong"),
        ({"longitude": -7.0}, "longitude", "position_half"),
        ({"longitude": 3.0, "latitude": 31.0}, "longitude", "longitude_outside"),
        ({"longitude": -7.0, "latitude": 48.0}, "latitude", "latitude_outside"),
        ({"longitude": float("nan"), "latitude": 31.0}, "longitude", "longitude_outside"),
        ({"founded_on": "1750-01-01"}, "founded_on", "year_wrong"),
        ({"founded_on": "yesterday"}, "founded_on", "not_a_date"),
        ({"commune_id": "Zagora"}, "commune_id", "not_a_number"),
        ({"note": "a" * (WORDS_LENGTH + 1)}, "note", "too_long"),
    ],
)
def test_an_organisation_is_refused_beside_the_field_that_is_wrong(values: dict[str, Any], field: str, code: str):
    assert refusals(OrganisationRecord, ORGANISATION | values) == [(field, code)]


@pytest.mark.parametrize(
    "name",
    [
        'Coopérative "L\'Étoile"; DROP TABLE organisation; --',
        "![pixel](https://e.vil/x.png) [link](javascript:x)",
        "<script>alert(1)</script><b>bold</b>",
        '=HYPERLINK("http://e.vil";"x")',
        "+212 cooperative",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "ⵜⴰⵎⴰⵣⵉⵔⵜ ⵏ ⵓⵔⴳⴰⵏ",
        "تعاونية 😀 الأمل",
        "{words} %s $x :red[x]",
        "a" * NAME_LENGTH,
    ],
)
def test_a_hostile_name_is_kept_as_the_text_it_is(name: str) -> None:
    assert validated(OrganisationRecord, ORGANISATION | {"name_latin": name}).name_latin == name


def test_direction_overrides_control_characters_and_double_spaces_are_taken_out() -> None:
    record = validated(OrganisationRecord, ORGANISATION | {"name_latin": " Ti\u202efa\u0000win\u2066 \n  Souss\u200f "})
    assert record.name_latin == "Tifawin Souss\u200f"


def test_a_name_in_two_compositions_is_one() -> None:
    assert validated(OrganisationRecord, ORGANISATION | {"name_latin": "Cafe\u0301"}).name_latin == "Café"


def test_numbers_in_arabic_digits_are_read() -> None:
    record = validated(OrganisationRecord, ORGANISATION | {"ice": "٠٠١٥٦١١٩١٠٠٠٠٦٦", "phone": "٠٦٦١٢٣٤٥٦٧"})
    assert (record.ice, record.phone) == ("001561191000066", "+212661234567")


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({}, "members", "figures_empty"),
        ({"members": -1}, "members", "negative"),
        ({"members": 2_000_000}, "members", "too_large"),
        ({"members": 2.5}, "members", "not_a_whole_number"),
        ({"members": "many"}, "members", "not_a_number"),
        ({"members": 10, "women": 11}, "women", "part_over_whole"),
        ({"members": 10, "youth": 11}, "youth", "part_over_whole"),
        ({"members": 1, "as_of": None}, "as_of", "required"),
    ],
)
def test_figures_that_cannot_be_are_refused(values: dict[str, Any], field: str, code: str) -> None:
    assert refusals(FiguresRecord, {"as_of": DAY} | values) == [(field, code)]


def test_women_without_a_number_of_members_are_taken() -> None:
    assert validated(FiguresRecord, {"as_of": DAY, "women": 7}).women == 7


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name_latin": ""}, "name_latin", "name_missing"),
        ({"sex": "x"}, "sex", "unknown_choice"),
        ({"birth_year": 1820}, "birth_year", "year_wrong"),
        ({"consent_data": True}, "consent_data_on", "consent_undated"),
        ({"consent_photo": True}, "consent_photo_on", "consent_undated"),
        ({"consent_way": "telepathy"}, "consent_way", "unknown_choice"),
    ],
)
def test_a_person_is_refused_beside_the_field_that_is_wrong(values: dict[str, Any], field: str, code: str) -> None:
    assert refusals(PersonRecord, {"name_latin": "Zahra"} | values) == [(field, code)]


@pytest.mark.parametrize(
    ("record", "values", "field"),
    [
        (MembershipRecord, {"organisation_id": 1, "since": "2026-02-01", "until": "2026-01-01"}, "until"),
        (EnrolmentRecord, {"group_id": 1, "enrolled_on": "2026-02-01", "withdrawn_on": "2026-01-01"}, "withdrawn_on"),
        (ParticipationRecord, {"phase_id": 1, "since": "2026-02-01", "until": "2026-01-01"}, "until"),
    ],
)
def test_what_ends_before_it_began_is_refused(record: Any, values: dict[str, Any], field: str) -> None:
    assert refusals(record, values) == [(field, "ends_before_start")]


def test_an_obstacle_needs_a_category_and_a_mention_needs_somebody_and_words() -> None:
    assert refusals(ObstacleRecord, {"raised_on": DAY, "category_id": None}) == [("category_id", "required")]
    assert refusals(MentionRecord, {"mentioned_on": DAY, "words": "x"}) == [("organisation_id", "nobody_mentions")]
    said = {"mentioned_on": DAY, "organisation_id": 1, "words": "  \n "}
    assert refusals(MentionRecord, said) == [("words", "required")]
    words = "سطر أول\nLigne 2\u202e"
    assert validated(MentionRecord, said | {"words": words}).words == "سطر أول\nLigne 2"


def test_the_refusals_of_several_records_come_together_each_with_its_field() -> None:
    values = {"kind": "cooperative", "phone": "1", "as_of": DAY, "members": 1, "women": 2}
    with pytest.raises(Problem) as refused:
        validated_each(values, OrganisationRecord, FiguresRecord, None)
    found = sorted((part.field, part.code) for part in refused.value.each())
    assert found == [("phone", "phone_wrong"), ("women", "part_over_whole")]
    made = validated_each(ORGANISATION | {"as_of": DAY, "members": 1}, OrganisationRecord, None, FiguresRecord)
    assert [type(record) for record in made] == [OrganisationRecord, type(None), FiguresRecord]
