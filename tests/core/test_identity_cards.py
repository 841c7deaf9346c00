"""What looks like the number of an identity card, and what does not."""

import pytest

from core.names import looks_like_identity_card


@pytest.mark.parametrize(
    "text",
    [
        "AB123456",
        "P12345",
        "J1234567",
        "CIN: AB123456",
        "CIN AB 123456, venue avec sa sœur",
        "ab123456",
        "AB-123456",
        "AB 123 456",
        "AB.123.456",
        "K 654321",
        "البطاقة رقم AB123456",
        "بطاقتها AB١٢٣٤٥٦",
        "AB۱۲۳۴۵۶",
        "\u2067AB123456\u2069",
        "ＡＢ１２３４５６",
        "Fatima (pb98765)",
        "première ligne\nEE123456\ndernière",
        "AB123456.",
        "carte n° D123456, expirée",
    ],
)
def test_a_number_of_an_identity_card_is_seen(text: str) -> None:
    assert looks_like_identity_card(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "001525713000089",
        "ICE 001525713000089",
        "ICE001525713000089",
        "RC 12345",
        "RC12345 Ouarzazate",
        "TP 123456, IF 1234567",
        "TF 12345/28",
        "+212 661 234567",
        "+212661234567",
        "0661-23-45-67",
        "GSM 0661234567",
        "M1-S2",
        "A1234",
        "AB12345678",
        "ABC123456",
        "S1",
        "de 10000 femmes à 12000",
        "budget de 150000 DH",
        "A 15000 DH près",
        "le 12345 du registre",
        "N 12345",
        "n°12345",
        "BP 45000 Ouarzazate",
        "B 15000 درهم",
        "coop@ab123456.org",
        "https://example.org/AB123456",
        "ab123456-7c1d-4e2f-9a0b-1234567890ab",
        "2025-02-10",
        "تعاونية 123456",
        "في 12345",
        "Al Haouz 07.041",
        "Zone B, 40 km",
    ],
)
def test_other_numbers_are_not(text: str | None) -> None:
    assert not looks_like_identity_card(text)
