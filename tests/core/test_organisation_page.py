"""The page handed back to an organisation is one A4 in every language, however many people it has."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from openpyxl import load_workbook

from core.i18n import LANGUAGES
from core.records.answers import Answer
from core.records.organisation_page import OrganisationFacts, RaisedObstacle, TaughtModule, TrainedPerson
from core.reports.organisation_page import MOST_PEOPLE, organisation_page, organisation_workbook

DAY = date(2026, 11, 24)
MODULE = TaughtModule({"ar": "التدبير المالي", "fr": "Gestion financière", "en": "Finance"}, 2, 3, 13.5)
OBSTACLE = RaisedObstacle(
    {"ar": "تسويق المنتجات", "fr": "Commercialisation", "en": "Marketing"},
    "Pas de point de vente sur la route nationale " * 4,
    "committed",
    ("ODCO", "ONCA"),
    (
        Answer(institution="ODCO", promise="Un stand au salon", due_on=date(2026, 11, 1), state="promised"),
        Answer(institution="ONCA", asked_on=date(2026, 10, 15)),
        Answer(institution="INDH", words="Voir en 2027", answered_on=date(2026, 10, 20)),
    ),
)
FACTS = OrganisationFacts(
    name_ar="تعاونية *النور* #x",
    name_latin="Coopérative Annour $y$",
    kind="cooperative",
    place={"ar": "أگدز · زاكورة", "fr": "Agdz · Zagora", "en": "Agdz · Zagora"},
    programme={"ar": "برنامج", "fr": "Programme", "en": "Programme"},
    phase={"ar": "المرحلة الأولى", "fr": "Phase 1", "en": "Phase 1"},
    trained=4,
    attendances=9,
    hours=31.5,
    certificates=1,
    declared=(25, date(2026, 9, 15)),
    modules=(MODULE, replace(MODULE, label={"ar": "التسويق", "fr": "Vente", "en": "Selling"})),
    people=(
        TrainedPerson("فاطمة", None, (0, 1), 13.5, ("K7QF-3MXD-92TR",)),
        TrainedPerson(None, "=HYPERLINK(1)", (1,), 3.25, ()),
    ),
    unnamed=2,
    obstacles=(OBSTACLE, replace(OBSTACLE, answers=())),
)
CROWD = replace(
    FACTS,
    modules=(MODULE,) * 20,
    people=tuple(
        TrainedPerson("فاطمة الزهراء أيت أوحمو الإدريسي", "Fatima Zahra Ait Ouhammou El Idrissi", (0, 4, 11), 22.5, ())
        for _ in range(80)
    ),
    obstacles=(OBSTACLE,) * 12,
)
EMPTY = replace(FACTS, trained=0, modules=(), people=(), unnamed=0, obstacles=(), declared=None)


def written(data: bytes) -> tuple[int, str]:
    """How many pages the PDF has, and what is written on them."""
    with pypdfium2.PdfDocument(data) as file:
        text = " ".join(page.get_textpage().get_text_range() for page in file)
        return len(file), re.sub(r"[\s\u2066-\u2069]+", " ", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("facts", [FACTS, CROWD, EMPTY], ids=["usual", "crowd", "empty"])
def test_it_is_one_page_whatever_is_on_it(facts: OrganisationFacts, language: str) -> None:
    assert written(organisation_page(facts, language, verified=False, on=DAY))[0] == 1


def test_it_tells_people_modules_hours_certificates_obstacles_and_whom_they_were_put_to() -> None:
    _, said = written(organisation_page(FACTS, "fr", verified=True, on=DAY))
    for told in (
        *("Coopérative Annour $y$", "Programme · Phase 1", "Membres déclarés : 25 (15 septembre 2026)", "31,5"),
        *("Gestion financière", "Vente", "=HYPERLINK(1)", "3,25", "2 personnes formées ne sont pas nommées ici."),
        *("Commercialisation", "24 novembre 2026", "Seules les présences des feuilles vérifiées"),
        *("Pas de point de vente", "remise à Coopérative Annour $y$ seule", "Qui s’est engagé à quoi"),
        *("ODCO : Un stand au salon", "En retard, promis pour le 1er novembre 2026", "ONCA : Sollicitée le 15 octobre"),
        *("Pas encore de réponse", "et 1 de plus"),
        "Pas encore soumis ; à solliciter : ODCO et ONCA",
    ):
        assert told in said, told
    assert "nationale " * 4 not in said


def test_what_does_not_fit_is_counted_and_stands_in_the_workbook() -> None:
    _, said = written(organisation_page(CROWD, "en", verified=False, on=DAY))
    assert said.count("Fatima Zahra") == MOST_PEOPLE
    for told in ("and 20 more people", "and 8 more modules", "and 5 more obstacles"):
        assert told in said
    book = load_workbook(io.BytesIO(organisation_workbook(CROWD, "en", verified=False, on=DAY)))
    assert [sheet.title for sheet in book] == ["People trained", "Modules", "Obstacles"]
    assert sum("Fatima" in str(row[0]) for row in book["People trained"].iter_rows(values_only=True)) == 80


def test_a_page_without_names_says_nothing_of_whose_hands_it_is_for() -> None:
    _, said = written(organisation_page(replace(FACTS, people=(), unnamed=4), "en", verified=False, on=DAY))
    assert "4 people who were trained are not named here." in said
    assert "it names its members" not in said


def test_the_arabic_workbook_runs_from_the_right_and_computes_nothing() -> None:
    book = load_workbook(io.BytesIO(organisation_workbook(FACTS, "ar", verified=False, on=DAY)))
    for sheet in book:
        assert sheet.sheet_view.rightToLeft
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n"}
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if "=HYPERLINK(1)" in row]
    assert rows == [("=HYPERLINK(1)", "التسويق", 3.25, None)]
