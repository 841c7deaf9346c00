"""A locked sheet changes only through a correction that the history shows, whichever way somebody comes in."""

import hashlib
import importlib
import io
import pkgutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy.engine import Engine
from sqlmodel import col, select

import db.commands
from core.access import ADMINISTRATOR, Actor
from core.problems import Problem
from core.records import validated
from core.records.people import PersonRecord
from core.records.sessions import AttendanceMark
from core.records.sheets import CommentRecord, SheetCounts
from core.sheets.reading import read_sheets
from core.sheets.roster_filled import filled_roster
from core.sheets.roster_workbook import roster_workbook
from db.commands.attendance import close_roster, mark_attendance, open_roster, reopen_roster
from db.commands.bin import restore
from db.commands.ledger import COMMANDS, values_of
from db.commands.merging import merge_persons, undo_merge
from db.commands.people import change_person
from db.commands.registrations import (
    add_known_person,
    add_new_person,
    register_group,
    register_organisation_members,
    register_people,
    take_off_roster,
)
from db.commands.removals import remove_person
from db.commands.roster_workbook import apply_roster_workbook
from db.commands.sessions import cancel_session, change_session
from db.commands.sheet_pages import keep_page, remove_page
from db.commands.sign_in_sheets import (
    correct_locked_mark,
    lock_sheet,
    send_back_sheet,
    submit_sheet,
    unlock_sheet,
    verify_sheet,
)
from db.engine import reading, transaction
from db.models import (
    Attachment,
    Attendance,
    Change,
    Membership,
    Merge,
    Organisation,
    Person,
    Registration,
    SignInSheet,
    TrainingSession,
)
from db.queries.roster_workbook import workbook_secret
from db.queries.roster_workbook_giving import roster_to_fill, rows_to_fill
from tests.db.sittings import DAY, Sittings
from tests.db.test_sign_in_sheets import photo

ADMIN = Actor(None, "admin", frozenset({ADMINISTRATOR}))
REASON = "Erreur de saisie"


@dataclass
class Hall:
    """A locked sheet with Amina and Hassan present and Itto absent, and what somebody could still have in hand.

    `merge` made Itto one with a double of hers before the sheet was locked; `removed` was taken away while still
    expected here; Zahra is not on the roster; the workbook was filled before the roster was closed.
    """

    sittings: Sittings
    session: int = 0
    rows: list[int] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    page: tuple[int, int] = (0, 0)
    merge: int = 0
    organisation: int = 0
    workbook: bytes = b""

    @property
    def seen(self) -> Callable[[str], tuple[int, int]]:
        """The id and the version of a person by name."""

        def found(name: str) -> tuple[int, int]:
            with reading(self.sittings.engine) as session:
                return self.people[name], session.get_one(Person, self.people[name]).version

        return found

    def mark(self, row: int, code: str | None) -> AttendanceMark:
        status = self.sittings.status[code] if code else None
        return validated(AttendanceMark, {"registration_id": self.rows[row], "status_id": status})


def filled_workbook(sittings: Sittings, session: int, row: int) -> bytes:
    """The session's workbook with another mark for one of its rows."""
    with reading(sittings.engine) as held:
        rows = rows_to_fill(held, None, session, "fr")
        data = roster_workbook(roster_to_fill(held, None, session, rows, "fr", uuid.uuid4().hex), workbook_secret(held))
    book = load_workbook(io.BytesIO(data))
    line = next(cells for cells in book.worksheets[0].iter_rows() if cells[5].value == f"r{row}")
    line[3].value = "absent"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def hall(engine: Engine) -> Hall:
    sittings = Sittings(engine)
    names = ("Amina", "Hassan", "Itto", "Itto again", "Removed")
    made = Hall(sittings, people=dict(zip(names, sittings.people(*names), strict=True)))
    made.people["Zahra"] = sittings.people("Zahra", enrolled=False)[0]
    with transaction(engine) as session:
        row = Organisation(kind="cooperative", name_latin="Tifawin", search="tifawin", province_id=sittings.zagora)
        session.add(row)
        session.flush()
        made.organisation = row.id or 0
        session.add(Membership(person_id=made.people["Zahra"], organisation_id=made.organisation))
    made.session = sittings.plan()
    sittings.do(open_roster, made.session)
    ids = sittings.ids(made.session)
    sittings.do(remove_person, *made.seen("Removed"), REASON)
    both = made.seen("Itto"), made.seen("Itto again")
    sittings.do(merge_persons, *both, (), (ids[2],), REASON)
    made.rows = sittings.ids(made.session)
    for row_id in made.rows[:2]:
        sittings.mark(row_id, "present")
    made.workbook = filled_workbook(sittings, made.session, made.rows[0])
    page = sittings.do(keep_page, made.session, photo()).row_id
    made.page = page, 1
    sittings.do(close_roster, made.session)
    with reading(engine) as held:
        version = held.exec(select(SignInSheet.version)).one()
        made.merge = held.exec(select(Merge.id)).one() or 0
    counts = validated(SheetCounts, {"declared_headcount": 2, "signatures": 2})
    sittings.do(submit_sheet, made.session, version, counts)
    sittings.do(verify_sheet, made.session, version + 1)
    sittings.do(lock_sheet, made.session, version + 2)
    return made


