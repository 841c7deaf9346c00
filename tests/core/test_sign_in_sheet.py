"""The paper sheet: its rows, its blank ones, its words in two languages, and names that are nothing but names."""

from datetime import date, time
from typing import Any

import pytest

from core.reports import sign_in_sheet as module
from core.reports.sign_in_sheet import SheetPerson, SheetSession, session_code, sign_in_sheet

SITTING = SheetSession(
    session_id=198,
    address="https://example.org/roster/198",
    module={"ar": "التدبير المالي", "fr": "Gestion financière"},
    place={"ar": "دار الشباب، أگدز", "fr": "Maison des jeunes, Agdz"},
    group="Zagora 2",
    held_on=date(2026, 3, 31),
    starts_at=time(9),
    ends_at=time(12, 30),
    notice={"ar": "إشعار", "fr": "Notice"},
)
AMINA = SheetPerson(1, "أمينة العلوي", "Amina El Alaoui", "تعاونية النخيل", "Coopérative Palmes", "f")
BRAHIM = SheetPerson(4, None, "Brahim Soussi", None, None, "unknown")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the template was given."""
    held: dict[str, Any] = {}

    def keep(template: str, data: dict[str, Any]) -> bytes:
        held.update(data, template=template)
        return b""

    monkeypatch.setattr(module, "pdf", keep)
    return held


def test_the_blank_rows_are_numbered_on_from_the_last_person(told: dict[str, Any]) -> None:
    sign_in_sheet(SITTING, [AMINA, BRAHIM], ("ar", "fr"))
    assert told["blanks"] == [5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    sign_in_sheet(SITTING, [], ("ar", "fr"))
    assert told["blanks"] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


def test_each_language_says_the_session_in_its_own_words(told: dict[str, Any]) -> None:
    sign_in_sheet(SITTING, [AMINA], ("ar", "fr"))
    arabic, french = told["heads"]
    assert arabic == [
        ["المجزوءة", "التدبير المالي"],
        ["اليوم والتوقيت", "الثلاثاء، 31 مارس 2026، 09:00 - 12:30"],
        ["المكان", "دار الشباب، أگدز"],
        ["المجموعة", "Zagora 2"],
    ]
    assert french[1] == ["Jour et horaire", "mardi 31 mars 2026, 09:00 - 12:30"]
    assert told["code"] == session_code(198) == "S-00198"


@pytest.mark.parametrize(
    ("languages", "row"),
    [
        (
            ("ar", "fr"),
            {"name": "أمينة العلوي", "also": "Amina El Alaoui", "organisation": "تعاونية النخيل", "sex": "أ"},
        ),
        (
            ("fr", "ar"),
            {"name": "Amina El Alaoui", "also": "أمينة العلوي", "organisation": "Coopérative Palmes", "sex": "F"},
        ),
    ],
)
def test_a_row_has_the_name_in_both_scripts(
    told: dict[str, Any], languages: tuple[str, str], row: dict[str, str]
) -> None:
    sign_in_sheet(SITTING, [AMINA, BRAHIM], languages)
    first, second = told["rows"]
    assert first == {"number": 1} | row
    assert second == {"number": 4, "name": "Brahim Soussi", "also": "", "organisation": "", "sex": "–"}


@pytest.mark.parametrize(
    "name",
    ['#panic("x")', "*gras* _penché_ $x$", "</text>\\", "\u202eomar", '"; #read("/etc/hosts")', "@fatima <label>"],
)
@pytest.mark.parametrize("languages", [("ar", "fr"), ("fr", "ar")])
def test_a_name_is_set_as_it_is_written_whatever_it_says(name: str, languages: tuple[str, str]) -> None:
    made = sign_in_sheet(SITTING, [SheetPerson(1, name, name, name, name, "m")] * 60, languages)
    assert made.startswith(b"%PDF-")
