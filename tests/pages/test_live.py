"""The live page: an event before anything happened, the numbers that follow by themselves, and who may open it."""

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.access import COORDINATOR
from core.i18n import ZONE, isolated
from db.commands.events import make_event
from db.commands.ledger import perform, raise_revisions
from db.engine import transaction
from db.models import Guest, LiveSubmission, ObstacleCategory, Vote
from db.models.base import now
from pages.parts import live
from tests.conftest import actor
from tests.db.rows_elsewhere import event_record
from tests.pages.conftest import Visitor

PAGE = "present/live.py"


def make() -> int:
    """An event of today."""
    record = event_record(name_fr="Rencontre", held_on=datetime.now(ZONE).date())
    return perform(make_event, actor(COORDINATOR), "k", record).row_id


def happen(event: int) -> None:
    """Two guests come; one says an obstacle that is shown, and votes; another sentence waits for moderators."""
    with transaction() as session:
        land = session.exec(select(ObstacleCategory.id).where(ObstacleCategory.code == "land")).one() or 0
        guests = [
            Guest(event_id=event, kind="cooperative", name_latin="Zqguest", badge=f"b{number}", checked_in_at=now())
            for number in range(2)
        ]
        session.add_all(guests)
        session.flush()
        first = guests[0].id or 0
        for state in ("shown", "pending"):
            session.add(LiveSubmission(event_id=event, guest_id=first, category_id=land, text="x", state=state))
        session.add(Vote(event_id=event, guest_id=first, category_id=land))
        raise_revisions(session, ("guest", "submission", "vote"))


def numbers(test: AppTest) -> dict[str, str]:
    assert not test.exception
    return {metric.label: metric.value for metric in test.metric}


def test_without_an_event_the_page_says_what_to_do(signed_in: Visitor) -> None:
    test = signed_in(PAGE, "presenter", language="fr")
    assert not test.exception
    assert [info.value for info in test.info] == ["Aucune rencontre pour l’instant : créez-en une d’abord."]


def test_an_event_before_its_first_guest_makes_sense_and_then_follows_what_happens(signed_in: Visitor) -> None:
    event = make()
    test = signed_in(PAGE, "presenter", language="fr")
    labels = ["Personnes présentes", "Obstacles dits", "Voix qui en parlent", "Votants", "Engagements du jour"]
    assert numbers(test) == dict.fromkeys(labels, "0")
    said = [caption.value for caption in test.caption]
    assert "Personne n’a encore voté." in said
    assert "Rien n’a encore été dit, ou rien n’a encore passé la modération." in said
    assert test.query_params["event"] == str(event)
    happen(event)
    assert numbers(test.run()) == dict(zip(labels, ("2", "1", "1", "1", "0"), strict=True))
    assert "Zqguest" not in str(test.main)
    found = {heading.value for heading in test.subheader}
    assert f"Le plus cité dans la salle \\: {isolated('Accès au foncier')}, par 1 personne." in found
    assert f"En tête du vote \\: {isolated('Accès au foncier')}, 1 voix." in found


@pytest.mark.parametrize("part", [live._hall, live._programme])
def test_what_refreshes_by_itself_is_no_activity_of_the_presenter(
    monkeypatch: pytest.MonkeyPatch, part: Callable[[int], None]
) -> None:
    def entered(action: str, by_itself: bool = False) -> NoReturn:
        raise LookupError(action, by_itself)

    monkeypatch.setattr(live, "enter", entered)
    with pytest.raises(LookupError) as asked:
        part(1)
    assert asked.value.args == ("event.read", True)
