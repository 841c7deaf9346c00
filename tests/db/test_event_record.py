"""The record of an event: exact texts of what was said, weighed, recommended, promised and rated; never a name."""

import io
import zipfile
from datetime import UTC, date, datetime

import docx
import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.records import validated
from core.records.recommendations import RecommendationRecord
from core.reports.event_record import event_record
from core.reports.event_told import EDITIONS, EventTold
from db.commands.event_register import register_submissions
from db.commands.recommendations import write_recommendation
from db.engine import reading, transaction
from db.models import Commitment, CommitmentRecommendation, Institution
from db.queries.event_told import event_told
from tests.db.hall import HELD_ON, Hall
from tests.db.partner_reports import pages, plain, tags
from tests.db.test_event_register import Spoken

AT = datetime(2026, 3, 13, 8, 0, tzinfo=UTC)


def told(engine: Engine, hall: Hall) -> EventTold:
    with reading(engine) as session:
        return event_told(session, None, hall.event, AT)


@pytest.fixture
def spoken(engine: Engine, coordinator) -> Spoken:
    """A hall that said, voted, was given a recommendation and a promise, and rated the day."""
    hall = Spoken(engine, coordinator)
    hall.votes(hall.weaver, hall.land, hall.financing)
    hall.votes(hall.nameless, hall.financing)
    for stars in (5, 4, 4, 3):
        hall.rates(stars, "Un mot que personne n’a lu")
    said = {"event_id": hall.event, "text_fr": "Un conseil national", "level": "national", "recommended_on": HELD_ON}
    hall.do(write_recommendation, validated(RecommendationRecord, said | {"taken_on_by": "Les six institutions"}))
    with transaction(engine) as session:
        institution = session.exec(select(Institution).where(Institution.acronym == "ODCO")).one()
        promise = Commitment.model_validate(
            {
                "institution_id": institution.id,
                "what": "Trois salons",
                "promised_on": HELD_ON,
                "due_on": date(2026, 9, 1),
            }
        )
        # Another promise that has nothing to do with the event.
        other = Commitment.model_validate(
            {"institution_id": institution.id, "what": "Autre chose", "promised_on": HELD_ON}
        )
        session.add_all((promise, other))
        session.flush()
        session.add(CommitmentRecommendation(commitment_id=promise.id or 0, recommendation_id=1))
    return hall


def test_the_record_says_exactly_what_the_event_was(engine: Engine, spoken: Spoken) -> None:
    spoken.do(register_submissions, spoken.event, 1)
    content = event_record(told(engine, spoken), "fr", "pdf")
    written = " ".join(pages(content))
    for sentence in (
        "Compte rendu de la rencontre",
        "jeudi 12 mars 2026",
        "10 personnes sont venues. Dont 10 personnes sans invitation.",
        "Coopérative 0 10",
        "1 Financement des projets Le crédit est refusé Zagora 2 2 2",
        "2 Accès au foncier Le terrain est au douar entier – 2 2 1",
        "3 Commercialisation des produits Pas de marché Zagora 1 1 0",
        "Le vote par catégorie, 2 votants",
        "Un conseil national Les six institutions",
        "Trois salons 1er sept. 2026",
        "4 réponses : trop peu pour donner une moyenne.",
    ):
        assert sentence in written, sentence
    # What was sent and not let through, what people wrote for the organisers, names, and other promises stay out.
    for word in ("Un fou", "On verra", "Un mot que personne", "Rkia", "Oubella", "Tissage", "Autre chose"):
        assert word not in written, word
    kinds, _ = tags(content)
    assert (kinds["H1"], kinds["H2"], kinds["Table"]) == (7, 1, 8)


def test_five_who_rated_have_an_average(engine: Engine, spoken: Spoken) -> None:
    spoken.rates(2)
    assert told(engine, spoken).rated == (5, 3.6)
    written = " ".join(pages(event_record(told(engine, spoken), "fr", "pdf")))
    assert "3,6 sur 5 en moyenne, 5 réponses." in written


def test_the_same_stands_in_a_word_file_from_the_right_in_arabic(engine: Engine, spoken: Spoken) -> None:
    content = event_record(told(engine, spoken), "ar", "docx")
    document = docx.Document(io.BytesIO(content))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == [
        *("الحضور", "الإكراهات كما قيلت في القاعة", "التوصيات", "الالتزامات", "تقييم اليوم", "كيف حُسب هذا"),
    ]
    cells = {plain(cell.text) for table in document.tables for row in table.rows for cell in row.cells}
    assert {"Le crédit est refusé", "Trois salons", "وطني"} <= cells
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "w:bidiVisual" in xml
    assert "Oubella" not in xml


def test_an_event_without_anything_has_a_record_that_says_so_in_every_language(engine: Engine) -> None:
    quiet = Hall(engine)
    found = told(engine, quiet)
    made = {edition: " ".join(pages(event_record(found, edition, "pdf"))) for edition in EDITIONS}
    for sentence in (
        *("Aucune arrivée n’a été enregistrée.", "Aucun obstacle n’a été retenu lors de cette rencontre."),
        *("Aucune recommandation n’a été notée.", "Aucun engagement n’a été enregistré."),
        "Personne n’a donné d’avis sur la journée.",
    ):
        assert sentence in made["fr"]
    assert all(event_record(found, edition, "docx") for edition in EDITIONS)
