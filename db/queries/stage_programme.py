"""What the stage tells of the programme: the figures of the event's phase, the provinces, and the phase after it."""

from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlmodel import Session

from core.filters import Filters
from core.small_cells import TOTAL
from db.models import Module, Phase, Province, TrainingSession
from db.models.base import table
from db.queries.figures import measure, overview
from db.queries.small_cells import guarded_overview, hidden_people

# The large numbers of the stage, in their order; they are those of the overview.
NUMBERS = ("people_trained", "organisations_trained", "person_hours", "women_share", "youth_share", "volunteer_hours")
_phase, _province, _module, _sitting = table(Phase).c, table(Province).c, table(Module).c, table(TrainingSession).c

Figures = dict[str, Any]


def programme_figures(session: Session, phase_id: int | None) -> Figures:
    """The figures of a phase, or of the whole programme without one; small counts of persons are left out.

    phase: its names, or None; numbers: code and value of those over zero; provinces: code, names, people (None
    where it is hidden) and organisations of each province of the programme; after: see `phase_after`.
    """
    filters = Filters(phase_id=phase_id)
    rows, hidden = guarded_overview(session, phase_id, overview(session, filters))
    values = dict(zip(rows["code"].tolist(), rows["value"].tolist(), strict=True))
    return {
        "phase": _phase_names(session, phase_id),
        "numbers": [
            {"code": code, "value": round(values[code], 4)}
            for code in NUMBERS
            # A zero in letters of this size tells nothing but that somebody has not begun.
            if code not in hidden and pd.notna(values[code]) and values[code] > 0
        ],
        "provinces": _provinces(session, filters),
        "after": phase_after(session, phase_id),
    }


def phase_after(session: Session, phase_id: int | None) -> Figures | None:
    """The phase that begins after this one: names, starts_on, objectives, and the modules of its sessions (code,
    labels, sessions, in the order of the list); None where there is none, or no phase to come after.
    """
    starts = select(_phase.starts_on).where(_phase.id == phase_id).scalar_subquery()
    found = session.execute(
        select(_phase.id, _phase.name_ar, _phase.name_fr, _phase.starts_on, _phase.objectives)
        .where(_phase.deleted_at.is_(None), _phase.starts_on > starts)
        .order_by(_phase.starts_on, _phase.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    sessions = func.count(_sitting.id)
    taught = session.execute(
        select(_module.code, _module.label_ar, _module.label_fr, sessions)
        .join_from(table(Module), table(TrainingSession), _sitting.module_id == _module.id)
        .where(_sitting.phase_id == found.id, _sitting.deleted_at.is_(None), _sitting.state != "cancelled")
        .group_by(_module.id, _module.code, _module.label_ar, _module.label_fr, _module.position)
        .order_by(_module.position, _module.id)
    )
    return {
        "names": {"ar": found.name_ar, "fr": found.name_fr},
        "starts_on": found.starts_on.isoformat(),
        "objectives": found.objectives,
        "modules": [
            {"code": code, "labels": {"ar": ar, "fr": fr}, "sessions": number} for code, ar, fr, number in taught
        ],
    }


def _phase_names(session: Session, phase_id: int | None) -> Figures | None:
    found = session.execute(select(_phase.name_ar, _phase.name_fr).where(_phase.id == phase_id)).first()
    return {"ar": found.name_ar, "fr": found.name_fr} if found else None


def _provinces(session: Session, filters: Filters) -> list[Figures]:
    counted = {
        code: {str(one): int(value) for one, value in zip(found["province"], found["value"], strict=True)}
        for code in ("people_trained", "organisations_trained")
        for found in [measure(session, code, filters, ("province",))]
    }
    hidden = hidden_people(session, "province", filters.phase_id).keys() - {TOTAL}
    there = session.execute(
        select(_province.code, _province.name_ar, _province.name_fr)
        .where(_province.in_programme.is_(True))
        .order_by(_province.code)
    )
    return [
        {
            "code": code,
            "names": {"ar": ar, "fr": fr},
            "people": None if code in hidden else counted["people_trained"].get(code, 0),
            "organisations": counted["organisations_trained"].get(code, 0),
        }
        for code, ar, fr in there
    ]
