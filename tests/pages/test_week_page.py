"""The coordinator's week as it is opened, told on the first page, and the board with its pages and filters."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.access import COORDINATOR, MANAGER
from core.i18n import ZONE
from db.engine import transaction
from tests.db.sittings import Sittings
from tests.db.test_week import Chain
from tests.pages.conftest import Visitor

TODAY = datetime.now(ZONE).date()


@pytest.fixture
def chain(database: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A session of the pages' database; what is made in it is there once the test asks for a page."""
    assert database.exists()
    monkeypatch.setattr("tests.db.test_week.TODAY", TODAY)
    return Chain


def bare(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2068\u2069\u2066\u2067")


def test_the_week_tells_what_is_late_and_waits_with_links_and_today_tells_it_too(
    signed_in: Visitor, chain: Any, sittings: Sittings
) -> None:
    sittings.plan()
    with transaction() as session:
        made = chain(session)
        made.promise(made.obstacle(), -1)
        made.referral(made.obstacle(title="Un terrain"), 30)
    page = signed_in("entry/week.py", COORDINATOR, language="fr")
    assert {one.label: one.value for one in page.metric} == {
        "Engagements en retard": "1",
        "Engagements à échéance": "0",
        "Saisines sans réponse": "1",
        "Obstacles à confirmer": "0",
        "Recommandations à échéance": "0",
    }
    links = [bare(one.proto.label) for one in page.get("page_link")]
    yesterday = TODAY - timedelta(days=1)
    assert any(text.startswith("**Due \\-1** :small[ODCO · en retard de 1 jour") for text in links), links
    assert any("Un terrain" in text and "attend depuis 30 jours" in text for text in links), links
    assert yesterday < TODAY
    today = signed_in("entry/today.py", COORDINATOR, language="fr")
    told = [one.proto.label for one in today.get("page_link")]
    assert "1 engagement d’institution en retard" in told
    assert "1 saisine sans réponse depuis longtemps" in told


def test_the_board_sends_a_few_of_each_column_and_a_column_turns_its_pages_in_the_address(
    signed_in: Visitor, chain: Any
) -> None:
    with transaction() as session:
        made = chain(session)
        numbers = [made.obstacle(title=f"Obstacle {n}", raised_on=TODAY - timedelta(days=n)) for n in range(25)]
        made.obstacle(state="done")
    page = signed_in("explore/board.py", MANAGER, language="fr")
    heads = [one.value for one in page.markdown if one.value.startswith("**:material")]
    assert any("Transmis · 25" in head and "et encore 20" in head for head in heads), heads
    assert len(page.get("page_link")) <= 100
    second = signed_in("explore/board.py", MANAGER, language="fr", query={"column": "addressed", "page": "2"})
    opened = [one.proto.query_string for one in second.get("page_link") if "obstacle=" in one.proto.query_string]
    assert opened == [f"obstacle={number}" for number in numbers[21:]]
    assert "de 22 à 25 sur 25 obstacles" in [one.value for one in second.caption]
    # A page that is not there is the last one.
    beyond = signed_in("explore/board.py", MANAGER, query={"column": "addressed", "page": "99"})
    assert len([one for one in beyond.get("page_link") if "obstacle=" in one.proto.query_string]) == 4


def test_filters_of_the_address_narrow_the_list_and_a_search_finds_in_arabic_too(
    signed_in: Visitor, chain: Any
) -> None:
    with transaction() as session:
        made = chain(session)
        made.promise(made.obstacle(title="Late one", severity="high"), -1)
        made.obstacle(title="مسلك مقطوع", severity="high")
        made.obstacle(title="Another")
    page = signed_in("explore/board.py", MANAGER, query={"view": "list", "severity": "high"})
    assert page.subheader[0].value == "2 obstacles"
    found = page.text_input(key="board.search").set_value("مسلَك").run()
    assert found.subheader[0].value == "1 obstacle"
    late = signed_in("explore/board.py", MANAGER, query={"view": "list", "late": "1", "category": "nothing"})
    assert late.subheader[0].value == "1 obstacle"
