"""Texts to send about a session, word for word in Arabic and French, with every plural and every way to say a time."""

from dataclasses import replace
from datetime import date, time

import pytest

from core.i18n import words
from core.session_texts import Told, clock, session_text, texts_of

ADDRESS = "https://monitor.example/roster/7"
FRENCH = Told(
    module="Gestion",
    place=("دار الطالب", "Tazarine", "Zagora"),
    group="Zagora 2",
    held_on=date(2026, 12, 1),
    starts_at=time(9),
    ends_at=time(12, 30),
    expected=27,
    present=25,
)
ARABIC = replace(FRENCH, module="تسيير التعاونية", place=("Maison de la jeunesse", "زاكورة", "زاكورة"))


def shown(text: str) -> str:
    """The text as a reader sees it: isolates are not seen."""
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("planned", ("reminder", "roster")),
        ("held", ("roster", "thanks")),
        ("closed", ("thanks",)),
        ("cancelled", ()),
    ],
)
def test_each_state_of_a_session_has_its_texts(state: str, names: tuple[str, ...]) -> None:
    assert texts_of(state) == names


def test_the_reminder_in_french() -> None:
    assert shown(session_text(words("fr"), "reminder", FRENCH, ADDRESS)) == (
        "Bonjour,\n"
        "Nous vous rappelons la séance de formation : Gestion.\n"
        "Jour : mardi 1er décembre 2026\n"
        "Horaire : de 9 h à 12 h 30\n"
        "Lieu : دار الطالب, Tazarine, Zagora\n"
        "Groupe : Zagora 2\n"
        "Merci d’arriver quelques minutes avant le début."
    )


def test_the_reminder_in_arabic_has_every_line_from_right_to_left_and_each_part_isolated() -> None:
    assert session_text(words("ar"), "reminder", ARABIC, ADDRESS) == (
        "\u200fالسلام عليكم،\n"
        "\u200fنذكركم بالحصة التكوينية: \u2068تسيير التعاونية\u2069.\n"
        "\u200fاليوم: \u2068الثلاثاء، 1 دجنبر 2026\u2069\n"
        "\u200fالتوقيت: من \u2068الساعة التاسعة صباحا\u2069 إلى \u2068الساعة الثانية عشرة والنصف زوالا\u2069\n"
        "\u200fالمكان: \u2068\u200f\u2068Maison de la jeunesse\u2069، \u2068زاكورة\u2069\u2069\n"
        "\u200fالمجموعة: \u2068Zagora 2\u2069\n"
        "\u200fالمرجو الحضور قبل البداية بدقائق. شكرا لكم."
    )


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_link_to_a_roster_stands_alone_in_the_last_line_and_in_no_other_text(language: str) -> None:
    told = ARABIC if language == "ar" else FRENCH
    assert session_text(words(language), "roster", told, ADDRESS).splitlines()[-1] == ADDRESS
    for name in ("reminder", "thanks"):
        assert "http" not in session_text(words(language), name, told, ADDRESS)


def test_a_session_open_to_all_says_so_and_an_unknown_hall_is_left_out() -> None:
    told = replace(FRENCH, group=None, place=("", "Tazarine", "Zagora"))
    lines = shown(session_text(words("fr"), "reminder", told, ADDRESS)).splitlines()
    assert lines[4:6] == ["Lieu : Tazarine, Zagora", "Séance ouverte à tous."]


@pytest.mark.parametrize(
    ("language", "number", "sentence"),
    [
        ("ar", 1, "شخص واحد في اللائحة."),
        ("ar", 2, "شخصان في اللائحة."),
        ("ar", 3, "3 أشخاص في اللائحة."),
        ("ar", 11, "11 شخصا في اللائحة."),
        ("ar", 100, "100 شخص في اللائحة."),
        ("fr", 1, "1 personne sur la liste."),
        ("fr", 2, "2 personnes sur la liste."),
    ],
)
def test_the_colleague_is_told_how_many_are_on_the_list(language: str, number: int, sentence: str) -> None:
    lines = session_text(words(language), "roster", replace(FRENCH, expected=number), ADDRESS).splitlines()
    assert lines[6].removeprefix("\u200f") == sentence


def test_nothing_is_said_of_a_list_that_is_empty_until_its_roster_is_opened() -> None:
    lines = session_text(words("fr"), "roster", replace(FRENCH, expected=0), ADDRESS).splitlines()
    assert lines[6].startswith("Connectez-vous")


@pytest.mark.parametrize(
    ("language", "number", "sentence"),
    [
        ("ar", 0, "لم يُسجل حضور أحد بعد."),
        ("ar", 1, "سُجل حضور شخص واحد."),
        ("ar", 2, "سُجل حضور شخصين."),
        ("ar", 3, "كنتم 3 أشخاص حاضرين."),
        ("ar", 11, "كنتم 11 شخصا حاضرين."),
        ("ar", 100, "كنتم 100 شخص حاضرين."),
        ("ar", 103, "كنتم 103 أشخاص حاضرين."),
        ("fr", 1, "1 personne était présente."),
        ("fr", 25, "Vous étiez 25 personnes présentes."),
    ],
)
def test_thanks_say_how_many_came(language: str, number: int, sentence: str) -> None:
    lines = session_text(words(language), "thanks", replace(FRENCH, present=number), ADDRESS).splitlines()
    assert lines[6].removeprefix("\u200f") == sentence


@pytest.mark.parametrize(
    ("moment", "arabic", "french"),
    [
        (time(0), "الساعة الثانية عشرة ليلا", "0 h"),
        (time(9), "الساعة التاسعة صباحا", "9 h"),
        (time(11, 45), "الساعة الحادية عشرة و45 دقيقة صباحا", "11 h 45"),
        (time(12, 15), "الساعة الثانية عشرة والربع زوالا", "12 h 15"),
        (time(13, 30), "الساعة الواحدة والنصف بعد الزوال", "13 h 30"),
        (time(17, 1), "الساعة الخامسة ودقيقة بعد الزوال", "17 h 1 min"),
        (time(17, 2), "الساعة الخامسة ودقيقتين بعد الزوال", "17 h 2 min"),
        (time(17, 5), "الساعة الخامسة و5 دقائق بعد الزوال", "17 h 5 min"),
        (time(18, 20), "الساعة السادسة و20 دقيقة مساء", "18 h 20 min"),
        (time(22), "الساعة العاشرة ليلا", "22 h"),
    ],
)
def test_the_time_of_day_is_said_as_people_say_it(moment: time, arabic: str, french: str) -> None:
    assert (clock(words("ar"), moment), clock(words("fr"), moment)) == (arabic, french)
