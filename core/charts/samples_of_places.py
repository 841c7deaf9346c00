"""Frames to try the charts of a province with: of the shapes that the queries give, with invented counts."""

import pandas as pd


def communes_reached() -> pd.DataFrame:
    """Four communes, one of them not reached: code, name_ar, name_fr, name_en, value, inhabitants."""
    rows = [
        ("08.587.01.01", "زاكورة", "Zagora", "Zagora", 43, 40067),
        ("08.587.03.05", "تامكروت", "Tamegroute", "Tamegroute", 21, 19560),
        ("08.587.05.11", "محاميد الغزلان", "M'hamid El Ghizlane", "M'hamid El Ghizlane", 1, 7764),
        ("08.587.07.01", "تازارين", "Tazarine", "Tazarine", 0, 15209),
    ]
    return pd.DataFrame(rows, columns=["code", "name_ar", "name_fr", "name_en", "value", "inhabitants"])


def sectors() -> pd.DataFrame:
    """Three sectors and the unknown one: code, label_ar, label_fr, label_en, value (registered), trained."""
    rows = [
        ("agriculture", "الفلاحة", "Agriculture", "Agriculture", 12, 9),
        ("crafts", "الصناعة التقليدية", "Artisanat", "Crafts", 7, 7),
        ("tourism", "السياحة", "Tourisme", "Tourism", 3, 0),
        (None, "", "", "", 2, 1),
    ]
    return pd.DataFrame(rows, columns=["code", "label_ar", "label_fr", "label_en", "value", "trained"])
