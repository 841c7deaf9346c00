"""The kept numbers through real commands, and the commands that count and verify them."""

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.engine import URL, Engine
from sqlmodel import Session, col, select

from core.access import Actor
from core.records.sessions import AttendanceMark
from db.commands.attendance import close_roster, mark_attendance, open_roster, reopen_roster
from db.commands.bin import restore
from db.commands.imports import undo_import
from db.commands.merging import undo_merge
from db.commands.organisations import remove_organisation
from db.commands.registrations import register_people
from db.commands.removals import remove_person
from db.engine import make_engine, reading, transaction
from db.models import (
    Attendance,
    AttendanceStatus,
    Enrolment,
    ImportBatch,
    Organisation,
    Person,
    Registration,
    Summary,
    TrainingSession,
)
from db.setup import prepare
from db.summaries.recount import differences, rebuild
from pages.server.summaries import count_figures
from tests.db.entries import do
from tests.db.small_programme import fill
from tests.db.test_imports import FORM_FR, plan_for, table_in, take_in
from tests.db.test_merging import filled, merge_the_two, seen, the_merge

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def kept(engine: Engine) -> Engine:
    """The small programme with its summaries built."""
    filled(engine)
    assert rebuild(engine)
    return engine


def one(engine: Engine, statement: Any) -> Any:
    """What a question of one row finds."""
    with reading(engine) as session:
        return session.exec(statement).first()


def right(engine: Engine) -> bool:
    """Whether a full recount finds nothing wrong."""
    return list(differences(engine)) == []


def test_a_merge_and_its_undoing(kept: Engine, coordinator: Actor) -> None:
    merge_the_two(kept, coordinator)
    assert right(kept)
    do(kept, undo_merge, coordinator, "u", *the_merge(kept))
    assert right(kept)


def test_what_is_removed_and_restored(kept: Engine, coordinator: Actor) -> None:
    enrolled = one(kept, select(Enrolment))
    with transaction(kept) as session:
        made = Person(name_latin="Entered twice", sex="f")
        session.add(made)
        session.flush()
        place = {"group_id": enrolled.group_id, "phase_id": enrolled.phase_id, "enrolled_on": enrolled.enrolled_on}
        session.add(Enrolment(person_id=made.id or 0, **place))
        person = made.id or 0
    assert right(kept)
    do(kept, remove_person, coordinator, "1", *seen(kept, person), "Twice on paper")
    assert right(kept)
    do(kept, restore, coordinator, "2", "person", *seen(kept, person), "It was another one")
    assert right(kept)
    idle = one(kept, select(Organisation.id).where(col(Organisation.id).not_in(_with_registrations())))
    do(kept, remove_organisation, coordinator, "3", *seen(kept, idle, Organisation), "It closed")
    assert right(kept)


def _with_registrations() -> Any:
    return select(col(Registration.organisation_id)).where(col(Registration.organisation_id).is_not(None))


def test_an_import_and_its_undoing(kept: Engine, coordinator: Actor) -> None:
    table = table_in(FORM_FR)
    take_in(kept, coordinator, table, plan_for(kept, table))
    assert right(kept)
    batch = one(kept, select(ImportBatch))
    do(kept, undo_import, coordinator, "u", batch.id, batch.version)
    assert right(kept)


def test_a_roster_opened_ticked_closed_and_reopened_and_a_session_cancelled(kept: Engine, coordinator: Actor) -> None:
    planned = one(kept, select(TrainingSession).where(TrainingSession.state == "planned"))
    persons = _all(kept, select(Person.id).order_by(col(Person.id)))[:3]
    do(kept, register_people, coordinator, "0", planned.id, tuple(persons))
    do(kept, open_roster, coordinator, "1", planned.id)
    present = one(kept, select(AttendanceStatus.id).where(AttendanceStatus.code == "present"))
    for row in _all(kept, select(Registration.id).where(Registration.session_id == planned.id)):
        mark = AttendanceMark(registration_id=row, status_id=present)
        do(kept, mark_attendance, coordinator, f"m{row}", mark)
        assert right(kept)
    do(kept, close_roster, coordinator, "2", planned.id)
    assert right(kept)
    do(kept, reopen_roster, coordinator, "3", planned.id, "One was forgotten")
    assert right(kept)
    assert one(kept, select(Attendance.id)) is not None


def _all(engine: Engine, statement: Any) -> list[Any]:
    with Session(engine) as session:
        return list(session.exec(statement))


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "db.summaries", *arguments], cwd=_ROOT, capture_output=True, text=True, check=False
    )


def test_the_command_counts_and_verifies_and_so_does_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COOPER_DATABASE", str(tmp_path / "grown.sqlite3"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    own = make_engine(URL.create("sqlite", database=os.environ["COOPER_DATABASE"]))
    prepare(own)
    fill(own)
    # A thread of its own, for where a browser was open before, this one has a loop that runs.
    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(lambda: asyncio.run(count_figures())).result() == 0
    assert right(own)
    with own.begin() as connection:
        connection.execute(update(Summary).values(number_1=77))
    told = _run("--verify")
    assert (told.returncode, told.stdout.count("77.0") > 0) == (1, True)
    told = _run("--rebuild", "--verify")
    assert told.returncode == 0, told.stdout
    assert right(own)
    own.dispose()
