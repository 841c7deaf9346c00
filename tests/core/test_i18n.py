"""Words, plurals, numbers and dates of the three languages."""

from datetime import UTC, date, datetime

import pytest

from core.i18n import escaped, isolated, preferred_language, words


def test_a_missing_key_is_never_hidden() -> None:
    with pytest.raises(KeyError):
        words("fr").say("no.such.key")


def test_a_language_the_product_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        words("de")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "لا حسابات"),
        (1, "حساب واحد"),
        (2, "حسابان"),
        (3, "3 حسابات"),
        (11, "11 حسابًا"),
        (100, "100 حساب"),
        (103, "103 حسابات"),
    ],
)
def test_arabic_has_six_plural_forms(number: int, sentence: str) -> None:
    assert words("ar").count("account.list", number) == sentence


def test_french_counts_the_first_day_of_a_month_as_an_ordinal_and_no_other_day() -> None:
    french = words("fr")
    assert french.day(date(2026, 10, 1)) == "1er octobre 2026"
    assert french.day(date(2026, 10, 1), "full") == "jeudi 1er octobre 2026"
    assert french.day(date(2026, 10, 11)) == "11 octobre 2026"
    assert french.day(date(2026, 10, 21)) == "21 octobre 2026"
    assert french.moment(datetime(2026, 10, 1, 9, tzinfo=UTC)) == "1er oct. 2026, 10:00:00"
    assert words("en").day(date(2026, 10, 1)) == "October 1, 2026"


def test_french_says_zero_in_the_singular() -> None:
    assert words("fr").count("account.list", 0) == "0 compte"
    assert words("fr").count("account.list", 2) == "2 comptes"


def test_numbers_follow_the_country() -> None:
    assert words("ar").number(1234567.5, 1) == "1.234.567,5"
    assert words("fr").number(1234567) == "1\u202f234\u202f567"
    assert words("en").number(-3) == "\u2066-3\u2069"
    assert words("ar").percent(0.87) == "87%"
    assert words("fr").percent(0.87) == "87\u00a0%"


def test_months_are_moroccan() -> None:
    assert words("ar").day(date(2026, 7, 3)) == "3 يوليوز 2026"
    assert words("ar").month(date(2026, 8, 1)) == "غشت 2026"


def test_a_moment_is_told_in_moroccan_time() -> None:
    # Morocco keeps one hour ahead of UTC in May.
    assert "10:15" in words("fr").moment(datetime(2026, 5, 4, 9, 15, tzinfo=UTC))


def test_a_name_cannot_turn_the_sentence_around_it() -> None:
    assert words("en").say("problem.username_taken", username="فاطمة") == "The username \u2068فاطمة\u2069 is taken."


def test_what_was_typed_is_shown_as_typed() -> None:
    hostile = "![x](https://example.invalid/a.png) <b> **bold** `code` $x$ :red[y]"
    shown = words("en").show("problem.username_taken", username=hostile)
    assert "![" not in shown
    assert "<b>" not in shown
    assert escaped("a_b*c") == "a\\_b\\*c"
    # An address in a name is read and not followed.
    assert escaped("HTTPS://a.ma www.b.ma wwww") == "HTTPS\\://\u2060a.ma www\u2060.b.ma wwww"


def test_the_first_wish_that_can_be_met_is_the_language() -> None:
    assert preferred_language(None, "de", "ar-MA,fr;q=0.8") == "ar"
    assert preferred_language("en", "ar") == "en"
    assert preferred_language("zz", None) == "fr"


def test_a_phone_keeps_its_plus_in_front_whatever_stands_around_it() -> None:
    assert isolated("+212612345678") == "\u2066+212612345678\u2069"
    assert isolated("Amina") == "\u2068Amina\u2069"


def test_several_names_are_joined_as_the_language_joins_them() -> None:
    names = ("أمينة", "Brahim")
    said = words("ar").say("problem.people_taken", number=2, names=names)
    assert "\u2068أمينة\u2069 و\u2068Brahim\u2069" in said
    assert "\u2068أمينة\u2069 et \u2068Brahim\u2069" in words("fr").say("problem.people_taken", number=2, names=names)
    assert "\\*" in words("fr").show("problem.people_taken", number=2, names=("a*", "b"))
