"""Frozen figures: numbered without a gap, never changed, sealed, withdrawn in words, kept by a backup."""

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from core.access import COORDINATOR, FIELD_OFFICER, MANAGER, Actor
from core.filters import Filters
from core.problems import Problem
from core.records import validated
from core.records.reports import ReportRecord, filters_of, kept_filters, report_number, year_and_serial
from core.records.snapshot import canonical, digest
from db.backup.restore import restore
from db.backup.take import take
from db.commands.reports import freeze_report, withdraw_report
from db.engine import engine as server_engine
from db.engine import reading, transaction
from db.models import Change, FrozenReport, Province
from db.models.base import table
from db.queries.reports import changed_reports, frozen, frozen_reports, unchanged
from db.verify import main
from tests.conftest import actor
from tests.db.backups import drop, new_place, on
from tests.db.sittings import done
from tests.db.small_programme import fill
from tests.db.small_programme_rows import ZAGORA

MINISTRY = validated(ReportRecord, {"title": "Rapport au ministère", "occasion": "quoted to the ministry"})
_TRIGGERS = ("frozen_report_stays", "frozen_report_kept")


def freeze(engine: Engine, key: str = "k", filters: Filters | None = None, who: Actor | None = None) -> str:
    """The number of a report frozen now."""
    saved = done(engine, freeze_report, who or actor(MANAGER), key, MINISTRY, filters or Filters())
    with reading(engine) as session:
        return session.get_one(FrozenReport, saved.row_id).number


def without_guard(engine: Engine) -> None:
    """As somebody would begin who has the file or the server."""
    with transaction(engine) as session:
        for name in _TRIGGERS:
            session.execute(
                text(f"DROP TRIGGER {name}" + ("" if engine.dialect.name == "sqlite" else " ON frozen_report"))
            )


@pytest.mark.parametrize("number", ["", "R-2026", "R-2026-3", "R-2026-003", "2026-03", "R-2026-03; DROP", "R-٢٠٢٦-03"])
def test_what_is_no_number_is_none(number: str) -> None:
    assert year_and_serial(number) is None


def test_a_number_is_read_as_it_is_written() -> None:
    for year, serial, number in ((2026, 3, "R-2026-03"), (2026, 100, "R-2026-100")):
        assert (report_number(year, serial), year_and_serial(f" {number.lower()} ")) == (number, (year, serial))


def test_filters_come_back_as_they_were_kept() -> None:
    every = Filters(
        phase_id=2,
        provinces=("08.587",),
        kinds=("union",),
        categories=("land",),
        until=date(2026, 3, 31),
        verified=True,
        since=date(2026, 1, 1),
        communes=("08.587.01",),
        sectors=("argan",),
        sexes=("f", "unknown"),
        ages=((18, 34), None),
    )
    assert filters_of(kept_filters(every)) == every
    assert kept_filters(Filters()) == {}
    assert filters_of({}) == Filters()


def test_who_may_not_freeze_is_refused_and_a_report_has_a_title(engine: Engine) -> None:
    for role in (FIELD_OFFICER, "presenter"):
        with pytest.raises(Problem, match="not_allowed"):
            freeze(engine, who=actor(role))
    with pytest.raises(Problem) as refused:
        validated(ReportRecord, {"title": " "})
    assert [part.code for part in refused.value.each()] == ["required"]
    with reading(engine) as session:
        assert frozen_reports(session).empty
        with pytest.raises(Problem, match="report_unknown"):
            frozen(session, "R-2026-01")


def test_a_report_keeps_the_figures_filters_rows_and_their_hash(engine: Engine) -> None:
    phases = fill(engine)
    number = freeze(engine, filters=Filters(phase_id=phases["1"]))
    with reading(engine) as session:
        report, told = frozen(session, number)
        assert (report.title, report.occasion, report.filters) == (
            "Rapport au ministère",
            "quoted to the ministry",
            {"phase_id": phases["1"]},
        )
        assert told.figure("people_trained").value == 8
        assert told.figure("people_trained").definition.fr
        assert {kind: len(ids) for kind, ids in report.rows.items()} == {
            **{"person": 8, "organisation": 3, "obstacle": 3, "mention": 7},
        }
        assert (report.content, report.hash) == (canonical(told), digest(told))
        assert len(report.hash) == 64
        assert unchanged(session, report)
        entry = session.exec(select(Change).where(Change.kind == "frozen_report")).one()
        assert entry.id == report.after_change + 1
        assert (entry.after or {})["hash"] == report.hash
        assert "content" not in (entry.after or {})


def test_numbers_run_without_a_gap_and_the_same_press_is_one_report(engine: Engine) -> None:
    year = f"{date.today():%Y}"
    first = freeze(engine, "a")
    assert freeze(engine, "a") == first == f"R-{year}-01"
    with reading(engine) as session:
        # Broken off before it was committed.
        freeze_report(session, actor(MANAGER), "broken off", MINISTRY, Filters())
    assert [freeze(engine, "b"), freeze(engine, "c")] == [f"R-{year}-02", f"R-{year}-03"]
    with reading(engine) as session:
        assert frozen_reports(session)["number"].tolist() == [f"R-{year}-{serial:02d}" for serial in (3, 2, 1)]


