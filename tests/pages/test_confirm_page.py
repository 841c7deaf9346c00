"""A cooperative's own link: nothing of others, nothing for a guess, answers kept once, without script or account."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from core.i18n import words
from core.passwords import new_token, token_hash
from db.commands.confirmations import give_confirmation_link, revoke_confirmation_link
from db.commands.ledger import perform
from db.commands.link_uses import MOST_ADDRESSES_A_DAY, OF_COOPERATIVE, note_use
from db.engine import engine, reading, transaction
from db.models import (
    Change,
    Commitment,
    CommitmentObstacle,
    Confirmation,
    ConfirmationLink,
    ConfirmationLinkUse,
    Institution,
    Obstacle,
)
from tests.pages.conftest import Phone
from tests.pages.test_entry_obstacles import SOMEBODY, an_obstacle, an_organisation, rows

ARABIC = words("ar")
MOST_BYTES = 30_000


@pytest.fixture
def visitor(phone: Phone) -> TestClient:
    """A phone on which nobody is signed in."""
    return phone()


def a_link(organisation: int) -> tuple[str, int]:
    """The secret of a link of the organisation, and its number."""
    token = new_token()
    return token, perform(give_confirmation_link, SOMEBODY, token, organisation, token_hash(token)).row_id


def two_neighbours() -> tuple[int, int, int, int]:
    """Two cooperatives with an obstacle and a promise each: ids of both, then those of their obstacles."""
    own, other = an_organisation("تعاونية أمل"), an_organisation("Secret Tifawt")
    mine, theirs = an_obstacle(own, "لا أرض <b>لنا</b>"), an_obstacle(other, "Their own words")
    with transaction() as session:
        institution = session.exec(select(Institution.id)).first() or 0
        for number, what in ((mine, "بقعة أرضية"), (theirs, "Their own promise")):
            row = Commitment(institution_id=institution, what=what, promised_on=date(2026, 3, 3))
            session.add(row)
            session.flush()
            session.add(CommitmentObstacle(commitment_id=row.id or 0, obstacle_id=number))
    return own, other, mine, theirs


def form_of(page: str, **values: str) -> dict[str, Any]:
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    return {"key": key[1], "language": "ar", **values}


def test_the_page_shows_its_own_obstacles_and_promises_in_arabic_and_nothing_of_others(visitor: TestClient) -> None:
    own, _, mine, _ = two_neighbours()
    answer = visitor.get(f"/confirm/{a_link(own)[0]}")
    page = answer.text
    assert answer.status_code == 200
    assert len(answer.content) < MOST_BYTES
    assert '<html lang="ar" dir="rtl">' in page
    assert "<script" not in page
    for said in ("تعاونية أمل", "لا أرض &lt;b&gt;لنا&lt;/b&gt;", "بقعة أرضية", ARABIC.say("answer.question")):
        assert said in page
    for hidden in ("Secret Tifawt", "Their own words", "Their own promise", "Amina"):
        assert hidden not in page
    assert page.count(f'name="verdict.{mine}"') == 3
    assert answer.headers["cache-control"] == "no-store"


def test_the_answer_is_kept_once_with_its_words_and_closes_the_obstacle(visitor: TestClient) -> None:
    own, _, mine, theirs = two_neighbours()
    token, number = a_link(own)
    form = form_of(visitor.get(f"/confirm/{token}").text, **{f"verdict.{mine}": "solved", f"words.{mine}": "نعم"})
    for _ in range(2):
        sent = visitor.post(f"/confirm/{token}", data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, f"/confirm/{token}?thanks=1&language=ar")
    assert ARABIC.say("answer.thanks") in visitor.get(sent.headers["location"]).text
    said = [(row.organisation_id, row.obstacle_id, row.verdict, row.words, row.way) for row in rows(Confirmation)]
    assert said == [(own, mine, "solved", "نعم", "link")]
    assert [row.state for row in rows(Obstacle)] == ["confirmed", "raised"]
    with Session(engine()) as session:
        entry = session.exec(select(Change).where(Change.command == "answer_confirmations")).one()
    assert (entry.kind, entry.row_id, entry.account_id) == ("confirmation_link", number, None)
    assert token_hash(token) not in str(entry.after)
    assert ARABIC.say("answer.last_said", day=date.today(), verdict=ARABIC.say("verdict.solved")) in (
        visitor.get(f"/confirm/{token}").text
    )
    strange = form_of(visitor.get(f"/confirm/{token}").text, **{f"verdict.{theirs}": "no"})
    assert visitor.post(f"/confirm/{token}", data=strange).status_code == 422
    assert len(rows(Confirmation)) == 1


def test_nothing_chosen_or_a_forged_verdict_is_refused_in_words_and_what_was_typed_stays(visitor: TestClient) -> None:
    own, _, mine, _ = two_neighbours()
    token, _ = a_link(own)
    page = visitor.get(f"/confirm/{token}").text
    nothing = visitor.post(f"/confirm/{token}", data=form_of(page, **{f"words.{mine}": "كلمات"}))
    assert nothing.status_code == 422
    assert ARABIC.say("problem.nothing_answered") in nothing.text
    assert ">كلمات</textarea>" in nothing.text
    assert visitor.post(f"/confirm/{token}", data=form_of(page, **{f"verdict.{mine}": "wonderful"})).status_code == 422
    assert visitor.post(f"/confirm/{token}", data={f"words.{mine}": "x" * 900_000}).status_code == 413
    assert rows(Confirmation) == []


def test_a_guessed_a_revoked_and_an_ended_link_open_nothing_and_guesses_are_slowed_down(visitor: TestClient) -> None:
    own, *_ = two_neighbours()
    token, number = a_link(own)
    good, _ = a_link(own)
    perform(revoke_confirmation_link, SOMEBODY, "r", number, 1)
    assert visitor.get(f"/confirm/{token}").status_code == 410
    with transaction() as session:
        row = session.get_one(ConfirmationLink, number)
        row.revoked_at, row.expires_on = None, date.today() - timedelta(days=2)
        session.add(row)
    for method in (visitor.get, visitor.post):
        ended = method(f"/confirm/{token}")
        assert ended.status_code == 410
        assert ARABIC.say("problem.answer_link_over") in ended.text
        assert "تعاونية أمل" not in ended.text
    codes = [visitor.get(f"/confirm/{new_token()}").status_code for _ in range(10)]
    assert codes == [404] * 8 + [429] * 2
    # Whoever has a good link is not kept waiting for somebody else's guesses.
    assert visitor.get(f"/confirm/{good}").status_code == 200


def test_a_link_that_is_handed_around_opens_from_no_further_place(visitor: TestClient) -> None:
    own, *_ = two_neighbours()
    token, number = a_link(own)
    for place in range(MOST_ADDRESSES_A_DAY - 1):
        note_use(OF_COOPERATIVE, number, f"10.2.0.{place}")
    assert visitor.get(f"/confirm/{token}").status_code == 200
    strange = TestClient(visitor.app, client=("10.3.0.1", 50000))
    for method in (strange.get, strange.post):
        refused = method(f"/confirm/{token}")
        assert (refused.status_code, ARABIC.say("problem.link_shared") in refused.text) == (429, True)
    assert visitor.get(f"/confirm/{token}").status_code == 200
    with reading() as session:
        assert not any("10.2" in use.address for use in session.exec(select(ConfirmationLinkUse)))
