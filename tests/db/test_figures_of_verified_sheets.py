"""Figures of verified sheets alone: the small programme with some of its sheets verified, counted on paper."""

import math
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from core.filters import Filters
from db.engine import reading, transaction
from db.models import Module, SignInSheet, TrainingSession
from db.models.base import now
from db.queries import figures
from db.queries.organisation_list import organisation_list
from db.queries.pseudonymous import pseudonymous_counted
from tests.db.small_programme import fill
from tests.db.small_programme_rows import SESSIONS

NONE = math.nan
# Beside these, no session has a sheet.
SHEETS = {"S1": "verified", "S2": "locked", "open roster": "draft", "to all": "submitted", "next phase": "has_issues"}


def sheets(engine: Engine, states: dict[str, str], **values: Any) -> None:
    """A sheet in its state for each of the sessions of the small programme named."""
    with transaction(engine) as session:
        for name, state in states.items():
            _, _, module, _, day, *_ = SESSIONS[name]
            of = select(TrainingSession.id).join(Module, Module.id == TrainingSession.module_id)  # type: ignore[arg-type]
            row = session.exec(
                of.where(Module.code == module, TrainingSession.held_on == date.fromisoformat(day))
            ).one()
            session.add(SignInSheet(session_id=row or 0, state=state, **values))


def value(engine: Engine, code: str, filters: Filters) -> float:
    with reading(engine) as session:
        return float(figures.measure(session, code, filters)["value"].iloc[0])


@pytest.mark.parametrize(
    ("code", "right"),
    {
        "people_trained": 5,
        "attendances": 8,
        "person_hours": 33,
        "attendance_rate": 8 / 9,
        "organisations_trained": 1,
        "women_share": 2 / 3,
        "completion": 2 / 5,
        "completion_so_far": NONE,
        "mentions": 7,
    }.items(),
)
def test_only_verified_and_locked_sheets_count_when_that_is_asked(engine: Engine, code: str, right: float) -> None:
    phases = fill(engine)
    sheets(engine, SHEETS)
    found = value(engine, code, Filters(phase_id=phases["1"], verified=True))
    assert found == pytest.approx(right, nan_ok=True)


@pytest.mark.parametrize(("code", "right"), {"people_trained": 8, "attendances": 12, "completion": 2 / 5}.items())
def test_all_count_when_it_is_not_asked(engine: Engine, code: str, right: float) -> None:
    phases = fill(engine)
    sheets(engine, SHEETS)
    assert value(engine, code, Filters(phase_id=phases["1"])) == pytest.approx(right)


def test_a_group_is_finished_only_once_the_last_of_its_sheets_is_verified(engine: Engine) -> None:
    phases = fill(engine)
    sheets(engine, {"S1": "verified", "S2": "submitted"})
    filters = Filters(phase_id=phases["1"], verified=True)
    assert value(engine, "completion", filters) == pytest.approx(NONE, nan_ok=True)
    assert value(engine, "completion_so_far", filters) == pytest.approx(4 / 5)


def test_a_sheet_that_was_put_away_verifies_nothing(engine: Engine) -> None:
    fill(engine)
    sheets(engine, {"S1": "verified"}, deleted_at=now())
    assert value(engine, "attendances", Filters(verified=True)) == 0


def test_by_module_and_in_the_list_and_in_the_export_it_is_the_same_sheets(engine: Engine) -> None:
    phases = fill(engine)
    sheets(engine, SHEETS)
    filters = Filters(phase_id=phases["1"], verified=True)
    with reading(engine) as session:
        modules = figures.measure(session, "people_trained", filters, ("module",))
        assert dict(zip(modules["module"], modules["value"], strict=True)) == {"management": 5, "finance": 3}
        listed = organisation_list(session, None, filters, "", 24, 0)
        trained = dict(zip(listed["name_latin"], listed["trained"], strict=True))
        assert trained["A"] == 4
        assert sum(trained.values()) == 4
        verified, _, _ = pseudonymous_counted(session, filters)
        every, _, _ = pseudonymous_counted(session, Filters(phase_id=phases["1"]))
        # An excused and an absent mark stand beside the eight that count.
        assert (verified, every) == (10, 16)
