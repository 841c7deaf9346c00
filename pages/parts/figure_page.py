"""The parts of a figure's page: the number, what it counts over what, its period, its target, what is not known."""

from datetime import date

import pandas as pd
import streamlit as st

from core.i18n import Words, escaped
from core.indicators import INDICATORS, WORKED_OUT, definition, written
from core.indicators.progress import share_reached
from db.queries.figures import SUBJECTS, subjects_of
from db.queries.indicator_values import Standing, days_of, standing
from db.queries.settings import settings
from pages.parts.data import frame_of
from pages.parts.filters import Choices
from pages.parts.visit import Visit

# What is often taken for one another, each counted by itself.
APART = ("people_trained", "attendances", "person_hours")


def valued(words: Words, code: str, stands: Standing) -> str:
    """The value with what it counts, in words that keep people, attendances and hours apart."""
    if stands.hidden:
        return words.say("small.beside")
    value, unit = written(words, code, stands.value), INDICATORS[code].unit
    if unit == "day" and pd.notna(stands.value):
        return words.say("catalogue.in_days", days=value)
    if unit in WORKED_OUT or pd.isna(stands.value):
        return value
    return words.count(f"catalogue.counted.{unit}", round(stands.value))


def standing_of(visit: Visit, code: str, choices: Choices) -> Standing:
    """How the indicator stands under the choice, for this reader."""
    whole = choices.chosen.whole
    read = (*subjects_of(INDICATORS[code].figure), "target") if whole else SUBJECTS
    found: Standing = frame_of(visit, standing, code, choices.chosen.filters(), whole, subjects=read)
    return found


def draw_number(visit: Visit, code: str, stands: Standing) -> None:
    """The number itself, with its unit, its target and what is not known."""
    words, unit = visit.words, INDICATORS[code].unit
    value = words.say("small.beside") if stands.hidden else written(words, code, stands.value)
    told = [] if unit in ("share", "per_10000") else [words.say(f"indicator.unit.{unit}")]
    if pd.notna(stands.target) and pd.notna(stands.value):
        share = words.percent(share_reached(code, stands.value, stands.target))
        told.append(words.say("explore.target", share=share, target=written(words, code, stands.target)))
    elif pd.notna(stands.target):
        told.append(words.say("explore.target_alone", target=written(words, code, stands.target)))
    st.metric(words.say(f"indicator.{code}"), value, delta_description=" · ".join(told) or None, border=True)


def draw_making(visit: Visit, code: str, choices: Choices, stands: Standing) -> None:
    """How the number is made: definition, formula in words, period, numerator and denominator, the unknown."""
    words = visit.words
    limits = frame_of(visit, settings, subjects=("setting",))
    lines = [
        ("definition", definition(words, code, limits)),
        ("formula", words.say(f"indicator.{code}.formula")),
        ("period", _period(visit, choices)),
    ]
    if pd.notna(stands.part) and choices.chosen.whole:
        for name, number in (("part", stands.part), ("whole", stands.whole)):
            what = words.say(f"indicator.{code}.{name}")
            lines.append((name, words.say("figure.number_of", number=words.number(number), what=what)))
    if pd.notna(stands.aside):
        unit, key = INDICATORS[code].unit, f"indicator.{code}.aside"
        said = (
            words.say(key, share=words.percent(stands.aside))
            if unit == "share"
            else words.count(key, int(stands.aside))
        )
        lines.append(("open" if unit == "day" else "unknown", said))
    if code in APART and choices.chosen.whole:
        lines.append(("apart", _apart(visit, choices)))
    st.markdown("\n\n".join(f"**{words.say(f'figure.{name}')}**  \n{escaped(said)}" for name, said in lines))


def _apart(visit: Visit, choices: Choices) -> str:
    """People, attendances and hours beside each other in words, since one is often taken for another."""
    words = visit.words
    told = [valued(words, code, standing_of(visit, code, choices)) for code in APART]
    return words.say("figure.apart_is", **dict(zip(("people", "attendances", "hours"), told, strict=True)))


def _period(visit: Visit, choices: Choices) -> str:
    words, filters = visit.words, choices.chosen.filters()
    if "phase" not in choices.names:
        return words.say("figure.period_none")
    days: tuple[date, date] | None = frame_of(visit, days_of, filters.phase_id, subjects=("programme",))
    # A course is completed as a whole, whatever the first day asked for.
    since = filters.since if "since" in choices.names else None
    first = max(filter(None, (days and days[0], since)), default=None)
    last = min(filter(None, (days and days[1], filters.until)), default=None)
    if first and last:
        return words.say("figure.period_both", first=words.day(first), last=words.day(last))
    if first:
        return words.say("figure.period_since", first=words.day(first))
    return words.say("figure.period_until", last=words.day(last)) if last else words.say("figure.period_all")
