"""What there is to narrow the figures to: codes under the name of each filter, with labels in the reader's words."""

from dataclasses import dataclass

import pandas as pd

from core.filters import age_bands, age_label
from core.i18n import Words, words
from core.records.obstacles import OBSTACLE_STATES
from core.records.organisations import KINDS
from core.records.people import SEXES
from db.queries.choices import (
    anything,
    category_choices,
    commune_choices,
    module_choices,
    months_met,
    phase_choices,
    province_choices,
    sector_choices,
)
from db.queries.settings import settings
from pages.parts.data import fresh

# The code under which only the attendance of verified sheets is counted.
_VERIFIED = "1"


@dataclass(frozen=True)
class Offer:
    """Labels by code under the name of each filter, and what stands behind some of the codes.

    `phase_ids` are by the codes of phases, `provinces` the province of each commune, `bands` the spans of ages.
    """

    labels: dict[str, dict[str, str]]
    phase_ids: dict[str, int]
    provinces: dict[str, str]
    bands: tuple[tuple[str, tuple[int, int] | None], ...]
    anything: bool


def offered(reach: tuple[int, ...] | None, language: str) -> Offer:
    """What there is to choose in a language, for whoever reads the provinces of `reach` (None: all)."""
    said = words(language)
    limit = None if reach is None else frozenset(reach)
    phases, provinces, communes = fresh(phase_choices), fresh(province_choices, limit), fresh(commune_choices, limit)
    limits = fresh(settings)
    bands = age_bands(limits.youth_from, limits.youth_to)
    months = {f"{day:%Y-%m}": said.month(day) for day in fresh(months_met)}
    labels = {
        "phase": _labels(said, phases, "name"),
        "province": _labels(said, provinces, "name"),
        "commune": _labels(said, communes, "name"),
        "kind": {kind: said.say(f"kind.{kind}") for kind in KINDS},
        "sector": _labels(said, fresh(sector_choices), "label"),
        "sex": {sex: said.say(f"explore.sex.{sex}") for sex in SEXES},
        "age": {code: age_label(said, code, span) for code, span in bands.items()},
        "category": _labels(said, fresh(category_choices), "label"),
        "state": {state: said.say(f"obstacle_state.{state}") for state in OBSTACLE_STATES},
        "module": _labels(said, fresh(module_choices), "label"),
        "since": months,
        "until": months,
        "verified": {_VERIFIED: said.say("explore.verified_only")},
    }
    phase_ids = {str(row.code): int(row.id) for row in phases.itertuples()}
    within = {str(row.code): str(row.province) for row in communes.itertuples()}
    return Offer(labels, phase_ids, within, tuple(bands.items()), fresh(anything))


def _labels(said: Words, listed: pd.DataFrame, kind: str) -> dict[str, str]:
    return {str(row.code): said.label(row, kind) for row in listed.itertuples()}
