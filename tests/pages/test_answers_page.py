"""The page of answers: its large numbers with what they are made of, and its charts with their findings."""

from pathlib import Path

from core.access import MANAGER, PRESENTER
from db.engine import transaction
from tests.db.test_figures_of_answers import Answers
from tests.pages.conftest import Visitor


def test_a_manager_sees_the_numbers_with_their_wholes_and_a_presenter_is_not_let_in(
    signed_in: Visitor, database: Path
) -> None:
    assert database.exists()
    with transaction() as session:
        Answers(session).fill()
    page = signed_in("explore/answers.py", MANAGER, language="fr")
    assert not page.exception
    values = {one.label: one.value.replace("\xa0", " ") for one in page.metric}
    assert values == {
        "Taux d’engagement": "60 %",
        "Tenus à temps": "25 %",
        "Jours jusqu’à la réponse (médiane)": "5,5",
        "Jours jusqu’à la résolution confirmée (médiane)": "59",
    }
    told = ["".join(c for c in one.value if c not in "\u2068\u2069") for one in page.caption]
    assert "3 sur 5 obstacles transmis" in told
    assert "1 sur 4 engagements échus" in told
    heads = ["".join(c for c in one.value if c not in "\u2068\u2069") for one in page.subheader]
    assert (
        "Sur 7 obstacles signalés, 2 confirmés résolus ; le plus d’arrêts après « Transmis » \\: 2 obstacles" in heads
    )
    refused = signed_in("explore/answers.py", PRESENTER)
    assert not refused.metric
