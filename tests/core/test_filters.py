"""Filters narrowed to what a reader may see."""

from core.filters import NOWHERE, Filters, age_bands


def test_a_reader_without_provinces_sees_nothing_rather_than_everything() -> None:
    assert Filters().within(frozenset()).provinces == (NOWHERE,)
    assert Filters(provinces=("08.401",)).within(frozenset({"08.587"})).provinces == (NOWHERE,)


def test_a_reader_of_some_provinces_sees_those_and_the_chosen_ones_among_them() -> None:
    reach = frozenset({"08.587", "08.401"})
    assert Filters().within(reach).provinces == ("08.401", "08.587")
    assert Filters(provinces=("08.577", "08.587"), phase_id=3).within(reach) == Filters(3, ("08.587",))


def test_a_reader_of_all_provinces_sees_what_was_chosen() -> None:
    chosen = Filters(provinces=("08.577",), kinds=("union",))
    assert chosen.within(None) is chosen


def test_the_bands_of_ages_lie_around_the_programmes_youth() -> None:
    right = {"under": (0, 17), "youth": (18, 34), "adult": (35, 59), "elder": (60, 150), "unknown": None}
    assert age_bands(18, 34) == right


def test_a_band_that_would_be_empty_is_left_out_and_none_overlap() -> None:
    assert age_bands(0, 64) == {"youth": (0, 64), "elder": (65, 150), "unknown": None}
