"""The way of a sign-in sheet on both databases: sent in, sent back, verified, locked, corrected; and its pages."""

import hashlib
import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.access import MANAGER, Actor
from core.problems import Problem
from core.records import validated
from core.records.sessions import AttendanceMark
from core.records.sheets import MOST_PAGES, CommentRecord, SheetCounts
from db.commands.attendance import close_roster, open_roster, reopen_roster
from db.commands.sessions import cancel_session
from db.commands.sheet_pages import keep_page, remove_page
from db.commands.sign_in_sheets import (
    correct_locked_mark,
    lock_sheet,
    send_back_sheet,
    submit_sheet,
    unlock_sheet,
    verify_sheet,
)
from db.engine import reading
from db.models import Attachment, Change, TrainingSession
from db.queries.sheets import STANDINGS, comments, page_content, pages, sessions_standing, sheet, sheets_by_province
from tests.db.sittings import DAY, Sittings

LATER = DAY.replace(month=6)


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


@pytest.fixture
def closed(sittings: Sittings) -> int:
    """A session with a closed roster: Amina and Hassan came, Itto did not."""
    return closed_one(sittings, "Amina", "Hassan", "Itto")


def closed_one(sittings: Sittings, *names: str) -> int:
    sittings.people(*names)
    row = sittings.plan()
    sittings.do(open_roster, row)
    for registration in sittings.ids(row)[:2]:
        sittings.mark(registration, "present")
    sittings.do(close_roster, row)
    return row


def counts(headcount: int | None = 2, signatures: int | None = 2, reason: str | None = None) -> SheetCounts:
    values = {"declared_headcount": headcount, "signatures": signatures, "difference_reason": reason}
    return validated(SheetCounts, values)


def said(registration: int | None = None, text: str = "Une signature manque") -> CommentRecord:
    return validated(CommentRecord, {"registration_id": registration, "text": text})


def refused(sittings: Sittings, *args: Any, actor: Actor | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        sittings.do(*args, actor=actor)
    return caught.value


def held(sittings: Sittings, row: int) -> tuple[str, int, str]:
    """The sheet's state and version, and the session's state."""
    with reading(sittings.engine) as session:
        found = sheet(session, None, row)
        return found.state, found.version, session.get_one(TrainingSession, row).state


def locked(sittings: Sittings, row: int) -> None:
    sittings.do(submit_sheet, row, 0, counts())
    sittings.do(verify_sheet, row, 2)
    sittings.do(lock_sheet, row, 3)


def photo(shade: int = 200) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, shade, shade)).save(made, "JPEG")
    return made.getvalue()


@pytest.mark.parametrize("field", ["declared_headcount", "signatures"])
def test_a_count_that_is_missing_is_asked_for(field: str) -> None:
    with pytest.raises(Problem) as caught:
        validated(SheetCounts, {"declared_headcount": 2, "signatures": 2} | {field: None})
    assert [(p.code, p.field) for p in caught.value.each()] == [("required", field)]


def test_an_open_roster_has_no_sheet_to_send_in(sittings: Sittings) -> None:
    sittings.people("Amina")
    row = sittings.plan()
    assert refused(sittings, submit_sheet, row, 0, counts()).code == "roster_not_open"
    sittings.do(open_roster, row)
    assert refused(sittings, submit_sheet, row, 0, counts()).code == "sheet_roster_open"


def test_a_cancelled_session_has_no_sheet(sittings: Sittings) -> None:
    row = sittings.plan()
    sittings.do(cancel_session, row, 1, "Route coupée")
    assert refused(sittings, submit_sheet, row, 0, counts()).code == "session_cancelled"


@pytest.mark.parametrize("three", [(3, 2), (2, 3), (3, 3)])
def test_a_difference_needs_a_reason(sittings: Sittings, closed: int, three: tuple[int, int]) -> None:
    problem = refused(sittings, submit_sheet, closed, 0, counts(*three))
    assert (problem.code, problem.field) == ("difference_unexplained", "difference_reason")
    assert problem.details == {"headcount": three[0], "signatures": three[1], "names": 2}
    assert held(sittings, closed) == ("draft", 0, "closed")
    sittings.do(submit_sheet, closed, 0, counts(*three, reason="Un enfant était dans la salle"))
    assert held(sittings, closed) == ("submitted", 2, "closed")


