"""A disk that is full, and a database that can only be read, while somebody fills in a form."""

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import event

import db.engine
from core.i18n import words
from core.problems import Problem
from core.records import validated
from core.records.organisations import OrganisationRecord
from db.commands.ledger import perform
from db.commands.organisations import register_organisation
from db.health import database_answers
from tests.pages.conftest import Visitor
from tests.withstand.programme import ACTOR, name

ENGLISH = words("en")


def use_up_the_room() -> None:
    """Writes until nothing can be written any more."""
    with suppress(Problem):
        while True:
            record = validated(OrganisationRecord, {"kind": "cooperative", "name_latin": (short := name())})
            perform(register_organisation, ACTOR, short, record)


@pytest.mark.parametrize(
    ("pragma", "code"), [("max_page_count=1", "database_full"), ("query_only=ON", "database_read_only")]
)
def test_a_form_that_could_not_be_saved_keeps_what_was_typed_and_saves_it_when_it_can(
    signed_in: Visitor, pragma: str, code: str
) -> None:
    page = signed_in("entry/organisations.py", "coordinator")
    typed = "Tifawin " + "a" * 150

    def fault(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA {pragma}")

    def field() -> Any:
        return next(one for one in page.text_input if one.label == ENGLISH.say("organisation.name_latin"))

    def press() -> list[str]:
        button = next(one for one in page.button if one.label == ENGLISH.say("organisation.save"))
        button.click().run()
        return [one.value for one in page.error]

    engine = db.engine.engine()
    event.listen(engine, "connect", fault)
    engine.dispose()
    use_up_the_room()
    field().input(typed)
    assert press() == [ENGLISH.say(f"problem.{code}")]
    assert field().value == typed
    assert not page.exception

    event.remove(engine, "connect", fault)
    engine.dispose()
    assert database_answers()
    assert press() == []
    assert field().value == ""
    assert page.success
