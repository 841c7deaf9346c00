"""Two persons who were merged by mistake and given back: anonymising one takes that one out, and only that one."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.access import Actor
from core.privacy import told_in
from core.records.people import PersonRecord
from db.commands.merging import merge_persons, undo_merge
from db.commands.people import change_person, register_person
from db.commands.privacy_erasure import anonymise_person
from db.models import TABLES, Merge, Person
from db.queries.chain import broken_link
from db.queries.privacy_file import person_file
from db.queries.privacy_traces import sought_of
from tests.db.entries import DAY, do, person

KEPT: dict[str, Any] = {"name_latin": "Zoubida Planted", "phone": "+212661239876", "birth_year": 1961}
GONE: dict[str, Any] = {"name_latin": "Keltoum Sown", "phone": "+212661230001", "birth_year": 1987}


def version(engine: Engine, row: int) -> int:
    with Session(engine) as session:
        return session.get_one(Person, row).version


@pytest.fixture
def pair(engine: Engine, administrator: Actor) -> tuple[int, int]:
    """The kept and the one given back, whose values stood on the kept row while something else of it was changed."""

    def act(command: Any, key: str, *given: Any, **named: Any) -> int:
        return do(engine, command, administrator, key, *given, **named).row_id

    kept = act(register_person, "k", person(**KEPT, sex="f"))
    gone = act(register_person, "g", person(**GONE, sex="f"), doubles_seen=(kept, 0))
    chosen = ("name_latin", "phone", "birth_year")
    act(merge_persons, "m", (kept, 1), (gone, 1), chosen, (), "Keltoum Sown, deux fois")
    with Session(engine) as session:
        own = session.get_one(Person, kept)
        now_there = {name: getattr(own, name) for name in PersonRecord.model_fields}
        merge = session.exec(select(Merge)).one()
        number, seen = merge.id or 0, merge.version
    act(
        change_person,
        "c",
        kept,
        version(engine, kept),
        person(**now_there | {"consent_data": True, "consent_data_on": DAY}),
    )
    act(undo_merge, "u", number, seen)
    return kept, gone


def places(engine: Engine, values: dict[str, Any]) -> list[str]:
    """The columns of all tables that tell the person's name, phone or year of birth."""
    sought = (values["name_latin"], values["phone"][-9:])
    with Session(engine) as session:
        return [
            f"{one.name}.{name}"
            for one in TABLES.metadata.sorted_tables
            for row in session.execute(one.select()).mappings()
            for name, value in row.items()
            if told_in(value, sought) or f"'birth_year': {values['birth_year']}" in repr(value)
        ]


def anonymised(engine: Engine, actor: Actor, row: int) -> None:
    do(engine, anonymise_person, actor, "x", row, version(engine, row), "À sa demande")
    with Session(engine) as session:
        assert broken_link(session) is None


def test_a_file_tells_nothing_of_the_other_one(engine: Engine, pair: tuple[int, int]) -> None:
    for row, own, other in ((pair[0], KEPT, GONE), (pair[1], GONE, KEPT)):
        with Session(engine) as session:
            held = person_file(session, row)
        assert set(sought_of(held)) == {own["name_latin"], own["phone"][-9:]}
        told = repr(held)
        for value in other.values():
            assert str(value) not in told


def test_of_the_one_given_back_nothing_stays_with_the_one_kept(
    engine: Engine, pair: tuple[int, int], administrator: Actor
) -> None:
    anonymised(engine, administrator, pair[1])
    assert places(engine, GONE) == []
    with Session(engine) as session:
        own = session.get_one(Person, pair[0])
        assert {name: getattr(own, name) for name in KEPT} == KEPT
        assert {name: session.exec(select(Merge)).one().before["kept"][name] for name in KEPT} == KEPT
    assert {"person.name_latin", "merge.before", "change.before", "change.after"} <= set(places(engine, KEPT))


def test_of_the_one_kept_nothing_stays_and_the_one_given_back_keeps_its_own(
    engine: Engine, pair: tuple[int, int], administrator: Actor
) -> None:
    anonymised(engine, administrator, pair[0])
    assert places(engine, KEPT) == []
    with Session(engine) as session:
        own = session.get_one(Person, pair[1])
        assert {name: getattr(own, name) for name in GONE} == GONE
        assert {name: session.exec(select(Merge)).one().before["gone"][name] for name in GONE} == GONE
