"""The frames behind the charts: counts of the figures joined with the labels of their codes in three languages."""

import csv
from collections.abc import Callable, Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import or_, select
from sqlmodel import Session, SQLModel

from core.filters import Filters
from db.models import Module, ObstacleCategory, Province
from db.models.base import table
from db.queries.figures import FIGURES, By, measure
from db.queries.figures.obstacles import obstacles
from db.queries.province_page import organisations_by_sector, people_by_commune

_NAMES = ("code", "name_ar", "name_fr", "name_en")
_LABELS = ("code", "label_ar", "label_fr", "label_en")
_UNKNOWN: tuple[str | None, ...] = (None, None, None, None)
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
    rows = [(*row, voices.get(row[0], 0)) for row in _listed(session, ObstacleCategory, voices, active=True)]
    return _framed(rows, *_LABELS, "value")


def obstacles_by_category_and_province(session: Session, filters: Filters) -> pd.DataFrame:
    """A cell for every active category in every province of the programme or with a mention: code, label_ar,
    label_fr, label_en, province (null when unknown), name_ar, name_fr, name_en, value (distinct voices).
    """
    counts = obstacles(session, filters, ("category", "province"))
    columns = (counts[name].tolist() for name in ("category", "province", "voices"))
    voices = {(category, province): number for category, province, number in zip(*columns, strict=True)}
    places = places_met(session, {province for _, province in voices})
    categories = _listed(session, ObstacleCategory, {category for category, _ in voices}, active=True)
    rows = [(*row, *place, voices.get((row[0], place[0]), 0)) for row in categories for place in places]
    return _framed(rows, *_LABELS, "province", *_NAMES[1:], "value")


def people_by_module(session: Session, filters: Filters) -> pd.DataFrame:
    """Modules with a trained person: code, label_ar, label_fr, label_en, value (distinct persons)."""
    counts = measure(session, "people_trained", filters, ("module",))
    people = dict(zip(counts["module"].tolist(), counts["value"].tolist(), strict=True))
    rows = [(*row, int(people[row[0]])) for row in _listed(session, Module, people)]
    return _framed(rows, *_LABELS, "value")


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
    return _framed(rows, *_NAMES, "value", "longitude", "latitude")


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
    return _framed(rows, *_NAMES, "value", "part", "whole")


def attendance_by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """Months with an attendance: month (its first day), value (counted attendances)."""
    counts = FIGURES["attendances"](session, filters, ("month",))
    months = [pd.Timestamp(month // 100, month % 100, 1) for month in counts["month"].tolist()]
    return _framed(zip(months, counts["attendances"].tolist(), strict=True), "month", "value")


def _framed(rows: Iterable[tuple[Any, ...]], *names: str) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(names))


def places_met(session: Session, met: Collection[str | None]) -> list[tuple[str | None, ...]]:
    """The provinces of the programme and those met in the counts, then the unknown one if it was met."""
    province = table(Province).c
    named = or_(province.in_programme.is_(True), province.code.in_(sorted(code for code in met if code is not None)))
    statement = select(*(province[name] for name in _NAMES)).where(named)
    rows = session.execute(statement.order_by(province.in_programme.desc(), province.code))
    return [*(tuple(row) for row in rows), *([_UNKNOWN] if None in met else [])]


def _listed(session: Session, model: type[SQLModel], met: Collection[str], active: bool = False) -> list[Any]:
    """Codes and labels of a list in its order: those met in the counts, with all that are active or without them."""
    listed = table(model).c
    kept = listed.code.in_(sorted(met))
    statement = select(*(listed[name] for name in _LABELS)).where(
        listed.deleted_at.is_(None), or_(kept, listed.active.is_(True)) if active else kept
    )
    return list(session.execute(statement.order_by(listed.position, listed.id)))


PICTURES: dict[str, Callable[[Session, Filters], pd.DataFrame]] = {
    "attendance_by_month": attendance_by_month,
    "obstacles_by_category": obstacles_by_category,
    "obstacles_by_category_and_province": obstacles_by_category_and_province,
    "people_by_module": people_by_module,
    "people_by_province": people_by_province,
    "reach_by_province": reach_by_province,
    "communes_by_province": communes_by_province,
    "people_by_commune": people_by_commune,
    "organisations_by_sector": organisations_by_sector,
}

# The figure that stands behind each, and its dimensions.
ASKED: dict[str, tuple[str, By]] = {
    "attendance_by_month": ("attendances", ("month",)),
    "obstacles_by_category": ("obstacles", ("category",)),
    "obstacles_by_category_and_province": ("obstacles", ("category", "province")),
    "people_by_module": ("people", ("module",)),
    "people_by_province": ("people", ("province",)),
    "reach_by_province": ("reach", ("province",)),
    "communes_by_province": ("reach", ("province",)),
    "people_by_commune": ("people", ("commune",)),
    "organisations_by_sector": ("trained", ("sector",)),
}
