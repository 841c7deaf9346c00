"""Actions of the same moment share a transaction and a commit, and nothing else."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

import db.commands.ledger as ledger
import db.commands.together as together
from core.access import MANAGER, Actor
from core.problems import Problem
from core.records import validated
from core.records.sessions import AttendanceMark
from db.commands.attendance import close_roster, mark_attendance, open_roster
from db.commands.ledger import Command, Done, Saved, command, perform
from db.commands.together import MOST, Asked, Outcomes, perform_together
from db.engine import reading
from db.models import Attendance, Revision
from db.models.base import now
from db.queries.chain import broken_link
from tests.db.sittings import DAY, Sittings

LONGEST = 30


def _row(registration_id: int, status_id: int) -> Attendance:
    return Attendance(registration_id=registration_id, status_id=status_id, way="tick", marked_at=now())


@command("attendance.write", "attendance")
def break_off(session: Session, _actor: Actor, registration_id: int, status_id: int) -> Done[Attendance]:
    """Writes a row and then finds a mistake of the program, for these tests."""
    session.add(_row(registration_id, status_id))
    session.flush()
    raise ZeroDivisionError


@command("attendance.write", "attendance")
def mark_blindly(_session: Session, _actor: Actor, registration_id: int, status_id: int) -> Done[Attendance]:
    """Writes without a look at what is there, for these tests."""
    return Done(_row(registration_id, status_id))


@command("attendance.write", "attendance")
def lose_the_disk(_session: Session, _actor: Actor) -> Done[Attendance]:
    """The disk is full in the middle of a group, for these tests."""
    error = type("Full", (Exception,), {"sqlite_errorcode": 13, "sqlstate": "53100"})
    raise OperationalError("INSERT", {}, error())


for _name in ("break_off", "mark_blindly", "lose_the_disk"):
    ledger.COMMANDS.pop(_name)


@pytest.fixture
def sittings(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Sittings:
    """What is written together goes to this test's own database."""
    monkeypatch.setattr("db.engine.engine", lambda: engine)
    made = Sittings(engine)
    made.people(*(f"Personne {number:02}" for number in range(12)))
    return made


@pytest.fixture
def rows(sittings: Sittings) -> tuple[int, list[int]]:
    """A session whose roster is open, and its registrations."""
    number = sittings.plan()
    sittings.do(open_roster, number)
    return number, sittings.ids(number)


@contextmanager
def held() -> Iterator[None]:
    """The writer is at work: whatever is asked for meanwhile comes into one group."""
    over = threading.Event()
    together._WRITER.submit(over.wait, LONGEST)
    try:
        yield
    finally:
        over.set()


def a_mark(sittings: Sittings, registration: int, key: str, status: str | None = "present", **more: Any) -> Asked:
    values = {"registration_id": registration, "status_id": sittings.status[status] if status else None}
    actor = more.pop("actor", sittings.officer)
    return Asked(mark_attendance, actor, key, (validated(AttendanceMark, values),), more)


def other(sittings: Sittings, what: Command[Any, Any], *given: Any) -> Asked:
    return Asked(what, sittings.coordinator, f"{what.name} {given}", given)


def written(*messages: list[Asked], read: Callable[[Session], Any] = lambda _: None) -> list[Any]:
    """What became of messages that came while somebody else was writing."""
    with held():
        coming = [perform_together(asked, read) for asked in messages]
    return [answer.result(LONGEST) for answer in coming]


def codes(outcomes: Outcomes[Any]) -> list[str]:
    return [
        one.code if isinstance(one, Problem) else type(one).__name__ if isinstance(one, Exception) else "saved"
        for one in outcomes.each
    ]


def whole(engine: Engine) -> bool:
    with reading(engine) as session:
        return broken_link(session) is None


def raised(engine: Engine) -> int:
    with Session(engine) as session:
        row = session.get(Revision, "attendance")
        return row.number if row else 0


