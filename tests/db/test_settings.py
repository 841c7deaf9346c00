"""Changing the settings: the one row, its conflicts, what stands in the history, and what the figures make of it."""

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.access import Actor
from core.problems import Problem
from core.records.settings import Settings
from db.commands.settings import change_settings
from db.models import Change, Revision, Setting
from db.queries.settings import settings, settings_version


def test_only_the_administrator_changes_settings(engine: Engine, coordinator: Actor) -> None:
    with Session(engine) as session, pytest.raises(Problem) as refused:
        change_settings(session, coordinator, "one", 1, Settings(youth_to=29))
    assert refused.value.code == "not_allowed"


def test_settings_changed_meanwhile_are_a_conflict_and_stay(engine: Engine, administrator: Actor) -> None:
    with Session(engine) as session, session.begin():
        change_settings(session, administrator, "one", 1, Settings(youth_to=29))
    for key, version in (("two", 1), ("three", 3)):
        with Session(engine) as session, session.begin(), pytest.raises(Problem) as refused:
            change_settings(session, administrator, key, version, Settings(youth_to=24))
        assert (refused.value.code, refused.value.details) == ("conflict", {"row": 1, "version": version})
    with Session(engine) as session:
        assert (settings(session).youth_to, settings_version(session)) == (29, 2)


def test_a_version_that_never_was_is_a_conflict_before_the_first_change(engine: Engine, administrator: Actor) -> None:
    with Session(engine) as session, pytest.raises(Problem) as refused:
        change_settings(session, administrator, "one", 2, Settings(youth_to=29))
    assert refused.value.code == "conflict"


def test_the_first_change_makes_the_row_and_keeps_only_what_is_another(engine: Engine, administrator: Actor) -> None:
    with Session(engine) as session, session.begin():
        assert settings_version(session) == 1
        saved = change_settings(session, administrator, "one", 1, Settings(youth_to=29, receipt="D-W-12/2027"))
        assert saved.row_id == 1
    with Session(engine) as session:
        assert session.get_one(Setting, 1).values == {"youth_to": 29, "receipt": "D-W-12/2027"}
        assert settings(session) == Settings(youth_to=29, receipt="D-W-12/2027")
        assert session.get_one(Revision, "setting").number == 1


def test_a_setting_goes_back_to_its_default_and_the_same_form_twice_changes_nothing(
    engine: Engine, administrator: Actor
) -> None:
    for key, version, record in (
        ("one", 1, Settings(youth_to=29)),
        ("two", 2, Settings()),
        ("two", 2, Settings()),
    ):
        with Session(engine) as session, session.begin():
            change_settings(session, administrator, key, version, record)
    with Session(engine) as session:
        assert session.get_one(Setting, 1).values == {}
        assert settings_version(session) == 3
        entries = session.exec(select(Change).order_by(Change.id)).all()  # type: ignore[arg-type]
        said = [(entry.kind, entry.row_id, entry.before["youth_to"], entry.after["youth_to"]) for entry in entries]  # type: ignore[index]
    assert said == [("setting", 1, 34, 29), ("setting", 1, 29, 34)]


def test_the_history_holds_every_setting_by_its_name(engine: Engine, administrator: Actor) -> None:
    with Session(engine) as session, session.begin():
        change_settings(session, administrator, "one", 1, Settings(completion_share=0.75))
    with Session(engine) as session:
        entry = session.exec(select(Change)).one()
    assert entry.before == Settings().model_dump()
    assert entry.after == Settings(completion_share=0.75).model_dump()
