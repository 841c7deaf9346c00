"""One row read: what stands there, and what cannot be read."""

from datetime import date

import pytest

from core.sheets.plain import read_plain
from core.sheets.plan import ImportPlan
from core.sheets.rows import RowRead, day, decimal, row_key, rows_read, whole


def read(headers: str, row: str, **plan: object) -> RowRead:
    table = read_plain(f"{headers}\n{row}\n".encode())[0]
    columns = tuple((header, header) for header in table.headers)
    return rows_read(table, ImportPlan(source="s", columns=columns, **plan))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["6.12E+08", "6,12345678E+08", "612345678.0", "1.23E14"])
@pytest.mark.parametrize("field", ["phone", "ice", "registration_number", "foreign_key"])
def test_an_identifier_that_a_spreadsheet_took_for_a_number_is_refused(text: str, field: str):
    row = read(f"name;{field}", f"Amal;{text}", province_id=1)
    assert [(p.code, p.field) for p in row.problems] == [("import_turned_into_number", field)]


@pytest.mark.parametrize("text", ["32/01/2020", "hier", "2020-13-01", ""])
def test_a_day_that_is_none_is_refused(text: str):
    with pytest.raises(ValueError, match="no day"):
        day(text)


@pytest.mark.parametrize(
    "text", ["2020-03-02", "02/03/2020", "2-3-2020", "02.03.2020", "٢٠٢٠-٠٣-٠٢", "2020-03-02T09:00:00.000+01:00"]
)
def test_a_day_is_read_as_it_is_written_in_morocco(text: str):
    assert day(text) == date(2020, 3, 2)


def test_numbers_are_read_with_either_comma_and_either_digits():
    assert (decimal("-6,55"), decimal("31.06"), decimal("٣١٫٠٦")) == (-6.55, 31.06, 31.06)
    assert (whole("12"), whole("12,0"), whole("1 200"), whole("١٢")) == (12, 12, 1200, 12)
    for text in ("12.5", "abc", "inf"):
        with pytest.raises((ValueError, OverflowError)):
            whole(text)


def test_a_name_goes_where_its_letters_belong():
    assert read("name", "تعاونية الورد", province_id=1).values == {"name_ar": "تعاونية الورد"}
    assert read("name", "Coop الورد du Drâa", province_id=1).values == {"name_latin": "Coop الورد du Drâa"}


def test_a_position_in_one_cell_is_latitude_first_and_zeros_are_none():
    assert read("name;position", "A;31.06 -6.55 1230 5", province_id=1).values["longitude"] == -6.55
    assert read("name|position", "A|31.06, -6.55", province_id=1).values["latitude"] == 31.06
    assert "longitude" not in read("name;latitude;longitude", "A;0;0", province_id=1).values
    assert [p.code for p in read("name;position", "A;Zagora", province_id=1).problems] == ["import_not_readable"]


def test_a_text_that_no_sector_stands_for_becomes_the_branch():
    assert read("name;sector", "A;Tapis", province_id=1).values["branch"] == "Tapis"
    row = read("name;sector", "A;Tapis", province_id=1, values=(("sector", "tapis", 7),))
    assert (row.values["sector_id"], "branch" in row.values) == (7, False)


def test_the_province_of_a_cell_stands_before_that_of_the_file():
    said = (("province", "zagora", 4),)
    assert read("name;province", "A;Zagora", province_id=1, values=said).province_id == 4
    assert read("name;province", "A;", province_id=1, values=said).province_id == 1
    assert [p.code for p in read("name", "A").problems] == ["import_province_missing"]


def test_ticks_of_a_multi_select_become_categories_once_in_the_words_of_their_header():
    table = read_plain(b"n;o/Foncier;o/Terrain;o/Vente\nA;1;Oui;0\n")[0]
    columns = (("n", "name"), ("o/Foncier", "obstacle"), ("o/Terrain", "obstacle"), ("o/Vente", "obstacle"))
    values = (("category", "foncier", 2), ("category", "terrain", 2), ("category", "vente", 1))
    plan = ImportPlan("s", columns, province_id=1, values=values)
    assert rows_read(table, plan)[0].obstacles == ((2, "Foncier"),)


def test_a_row_without_a_key_is_known_by_its_name_and_place():
    one, other = read("name;commune;douar", "A;B;C", province_id=1), read("name;commune;douar", "a ;b;C", province_id=1)
    assert row_key(one) == row_key(other)
    assert row_key(one) != row_key(read("name;commune;douar", "A;B;D", province_id=1))
    assert row_key(read("name;foreign_key", "A;k-1", province_id=1)) == "k-1"
