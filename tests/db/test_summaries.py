"""Kept numbers are those that the figures' own SELECTs count, whatever happened since they were built."""

from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from random import Random

import pandas as pd
import pytest
from sqlalchemy import event, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from sqlmodel import select as chosen

from core.filters import Filters
from core.records.settings import Settings
from db.engine import reading, transaction
from db.models import Attendance, AttendanceStatus, Module, Organisation, Person, Setting, Summary, SummaryStanding
from db.models.base import table
from db.queries.figures import FIGURES, Asked, counts, of_indicators
from db.queries.frames import types_of
from db.queries.settings import settings
from db.summaries import growth, recount
from db.summaries.answers import answer, kept_for
from db.summaries.asking import variants
from db.summaries.keeping import put_aside
from db.summaries.kept import KEPT, PASSED_OVER, question
from db.summaries.recount import differences, rebuild
from tests.copied import Copied
from tests.db.random_changes import Changes
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA

# PostgreSQL plans each of the long statements anew: a third of them is as long there.
TRANSACTIONS, ASKED = {"sqlite": 100, "postgresql": 30}, 60
PLACES = (OUARZAZATE, TINGHIR, ZAGORA)


def _built(engine: Engine) -> bool:
    fill(engine)
    return rebuild(engine)


_COPIED = Copied(_built)


@pytest.fixture
def kept(engine: Engine) -> Engine:
    """The small programme with its summaries built."""
    assert _COPIED(engine)
    return engine


def wrong(engine: Engine) -> list[str]:
    """What a full recount finds wrong."""
    return list(differences(engine))


def asked_of_selects(engine: Engine, seed: int) -> list[str]:
    """The kept questions, some drawn of all, that are not answered as the figure's own SELECT answers them."""
    found = []
    with reading(engine) as session:
        limits, standing = settings(session), kept_for(session)
        assert standing
        whole = [
            (name, level, Filters(phase_id=variant.phase_id, verified=variant.verified))
            for variant in variants(session)
            for name, one in KEPT.items()
            # It is not kept whole: what is answered of it is held against its SELECT below.
            if name != "reach"
            for level in one.levels
        ]
        dice = Random(seed)
        # Several provinces at once are a sum in which somebody may stand twice.
        narrowed = [
            (name, level, replace(filters, provinces=tuple(dice.sample(PLACES, 2))))
            for name, level, filters in dice.sample(whole, ASKED)
        ]
        several = [one for one in narrowed if question(*one, limits)]
        for name, level, filters in [*dice.sample(whole, ASKED), *several]:
            statement, told = FIGURES[name].select(filters, level, limits), question(name, level, filters, limits)
            assert told
            right = {tuple(row) for row in session.execute(statement)}
            if {tuple(row) for row in answer(session, standing[1], told, level, types_of(statement))} != right:
                found.append(f"{name} {level} {filters}")
    return found


class Stop(RuntimeError):
    """What a test raises inside a transaction."""