def test_those_who_freeze_at_once_get_different_numbers(engine: Engine) -> None:
    numbers: list[str] = []

    def one(name: str) -> None:
        for turn in range(3):
            numbers.append(freeze(engine, f"{name} {turn}"))

    at_once = [threading.Thread(target=one, args=(name,)) for name in ("a", "b", "c", "d")]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    assert sorted(year_and_serial(number) or () for number in numbers) == [
        (date.today().year, serial) for serial in range(1, 13)
    ]


def test_somebody_of_a_province_freezes_the_figures_of_that_province(engine: Engine) -> None:
    phases = fill(engine)
    with reading(engine) as session:
        zagora = session.exec(select(Province.id).where(Province.code == ZAGORA)).one() or 0
    who = Actor(None, "field", frozenset({FIELD_OFFICER, MANAGER}), frozenset({zagora}))
    number = freeze(engine, filters=Filters(phase_id=phases["1"]), who=who)
    with reading(engine) as session:
        report, told = frozen(session, number)
    assert report.filters == {"phase_id": phases["1"], "provinces": [ZAGORA]}
    assert told.figure("people_trained").value == 1


@pytest.mark.parametrize(
    "values",
    [{"title": "Another"}, {"content": "{}"}, {"serial": 9}, {"filters": {}}, {"rows": {}}, {"hash": "0" * 64}],
    ids=lambda values: next(iter(values)),
)
def test_the_database_lets_nobody_change_a_report(engine: Engine, values: dict[str, Any]) -> None:
    fill(engine)
    freeze(engine, filters=Filters(phase_id=1))
    with pytest.raises(DBAPIError, match="never changed"), transaction(engine) as session:
        session.execute(update(table(FrozenReport)).values(**values))
    with pytest.raises(DBAPIError, match="never changed"), transaction(engine) as session:
        session.execute(text("DELETE FROM frozen_report"))


@pytest.mark.parametrize("name", ["title", "content", "filters", "rows"])
def test_what_was_tampered_with_past_the_guard_is_found(engine: Engine, name: str) -> None:
    phases = fill(engine)
    number = freeze(engine, "a", Filters(phase_id=phases["1"]))
    freeze(engine, "b")
    with reading(engine) as session:
        assert changed_reports(session) == []
        _, told = frozen(session, number)
    figures = (*(one.model_copy(update={"value": 9.0}) for one in told.figures[:1]), *told.figures[1:])
    false = told.model_copy(update={"figures": figures})
    # Even with a hash of its own: the history has sealed the true one.
    content = {"content": canonical(false), "hash": digest(false)}
    every: dict[str, dict[str, Any]] = {
        "title": {"title": "Other"},
        "content": content,
        "filters": {"filters": {}},
        "rows": {"rows": {}},
    }
    without_guard(engine)
    with transaction(engine) as session:
        session.execute(update(table(FrozenReport)).where(table(FrozenReport).c.serial == 1).values(**every[name]))
    with reading(engine) as session:
        assert changed_reports(session) == [number]


def test_a_report_is_withdrawn_once_with_a_reason_and_stays(engine: Engine) -> None:
    number = freeze(engine)
    desk = actor(COORDINATOR)
    for reason in (None, "  "):
        with pytest.raises(Problem, match="required"):
            done(engine, withdraw_report, desk, "k", 1, reason)
    with pytest.raises(Problem, match="row_gone"):
        done(engine, withdraw_report, desk, "k", 7, "twice")
    done(engine, withdraw_report, desk, "k", 1, "A sheet was counted twice")
    with pytest.raises(Problem, match="report_withdrawn"):
        done(engine, withdraw_report, desk, "l", 1, "again")
    with pytest.raises(DBAPIError, match="never changed"), transaction(engine) as session:
        session.execute(update(table(FrozenReport)).values(withdrawn_at=None, reason=None))
    with reading(engine) as session:
        report, _ = frozen(session, number)
        assert (report.reason, unchanged(session, report)) == ("A sheet was counted twice", True)
        assert frozen_reports(session)["reason"].tolist() == ["A sheet was counted twice"]
    # Its number is not given again.
    assert freeze(engine, "next") == report_number(date.today().year, 2)


@pytest.mark.usefixtures("postgres_tools")
def test_a_restored_backup_has_the_reports_as_they_were(engine: Engine, tmp_path: Path) -> None:
    phases = fill(engine)
    number = freeze(engine, filters=Filters(phase_id=phases["1"]))
    with reading(engine) as session:
        before = frozen(session, number)[0].content
    taken = take(engine.url, tmp_path / "backups")
    place = new_place(engine, tmp_path)
    restore(taken.file, place)
    try:
        restored = on(place)
        with reading(restored) as session:
            report, told = frozen(session, number)
            assert (report.content, unchanged(session, report)) == (before, True)
            assert told.figure("people_trained").value == 8
        with pytest.raises(DBAPIError, match="never changed"), transaction(restored) as session:
            session.execute(text("DELETE FROM frozen_report"))
        restored.dispose()
    finally:
        drop(engine, place)


def test_the_command_on_the_server_verifies_the_reports(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert database.exists()
    number = freeze(server_engine())
    assert main() == 0
    assert "1 frozen report, unchanged." in capsys.readouterr().out
    without_guard(server_engine())
    with transaction() as session:
        session.execute(update(table(FrozenReport)).values(title="Other"))
    assert main() == 1
    assert f"Reports are no longer as they were frozen: \u2068{number}\u2069." in capsys.readouterr().out
