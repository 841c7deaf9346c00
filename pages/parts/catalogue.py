"""The catalogue of indicators: each with its value now, and all that is to be known of it once it is opened."""

import pandas as pd
import streamlit as st

from core.i18n import Words, escaped
from core.indicators import INDICATORS, definition, written
from core.indicators.catalogue import LEVELS
from core.indicators.knowledge import TOLD_BY
from core.records.settings import Settings
from db.queries.figures import SUBJECTS
from db.queries.indicator_values import Standing, standings
from db.queries.settings import settings
from pages.parts.data import frame_of
from pages.parts.figure_link import figure_link
from pages.parts.figure_page import valued
from pages.parts.filters import Choices
from pages.parts.tables import offer_files
from pages.parts.targets import progress
from pages.parts.visit import Visit

# What a sheet tells, in this order.
FIELDS = (
    *("code", "level", "definition", "formula", "unit", "direction", "disaggregation", "source", "frequency"),
    *("answers", "limits", "codes"),
)


def standings_of(visit: Visit, choices: Choices) -> dict[str, Standing]:
    """How every indicator stands under the choice, for this reader."""
    asked = (choices.chosen.filters(), choices.chosen.whole)
    found: dict[str, Standing] = frame_of(visit, standings, *asked, subjects=SUBJECTS)
    return found


def draw_catalogue(visit: Visit, choices: Choices, found: dict[str, Standing], targets: pd.DataFrame) -> None:
    """Draws the indicators level by level; what there is to know of one is drawn once it is opened."""
    words, limits = visit.words, frame_of(visit, settings, subjects=("setting",))
    statuses = dict(zip(targets["indicator"], targets["status"], strict=True)) if _alone(targets) else {}
    for level in LEVELS:
        st.subheader(words.say(f"catalogue.levels.{level}"), anchor=False)
        st.caption(words.say(f"catalogue.level.{level}"))
        for code in (code for code, one in INDICATORS.items() if one.level == level):
            label = f"**{escaped(words.say(f'indicator.{code}'))}** · {escaped(valued(words, code, found[code]))}"
            if code in statuses:
                label += f" · {progress(words, statuses[code])}"
            part = st.expander(label, key=f"catalogue.{code}", on_change="rerun")
            if part.open:
                with part:
                    _sheet(visit, choices, code, limits)
    offer_files(visit, "indicators", lambda: _listed(words, limits, found), choices.chosen.codes(), choices)


def sheet(words: Words, code: str, limits: Settings) -> dict[str, str]:
    """All that is to be known of an indicator, by FIELDS, in words."""
    one = INDICATORS[code]
    codes = words.listing(list(one.codes)) if one.codes else words.say("catalogue.no_codes")
    if one.context:
        codes = words.say("catalogue.context", codes=codes, context=words.listing(list(one.context)))
    dimensions = words.listing([words.say(f"explore.filter.{name}") for name in TOLD_BY[one.figure]])
    return {
        "code": code,
        "level": words.say(f"indicator.level.{one.level}"),
        "definition": definition(words, code, limits),
        "formula": words.say(f"indicator.{code}.formula"),
        "unit": words.say(f"indicator.unit.{one.unit}"),
        "direction": words.say(f"catalogue.direction.{one.direction}"),
        "disaggregation": dimensions,
        "source": words.say(f"catalogue.source.{one.figure}"),
        "frequency": words.say(f"catalogue.frequency.{one.figure}"),
        "answers": words.say(f"catalogue.answers.{one.figure}"),
        "limits": words.say(f"indicator.{code}.limits"),
        "codes": codes,
    }


def _sheet(visit: Visit, choices: Choices, code: str, limits: Settings) -> None:
    words = visit.words
    told = sheet(words, code, limits)
    st.markdown("\n\n".join(f"**{words.say(f'catalogue.{name}')}**  \n{escaped(told[name])}" for name in FIELDS))
    figure_link(visit, code, choices.chosen)


def _listed(words: Words, limits: Settings, found: dict[str, Standing]) -> pd.DataFrame:
    """The whole catalogue as rows: name, the fields of a sheet, the value now and the target."""
    rows = []
    for code, stands in found.items():
        value = words.say("small.beside") if stands.hidden else written(words, code, stands.value)
        target = "" if pd.isna(stands.target) else written(words, code, stands.target)
        told = {f"indicator_{name}": text for name, text in sheet(words, code, limits).items()}
        rows.append({"indicator": words.say(f"indicator.{code}"), **told, "value_now": value, "target": target})
    return pd.DataFrame(rows)


def _alone(targets: pd.DataFrame) -> bool:
    """Whether each indicator has one target at most, so that a status stands for the value beside it."""
    return bool(targets["indicator"].is_unique)