def test_a_new_database_keeps_nothing_and_counts_every_figure(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        assert kept_for(session) is None
        assert FIGURES["people"](session, Filters())["people"].tolist() == [8]
        assert session.execute(select(table(Summary))).all() == []
    assert wrong(engine) == ["nothing is kept: every figure is counted when it is asked"]


def test_what_is_built_is_what_a_recount_and_the_figures_own_selects_find(kept: Engine) -> None:
    assert wrong(kept) == []
    assert asked_of_selects(kept, 0) == []


def test_a_number_that_was_tampered_with_is_told_with_the_right_one(kept: Engine) -> None:
    summary = table(Summary).c
    with kept.begin() as connection:
        connection.execute(update(Summary).where(summary.question.like("%|people|0|0|")).values(number_1=9))
    assert wrong(kept) == [
        "people|0|0|  : [8.0, 9.0, 1.0, 3.0, 3.0, 2.0, 3.0, 3.0, 2.0], [8.0, 8.0, 1.0, 3.0, 3.0, 2.0, 3.0, 3.0, 2.0]"
    ]


def test_counting_anew_leaves_the_numbers_of_one_run_alone(kept: Engine) -> None:
    with reading(kept) as session:
        before = sorted(tuple(row)[1:] for row in session.execute(select(table(Summary))))
    assert rebuild(kept)
    with reading(kept) as session:
        assert sorted(tuple(row)[1:] for row in session.execute(select(table(Summary)))) == before


def test_a_kept_figure_does_not_look_at_a_single_attendance(kept: Engine) -> None:
    asked = [one for one in of_indicators(Filters(phase_id=1)) if one.figure in KEPT]
    asked += [Asked("people", ("module",), Filters(provinces=(ZAGORA,))), Asked("attendances", ("month",), Filters())]
    said: list[str] = []
    event.listen(kept, "before_cursor_execute", lambda *given: said.append(given[2]))
    with reading(kept) as session:
        counts(session, tuple(asked))
    assert said
    assert [one for one in said if "attendance" in one] == []


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(phase_id=1),
        Filters(provinces=(ZAGORA, TINGHIR)),
        Filters(provinces=(OUARZAZATE, TINGHIR, ZAGORA), sexes=("f",)),
        Filters(phase_id=1, provinces=(OUARZAZATE, ZAGORA), kinds=("cooperative", "association")),
        Filters(provinces=(ZAGORA,), kinds=("cooperative",), sexes=("f",)),
        Filters(ages=((18, 34),), verified=True),
        Filters(provinces=("-",)),
        Filters(provinces=(ZAGORA,)),
        Filters(modules=("finance",), provinces=(ZAGORA,)),
        Filters(modules=("finance",), since=date(2025, 1, 1)),
        Filters(sexes=("unknown",), categories=("marketing",)),
    ],
    ids=str,
)
def test_filters_are_answered_alike_whether_or_not_they_are_kept(kept: Engine, filters: Filters) -> None:
    asked = [
        Asked(figure, by, filters)
        for figure, one in KEPT.items()
        for by in ((), ("province",), ("kind",), ("sector", "province"), ("age",), ("sex", "province"), ("month",))
        if set(by) <= set(one.dimensions) or (figure == "reach" and by == ("province",))
    ]
    with reading(kept) as session:
        found = [FIGURES[one.figure](session, one.filters, one.by) for one in asked]
        together = counts(session, tuple(asked))
    with transaction(kept) as session:
        put_aside(session)
    with reading(kept) as session:
        right = [FIGURES[one.figure](session, one.filters, one.by) for one in asked]
    for one, kept_rows, counted in zip(asked, found, right, strict=True):
        pd.testing.assert_frame_equal(kept_rows, counted, obj=str(one))
        pd.testing.assert_frame_equal(together[one], counted, obj=str(one))


def test_each_filter_is_one_that_kept_figures_heed_or_pass_over() -> None:
    heeded = {name for one in KEPT.values() for name in one.heeds}
    assert {one.name for one in fields(Filters)} == heeded | PASSED_OVER


def test_a_transaction_that_fails_leaves_the_numbers_as_they_were(kept: Engine) -> None:
    with suppress(Stop), transaction(kept) as session:
        for mark in session.exec(chosen(Attendance)).all():
            mark.status_id = 4
        session.flush()
        raise Stop
    assert wrong(kept) == []


def test_a_session_that_writes_counts_what_it_has_written(kept: Engine) -> None:
    with transaction(kept) as session:
        person = session.get_one(Person, 1)
        before = int(FIGURES["people"](session, Filters())["women"].iloc[0])
        person.sex = "m" if person.sex == "f" else "f"
        session.flush()
        assert abs(int(FIGURES["people"](session, Filters())["women"].iloc[0]) - before) == 1
    assert wrong(kept) == []


def test_a_setting_that_no_figure_reads_leaves_the_numbers_standing(kept: Engine) -> None:
    with transaction(kept) as session:
        session.add(Setting(id=1, values={"bin_days": 12}))
    assert wrong(kept) == []


@pytest.mark.parametrize("change", ["setting", "status", "module"])
def test_a_change_of_what_everything_stands_on_puts_the_numbers_aside(kept: Engine, change: str) -> None:
    with transaction(kept) as session:
        if change == "setting":
            session.add(Setting(id=1, values={"completion_share": 0.5, "excused_counts": True}))
        elif change == "status":
            session.get_one(AttendanceStatus, 5).meaning = "present"
        else:
            session.get_one(Module, 1).code = "another"
    with reading(kept) as session:
        assert kept_for(session) is None
    assert rebuild(kept)
    assert asked_of_selects(kept, 1) == []


