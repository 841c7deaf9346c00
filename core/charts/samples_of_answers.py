"""Frames to try the charts of answers with, of the shapes that their queries give, with invented counts."""

import pandas as pd

from core.charts.samples import categories, shares_by_module, shares_by_province

_INSTITUTIONS = ("ODCO", "ONSSA", "INDH", "ONCA")


def flow() -> pd.DataFrame:
    """The way from raised to confirmed: code, label_ar, label_fr, label_en, value."""
    rows = [
        ("raised", "مطروح", "Signalé", "Raised", 64),
        ("addressed", "محال على مؤسسة", "Transmis", "Addressed", 51),
        ("committed", "بشأنه التزام", "Engagement pris", "Committed", 20),
        ("done", "تمت المعالجة", "Traité", "Done", 12),
        ("confirmed", "تأكد حله", "Résolution confirmée", "Confirmed", 5),
    ]
    return pd.DataFrame(rows, columns=["code", "label_ar", "label_fr", "label_en", "value"])


def by_category() -> pd.DataFrame:
    """Four categories with a share: code, labels, value (0 to 1), shown, part, whole."""
    return shares_by_module()


def by_province() -> pd.DataFrame:
    """Four provinces with a share, as in `by_category`."""
    return shares_by_province()


def by_institution() -> pd.DataFrame:
    """Four institutions with a share: code (acronym), the acronym in three languages, value, shown, part, whole."""
    shares = shares_by_module()[["value", "shown", "part", "whole"]]
    return pd.concat([_named(), shares], axis=1)


def referred() -> pd.DataFrame:
    """Four institutions with a count: code, the acronym in three languages, value."""
    return _named().assign(value=[31, 18, 9, 4])


def referred_by_category() -> pd.DataFrame:
    """Three categories by institution, one of them put before nobody: code, labels, institution (acronym), value."""
    across = pd.DataFrame({"institution": list(_INSTITUTIONS)})
    frame = categories().head(3).drop(columns="value").merge(across, how="cross")
    return frame.assign(value=[31, 4, 0, 2, 6, 18, 1, 0, 0, 0, 0, 0])


def flow_by_month() -> pd.DataFrame:
    """The steps of the way in four months: code, labels, month (as 2026-01), value."""
    across = pd.DataFrame({"month": ["2025-12", "2026-01", "2026-02", "2026-03"]})
    frame = flow().drop(columns="value").merge(across, how="cross")
    return frame.assign(value=[20, 24, 0, 20, 4, 30, 12, 5, 0, 6, 11, 3, 0, 0, 4, 8, 0, 0, 2, 3])


def _named() -> pd.DataFrame:
    return pd.DataFrame({name: list(_INSTITUTIONS) for name in ("code", "name_ar", "name_fr", "name_en")})