def sheet_as_it_is(hall: Hall) -> list[Any]:
    """Everything that is the sheet: its session, its rows, their marks, its state, its pages."""
    with reading(hall.sittings.engine) as session:
        rows: list[Any] = [values_of(session.get_one(TrainingSession, hall.session))]
        own = select(Registration).where(
            Registration.session_id == hall.session, col(Registration.deleted_at).is_(None)
        )
        registrations = session.exec(own.order_by(col(Registration.id))).all()
        # Which of two rows of one person is named is the person's affair; that somebody stands there is the sheet's.
        rows += [values_of(one) | {"person_id": None, "version": None} for one in registrations]
        ids = [one.id for one in registrations]
        marks = select(Attendance).where(col(Attendance.registration_id).in_(ids)).order_by(col(Attendance.id))
        rows += [values_of(one) for one in session.exec(marks)]
        rows += [values_of(one) for one in session.exec(select(SignInSheet))]
        rows += list(session.exec(select(Attachment.id, Attachment.deleted_at)))
        return rows


def _session(hall: Hall, **values: Any) -> tuple[Any, ...]:
    with reading(hall.sittings.engine) as session:
        version = session.get_one(TrainingSession, hall.session).version
    return hall.session, version, hall.sittings.sitting(held_on=DAY, **values)


def _sheet_version(hall: Hall) -> int:
    with reading(hall.sittings.engine) as session:
        return session.exec(select(SignInSheet.version)).one()


def _taken(hall: Hall) -> tuple[Any, ...]:
    digest = hashlib.sha256(hall.workbook).hexdigest()
    return hall.session, "feuille.xlsx", digest, filled_roster(read_sheets(hall.workbook)), (), (), "0"


def _newcomer(name: str) -> PersonRecord:
    return validated(PersonRecord, {"name_latin": name})


COUNTS = validated(SheetCounts, {"declared_headcount": 3, "signatures": 3})
COMMENT = validated(CommentRecord, {"text": "Page 2 ?"})

