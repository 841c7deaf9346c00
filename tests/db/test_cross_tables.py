"""An indicator by several dimensions: each cell and each total is what the filters of that cell give."""

import math
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from core.filters import Filters, age_bands
from core.indicators import INDICATORS
from core.indicators.cross import TOTAL, UNKNOWN, CrossTable, Key, Parts
from core.indicators.knowledge import TOLD_BY
from db.engine import reading
from db.queries.cross_tables import cross_table
from db.queries.figures import measure
from tests.db.small_programme import fill
from tests.db.small_programme_rows import OUARZAZATE, TINGHIR, ZAGORA

BANDS = age_bands(18, 34)


def narrowed(filters: Filters, dimension: str, code: str) -> Filters:
    """The filters narrowed to one code of a dimension."""
    names: dict[str, Any] = {
        "province": {"provinces": (code,)},
        "kind": {"kinds": (code,)},
        "sex": {"sexes": (code,)},
        "age": {"ages": (BANDS[code],)} if dimension == "age" else {},
    }
    return replace(filters, **names[dimension])


@pytest.mark.parametrize("code", INDICATORS)
def test_each_cell_and_each_total_is_what_its_filters_give(engine: Engine, code: str) -> None:
    fill(engine)
    filters, known = Filters(phase_id=1), TOLD_BY[INDICATORS[code].figure]
    down, across = tuple(reversed(known[-2:])), known[:-2]
    with reading(engine) as session:
        table = cross_table(session, code, filters, down, across, whole=True)
        dimensions = (*down, *across)
        for key, (value, part, whole) in table.cells.items():
            asked = filters
            for name, one in zip(dimensions, key, strict=True):
                if one != TOTAL and not (one == UNKNOWN and name in ("province", "kind")):
                    asked = narrowed(asked, name, one)
            if any(one == UNKNOWN for name, one in zip(dimensions, key, strict=True) if name in ("province", "kind")):
                # No filter asks for an unknown place or kind.
                continue
            row = measure(session, code, asked).iloc[0]
            found = zip((value, part, whole), (row["value"], row["part"], row["whole"]), strict=True)
            assert all(math.isclose(one, other) or (one != one and other != other) for one, other in found), key


def test_a_person_of_two_provinces_stands_in_both_and_once_in_the_total(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        table = cross_table(session, "people_trained", Filters(phase_id=1), ("province",), ("sex",), whole=True)
    orders = {"province": [OUARZAZATE, TINGHIR, ZAGORA], "sex": ["f", "m", "unknown"]}
    rows, columns = table.keys(("province",), orders), table.keys(("sex",), orders)
    assert rows == [(OUARZAZATE,), (TINGHIR,), (ZAGORA,), (TOTAL,)]
    assert columns == [("f",), ("m",), ("unknown",), (TOTAL,)]
    values = [[(table.cell(row, column) or (0.0,))[0] for column in columns] for row in rows]
    assert values == [[2, 2, 2, 6], [1, 1, 0, 2], [1, 0, 0, 1], [3, 3, 2, 8]]


def test_without_columns_there_is_one_and_unknown_codes_stand_before_the_total() -> None:
    cells: dict[Key, Parts] = {(code,): (1.0, 0.0, 0.0) for code in ("b", UNKNOWN, TOTAL, "a", "z")}
    table = CrossTable(("kind",), (), cells)
    assert table.keys(("kind",), {"kind": ["b", "a"]}) == [("b",), ("a",), ("z",), (UNKNOWN,), (TOTAL,)]
    assert table.keys((), {}) == [()]


def test_whoever_may_not_see_small_counts_is_told_by_province_and_no_small_one(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        table = cross_table(session, "people_trained", Filters(phase_id=1), ("sex",), ("age",), whole=False)
    assert (table.down, table.across) == (("province",), ())
    told = {key: value for key, (value, *_) in table.cells.items() if key not in table.hidden}
    assert all(value == 0 or value >= 5 for value in told.values())
    assert table.hidden
    assert all(math.isnan(table.cells[key][0]) for key in table.hidden)