def test_what_is_refused_changes_nothing_and_harms_nobody(
    engine: Engine, sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    number, ids = rows
    manager = Actor(None, "figures", frozenset({MANAGER}))
    found = written(
        [a_mark(sittings, ids[0], "a"), a_mark(sittings, ids[1], "b", actor=sittings.stranger)],
        [a_mark(sittings, ids[2], "c", actor=manager), a_mark(sittings, ids[3], "d")],
        [a_mark(sittings, 10_000, "e"), a_mark(sittings, ids[4], "f", seen=7), a_mark(sittings, ids[5], "g")],
    )
    assert [codes(one) for one in found] == [
        ["saved", "other_province"],
        ["not_allowed", "saved"],
        ["unknown_choice", "mark_changed", "saved"],
    ]
    assert sittings.marks(number) == dict.fromkeys((ids[0], ids[3], ids[5]), "present")
    assert len(sittings.changes("mark_attendance")) == 3
    assert whole(engine)


def test_a_mistake_of_the_program_in_one_action_is_told_to_that_one_alone(
    engine: Engine, sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    number, ids = rows
    present = sittings.status["present"]
    found = written(
        [a_mark(sittings, ids[0], "a")],
        [other(sittings, break_off, ids[1], present)],
        [a_mark(sittings, ids[2], "b"), other(sittings, mark_blindly, ids[0], present)],
        [other(sittings, mark_blindly, ids[3], 10_000), a_mark(sittings, ids[4], "c")],
    )
    assert [codes(one) for one in found] == [
        ["saved"],
        ["ZeroDivisionError"],
        ["saved", "already_there"],
        ["already_there", "saved"],
    ]
    assert sittings.marks(number) == dict.fromkeys((ids[0], ids[2], ids[4]), "present")
    assert len(sittings.changes("break_off")) == 0
    assert whole(engine)


def test_a_database_that_fails_in_the_middle_undoes_all_and_tells_all(
    sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    number, ids = rows
    with held():
        first = perform_together([a_mark(sittings, ids[0], "a")], lambda _: None)
        second = perform_together([other(sittings, lose_the_disk)], lambda _: None)
    for answer in (first, second):
        with pytest.raises(Problem, match="database_full"):
            answer.result(LONGEST)
    assert sittings.marks(number) == {}
    # The same key, sent again, is the same action: it was not done yet.
    again = perform_together([a_mark(sittings, ids[0], "a")], lambda _: None).result(LONGEST)
    assert [one.again for one in again.each if isinstance(one, Saved)] == [False]
    assert sittings.marks(number) == {ids[0]: "present"}


def test_a_group_whose_commit_fails_is_answered_to_nobody(sittings: Sittings, rows: tuple[int, list[int]]) -> None:
    number, ids = rows

    def fail(_session: Session) -> None:
        raise OperationalError(
            "COMMIT", {}, type("Gone", (Exception,), {"sqlite_errorcode": 10, "sqlstate": "58030"})()
        )

    event.listen(Session, "before_commit", fail)
    try:
        answer = perform_together([a_mark(sittings, ids[0], "a")], lambda _: None)
        with pytest.raises(Problem, match="database_away"):
            answer.result(LONGEST)
    finally:
        event.remove(Session, "before_commit", fail)
    assert sittings.marks(number) == {}


def test_the_same_action_twice_in_one_group_and_after_it_is_done_once(
    sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    number, ids = rows
    tick = a_mark(sittings, ids[0], "a", seen=0)
    found = written([tick], [tick, tick])
    later = perform(mark_attendance, sittings.officer, "a", tick.arguments[0], seen=0)
    assert [[one.again for one in outcomes.each] for outcomes in found] == [[False], [True, True]]
    assert later.again
    assert len({one.row_id for outcomes in found for one in outcomes.each} | {later.row_id}) == 1
    assert len(sittings.changes("mark_attendance")) == 1
    assert sittings.marks(number) == {ids[0]: "present"}


def test_the_ticks_of_one_phone_stay_in_their_order_and_each_has_its_entry(
    engine: Engine, sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    number, ids = rows
    first = [a_mark(sittings, ids[0], "a", seen=0), a_mark(sittings, ids[0], "b", "late", seen=1)]
    second = [a_mark(sittings, ids[0], "c", None, seen=2), a_mark(sittings, ids[0], "d", "absent", seen=3)]
    before = raised(engine)
    found = written(first, second)
    assert [codes(one) for one in found] == [["saved"] * 2] * 2
    assert sittings.marks(number) == {ids[0]: "absent"}
    late, present = sittings.status["late"], sittings.status["present"]
    entries = sittings.changes("mark_attendance")
    assert [after["version"] for *_, after in entries] == [1, 2, 3, 4]
    assert [(earlier or {}).get("status_id") for _, _, earlier, _ in entries] == [None, present, late, None]
    assert raised(engine) == before + 1
    assert whole(engine)


def test_what_came_together_is_read_as_it_was_committed(sittings: Sittings, rows: tuple[int, list[int]]) -> None:
    _, ids = rows

    def count(session: Session) -> int:
        return len(session.exec(select(Attendance).where(col(Attendance.deleted_at).is_(None))).all())

    found = written(*([a_mark(sittings, ids[place], f"{place}")] for place in range(3)), read=count)
    assert [one.read for one in found] == [3, 3, 3]


def test_those_who_come_while_somebody_writes_share_one_commit(
    engine: Engine, sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    number, ids = rows
    commits: list[int] = []
    with held():
        coming = [perform_together([a_mark(sittings, one, f"{one}")], lambda _: None) for one in ids]
        event.listen(engine, "commit", lambda _: commits.append(1))
    for answer in coming:
        answer.result(LONGEST)
    assert len(commits) == 1
    assert sittings.marks(number) == dict.fromkeys(ids, "present")
    assert len(sittings.changes("mark_attendance")) == 12


def test_more_than_a_group_holds_are_written_in_the_next(
    engine: Engine, sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    _, ids = rows
    marks = [
        [a_mark(sittings, ids[0], f"{turn}", "late" if turn % 2 else "present", seen=turn)] for turn in range(MOST + 5)
    ]
    found = written(*marks)
    assert [codes(one) for one in found] == [["saved"]] * (MOST + 5)
    assert len(sittings.changes("mark_attendance")) == MOST + 5
    assert whole(engine)


def test_those_who_write_together_and_those_who_write_alone_lose_nothing(
    engine: Engine, sittings: Sittings, rows: tuple[int, list[int]]
) -> None:
    number, ids = rows
    elsewhere = sittings.plan(held_on=DAY + timedelta(days=1))
    sittings.do(open_roster, elsewhere)
    theirs = sittings.ids(elsewhere)
    faults: list[str] = []

    def phone(place: int) -> None:
        for registration in (ids[place], theirs[place]):
            found = perform_together([a_mark(sittings, registration, f"{registration}")], lambda _: None)
            faults.extend(code for code in codes(found.result(LONGEST)) if code != "saved")

    def desk(place: int) -> None:
        for registration in (theirs[place], ids[place]):
            asked = a_mark(sittings, registration, f"{registration}")
            perform(mark_attendance, sittings.officer, asked.key, asked.arguments[0])

    threads = [threading.Thread(target=phone if place < 8 else desk, args=(place,)) for place in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sittings.marks(number) == dict.fromkeys(ids, "present")
    assert sittings.marks(elsewhere) == dict.fromkeys(theirs, "present")
    assert len(sittings.changes("mark_attendance")) == 24
    assert whole(engine)


def test_a_roster_closed_before_the_group_takes_no_mark_of_it(sittings: Sittings, rows: tuple[int, list[int]]) -> None:
    number, ids = rows
    sittings.do(mark_attendance, a_mark(sittings, ids[0], "a").arguments[0])
    sittings.do(close_roster, number)
    found = written([a_mark(sittings, ids[1], "b")], [a_mark(sittings, ids[2], "c", None)])
    assert [codes(one) for one in found] == [["roster_closed"], ["roster_closed"]]