# Each way into a sheet, what would be said there, and the refusal.
WAYS: dict[str, tuple[Callable[[Hall], tuple[Any, ...]], str]] = {
    "a tick of a phone": (lambda h: (mark_attendance, h.mark(0, "absent"), 1), "roster_closed"),
    "a tick at a desk": (lambda h: (mark_attendance, h.mark(2, "present")), "roster_closed"),
    "a tick taken back": (lambda h: (mark_attendance, h.mark(0, None)), "roster_closed"),
    "a filled workbook": (lambda h: (apply_roster_workbook, *_taken(h)), "roster_closed"),
    "a known person who came": (lambda h: (add_known_person, h.session, h.people["Zahra"]), "roster_closed"),
    "a new person who came": (lambda h: (add_new_person, h.session, _newcomer("Salma")), "roster_closed"),
    "people expected": (lambda h: (register_people, h.session, (h.people["Zahra"],)), "roster_closed"),
    "a group expected": (lambda h: (register_group, h.session, h.sittings.group), "roster_closed"),
    "an organisation expected": (
        lambda h: (register_organisation_members, h.session, h.organisation),
        "roster_closed",
    ),
    "a row taken off the list": (lambda h: (take_off_roster, h.rows[2]), "roster_closed"),
    "opening the roster": (lambda h: (open_roster, h.session), "roster_closed"),
    "closing the roster": (lambda h: (close_roster, h.session), "roster_closed"),
    "reopening the roster": (lambda h: (reopen_roster, h.session, REASON), "sheet_locked"),
    "another time": (lambda h: (change_session, *_session(h, starts_at=time(14), ends_at=time(17))), "roster_closed"),
    "fewer hours": (lambda h: (change_session, *_session(h, hours=1.0)), "roster_closed"),
    "no training any more": (
        lambda h: (change_session, *_session(h, counts_as_training=False)),
        "roster_closed",
    ),
    "another place": (
        lambda h: (change_session, *_session(h, commune_id=h.sittings.tinghir_commune)),
        "roster_closed",
    ),
    "cancelling the session": (lambda h: (cancel_session, *_session(h)[:2], REASON), "roster_closed"),
    "sending the sheet in": (lambda h: (submit_sheet, h.session, _sheet_version(h), COUNTS), "sheet_locked"),
    "sending it back": (lambda h: (send_back_sheet, h.session, _sheet_version(h), (COMMENT,)), "sheet_locked"),
    "verifying it again": (lambda h: (verify_sheet, h.session, _sheet_version(h)), "sheet_locked"),
    "locking it again": (lambda h: (lock_sheet, h.session, _sheet_version(h)), "sheet_locked"),
    "another page": (lambda h: (keep_page, h.session, photo(100)), "sheet_locked"),
    "a page taken away": (lambda h: (remove_page, *h.page), "sheet_locked"),
    "two of its people made one": (
        lambda h: (merge_persons, h.seen("Amina"), h.seen("Hassan"), (), (h.rows[0],), REASON),
        "rows_locked",
    ),
    "two of its people who were one": (lambda h: (undo_merge, h.merge, 1), "rows_locked"),
    "a person taken away": (lambda h: (remove_person, *h.seen("Amina"), REASON), "person_has_marks"),
    "a correction without a reason": (lambda h: (correct_locked_mark, h.mark(0, "absent"), " "), "required"),
    "an unlocking without a reason": (lambda h: (unlock_sheet, h.session, _sheet_version(h), ""), "required"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_locked_sheet_is_changed_by_no_other_way(hall: Hall, way: str) -> None:
    act, code = WAYS[way]
    before = sheet_as_it_is(hall)
    for actor in (hall.sittings.coordinator, ADMIN):
        with pytest.raises(Problem) as caught:
            hall.sittings.do(*act(hall), actor=actor)
        assert caught.value.code == code
    assert sheet_as_it_is(hall) == before


def _restored(hall: Hall) -> tuple[Any, ...]:
    number, version = hall.seen("Removed")
    return restore, "person", number, version, REASON


def _identified(hall: Hall) -> tuple[Any, ...]:
    record = validated(PersonRecord, {"name_latin": "Amina El Alaoui", "sex": "f", "phone": "0612345678"})
    return change_person, *hall.seen("Amina"), record


def _merged_elsewhere(hall: Hall) -> tuple[Any, ...]:
    # Hassan stands on the sheet, Zahra does not: the sheet keeps its row, whoever the person is called.
    return merge_persons, hall.seen("Hassan"), hall.seen("Zahra"), (), (), REASON


@pytest.mark.parametrize("act", [_restored, _identified, _merged_elsewhere])
def test_what_is_done_to_a_person_leaves_the_rows_of_a_locked_sheet_as_they_are(
    hall: Hall, act: Callable[[Hall], tuple[Any, ...]]
) -> None:
    before = sheet_as_it_is(hall)
    hall.sittings.do(*act(hall), actor=ADMIN)
    assert sheet_as_it_is(hall) == before


def test_a_correction_and_an_unlocking_are_the_ways_and_the_history_shows_them(hall: Hall) -> None:
    before = sheet_as_it_is(hall)
    hall.sittings.do(correct_locked_mark, hall.mark(0, "absent"), "Signature de sa sœur")
    assert sheet_as_it_is(hall) != before
    hall.sittings.do(unlock_sheet, hall.session, _sheet_version(hall), "Une personne manque")
    hall.sittings.do(undo_merge, hall.merge, 1)
    with reading(hall.sittings.engine) as session:
        told = session.exec(
            select(Change.command, Change.reason).where(
                col(Change.command).in_(("correct_locked_mark", "unlock_sheet"))
            )
        ).all()
    assert [tuple(one) for one in told] == [
        ("correct_locked_mark", "Signature de sa sœur"),
        ("unlock_sheet", "Une personne manque"),
    ]
    assert len(hall.sittings.ids(hall.session)) == 4


# What raises the number of sessions or attendance and leaves the rows of every sheet: hours of trainers are told after
# the sheet, an anonymised person stays counted, and what an organisation is called is no mark.
_NO_WAY_IN = {
    *("plan_session", "plan_series", "change_phase", "purge_bin", "anonymise_person", "merge_organisations"),
    *("put_trainer", "change_trainer_hours", "take_trainer_off"),
}


def test_every_command_that_touches_a_roster_is_a_way_that_was_tried(hall: Hall) -> None:
    tried = {act(hall)[0].name for act, _ in WAYS.values()}
    tried |= {act(hall)[0].name for act in (_restored, _identified, _merged_elsewhere)}
    for module in pkgutil.iter_modules(db.commands.__path__, "db.commands."):
        importlib.import_module(module.name)
    touching = {name for name, one in COMMANDS.items() if {"session", "attendance"} & set(one.touches)}
    assert touching - tried - _NO_WAY_IN == set()
