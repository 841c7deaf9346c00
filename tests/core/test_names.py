"""Names that mean the same are near each other, in both scripts, and hostile ones do no harm."""

import pytest

from core.names import (
    consonant_skeleton,
    core_of_name,
    international_phone,
    likeness,
    normalised,
    search_key,
    what_names_share,
)
from core.names.likeness import CLOSE
from core.problems import Invalid


@pytest.mark.parametrize("text", ["", "12", "abc", "0661", "00000000000", "+1 23", "=1+1", "06" * 5000])
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        international_phone(text)
    assert refused.value.problem.code == "phone_wrong"


@pytest.mark.parametrize(
    "text", ["0661234567", "06 61 23 45 67", "+212661234567", "00212 661-23-45-67", "٠٦٦١٢٣٤٥٦٧", "212661234567"]
)
def test_one_phone_in_many_spellings_is_one_number(text: str) -> None:
    assert international_phone(text) == "+212661234567"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أكدز", "اكدز"),
        ("إغيل", "اغيل"),
        ("آيت", "ايت"),
        ("مصطفى", "مصطفي"),
        ("تعاونية", "تعاونيه"),
        ("گلميم", "كلميم"),
        ("ڭلميم", "كلميم"),
        ("مُحَمَّد", "محمد"),
        ("الأمـــل", "الامل"),
        ("Coopérative", "COOPERATIVE"),
        ("Œuvre", "oeuvre"),
        ("l'Atlas", "L’ATLAS"),
        ("Aït-Ben-Haddou", "ait ben  haddou"),
        ("٤٥/٢٠٢٠", "45 2020"),
        ("a\u202eb", "ab"),
        ("ﻣﺤﻤﺪ", "محمد"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_tifinagh_stays_and_emoji_go() -> None:
    assert normalised("ⵜⴰⵎⴰⵣⵉⵔⵜ 😀") == "ⵜⴰⵎⴰⵣⵉⵔⵜ"
    assert normalised(" \u200f\u202e😀 ") == ""


def test_the_kind_of_an_organisation_and_articles_tell_nothing() -> None:
    assert core_of_name("La Coopérative féminine d'Argane") == "feminine argane"
    assert core_of_name("تعاونية الأمل") == "امل"
    assert core_of_name("Coopérative Al-Amal") == "amal"


def test_a_name_of_nothing_but_such_words_is_kept_whole() -> None:
    assert core_of_name("La Coopérative") == "la cooperative"
    assert core_of_name("التعاونية") == "التعاونيه"


def test_the_search_key_holds_both_names_and_has_a_bound() -> None:
    assert search_key("تعاونية الأمل", "Amal") == "تعاونيه الامل | amal"
    assert search_key(None, "Amal") == "amal"
    assert search_key(None, None) == ""
    # One ligature that unfolds to eighteen letters, two hundred times in each name.
    assert len(search_key("ﷺ" * 200, "ﷺ" * 200)) == 403


TRUE_PAIRS = [
    ("Fatima Zahra El Amrani", "فاطمة الزهراء العمراني"),
    ("Mohamed Aït Ali", "محمد آيت علي"),
    ("Rachid Bouhlal", "رشيد بوهلال"),
    ("Abdelkader Ouhssaine", "عبد القادر أوحساين"),
    ("Khadija Benchekroun", "خديجة بنشقرون"),
    ("Youssef Idrissi", "يوسف الإدريسي"),
    ("Aicha Naciri", "عائشة الناصري"),
    ("Mustapha Chraibi", "مصطفى الشرايبي"),
    ("Ghizlane Kabbaj", "غزلان القباج"),
    ("Coopérative Tifawin", "تعاونية تيفاوين"),
    ("Coopérative Al Amal", "تعاونية الأمل"),
]


@pytest.mark.parametrize(("latin", "arabic"), TRUE_PAIRS)
def test_one_name_in_two_scripts_is_near(latin: str, arabic: str) -> None:
    assert consonant_skeleton(latin).replace(" ", "") == consonant_skeleton(arabic).replace(" ", "")
    assert likeness(latin, arabic) == 1.0
    assert what_names_share((None, latin), (arabic, None)) == "other_script"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fatima Alaoui", "فاطمة الفاسي"),
        ("Coopérative Tifawin", "تعاونية أركان"),
        ("Amal", "إيمان"),
        ("Coopérative Argane", "Coopérative Zitoune"),
        ("تعاونية الورد", "تعاونية الزعفران"),
        ("😀", "Amal"),
    ],
)
def test_different_names_are_far(one: str, other: str) -> None:
    assert likeness(one, other) < CLOSE


def test_the_order_of_words_and_a_slip_of_a_letter_do_not_part_a_name() -> None:
    assert likeness("El Amrani Fatima", "Fatima El Amrani") == 1.0
    assert CLOSE <= likeness("Coop Argane Souss", "Coopérative Arganne de Souss") < 1.0


def test_what_two_rows_share_is_the_strongest_of_their_names() -> None:
    assert what_names_share(("تعاونية الأمل", "Amal"), (None, "Coopérative AMAL")) == "same_name"
    assert what_names_share((None, "Tifaouin"), (None, "Tifaouine")) == "close_name"
    # Where both have an Arabic name and these differ, the sound of the Latin one says nothing.
    assert what_names_share(("الورد", "Tifawin"), ("تيفاوين", None)) is None
    assert what_names_share((None, None), ("تيفاوين", None)) is None


def test_ten_thousand_letters_are_compared_without_harm() -> None:
    assert likeness("a" * 10_000, "a" * 10_000) == 1.0
    assert normalised("é" * 10_000) == "e" * 10_000