def test_a_sheet_is_sent_in_by_the_field_and_the_history_holds_its_counts(sittings: Sittings, closed: int) -> None:
    assert refused(sittings, submit_sheet, closed, 0, counts(), actor=sittings.stranger).code == "other_province"
    sittings.do(submit_sheet, closed, 0, counts(), actor=sittings.officer)
    with reading(sittings.engine) as session:
        found = sheet(session, None, closed)
    assert (found.state, found.headcount, found.signatures, found.reason) == ("submitted", 2, 2, None)
    [(subject, _, before, after)] = sittings.changes("submit_sheet")
    assert (subject, before["state"], after["state"]) == ("session", "draft", "submitted")
    assert (before["declared_headcount"], after["declared_headcount"], after["signatures"]) == (None, 2, 2)


def test_a_sheet_is_not_sent_in_twice_nor_over_what_changed(sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    assert refused(sittings, submit_sheet, closed, 2, counts()).code == "sheet_elsewhere"
    assert refused(sittings, verify_sheet, closed, 1).code == "conflict"


def test_only_a_coordinator_sends_back_verifies_and_locks(sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    for args in [
        (send_back_sheet, closed, 2, (said(),)),
        (verify_sheet, closed, 2),
        (lock_sheet, closed, 2),
        (unlock_sheet, closed, 2, "Erreur"),
    ]:
        assert refused(sittings, *args, actor=sittings.officer).code == "not_allowed"
    manager = Actor(None, "reader", frozenset({MANAGER}))
    assert refused(sittings, submit_sheet, closed, 2, counts(), actor=manager).code == "not_allowed"


def test_sending_back_needs_something_said_of_this_sheet(sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    assert refused(sittings, send_back_sheet, closed, 2, ()).code == "required"
    other = sittings.plan()
    sittings.do(open_roster, other)
    foreign = sittings.ids(other)[0]
    assert refused(sittings, send_back_sheet, closed, 2, (said(foreign),)).code == "unknown_choice"
    assert held(sittings, closed) == ("submitted", 2, "closed")


def test_a_sheet_sent_back_says_what_is_to_be_mended_and_its_roster_is_open(sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    second = sittings.ids(closed)[1]
    sittings.do(send_back_sheet, closed, 2, (said(second, "Signature illisible"), said(None, "Page 2 ?")))
    assert held(sittings, closed) == ("has_issues", 3, "held")
    with reading(sittings.engine) as session:
        told = [(c.row_number, c.name_latin, c.text) for c in comments(session, None, closed)]
        assert told == [(None, None, "Page 2 ?"), (2, "Hassan", "Signature illisible")]
        assert comments(session, frozenset({sittings.tinghir}), closed) == []
    sittings.mark(second, "absent")
    sittings.do(close_roster, closed)
    assert refused(sittings, submit_sheet, closed, 3, counts()).code == "difference_unexplained"
    sittings.do(submit_sheet, closed, 3, counts(1, 1))
    sittings.do(verify_sheet, closed, 4)
    assert held(sittings, closed) == ("verified", 5, "closed")
    with reading(sittings.engine) as session:
        assert comments(session, None, closed) == []


def test_what_is_said_of_a_row_stands_in_no_entry_of_the_history(sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    sittings.do(send_back_sheet, closed, 2, (said(sittings.ids(closed)[1], "Hassan a signé deux fois"),))
    with reading(sittings.engine) as session:
        [entry] = session.exec(select(Change).where(Change.command == "send_back_sheet")).all()
    assert "Hassan" not in f"{entry.before} {entry.after} {entry.reason}"
    assert (entry.after or {})["rows"] == [sittings.ids(closed)[1]]


def test_reopening_a_roster_takes_the_verification_away(sittings: Sittings, closed: int) -> None:
    sittings.do(submit_sheet, closed, 0, counts())
    sittings.do(verify_sheet, closed, 2)
    sittings.do(reopen_roster, closed, "Une personne manque")
    assert held(sittings, closed) == ("draft", 4, "held")
    [(_, _, _, after)] = sittings.changes("reopen_roster")
    assert after["sheet_was"] == "verified"


def test_a_locked_sheet_changes_only_by_a_correction(sittings: Sittings, closed: int) -> None:
    assert refused(sittings, lock_sheet, closed, 0).code == "sheet_elsewhere"
    locked(sittings, closed)
    first = sittings.ids(closed)[0]
    assert refused(sittings, reopen_roster, closed, "Erreur").code == "sheet_locked"
    assert refused(sittings, submit_sheet, closed, 4, counts()).code == "sheet_locked"
    assert refused(sittings, verify_sheet, closed, 4).code == "sheet_locked"
    assert refused(sittings, keep_page, closed, photo()).code == "sheet_locked"
    with pytest.raises(Problem) as caught:
        sittings.mark(first, "absent")
    assert caught.value.code == "roster_closed"
    assert held(sittings, closed) == ("locked", 4, "closed")


def test_one_mark_of_a_locked_sheet_is_corrected_with_a_reason_that_the_history_shows(
    sittings: Sittings, closed: int
) -> None:
    first, _, third = sittings.ids(closed)
    absent = validated(AttendanceMark, {"registration_id": first, "status_id": sittings.status["absent"]})
    assert refused(sittings, correct_locked_mark, absent, "Erreur").code == "sheet_not_locked"
    locked(sittings, closed)
    assert refused(sittings, correct_locked_mark, absent, " ").code == "required"
    nothing = validated(AttendanceMark, {"registration_id": first, "status_id": None})
    assert refused(sittings, correct_locked_mark, nothing, "Erreur").code == "required"
    assert refused(sittings, correct_locked_mark, absent, "Erreur", actor=sittings.officer).code == "not_allowed"
    sittings.do(correct_locked_mark, absent, "La signature est celle d’Itto")
    assert sittings.marks(closed)[first] == "absent"
    assert sittings.marks(closed)[third] == "absent"
    assert held(sittings, closed) == ("locked", 4, "closed")
    with reading(sittings.engine) as session:
        [entry] = session.exec(select(Change).where(Change.command == "correct_locked_mark")).all()
    assert entry.reason == "La signature est celle d’Itto"
    assert ((entry.before or {})["status_id"], (entry.after or {})["status_id"]) == (
        sittings.status["present"],
        sittings.status["absent"],
    )


def test_a_locked_sheet_is_unlocked_with_a_reason_and_goes_its_way_again(sittings: Sittings, closed: int) -> None:
    locked(sittings, closed)
    assert refused(sittings, unlock_sheet, closed, 4, None).code == "required"
    assert refused(sittings, unlock_sheet, closed, 3, "Erreur").code == "conflict"
    sittings.do(unlock_sheet, closed, 4, "Quelqu’un n’est pas sur la liste")
    assert held(sittings, closed) == ("draft", 5, "held")
    sittings.do(close_roster, closed)
    sittings.do(submit_sheet, closed, 5, counts())
    assert held(sittings, closed) == ("submitted", 6, "closed")


def test_a_page_that_is_no_picture_is_refused(sittings: Sittings, closed: int) -> None:
    for content in (b"", b"%PDF-1.7 ...", b"<html>", photo()[:3], b"\xff\xd8\xff" + b"\0" * (5 * 1024 * 1024 + 1)):
        assert refused(sittings, keep_page, closed, content).code == "picture_broken"
    assert refused(sittings, keep_page, closed, photo(), actor=sittings.stranger).code == "other_province"


def test_pages_are_kept_in_their_order_and_each_once(sittings: Sittings) -> None:
    sittings.people("Amina")
    row = sittings.plan()
    assert refused(sittings, keep_page, row, photo()).code == "roster_not_open"
    sittings.do(open_roster, row)
    first = sittings.do(keep_page, row, photo(1), actor=sittings.officer).row_id
    second = sittings.do(keep_page, row, photo(2)).row_id
    assert refused(sittings, keep_page, row, photo(1)).code == "page_already_there"
    near, far = frozenset({sittings.zagora}), frozenset({sittings.tinghir})
    with reading(sittings.engine) as session:
        assert [(p.id, p.width, p.height) for p in pages(session, near, row)] == [(first, 40, 30), (second, 40, 30)]
        assert pages(session, far, row) == []
        assert page_content(session, near, second) == photo(2)
        with pytest.raises(Problem) as caught:
            page_content(session, far, second)
        assert caught.value.code == "row_gone"
        kept = session.exec(select(Attachment).order_by(col(Attachment.position))).all()
        assert [(p.position, p.sha256) for p in kept] == [
            (number, hashlib.sha256(photo(number)).hexdigest()) for number in (1, 2)
        ]


def test_a_sheet_has_so_many_pages_at_most(sittings: Sittings, closed: int) -> None:
    for number in range(MOST_PAGES):
        sittings.do(keep_page, closed, photo(number * 16))
    problem = refused(sittings, keep_page, closed, photo(255))
    assert (problem.code, problem.details) == ("sheet_pages_most", {"limit": MOST_PAGES})


def test_a_page_taken_away_is_gone_and_the_history_tells_that_it_was_there(sittings: Sittings, closed: int) -> None:
    page = sittings.do(keep_page, closed, photo()).row_id
    assert refused(sittings, remove_page, page, 1, actor=sittings.stranger).code == "other_province"
    assert refused(sittings, remove_page, page, 2).code == "conflict"
    sittings.do(remove_page, page, 1, actor=sittings.officer)
    assert refused(sittings, remove_page, page, 2).code == "row_gone"
    with Session(sittings.engine) as session:
        assert session.get_one(Attachment, page).content == b""
        assert pages(session, None, closed) == []
        with pytest.raises(Problem):
            page_content(session, None, page)
    [(_, row, _, after)] = sittings.changes("keep_page")
    assert (row, after["sha256"], "content" in after) == (page, hashlib.sha256(photo()).hexdigest(), False)
    assert [after["size"] for _, _, _, after in sittings.changes("remove_page")] == [len(photo())]
    assert sittings.do(keep_page, closed, photo()).row_id == page + 1


def test_a_page_begun_before_the_counts_does_not_stand_against_sending_in(sittings: Sittings, closed: int) -> None:
    page = sittings.do(keep_page, closed, photo()).row_id
    sittings.do(submit_sheet, closed, 0, counts())
    assert refused(sittings, remove_page, page, 1).code == "sheet_elsewhere"
    assert sittings.do(keep_page, closed, photo(9)).row_id == page + 1


def test_sheets_are_counted_by_province_as_they_stand(sittings: Sittings) -> None:
    rows = [closed_one(sittings, f"A{n}", f"B{n}") for n in range(6)]
    for row in rows[1:]:
        sittings.do(submit_sheet, row, 0, counts())
    sittings.do(send_back_sheet, rows[2], 2, (said(),))
    for row in rows[3:5]:
        sittings.do(verify_sheet, row, 2)
    sittings.do(lock_sheet, rows[4], 3)
    open_row = sittings.plan()
    sittings.do(open_roster, open_row)
    sittings.plan(commune_id=sittings.tinghir_commune)
    with reading(sittings.engine) as session:
        [one] = sheets_by_province(session, None, LATER).to_dict("records")
        assert (one["province_id"], one["province_fr"]) == (sittings.zagora, "Zagora")
        assert {name: one[name] for name in STANDINGS} == {
            "missing": 2,
            "sent_back": 1,
            "waiting": 2,
            "verified": 1,
            "locked": 1,
        }
        # A roster that is still open is not missed on its own day.
        today = session.get_one(TrainingSession, open_row).held_on
        assert sheets_by_province(session, None, today)["missing"].tolist() == [1]
        assert sheets_by_province(session, frozenset({sittings.tinghir}), LATER).empty
        standing = {name: sessions_standing(session, None, name, LATER)["id"].tolist() for name in STANDINGS}
        assert standing == {
            "missing": [rows[0], open_row],
            "sent_back": [rows[2]],
            "waiting": [rows[1], rows[5]],
            "verified": [rows[3]],
            "locked": [rows[4]],
        }
        pages_of_one = [
            sessions_standing(session, None, "waiting", LATER, limit=1, before=before)["id"].tolist()
            for before in range(3)
        ]
        assert pages_of_one == [[rows[1]], [rows[5]], []]
        assert sessions_standing(session, frozenset({sittings.tinghir}), "waiting", LATER).empty
