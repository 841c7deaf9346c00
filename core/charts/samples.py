"""Frames to try the charts with: of the shapes that the queries give, with invented counts."""

import pandas as pd


def _labelled(kind: str, rows: list[tuple[str | None, str, str, str, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["code", f"{kind}_ar", f"{kind}_fr", f"{kind}_en", "value"])


def categories() -> pd.DataFrame:
    """Six categories of obstacles: code, label_ar, label_fr, label_en, value."""
    return _labelled(
        "label",
        [
            ("marketing", "تسويق المنتجات", "Commercialisation des produits", "Marketing of products", 34),
            ("financing", "تمويل المشاريع", "Financement des projets", "Financing of projects", 29),
            ("land", "الولوج إلى العقار", "Accès au foncier", "Access to land", 11),
            ("sanitary", "شهادات السلامة الصحية", "Certificats de sécurité sanitaire", "Sanitary certificates", 18),
            ("coordination", "ضعف التنسيق مع المؤسسات", "Faible coordination", "Weak coordination", 9),
            ("actors", "تعدد المتدخلين العموميين", "Multiplicité des intervenants publics", "Too many bodies", 0),
        ],
    )


def modules() -> pd.DataFrame:
    """Four modules: code, label_ar, label_fr, label_en, value."""
    return _labelled(
        "label",
        [
            ("management", "تسيير التعاونية", "Gestion de la coopérative", "Management", 612),
            ("finance", "التدبير المالي", "Gestion financière", "Financial management", 480),
            ("legal", "الإطار القانوني", "Cadre juridique", "Legal framework", 333),
            ("project", "إعداد المشاريع", "Montage de projet", "Project preparation", 1204),
        ],
    )


def provinces() -> pd.DataFrame:
    """Four provinces, one off the map and an unknown one: code, name_ar, name_fr, name_en, value."""
    return _labelled(
        "name",
        [
            ("07.041", "الحوز", "Al Haouz", "Al Haouz", 310),
            ("08.401", "ورزازات", "Ouarzazate", "Ouarzazate", 268),
            ("08.577", "تنغير", "Tinghir", "Tinghir", 174),
            ("08.587", "زاكورة", "Zagora", "Zagora", 121),
            ("03.561", "تازة", "Taza", "Taza", 53),
            (None, "", "", "", 7),
        ],
    )


def reach() -> pd.DataFrame:
    """Four provinces by their inhabitants: code, name_ar, name_fr, name_en, value (a rate), shown, part, whole."""
    frame = provinces().head(4).rename(columns={"value": "part"})
    whole = [642815, 304932, 323805, 285545]
    value = [part * 10_000 / people for part, people in zip(frame["part"], whole, strict=True)]
    return frame.assign(value=value, shown=[f"{rate:.1f}" for rate in value], whole=whole)


def communes() -> pd.DataFrame:
    """Four provinces by their communes: code, name_ar, name_fr, name_en, value (a share), shown, part, whole."""
    part, whole = [12, 9, 11, 14], [40, 17, 25, 25]
    value = [one / all_ for one, all_ in zip(part, whole, strict=True)]
    shown = [f"{share:.0%}" for share in value]
    return provinces().head(4).assign(value=value, shown=shown, part=part, whole=whole)


def cells() -> pd.DataFrame:
    """Two categories in four provinces, one cell empty: code, province, labels and names, value."""
    frame = categories().head(3).merge(provinces().head(4), how="cross", suffixes=("", "_place"))
    frame = frame.rename(columns={"code_place": "province"}).drop(columns="value_place")
    return frame.assign(value=[12, 9, 8, 5, 10, 7, 6, 6, 2, 0, 1, 8])


def cells_by_sector() -> pd.DataFrame:
    """Three categories in four sectors, one of them unknown: code, sector, labels and names, value."""
    names = [
        ("agriculture", "الفلاحة", "Agriculture", "Agriculture"),
        ("artisanat", "الصناعة التقليدية", "Artisanat", "Handicrafts"),
        ("pam", "النباتات العطرية والطبية", "Plantes aromatiques et médicinales", "Aromatic and medicinal plants"),
        (None, None, None, None),
    ]
    sectors = pd.DataFrame(names, columns=["sector", "name_ar", "name_fr", "name_en"])
    frame = categories().head(3).drop(columns="value").merge(sectors, how="cross")
    return frame.assign(value=[9, 7, 3, 2, 6, 5, 4, 1, 2, 0, 1, 8])


def cells_by_kind() -> pd.DataFrame:
    """Three categories by kind of organisation, guests among them: code, kind, labels, value."""
    return _crossed("kind", ["cooperative", "association", "gie", None], [20, 4, 2, 8, 18, 3, 1, 7, 6, 2, 0, 3])


def cells_by_month() -> pd.DataFrame:
    """Three categories in four months: code, month, labels, value."""
    return _crossed("month", ["2025-11", "2025-12", "2026-01", "2026-02"], [4, 9, 0, 2, 3, 5, 1, 7, 0, 2, 2, 3])


def cells_by_state() -> pd.DataFrame:
    """Three categories by the state of the obstacle: code, state, labels, value."""
    return _crossed("state", ["raised", "addressed", "committed", "done"], [14, 8, 4, 2, 11, 6, 0, 1, 7, 2, 2, 0])


def _crossed(dimension: str, codes: list[str | None], values: list[int]) -> pd.DataFrame:
    across = pd.DataFrame({dimension: codes})
    return categories().head(3).drop(columns="value").merge(across, how="cross").assign(value=values)


def months() -> pd.DataFrame:
    """Fourteen months: month (the first day), value."""
    days = pd.date_range("2025-01-01", periods=14, freq="MS").date
    values = [120, 240, 310, 280, 90, 260, 400, 0, 350, 610, 580, 430, 220, 180]
    return pd.DataFrame({"month": days, "value": values})


def places() -> pd.DataFrame:
    """The provinces with the points where their names are written, one of them off the map."""
    points = {"07.041": (-7.93, 31.28), "08.401": (-7.24, 30.83), "08.577": (-5.75, 31.32), "08.587": (-5.79, 30.31)}
    frame = provinces().head(5)
    nowhere = (float("nan"), float("nan"))
    return frame.assign(
        shown=frame["value"].astype(str),
        longitude=[points.get(code, nowhere)[0] for code in frame["code"]],
        latitude=[points.get(code, nowhere)[1] for code in frame["code"]],
    )


def targets() -> pd.DataFrame:
    """Three indicators with a target: code, labels, value, target, reached, status, and value and target as text."""
    frame = modules().head(3).rename(columns={"value": "target"})
    value = [640.0, 451.0, float("nan")]
    status = ["reached", "on_the_way", "not_begun"]
    shown = ["640", "451", "-"]
    reached = [640 / 612, 451 / 480, float("nan")]
    return frame.assign(
        value=value, reached=reached, status=status, shown_value=shown, shown_target=frame["target"].astype(str)
    )


def hours_by_module() -> pd.DataFrame:
    """Four modules with the hours given: code, labels, value (hours), shown, part (sessions), whole (hours offered)."""
    return _hours(modules())


def hours_by_province() -> pd.DataFrame:
    """Four provinces with the hours given, as in `hours_by_module`."""
    return _hours(provinces().head(4))


def shares_by_module() -> pd.DataFrame:
    """Four modules with a share: code, labels, value (0 to 1), shown, part, whole."""
    return _shares(modules())


def shares_by_province() -> pd.DataFrame:
    """Four provinces with a share, as in `shares_by_module`."""
    return _shares(provinces().head(4))


def _hours(frame: pd.DataFrame) -> pd.DataFrame:
    hours, offered = [120.0, 96.5, 60.0, 31.5], [130.0, 100.0, 60.0, 40.0]
    return frame.assign(value=hours, shown=[f"{one:g}" for one in hours], part=[30, 24, 15, 8], whole=offered)


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(
        value=[0.91, 0.88, 0.8, 0.64], shown=["91%", "88%", "80%", "64%"], part=[91, 88, 80, 64], whole=[100] * 4
    )


def sides() -> pd.DataFrame:
    """Whose people trainers are: code, labels, value (hours), shown, part (trainers), whole (hours of all)."""
    frame = _labelled(
        "label",
        [
            ("sponsor", "المجموعة", "Sponsor", "Sponsor", 920),
            ("association", "الجمعية", "Association", "Association", 320),
            ("external", "خارجي", "Externe", "External", 158),
        ],
    )
    return frame.assign(shown=["920", "320", "158"], part=[6, 2, 1], whole=1398)


def drop_off() -> pd.DataFrame:
    """Two groups of six sittings and their median: group, sitting, value, present, expected, groups."""
    shares = {"": [0.95, 0.9, 0.88, 0.86, 0.82, 0.8], "G1": [1, 0.95, 0.9, 0.9, 0.85, 0.82]}
    shares |= {"G2": [0.9, 0.85, 0.86, 0.82, 0.79, 0.78]}
    rows = [
        (group, number, value, round(20 * value), 20, 1 if group else 2)
        for group, values in shares.items()
        for number, value in enumerate(values, start=1)
    ]
    return pd.DataFrame(rows, columns=["group", "sitting", "value", "present", "expected", "groups"])