def test_numbers_of_other_definitions_are_not_asked_and_not_carried_on(kept: Engine) -> None:
    with kept.begin() as connection:
        connection.execute(update(SummaryStanding).values(made_for="an older program"))
        connection.execute(update(Summary).values(number_1=77))
    with reading(kept) as session:
        assert FIGURES["people"](session, Filters())["people"].tolist() == [8]
    with transaction(kept) as session:
        session.get_one(Person, 1).sex = "m"
    with reading(kept) as session:
        assert kept_for(session) is None


def test_what_is_written_while_it_is_counted_is_caught_up_with(kept: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = 0

    def written(session: Session, limits: Settings) -> object:
        nonlocal dice
        found = counted(session, limits)
        for _turn in range(20):
            dice += 1
            with suppress(IntegrityError), transaction(kept) as other:
                Changes(other, dice).one()
        with transaction(kept) as other:
            other.add(Organisation(kind="union", name_latin="Meanwhile"))
        return found

    counted = recount.counted
    monkeypatch.setattr(recount, "counted", written)
    with transaction(kept) as session:
        put_aside(session)
    assert rebuild(kept)
    assert rebuild(kept)
    monkeypatch.undo()
    assert wrong(kept) == []


@pytest.mark.parametrize("also", ["settings", "another"])
def test_counting_comes_to_nothing_when_what_it_stands_on_changes_meanwhile(
    kept: Engine, monkeypatch: pytest.MonkeyPatch, also: str
) -> None:
    counted = recount.counted

    def disturbed(session: Session, limits: Settings) -> object:
        monkeypatch.undo()
        if also == "another":
            assert rebuild(kept)
        else:
            with transaction(kept) as other:
                other.add(Setting(id=1, values={"youth_to": 40}))
        return counted(session, limits)

    monkeypatch.setattr(recount, "counted", disturbed)
    assert not rebuild(kept)
    with reading(kept) as session:
        assert (kept_for(session) is not None) is (also == "another")
    if also == "another":
        assert wrong(kept) == []


def test_figures_are_kept_from_a_number_of_attendances_on(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(engine)
    with reading(engine) as session:
        number = len(session.exec(chosen(Attendance.id)).all())
    monkeypatch.setattr(growth, "GROWN", number + 1)
    assert not growth.wanted(engine)
    monkeypatch.setattr(growth, "GROWN", number)
    assert growth.wanted(engine)
    with engine.begin() as connection:
        connection.execute(table(SummaryStanding).insert().values(id=1, made_for="", run="", counting="another"))
    assert not growth.wanted(engine)
    assert growth.wanted(engine, whoever_counts=True)
    assert rebuild(engine)
    assert not growth.wanted(engine)
    with transaction(engine) as session:
        session.add(Setting(id=1, values={"youth_to": 30}))
    assert growth.wanted(engine)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_thousands_of_random_changes_every_number_is_right(kept: Engine, seed: int) -> None:
    made = refused = changed = 0
    turns = TRANSACTIONS[kept.dialect.name]
    for turn in range(turns):
        try:
            with transaction(kept) as session:
                changes = Changes(session, seed * turns + turn)
                for _ in range(changes.dice.choice((1, 2, 8, 20))):
                    changed += 1
                    # As of several ticks that are written together, what is refused leaves the others.
                    with suppress(IntegrityError), session.begin_nested():
                        changes.one()
                if changes.dice.random() < 0.2:
                    _taken_back(session, changes)
                if changes.dice.random() < 0.05:
                    raise Stop
            made += 1
        except (IntegrityError, Stop):
            refused += 1
    assert wrong(kept) == []
    assert asked_of_selects(kept, seed) == []
    assert changed > turns * 5
    assert made > turns / 2
    assert refused > 0


def _taken_back(session: Session, changes: Changes) -> None:
    """A change that is undone alone, as one of several ticks that are written together."""
    point = session.begin_nested()
    changes.one()
    session.flush()
    point.rollback()
