"""The frames behind the charts: counts of the figures joined with the labels of their codes in three languages."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from db.models import Module, ObstacleCategory
from db.queries.answer_pictures import ANSWER_ASKED, ANSWER_PICTURES
from db.queries.crossings import CROSSED, crossed
from db.queries.figures import FIGURES, By, measure
from db.queries.figures.obstacles import obstacles
from db.queries.labelled import LABELS, NAMES, framed, listed, places_met
from db.queries.province_page import organisations_by_sector, people_by_commune
from db.queries.session_pictures import SESSION_ASKED, SESSION_PICTURES

_POINTS = Path(__file__).parent.parent / "reference" / "geo" / "provinces_points.csv"


@cache
def label_points() -> dict[str, tuple[float, float]]:
    """Where the name of each province (by its code) is written on the map: longitude, latitude (degrees)."""
    with _POINTS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["label_lon"]), float(row["label_lat"])) for row in csv.DictReader(file)}


def obstacles_by_category(session: Session, filters: Filters) -> pd.DataFrame:
    """Every active category, named or not: code, label_ar, label_fr, label_en, value (distinct voices)."""
    counts = obstacles(session, filters, ("category",))
    voices = dict(zip(counts["category"].tolist(), counts["voices"].tolist(), strict=True))
    rows = [(*row, voices.get(row[0], 0)) for row in listed(session, ObstacleCategory, voices, active=True)]
    return framed(rows, *LABELS, "value")


def people_by_module(session: Session, filters: Filters) -> pd.DataFrame:
    """Modules with a trained person: code, label_ar, label_fr, label_en, value (distinct persons)."""
    counts = measure(session, "people_trained", filters, ("module",))
    people = dict(zip(counts["module"].tolist(), counts["value"].tolist(), strict=True))
    rows = [(*row, int(people[row[0]])) for row in listed(session, Module, people)]
    return framed(rows, *LABELS, "value")


def people_by_province(session: Session, filters: Filters) -> pd.DataFrame:
    """Provinces of the programme, those with a trained person, and the unknown one (null) if any: code, name_ar,
    name_fr, name_en, value (distinct persons).
    """
    return figure_by_province(session, filters, "people_trained").drop(columns=["longitude", "latitude"])


def figure_by_province(session: Session, filters: Filters, indicator: str) -> pd.DataFrame:
    """Any indicator by province: code (null when unknown), name_ar, name_fr, name_en, value (float, missing where
    there is nothing to divide by), longitude, latitude (missing for a province without an outline).
    """
    counts = measure(session, indicator, filters, ("province",))
    values = dict(zip(counts["province"].tolist(), counts["value"].tolist(), strict=True))
    points, missing, nowhere = label_points(), float("nan"), (float("nan"), float("nan"))
    rows = [
        (*place, values.get(place[0], missing), *points.get(place[0] or "", nowhere))
        for place in places_met(session, values)
    ]
    return framed(rows, *NAMES, "value", "longitude", "latitude")


def reach_by_province(session: Session, filters: Filters) -> pd.DataFrame:
    """Provinces as in `people_by_province`, the unknown one left out: code, name_ar, name_fr, name_en, value (people
    trained for every ten thousand inhabitants), part (people), whole (inhabitants).
    """
    return _rates(session, filters, "reach_per_10000")


def communes_by_province(session: Session, filters: Filters) -> pd.DataFrame:
    """Provinces as in `people_by_province`, the unknown one left out: code, name_ar, name_fr, name_en, value (share
    of communes reached), part (reached), whole (all).
    """
    return _rates(session, filters, "communes_reached")


def _rates(session: Session, filters: Filters, indicator: str) -> pd.DataFrame:
    counts = measure(session, indicator, filters, ("province",))
    columns = (counts[name].tolist() for name in ("province", "value", "part", "whole"))
    found: dict[str, tuple[float, float, float]] = {
        place: (value, part, whole) for place, value, part, whole in zip(*columns, strict=True) if place is not None
    }
    # A province without anybody trained was not counted: its rate is nothing, and not unknown.
    rows = [(*place, *found.get(place[0] or "", (0.0, 0.0, 0.0))) for place in places_met(session, found)]
    return framed(rows, *NAMES, "value", "part", "whole")


def attendance_by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """Months with an attendance: month (its first day), value (counted attendances)."""
    counts = FIGURES["attendances"](session, filters, ("month",))
    months = [pd.Timestamp(month // 100, month % 100, 1) for month in counts["month"].tolist()]
    return framed(zip(months, counts["attendances"].tolist(), strict=True), "month", "value")


PICTURES: dict[str, Callable[[Session, Filters], pd.DataFrame]] = {
    "attendance_by_month": attendance_by_month,
    "obstacles_by_category": obstacles_by_category,
    **{name: crossed(dimension) for name, dimension in CROSSED.items()},
    "people_by_module": people_by_module,
    "people_by_province": people_by_province,
    "reach_by_province": reach_by_province,
    "communes_by_province": communes_by_province,
    "people_by_commune": people_by_commune,
    "organisations_by_sector": organisations_by_sector,
    **SESSION_PICTURES,
    **ANSWER_PICTURES,
}

# The figure that stands behind each, and its dimensions.
ASKED: dict[str, tuple[str, By]] = {
    "attendance_by_month": ("attendances", ("month",)),
    "obstacles_by_category": ("obstacles", ("category",)),
    **{name: ("obstacles", ("category", dimension)) for name, dimension in CROSSED.items()},
    "people_by_module": ("people", ("module",)),
    "people_by_province": ("people", ("province",)),
    "reach_by_province": ("reach", ("province",)),
    "communes_by_province": ("reach", ("province",)),
    "people_by_commune": ("people", ("commune",)),
    "organisations_by_sector": ("trained", ("sector",)),
    **SESSION_ASKED,
    **ANSWER_ASKED,
}
