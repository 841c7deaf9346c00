"""Categories of obstacles crossed with places, sectors, kinds, months and states; from each cell the rows behind it."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from core.filters import UNKNOWN, Filters
from db.engine import make_engine, reading
from db.queries.crossings import CROSSED, DIMENSIONS, codes_named, crossed, without_code
from db.queries.figures import FIGURES, obstacle_list
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA

# The voices of every cell that is not empty, counted on paper over both phases; None is what is not known.
RIGHT: dict[str, dict[tuple[str, str | None], int]] = {
    "province": {
        ("marketing", OUARZAZATE): 1,
        ("marketing", ZAGORA): 3,
        ("land", OUARZAZATE): 1,
        ("land", TINGHIR): 1,
        ("land", None): 1,
    },
    "sector": {
        ("marketing", "agriculture"): 1,
        ("marketing", "elevage"): 1,
        ("marketing", None): 1,
        ("land", "agriculture"): 1,
        ("land", None): 2,
    },
    "kind": {
        ("marketing", "cooperative"): 2,
        ("marketing", None): 1,
        ("land", "cooperative"): 1,
        ("land", "association"): 1,
        ("land", None): 1,
    },
    "month": {
        ("marketing", "2025-03"): 1,
        ("marketing", "2025-04"): 2,
        ("marketing", "2025-05"): 1,
        ("land", "2025-03"): 2,
        ("land", "2026-02"): 1,
    },
    "state": {
        ("marketing", "raised"): 3,
        ("marketing", "committed"): 1,
        ("land", "raised"): 2,
        ("land", "done"): 1,
    },
}


def _cells(frame: pd.DataFrame, dimension: str) -> dict[tuple[str, str | None], int]:
    rows = zip(frame["code"].tolist(), frame[dimension].tolist(), frame["value"].tolist(), strict=True)
    return {(code, None if pd.isna(across) else across): value for code, across, value in rows}


def _behind(category: str, dimension: str, code: str | None) -> Filters:
    """What a click on the cell narrows the list to."""
    chosen = code or UNKNOWN
    if dimension == "month":
        first = date.fromisoformat(f"{chosen}-01")
        last = (pd.Timestamp(first) + pd.offsets.MonthEnd()).date()
        return Filters(categories=(category,), since=first, until=last)
    narrowed = {"province": "provinces", "sector": "sectors", "kind": "kinds", "state": "states"}[dimension]
    return Filters(categories=(category,), **{narrowed: (chosen,)})  # type: ignore[arg-type]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_cell_is_what_was_counted_on_paper(engine: Engine, dimension: str) -> None:
    fill(engine)
    with reading(engine) as session:
        cells = _cells(crossed(dimension)(session, Filters()), dimension)
    assert {cell: value for cell, value in cells.items() if value} == RIGHT[dimension]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_behind_every_cell_stand_exactly_its_obstacles_and_its_voices(engine: Engine, dimension: str) -> None:
    fill(engine)
    _holds(engine, dimension)


@pytest.fixture(scope="module")
def demonstration(demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The invented programme."""
    file = tmp_path_factory.mktemp("crossings") / "demo.sqlite3"
    file.write_bytes(demonstration_file.read_bytes())
    return make_engine(URL.create("sqlite", database=str(file)))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_that_is_so_for_every_cell_of_the_demonstration(demonstration: Engine, dimension: str) -> None:
    assert _holds(demonstration, dimension) >= 6 * 1


def _holds(engine: Engine, dimension: str) -> int:
    """Holds the list behind each cell against the cell; how many cells there were."""
    with reading(engine) as session:
        cells = _cells(crossed(dimension)(session, Filters()), dimension)
        counts = FIGURES["obstacles"](session, Filters(), ("category", dimension))
        obstacles = {
            (row["category"], None if pd.isna(row[dimension]) else str(row[dimension])): row["obstacles"]
            for row in counts.to_dict("records")
        }
        for (category, code), voices in cells.items():
            filters = _behind(category, dimension, code)
            listed = obstacle_list(session, filters)
            said = FIGURES["obstacles"](session, filters).iloc[0]
            known = code.replace("-", "") if code and dimension == "month" else code
            assert said["voices"] == voices, (category, code)
            assert len(listed) == said["obstacles"] == obstacles.get((category, known), 0), (category, code)
            assert set(listed["category"]) <= {category}
            assert listed["mentions"].sum() == said["mentions"]
            if dimension == "state":
                assert set(listed["state"]) <= {code}
    return len(cells)


def test_columns_stand_in_their_order_and_the_unknown_one_is_last(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        found = {
            dimension: [
                None if pd.isna(code) else code for code in crossed(dimension)(session, Filters())[dimension].unique()
            ]
            for dimension in DIMENSIONS
        }
        named = {dimension: codes_named(session, Filters(), dimension) for dimension in DIMENSIONS}
        rows = list(crossed("state")(session, Filters())["code"].unique())
    assert found["province"] == ["07.041", OUARZAZATE, TINGHIR, ZAGORA, None]
    assert found["sector"] == ["agriculture", "elevage", None]
    assert found["kind"] == ["cooperative", "association", None]
    # Every month between the first and the last one, whether or not anybody spoke in it.
    assert found["month"][:4] == ["2025-03", "2025-04", "2025-05", "2025-06"]
    assert found["month"][-1] == "2026-02"
    assert len(found["month"]) == 12
    assert found["state"] == ["raised", "committed", "done"]
    assert named["province"] == (OUARZAZATE, TINGHIR, ZAGORA, UNKNOWN)
    assert named["month"] == ("2025-03", "2025-04", "2025-05", "2026-02")
    # Marketing and land are named by three voices each: then the list decides, and those not named come last.
    assert rows == ["marketing", "land", "financing", "sanitary", "coordination", "actors"]


def test_what_is_not_known_is_asked_for_beside_codes_and_never_by_whoever_is_limited(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        without = without_code(session)

        def mentions(filters: Filters) -> int:
            return int(FIGURES["obstacles"](session, filters)["mentions"].iloc[0])

        both = mentions(Filters(provinces=(TINGHIR, UNKNOWN)))
        alone = mentions(Filters(provinces=(UNKNOWN,)))
        limited = mentions(Filters(provinces=(UNKNOWN,)).within(frozenset({TINGHIR})))
        states = mentions(Filters(states=("committed", "done")))
    assert without == ("province", "kind", "sector")
    assert (both, alone, limited, states) == (2, 1, 0, 2)


def test_an_empty_database_has_no_columns_to_cross_with(engine: Engine) -> None:
    with reading(engine) as session:
        sizes = {dimension: len(crossed(dimension)(session, Filters())) for dimension in DIMENSIONS}
        assert without_code(session) == ()
    assert sizes == {"province": 6 * 4, "sector": 0, "kind": 0, "month": 0, "state": 0}
    assert list(CROSSED.values()) == list(DIMENSIONS)
