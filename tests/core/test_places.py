"""Communes found by the spellings that lists hold."""

import pytest

from core.places import Place, place_matches, proposed_place, sure_place

TAZA = tuple(
    Place(number, names)
    for number, names in enumerate(
        (
            ("Bourd", "بورد"),
            ("Ajdir", "أجدير"),
            ("Gzenaya Al Janoubia", "اكزناية الجنوبية"),
            ("Tizi Ouasli", "تيزي وسلي"),
            ("Traiba", "اترايبة"),
            ("Taifa", "الطايفة"),
            ("Msila", "امسيلة"),
            ("El Gouzate", "الكوزات"),
            ("Bab Marzouka", "باب مرزوقة"),
            ("Bab Boudir", "باب بودر"),
            ("Meknassa Al Gharbia", "مكناسة الغربية"),
            ("Meknassa Acharqia", "مكناسة الشرقية"),
        )
    )
)


@pytest.mark.parametrize("text", ["Bab Emrouj", "Meknassa", "باب المروج", "Casablanca", "", "—"])
def test_a_spelling_that_could_be_several_or_none_is_asked_about(text: str):
    assert sure_place(place_matches(text, TAZA)) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BOURED", "Bourd"),
        ("GEZNAYA ALJANOUBIA", "Gzenaya Al Janoubia"),
        ("geznaya al janoubiya", "Gzenaya Al Janoubia"),
        ("Tizi Ousli", "Tizi Ouasli"),
        ("TRAYBA", "Traiba"),
        ("HED MSSILA", "Msila"),
        ("Commune d'El Gouzat", "El Gouzate"),
        ("جماعة الطايفة", "Taifa"),
        ("اجدير", "Ajdir"),
    ],
)
def test_a_spelling_is_found_within_its_province(text: str, name: str):
    found = sure_place(place_matches(text, TAZA))
    assert found is not None
    assert TAZA[found].names[0] == name


def test_an_alias_is_as_good_as_the_name_and_skoura_is_not_siroua():
    places = (Place(1, ("Siroua", "سيروا")), Place(2, ("Skoura Ahl El Oust", "سكورة أهل الوسط", "Skoura", "سكورة")))
    assert [sure_place(place_matches(text, places)) for text in ("Skoura", "سكورة", "Siroua")] == [2, 2, 1]


def test_only_what_is_close_is_proposed_as_the_answer():
    assert proposed_place(place_matches("Boumalne", (Place(4, ("Boumalne-Dades",)),))) == 4
    assert proposed_place(place_matches("Bab Emrouj", TAZA)) is None
    assert proposed_place(()) is None


def test_equal_scores_stand_in_the_order_of_their_ids():
    places = (Place(9, ("Amal",)), Place(3, ("Amal",)))
    assert [match.id for match in place_matches("Amal", places)] == [3, 9]
    assert sure_place(place_matches("Amal", places)) is None
