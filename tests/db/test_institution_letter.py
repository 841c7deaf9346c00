"""The letter to an institution: what it lists in which order, on one page, mirrored in Arabic, and nobody's name."""

import io
from datetime import timedelta
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from core.i18n import words
from core.reports.institution_letter import MOST_PROMISES, letter_pdf, letter_word
from db.commands.commitment_updates import add_update
from db.engine import engine, reading
from db.queries.institution_letter import letter_facts
from tests.db.test_answers import RAISED, Desk, step

ON = RAISED + timedelta(days=40)
PERSON, WHOM, SPEAKER = "Guichet provincial", "Aux femmes de Tazarine", "Une visiteuse"


@pytest.fixture
def desk(database: Path) -> Desk:
    """ONSSA owes two promises and did a third; one obstacle waits for its answer, another has a promise."""
    assert database.exists()
    made = Desk(engine())
    person = made.person(name=PERSON)
    made.refer("ONSSA")
    made.refer("ONSSA", on=RAISED + timedelta(days=10), obstacle_id=made.other)
    later = made.promise(what="Second", due_on=RAISED + timedelta(days=90), to_whom=WHOM)
    made.promise(what="Premier", institution_person_id=person)
    done = made.promise(what="Troisième")
    made.do(add_update, done, 1, step(state="done"))
    assert later
    return made


def text_of(data: bytes) -> tuple[int, str]:
    with pypdfium2.PdfDocument(data) as file:
        return len(file), "\n".join(page.get_textpage().get_text_bounded() for page in file)


def test_it_lists_what_is_owed_by_its_date_and_what_waits_for_an_answer(desk: Desk) -> None:
    with reading() as session:
        facts = letter_facts(session, desk.bodies["ONSSA"])
    assert [(one.what, one.state) for one in facts.promises] == [("Premier", "promised"), ("Second", "promised")]
    assert [(one.title, one.referred_on) for one in facts.questions] == [("Terrain", RAISED + timedelta(days=10))]
    pages, told = text_of(letter_pdf(facts, "fr", ON))
    assert pages == 1
    french = words("fr")
    for said in (
        "2 engagements ouverts (dont 1 en retard)",
        french.count("commitment.late", 10),
        french.count("institution_letter.questions", 1),
        french.count("institution_letter.days", 30),
    ):
        assert said in " ".join(told.split()), said
    assert not [name for name in (PERSON, WHOM, SPEAKER, "Troisième") if name in told]


def test_a_long_list_stays_on_one_page_and_says_how_many_more_there_are(desk: Desk) -> None:
    for number in range(MOST_PROMISES + 3):
        desk.promise(what=f"{number} {'Une commission mixte visite les ateliers ' * 6}")
    with reading() as session:
        facts = letter_facts(session, desk.bodies["ONSSA"])
    for language in ("ar", "fr", "en"):
        pages, told = text_of(letter_pdf(facts, language, ON))
        assert pages == 1, language
        if language == "fr":
            assert words("fr").count("institution_letter.more", 5) in told


def test_the_word_document_says_the_same_and_is_read_from_the_right_in_arabic(desk: Desk) -> None:
    with reading() as session:
        facts = letter_facts(session, desk.bodies["ONSSA"])
    for language in ("ar", "fr"):
        document = docx.Document(io.BytesIO(letter_word(facts, language, ON)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any("Premier" in cell for cell in cells)
        assert not [name for name in (PERSON, WHOM, SPEAKER) if any(name in cell for cell in cells)]
        mirrored = [table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables]
        assert mirrored == [language == "ar"] * 2
        heads = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
        assert heads == [words(language).say("institution_letter.title")]
