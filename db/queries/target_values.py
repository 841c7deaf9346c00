"""Every target beside what is reached of it: by phase, for all provinces and for each."""

from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import exists, select
from sqlmodel import Session

from core.filters import Filters
from core.indicators import INDICATORS, measured
from db.models import Phase, Province, Target, TrainingSession
from db.models.base import table
from db.queries.figures import Asked, counts, overview, targets
from db.queries.frames import frame
from db.queries.small_cells import guarded_overview


def targets_reached(session: Session, phase_id: int | None, provinces: tuple[str, ...], whole: bool) -> pd.DataFrame:
    """The targets of a phase (None: of all) with what is reached of them, in the order of the phases, the catalogue
    and the provinces: indicator, phase_id, phase_ar, phase_fr, phase_en, ends_on, province (code, null for all),
    province_ar, province_fr, province_en, target, value (not a number where nothing was counted), hidden.

    With `provinces`, only the targets of these. Where counts are not `whole`, the targets are those of all
    provinces, and what is too small is hidden.
    """
    found = _set_for(session, phase_id)
    keep = found["province"].isin(provinces) if provinces else pd.Series(True, index=found.index)
    found = found[keep & (whole | found["province"].isna())].reset_index(drop=True)
    read = _whole_values if whole else _guarded_values
    values = {
        int(phase): read(session, int(phase), found[found["phase_id"] == phase]) for phase in set(found["phase_id"])
    }
    keys = zip(*(found[name].tolist() for name in ("phase_id", "indicator", "province")), strict=True)
    reached = [values[phase].get((code, place), (_none(code), False)) for phase, code, place in keys]
    return found.assign(
        value=pd.Series([value for value, _ in reached], dtype="float64"),
        hidden=pd.Series([hidden for _, hidden in reached], dtype="bool"),
    )


def targets_beside(session: Session, filters: Filters, whole: bool) -> tuple[Any, pd.DataFrame] | None:
    """For figures of all phases: the latest phase with sessions held that has targets for these filters, as a row with
    name_ar, name_fr and name_en, and its indicators with their target: code, value, target. None without such a phase.

    Where counts are not `whole`, what is too small is left out.
    """
    phase, sitting, target = table(Phase).c, table(TrainingSession).c, table(Target).c
    held = exists().where(
        sitting.phase_id == phase.id, sitting.state.in_(("held", "closed")), sitting.deleted_at.is_(None)
    )
    aimed = exists().where(target.phase_id == phase.id, target.deleted_at.is_(None))
    named = (phase.id, phase.name_ar, phase.name_fr, phase.name_en)
    latest = select(*named).where(phase.deleted_at.is_(None), held, aimed).order_by(phase.starts_on.desc()).limit(1)
    row = session.execute(latest).first()
    if row is None:
        return None
    of_phase = replace(filters, phase_id=row.id)
    codes = [code for code in targets(session, of_phase)["indicator"].tolist() if code in INDICATORS]
    if not codes:
        return None
    found = overview(session, of_phase, codes if whole else INDICATORS)
    if not whole:
        found, hidden = guarded_overview(session, row.id, found)
        found = found[~found["code"].isin(hidden)]
    return row, found[found["code"].isin(codes)]


def _none(code: str) -> float:
    """What an indicator is in a province where nothing of it was counted."""
    return float("nan") if INDICATORS[code].unit in ("share", "day") else 0.0


def _set_for(session: Session, phase_id: int | None) -> pd.DataFrame:
    target, phase, province = table(Target), table(Phase), table(Province)
    statement = (
        select(
            *(target.c.indicator, target.c.phase_id),
            *(phase.c[f"name_{code}"].label(f"phase_{code}") for code in ("ar", "fr", "en")),
            *(phase.c.ends_on, province.c.code.label("province")),
            *(province.c[f"name_{code}"].label(f"province_{code}") for code in ("ar", "fr", "en")),
            target.c.value.label("target"),
        )
        .join_from(target, phase, phase.c.id == target.c.phase_id)
        .outerjoin(province, province.c.id == target.c.province_id)
        .where(target.c.deleted_at.is_(None), phase.c.deleted_at.is_(None), target.c.indicator.in_(INDICATORS))
        .order_by(phase.c.starts_on, phase.c.id, province.c.code, target.c.id)
    )
    found = frame(session, statement if phase_id is None else statement.where(phase.c.id == phase_id))
    place = {code: number for number, code in enumerate(INDICATORS)}
    order = found.assign(
        place=found["indicator"].map(place), one=found["province"].notna(), at=range(len(found))
    ).sort_values(["phase_id", "place", "one", "at"])
    return found.loc[order.index].reset_index(drop=True)


_Values = dict[tuple[str, str | None], tuple[float, bool]]


def _whole_values(session: Session, phase_id: int, rows: pd.DataFrame) -> _Values:
    filters, values = Filters(phase_id=phase_id), _Values()
    ways = {
        (code, () if place is None else ("province",))
        for code, place in zip(rows["indicator"].tolist(), rows["province"].tolist(), strict=True)
    }
    asked = tuple(sorted({Asked(INDICATORS[code].figure, by, filters) for code, by in ways}, key=repr))
    found = counts(session, asked)
    for code, by in ways:
        told = measured(code, found[Asked(INDICATORS[code].figure, by, filters)], by)
        places = told["province"].tolist() if by else [None]
        for place, value in zip(places, told["value"].tolist(), strict=True):
            if place or not by:
                values[code, place] = (value, False)
    return values


def _guarded_values(session: Session, phase_id: int, _rows: pd.DataFrame) -> _Values:
    told, hidden = guarded_overview(session, phase_id, overview(session, Filters(phase_id=phase_id)))
    return {
        (code, None): (value, code in hidden)
        for code, value in zip(told["code"].tolist(), told["value"].tolist(), strict=True)
    }
