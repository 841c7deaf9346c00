"""The page of doubles as a coordinator uses it: reasons, side by side, choice by choice, merged, and given back."""

from typing import Any

import pytest
from sqlmodel import Session, select

from core.i18n import LANGUAGES, words
from db.engine import engine, transaction
from db.models import Apart, Merge, Organisation, Person, Registration
from db.models.base import now
from db.queries.pairs import _WEIGHTS
from db.queries.pairs_compare import hanging
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import field, press

PAGE = "manage/doubles.py"
PHONE = "+212661234567"


@pytest.fixture
def doubles(database: Any) -> tuple[int, int]:
    """Two organisations of one phone in two scripts: their ids, and that of the one that has something hanging on it
    first.
    """
    assert database.exists()
    fill(engine())
    with transaction() as session:
        one = session.exec(select(Organisation).where(Organisation.name_latin == "A")).one()
        one.phone, one.note = PHONE, "first note"
        other = Organisation(kind="cooperative", name_ar="تعاونية الأمل", phone=PHONE, province_id=one.province_id)
        session.add(other)
        session.flush()
        return one.id or 0, other.id or 0


def query(kind: str, first: int, second: int) -> dict[str, str]:
    return {"part": kind, "first": str(first), "second": str(second)}


def texts(test: Any) -> str:
    return " ".join(one.value for one in (*test.markdown, *test.caption, *test.info, *test.warning, *test.error))


def test_pairs_are_listed_with_their_reasons(signed_in: Visitor, doubles: tuple[int, int]) -> None:
    test = signed_in(PAGE, "coordinator")
    assert not test.exception
    assert [one.value for one in test.subheader] == ["1 likely pair"]
    assert "same phone" in texts(test)
    assert doubles == (1, 7)


def test_two_that_are_two_are_not_offered_again_until_that_is_taken_back(
    signed_in: Visitor, doubles: tuple[int, int]
) -> None:
    test = signed_in(PAGE, "coordinator")
    press(test, "These are two")
    assert [one.icon for one in test.info] == [":material/lightbulb:"]
    with Session(engine()) as session:
        assert [(row.first_id, row.second_id) for row in session.exec(select(Apart))] == [doubles]
    decided = signed_in(PAGE, "coordinator", query={"part": "decided"})
    press(decided, "Offer again")
    assert [one.value for one in signed_in(PAGE, "coordinator").subheader] == ["1 likely pair"]


def test_the_value_chosen_stays_and_the_merge_is_undone_where_it_was_told(
    signed_in: Visitor, doubles: tuple[int, int]
) -> None:
    test = signed_in(PAGE, "coordinator", query=query("organisation", *doubles))
    assert not test.exception
    assert field(test, "radio", "The row that stays").value == 1
    assert field(test, "radio", "Name in Arabic").value == 7
    press(test, "Merge into one")
    assert len(test.error) == 1
    field(test, "text_input", "Reason for the merge").set_value("Same phone, asked")
    press(test, "Merge into one")
    assert not test.exception
    assert "The two are one now." in texts(test)
    with Session(engine()) as session:
        kept = session.get_one(Organisation, 1)
        assert (kept.name_ar, kept.name_latin, kept.note) == ("تعاونية الأمل", "A", "first note")
    profile = signed_in("explore/organisation.py", "coordinator", query={"organisation": "7"})
    assert profile.query_params["organisation"] in ("1", ["1"])
    assert not profile.error
    test = signed_in(PAGE, "coordinator", query=query("organisation", *doubles))
    (undo,) = [button for button in test.button if button.label.startswith("Undo merge")]
    undo.click().run()
    assert not test.exception
    with Session(engine()) as session:
        assert session.get_one(Organisation, 1).name_ar is None
        assert session.get_one(Organisation, 7).merged_into_id is None
        assert [row.undone_at is not None for row in session.exec(select(Merge))] == [True]


def test_a_link_to_a_person_or_an_organisation_that_was_merged_opens_the_one_that_is_left(
    signed_in: Visitor, doubles: tuple[int, int]
) -> None:
    with transaction() as session:
        session.get_one(Organisation, doubles[1]).merged_into_id = doubles[0]
        session.get_one(Organisation, doubles[1]).deleted_at = now()
        session.get_one(Person, 3).merged_into_id, session.get_one(Person, 3).deleted_at = 2, now()
        # A chain: the third leads to the second, and that to the first.
        session.get_one(Person, 2).merged_into_id, session.get_one(Person, 2).deleted_at = 1, now()
    for page, kind, gone in (
        ("explore/organisation.py", "organisation", doubles[1]),
        ("entry/organisations.py", "organisation", doubles[1]),
        ("entry/obstacles.py", "organisation", doubles[1]),
        ("entry/participants.py", "person", 3),
    ):
        test = signed_in(page, "coordinator", query={kind: str(gone)})
        assert not test.exception
        assert not test.warning
        assert test.query_params[kind] in ("1", ["1"])


def test_a_row_that_changed_since_it_was_shown_is_not_merged_unseen(
    signed_in: Visitor, doubles: tuple[int, int]
) -> None:
    test = signed_in(PAGE, "coordinator", query=query("organisation", *doubles))
    field(test, "text_input", "Reason for the merge").set_value("Same phone")
    with transaction() as session:
        row = session.get_one(Organisation, 1)
        row.note, row.version = "changed by somebody", row.version + 1
    press(test, "Merge into one")
    with Session(engine()) as session:
        assert session.exec(select(Merge)).all() == []
    assert "changed by somebody" in " ".join(str(one.options) for one in test.radio) + texts(test)
    press(test, "Merge into one")
    with Session(engine()) as session:
        assert len(session.exec(select(Merge)).all()) == 1


def test_of_two_on_one_roster_a_person_chooses_which_mark_counts(signed_in: Visitor, database: Any) -> None:
    assert database.exists()
    fill(engine())
    with Session(engine()) as session:
        ids = sorted(
            session.exec(select(Person.id).where(Person.name_latin == name)).one() or 0
            for name in ("without mark", "organisation elsewhere")
        )
    test = signed_in(PAGE, "coordinator", query=query("person", *ids))
    assert not test.exception
    (mark,) = [radio for radio in test.radio if "Roster open" in radio.label]
    assert mark.value is None
    field(test, "text_input", "Reason for the merge").set_value("Same person")
    press(test, "Merge into one")
    assert "Both are on one roster." in texts(test)
    (mark,) = [radio for radio in test.radio if "Roster open" in radio.label]
    mark.set_value(registration_of(ids[0]))
    press(test, "Merge into one")
    assert "The two are one now." in texts(test)


def registration_of(person_id: int) -> int:
    with Session(engine()) as session:
        return session.exec(select(Registration.id).where(Registration.person_id == person_id)).one() or 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_everything_that_can_hang_on_a_row_has_its_words(language: str, database: Any) -> None:
    assert database.exists()
    said = words(language)
    with Session(engine()) as session:
        tables = {name for kind in ("organisation", "person") for name in hanging(session, kind, 1)}
    missing = [f"doubles.hangs.{name}" for name in sorted(tables) if not said.has(f"doubles.hangs.{name}")]
    missing += [f"double.{reason}" for reason in _WEIGHTS if not said.has(f"double.{reason}")]
    assert missing == []
