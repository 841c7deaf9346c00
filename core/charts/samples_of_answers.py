"""Frames to try the charts of answers with, of the shapes that their queries give, with invented counts."""

import pandas as pd

from core.charts.samples import shares_by_module, shares_by_province

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


def _named() -> pd.DataFrame:
    return pd.DataFrame({name: list(_INSTITUTIONS) for name in ("code", "name_ar", "name_fr", "name_en")})
