"""What there is to narrow the figures to: codes under the name of each filter, with labels in the reader's words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.filters import age_bands, age_label
from core.i18n import Words
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
from pages.parts.data import frame_of, made_of
from pages.parts.visit import Visit

# The code under which only the attendance of verified sheets is counted.
_VERIFIED = "1"
_PROVINCES = ("organisation", "place", "programme", "reference")
_COMMUNES = ("organisation", "place", "session")
_MONTHS = ("obstacle", "session")
_ANYTHING = ("obstacle", "organisation", "session")
_SUBJECTS = ("obstacle", "organisation", "place", "programme", "reference", "session", "setting")


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


def offered(visit: Visit) -> Offer:
    """What this reader may choose; a write makes only those lists anew that read what was written to."""
    found: Offer = made_of(visit, "choices", visit.language, make=lambda: _offered(visit), subjects=_SUBJECTS)
    return found


def places_and_categories(visit: Visit) -> dict[str, dict[str, str]]:
    """The labels of provinces, communes and categories alone: unlike months, an obstacle more changes none of them."""
    reach = visit.actor.provinces
    return {
        "province": _listed(visit, province_choices, "name", reach, subjects=_PROVINCES),
        "commune": _listed(visit, commune_choices, "name", reach, subjects=_COMMUNES),
        "category": _listed(visit, category_choices, "label", subjects=("reference",)),
    }


def _offered(visit: Visit) -> Offer:
    said = visit.words
    phases = frame_of(visit, phase_choices, subjects=("programme",))
    communes = frame_of(visit, commune_choices, visit.actor.provinces, subjects=_COMMUNES)
    limits = frame_of(visit, settings, subjects=("setting",))
    bands = age_bands(limits.youth_from, limits.youth_to)
    months = {f"{day:%Y-%m}": said.month(day) for day in frame_of(visit, months_met, subjects=_MONTHS)}
    labels = {
        "phase": _labels(said, phases, "name"),
        **places_and_categories(visit),
        "kind": {kind: said.say(f"kind.{kind}") for kind in KINDS},
        "sector": _listed(visit, sector_choices, "label", subjects=("reference",)),
        "sex": {sex: said.say(f"explore.sex.{sex}") for sex in SEXES},
        "age": {code: age_label(said, code, span) for code, span in bands.items()},
        "state": {state: said.say(f"obstacle_state.{state}") for state in OBSTACLE_STATES},
        "module": _listed(visit, module_choices, "label", subjects=("reference",)),
        "since": months,
        "until": months,
        "verified": {_VERIFIED: said.say("explore.verified_only")},
    }
    phase_ids = {str(row.code): int(row.id) for row in phases.itertuples()}
    within = dict(zip(communes["code"].astype(str), communes["province"].astype(str), strict=True))
    something = frame_of(visit, anything, subjects=_ANYTHING)
    return Offer(labels, phase_ids, within, tuple(bands.items()), something)


def _listed(
    visit: Visit, query: Callable[..., pd.DataFrame], kind: str, *asked: Any, subjects: tuple[str, ...]
) -> dict[str, str]:
    def labels() -> dict[str, str]:
        return _labels(visit.words, frame_of(visit, query, *asked, subjects=subjects), kind)

    found: dict[str, str] = made_of(
        visit, f"labels.{query.__name__}", visit.language, *asked, make=labels, subjects=subjects
    )
    return found


def _labels(said: Words, listed: pd.DataFrame, kind: str) -> dict[str, str]:
    return {str(row.code): said.label(row, kind) for row in listed.itertuples()}
