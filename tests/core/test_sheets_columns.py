"""Columns and texts proposed for what they most likely are."""

import pytest

from core.sheets.columns import Choice, closest_choice, leaf, listed_texts, proposed_columns, split_texts
from core.sheets.plain import read_plain
from core.sheets.plan import ImportPlan, double_columns
from core.sheets.table import Table

SECTORS = (
    Choice(1, ("Agriculture", "الفلاحة", "céréales", "dattes")),
    Choice(2, ("Élevage", "تربية الماشية", "Livestock", "ovin")),
    Choice(3, ("Apiculture", "تربية النحل", "Beekeeping", "miel")),
    Choice(4, ("Denrées alimentaires", "المواد الغذائية", "Foodstuffs", "couscous", "pâtisserie")),
    Choice(5, ("Commerce et services", "التجارة والخدمات", "Trade and services")),
)


def table(headers: str, *rows: str) -> Table:
    return read_plain("\n".join((headers, *(rows or ("x" + ";" * headers.count(";"),)))).encode())[0]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nom de la coopérative", "name"),
        ("NOM DE LA COOPERATIVE", "name"),
        ("اسم التعاونية", "name"),
        ("Nom (arabe)", "name_ar"),
        ("Axe de dévelopement", "sector"),
        ("Telephonne", "phone"),
        ("GSM", "phone"),
        ("رقم الهاتف", "phone"),
        ("Nombre d’adhérents", "members"),
        ("منهم نساء", "women"),
        ("Commune", "commune"),
        ("الجماعة الترابية", "commune"),
        ("Numero d'imatriculation", "registration_number"),
        ("I.C.E", None),
        ("ICE", "ice"),
        ("Cercle", None),
        ("X (Coop)", None),
        ("_id", None),
        ("_Position_latitude", "latitude"),
        ("_الموقع_longitude", "longitude"),
        ("meta-instanceID", "foreign_key"),
        ("_uuid", "foreign_key"),
        ("_Position_altitude", None),
    ],
)
def test_a_header_is_understood_in_three_languages_and_misspelt(header: str, field: str | None):
    assert dict(proposed_columns(table(f"{header};zzzz"))).get(header) == field


def test_a_field_goes_to_its_best_header_only():
    assert proposed_columns(table("Nom de la coop;Nom de la coopérative;Remarques")) == (
        ("Nom de la coopérative", "name"),
        ("Remarques", "note"),
    )


def test_a_multi_select_is_read_from_its_columns_and_not_from_its_joined_text():
    given = table("Obstacles;Obstacles/Foncier;Obstacles/Autre vente;Nom", "Foncier Autre vente;1;1;Amal", ";0;;Izem")
    columns = proposed_columns(given)
    assert columns == (("Obstacles/Foncier", "obstacle"), ("Obstacles/Autre vente", "obstacle"), ("Nom", "name"))
    assert listed_texts(given, columns) == [("category", "Foncier"), ("category", "Autre vente")]
    alone = table("Obstacles;Nom", "Foncier, vente;Amal")
    assert listed_texts(alone, proposed_columns(alone)) == [("category", "Foncier"), ("category", "vente")]


def test_a_position_in_one_column_is_left_out_beside_two():
    assert dict(proposed_columns(table("Position;Latitude;Longitude"))) == {
        "Latitude": "latitude",
        "Longitude": "longitude",
    }
    assert dict(proposed_columns(table("Position;Nom"))) == {"Position": "position", "Nom": "name"}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Apiculture", 3),
        ("Patissereie", 4),
        ("Elevage Ovin", 2),
        ("ELEVAGE POULET", 2),
        ("تربية النحل", 3),
        ("Valorisation des produits locaux", None),
        ("et", None),
        ("", None),
    ],
)
def test_a_text_means_the_row_it_is_close_to(text: str, answer: int | None):
    assert closest_choice(text, SECTORS) == answer


def test_a_text_as_close_to_two_rows_means_neither():
    assert closest_choice("Elevage apicole", (Choice(1, ("Elevage",)), Choice(2, ("Elevage",)))) is None
    assert closest_choice("x", ()) is None


def test_small_things():
    assert leaf("a/b / c") == "c"
    assert leaf("a/") == "a/"
    assert split_texts("a؛ b،c|d\ne,,") == ["a", "b", "c", "d", "e"]
    assert double_columns((("a", "name"), ("b", "name"), ("c", "obstacle"), ("d", "obstacle"))) == ["name"]


def test_a_plan_survives_being_kept():
    plan = ImportPlan(
        "s", (("Nom", "name"),), values=(("sector", "miel", 3), ("sector", "x", None)), communes=((1, "a", 2),)
    )
    plan = plan.deciding(3, "same", 5).deciding(3, "same", 0).deciding(2, "phone", 1)
    assert plan.decisions == ((2, "phone", 1), (3, "same", 0))
    assert ImportPlan.from_json(plan.as_json()) == plan
    assert plan.for_another_file().decisions == ()
    assert (plan.meaning("sector", "MIEL "), plan.meaning("sector", "x"), plan.meaning("kind", "miel")) == (
        3,
        None,
        None,
    )
