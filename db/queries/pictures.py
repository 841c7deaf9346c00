"""The frames behind the charts: counts of the figures joined with the labels of their codes in three languages."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from sqlmodel import Session

from core.filters import Filters
from db.queries.figures import by_month, measure
from db.queries.figures.obstacles import obstacles
from db.queries.places import provinces
from db.queries.reference import categories, modules

_NAMES = ["code", "name_ar", "name_fr", "name_en"]
_LABELS = ["code", "label_ar", "label_fr", "label_en"]
_POINTS = Path(__file__).parent.parent / "reference" / "geo" / "provinces_points.csv"


def label_points() -> pd.DataFrame:
    """Where a province's name is written on the map: code, longitude, latitude (degrees)."""
    points = pd.read_csv(_POINTS, dtype={"code": str})
    return points.rename(columns={"label_lon": "longitude", "label_lat": "latitude"})[["code", "longitude", "latitude"]]


def obstacles_by_category(session: Session, filters: Filters) -> pd.DataFrame:
    """Every active category, named or not: code, label_ar, label_fr, label_en, value (distinct voices)."""
    counts = obstacles(session, filters, ("category",))
    listed = categories(session)
    kept = listed["active"] | listed["code"].isin(counts["category"])
    return _counted(listed.loc[kept, _LABELS], counts.rename(columns={"category": "code", "voices": "value"}))


def obstacles_by_category_and_province(session: Session, filters: Filters) -> pd.DataFrame:
    """A cell for every active category in every province of the programme or with a mention: code, label_ar,
    label_fr, label_en, province (null when unknown), name_ar, name_fr, name_en, value (distinct voices).
    """
    counts = obstacles(session, filters, ("category", "province"))
    listed = categories(session)
    rows = listed.loc[listed["active"] | listed["code"].isin(counts["category"]), _LABELS]
    columns = _places(session, counts["province"]).rename(columns={"code": "province"})
    cells = rows.merge(columns, how="cross").merge(
        counts.rename(columns={"category": "code"})[["code", "province", "voices"]], how="left", on=["code", "province"]
    )
    return cells.rename(columns={"voices": "value"}).assign(value=lambda cell: cell["value"].fillna(0).astype("int64"))


def people_by_module(session: Session, filters: Filters) -> pd.DataFrame:
    """Modules with a trained person: code, label_ar, label_fr, label_en, value (distinct persons)."""
    counts = measure(session, "people_trained", filters, ("module",))[["module", "value"]]
    counts = counts.rename(columns={"module": "code"})
    listed = modules(session)
    return _counted(listed.loc[listed["code"].isin(counts["code"]), _LABELS], counts)


def people_by_province(session: Session, filters: Filters) -> pd.DataFrame:
    """Provinces of the programme, those with a trained person, and the unknown one (null) if any: code, name_ar,
    name_fr, name_en, value (distinct persons).
    """
    return figure_by_province(session, filters, "people_trained").drop(columns=["longitude", "latitude"])


def figure_by_province(session: Session, filters: Filters, indicator: str) -> pd.DataFrame:
    """Any indicator by province: code (null when unknown), name_ar, name_fr, name_en, value (float, missing where
    there is nothing to divide by), longitude, latitude (missing for a province without an outline).
    """
    counts = measure(session, indicator, filters, ("province",))[["province", "value"]]
    listed = _places(session, counts["province"])
    joined = listed.merge(counts.rename(columns={"province": "code"}), how="left", on="code")
    return joined.merge(label_points(), how="left", on="code")


def attendance_by_month(session: Session, filters: Filters) -> pd.DataFrame:
    """Months with an attendance: month (its first day), value (counted attendances)."""
    return by_month(session, filters)[["month", "attendances"]].rename(columns={"attendances": "value"})


def _places(session: Session, met: pd.Series) -> pd.DataFrame:
    """The provinces of the programme and those met in the counts, then the unknown one if it was met."""
    listed = provinces(session)
    named = listed.loc[listed["in_programme"] | listed["code"].isin(met), _NAMES]
    unknown = pd.DataFrame([[None, None, None, None]], columns=_NAMES, dtype=object)
    return pd.concat([named, unknown], ignore_index=True) if met.isna().any() else named.reset_index(drop=True)


def _counted(listed: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    rows = listed.merge(counts[["code", "value"]], how="left", on="code")
    return rows.assign(value=rows["value"].fillna(0).astype("int64"))


PICTURES: dict[str, Callable[[Session, Filters], pd.DataFrame]] = {
    "attendance_by_month": attendance_by_month,
    "obstacles_by_category": obstacles_by_category,
    "obstacles_by_category_and_province": obstacles_by_category_and_province,
    "people_by_module": people_by_module,
    "people_by_province": people_by_province,
}
