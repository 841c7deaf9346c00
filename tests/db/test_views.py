"""Views kept under a name: each account its own, names told apart, what was removed brought back."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from core.access import Actor
from core.problems import Problem
from core.records import validated
from core.records.views import MOST_VIEWS, ViewName, ViewRecord
from db.commands.ledger import Command
from db.commands.views import bring_view_back, keep_view, remove_view, rename_view
from db.engine import reading, transaction
from db.models import Change, KeptView
from db.queries.views import kept_views, removed_views
from tests.db.sittings import done
from tests.pages.conftest import new_account

OVERVIEW, PROVINCES = "explore-overview", "explore-provinces"
CODES = {"province": "08.587,08.401", "sex": "f"}


def account(engine: Engine, username: str) -> Actor:
    with transaction(engine) as session:
        return Actor(new_account(session, username, "presenter", (), "fr"), username, frozenset({"presenter"}))


def view(name: str = "Femmes de Zagora", page: str = OVERVIEW, **codes: str) -> ViewRecord:
    return validated(ViewRecord, {"name": name, "page": page, "codes": codes or CODES})


def listed(engine: Engine, who: Actor, page: str = OVERVIEW) -> list[tuple[str, dict[str, str]]]:
    with reading(engine) as session:
        rows = kept_views(session, who.account_id or 0, page)
    return list(zip(rows["name"], rows["codes"], strict=True))


def removed(engine: Engine, who: Actor) -> list[str]:
    with reading(engine) as session:
        return list(removed_views(session, who.account_id or 0, OVERVIEW)["name"])


class Desk:
    """Does one action after the other."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.made = engine, 0

    def __call__(self, command: Command[Any, Any], who: Actor, *args: Any) -> int:
        self.made += 1
        return done(self.engine, command, who, f"key {self.made}", *args).row_id


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"name": "  "}, "name", "required"),
        ({"name": "a" * 81}, "name", "too_long"),
        ({"page": "../secret"}, "page", "not_valid"),
        ({"codes": {"Form": "1"}}, "codes", "not_valid"),
        ({"codes": {"province": "1" * 1001}}, "codes", "not_valid"),
        ({"codes": {"province": 1}}, "codes", "not_valid"),
        ({"codes": {f"a{'b' * number}": "1" for number in range(21)}}, "codes", "not_valid"),
    ],
)
def test_what_is_no_view_is_refused_beside_its_field(values: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        validated(ViewRecord, {"name": "Zagora", "page": OVERVIEW, "codes": CODES} | values)
    assert [(part.field, part.code) for part in refused.value.each()] == [(field, code)]


def test_a_name_stands_once_on_a_page_of_an_account(engine: Engine) -> None:
    do, mine, other = Desk(engine), account(engine, "amina"), account(engine, "brahim")
    first = do(keep_view, mine, view())
    for again in ("Femmes de Zagora", "FEMMES  de zagora "):
        with pytest.raises(Problem) as refused:
            do(keep_view, mine, view(again))
        assert (refused.value.code, refused.value.field) == ("view_name_taken", "name")
    second = do(keep_view, mine, view("Tinghir"))
    with pytest.raises(Problem, match="view_name_taken"):
        do(rename_view, mine, second, 1, validated(ViewName, {"name": "femmes de Zagora"}))
    do(rename_view, mine, first, 1, validated(ViewName, {"name": "FEMMES de Zagora"}))
    # Another page and another account have names of their own.
    do(keep_view, mine, view(page=PROVINCES))
    do(keep_view, other, view())
    assert [name for name, _ in listed(engine, mine)] == ["FEMMES de Zagora", "Tinghir"]
    assert listed(engine, mine, PROVINCES) == listed(engine, other) == [("Femmes de Zagora", CODES)]


def test_nobody_touches_or_sees_the_view_of_another(engine: Engine) -> None:
    do, mine, other = Desk(engine), account(engine, "amina"), account(engine, "brahim")
    number = do(keep_view, mine, view())
    for command, rest in ((rename_view, (validated(ViewName, {"name": "Mine"}),)), (remove_view, ())):
        with pytest.raises(Problem, match="row_gone"):
            do(command, other, number, 1, *rest)
    do(remove_view, mine, number, 1)
    with pytest.raises(Problem, match="row_gone"):
        do(bring_view_back, other, number, 2)
    assert listed(engine, other) == [] == removed(engine, other)
    with reading(engine) as session:
        entries = session.exec(select(Change).where(col(Change.kind) == "kept_view")).all()
    # Whoever reads the history sees that there is a view, and neither its name nor what it shows.
    assert [entry.command for entry in entries] == ["keep_view", "remove_view"]
    assert all({*(entry.before or {}), *(entry.after or {})} == {"page", "deleted_at"} for entry in entries)


def test_a_removed_view_is_brought_back_where_its_name_is_free(engine: Engine) -> None:
    do, mine = Desk(engine), account(engine, "amina")
    number = do(keep_view, mine, view())
    with pytest.raises(Problem, match="row_gone"):
        do(bring_view_back, mine, number, 1)
    do(remove_view, mine, number, 1)
    assert (listed(engine, mine), removed(engine, mine)) == ([], ["Femmes de Zagora"])
    other = do(keep_view, mine, view(kind="union"))
    with pytest.raises(Problem, match="view_name_taken"):
        do(bring_view_back, mine, number, 2)
    do(rename_view, mine, other, 1, validated(ViewName, {"name": "Unions"}))
    with pytest.raises(Problem, match="conflict"):
        do(bring_view_back, mine, number, 1)
    do(bring_view_back, mine, number, 2)
    assert listed(engine, mine) == [("Femmes de Zagora", CODES), ("Unions", {"kind": "union"})]
    assert removed(engine, mine) == []


def test_a_page_has_room_for_so_many_views_of_an_account(engine: Engine) -> None:
    do, mine = Desk(engine), account(engine, "amina")
    numbers = [do(keep_view, mine, view(f"Vue {number}")) for number in range(MOST_VIEWS)]
    with pytest.raises(Problem, match="views_too_many"):
        do(keep_view, mine, view())
    do(remove_view, mine, numbers[0], 1)
    do(keep_view, mine, view())
    with pytest.raises(Problem, match="views_too_many"):
        do(bring_view_back, mine, numbers[0], 2)


def test_of_two_equal_names_kept_at_once_the_database_holds_one(engine: Engine) -> None:
    mine = account(engine, "amina")
    row: dict[str, Any] = {"account_id": mine.account_id, "page": OVERVIEW, "name": "Zagora", "codes": {}}
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add_all((KeptView(**row), KeptView(**row)))
