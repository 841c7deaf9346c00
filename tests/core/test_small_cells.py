"""Small cells: what is hidden, and that nothing which is shown gives a hidden count away."""

import itertools
import random

import pytest

from core.small_cells import BESIDE, FEW, TOTAL, one_way, small, two_ways

Table = dict[tuple[str, str], int]


def test_what_is_large_enough_is_shown_and_a_zero_stays() -> None:
    assert one_way({"a": 5, "b": 12, "c": 0}, 5) == {}
    assert two_ways({("r", "f"): 5, ("r", "m"): 0, ("s", "f"): 9, ("s", "m"): 7}, 5) == {}


def test_a_small_cell_takes_the_smallest_other_one_along() -> None:
    assert one_way({"a": 3, "b": 40, "c": 12, "d": 0}, 5) == {"a": FEW, "c": BESIDE}


def test_two_small_cells_hide_each_other() -> None:
    assert one_way({"a": 3, "b": 2, "c": 40}, 5) == {"a": FEW, "b": FEW}


def test_two_small_cells_that_a_total_still_tells_take_a_third_one_along() -> None:
    # 1 and 1 are the only two counts of at least one person that make 2; so are 4 and 4 for 8.
    assert one_way({"a": 1, "b": 1, "c": 40}, 5) == {"a": FEW, "b": FEW, "c": BESIDE}
    assert one_way({"a": 4, "b": 4, "c": 40}, 5) == {"a": FEW, "b": FEW, "c": BESIDE}


def test_a_neighbour_at_the_limit_is_not_enough() -> None:
    # Whoever knows that the second one is at least 5 would see 1 and 5 in 6.
    assert one_way({"a": 1, "b": 5, "c": 30}, 5) == {"a": FEW, "c": BESIDE}


def test_a_total_that_is_small_is_hidden_itself() -> None:
    assert one_way({"a": 3}, 5) == {"a": FEW, TOTAL: BESIDE}
    assert one_way({"a": 3, "b": 0}, 5) == {"a": FEW, TOTAL: BESIDE}
    # The same three persons in two modules.
    assert one_way({"a": 3, "b": 3}, 5, total=3)[TOTAL] == BESIDE


def test_one_small_cell_alone_takes_its_total_along() -> None:
    assert one_way({"a": 4, "b": 0, "c": 30}, 5) == {"a": FEW, "c": BESIDE}


def test_cells_hidden_elsewhere_are_hidden_here_too() -> None:
    assert one_way({"a": 10, "b": 20, "c": 30}, 5, hidden={"b"}) == {"b": BESIDE, "a": BESIDE}


def test_a_small_cell_of_a_table_takes_a_row_and_a_column_along() -> None:
    table = {("r", "f"): 3, ("r", "m"): 20, ("s", "f"): 30, ("s", "m"): 40, ("t", "f"): 50, ("t", "m"): 60}
    assert two_ways(table, 5) == {
        ("r", "f"): FEW,
        ("r", "m"): BESIDE,
        ("s", "f"): BESIDE,
        ("s", "m"): BESIDE,
    }


def test_no_number_is_small_that_is_none_or_enough() -> None:
    assert [small(value, 5) for value in (0, 1, 4, 5, 6)] == [False, True, True, False, False]


def completions(table: Table, hidden: dict[tuple[str, str], str], limit: int) -> dict[tuple[str, str], set[int]]:
    """Every value that each hidden count can have, as a reader finds out who tries them all."""
    rows, columns = (sorted({key[side] for key in table}) for side in (0, 1))
    most = sum(table.values()) + 4
    cells = [key for key in table if key in hidden]
    ranges = [range(1, limit) if hidden[key] == FEW else range(limit, most) for key in cells]
    found: dict[tuple[str, str], set[int]] = {key: set() for key in hidden}
    totals = [(row, TOTAL) for row in rows] + [(TOTAL, column) for column in columns] + [(TOTAL, TOTAL)]

    def total(key: tuple[str, str], values: Table) -> int:
        return sum(v for (row, column), v in values.items() if key[0] in (TOTAL, row) and key[1] in (TOTAL, column))

    for tried in itertools.product(*ranges):
        values = table | dict(zip(cells, tried, strict=True))
        sums = {key: total(key, values) for key in totals}
        fits = all(sums[key] == total(key, table) if key not in hidden else sums[key] >= 1 for key in totals)
        if fits:
            for key in hidden:
                found[key].add(values[key] if key in values else sums[key])
    return found


@pytest.mark.parametrize("seed", range(60))
def test_each_hidden_count_of_a_table_could_be_another_one(seed: int) -> None:
    dice = random.Random(seed)
    rows, columns = dice.choice([("a", "abc"), ("ab", "ab"), ("ab", "abc"), ("abc", "ab")])
    limit = 3
    table = {(row, column): dice.choice((0, 1, 1, 2, 2, 3, 4, 5)) for row in rows for column in columns}
    hidden = two_ways(table, limit)
    assert {key for key, value in table.items() if 0 < value < limit} <= set(hidden)
    for key, values in completions(table, hidden, limit).items():
        assert len(values) > 1, (table, hidden, key)


@pytest.mark.parametrize("seed", range(120))
def test_each_hidden_count_of_a_line_could_be_another_one(seed: int) -> None:
    dice = random.Random(seed)
    limit = dice.choice((3, 4, 5))
    line = {name: dice.choice((0, 1, 2, 3, 4, 5, 6, 9)) for name in "abcd"[: dice.randint(1, 4)]}
    hidden = one_way(line, limit)
    # A line is a table of one row whose columns are not summed again.
    most = sum(line.values()) + 4
    cells = [key for key in line if key in hidden]
    ranges = [range(1, limit) if hidden[key] == FEW else range(limit, most) for key in cells]
    found: dict[str, set[int]] = {key: set() for key in hidden}
    for tried in itertools.product(*ranges):
        values = line | dict(zip(cells, tried, strict=True))
        total, true = sum(values.values()), sum(line.values())
        why = hidden.get(TOTAL)
        if total == true if why is None else total >= 1:
            for key in hidden:
                found[key].add(values.get(key, total))
    assert all(len(values) > 1 for values in found.values()), (line, hidden, found)
