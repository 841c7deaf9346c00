"""Charts of answers: how far obstacles come and where they stop, what institutions promise, and what they keep."""

from functools import partial
from itertools import pairwise

import altair as alt
import pandas as pd

from core.charts import samples_of_answers as samples
from core.charts.bars import bars
from core.charts.cells import cross_cells
from core.charts.findings import foremost, leader
from core.charts.registry import Look, chart
from core.charts.rows import TURN, Columns, bar_rows, cell_rows, labels, province_rows, shown_values, texts


def flow_rows(frame: pd.DataFrame, look: Look) -> Columns:
    """Rows of the way in its own order, each step a little stronger; `frame` has code, labels and value."""
    ramp = look.theme.ramp
    strong = [ramp[min(len(ramp) - 1, 3 + place)] for place in range(len(frame))]
    return {
        "code": texts(frame, "code"),
        "label": labels(frame, look),
        "value": [float(value) for value in frame["value"].tolist()],
        "shown": shown_values(frame["value"].tolist(), look),
        "color": strong,
        TURN: [0] * len(frame),
    }


def stopping(frame: pd.DataFrame, look: Look) -> str:
    """The finding of the way: how many were raised and are confirmed, and after which step most of them stop."""
    values = [int(value) for value in frame["value"].tolist()]
    if not values or not values[0]:
        return look.words.say("chart.nothing")
    lost = [before - after for before, after in pairwise(values)]
    most = max(lost, default=0)
    details = {"raised": look.words.number(values[0]), "confirmed": look.words.number(values[-1])}
    if not most:
        return look.words.say("chart.answers_flow.none_stops", **details)
    where = labels(frame, look)[lost.index(most)]
    return look.words.count("chart.answers_flow.finding", most, label=where, **details)


@chart(rows=flow_rows, finding=stopping, sample=samples.flow)
def answers_flow(look: Look) -> alt.LayerChart:
    """Obstacles that came at least so far, from being raised to the cooperatives' own word."""
    return bars(look, "chart.obstacles_number", chooses=False)


@chart(rows=bar_rows, finding=foremost("commitment_rate_by_category"), sample=samples.by_category, chooses=True)
def commitment_rate_by_category(look: Look) -> alt.LayerChart:
    """Obstacles with a promise over obstacles referred, by category."""
    return bars(look, "chart.commitment_rate", chooses=True)


@chart(rows=province_rows, finding=foremost("commitment_rate_by_province"), sample=samples.by_province, chooses=True)
def commitment_rate_by_province(look: Look) -> alt.LayerChart:
    """Obstacles with a promise over obstacles referred, by province."""
    return bars(look, "chart.commitment_rate", chooses=True)


@chart(rows=bar_rows, finding=foremost("commitment_rate_by_institution"), sample=samples.by_institution)
def commitment_rate_by_institution(look: Look) -> alt.LayerChart:
    """Obstacles that the institution promised something for, over those put before it."""
    return bars(look, "chart.commitment_rate", chooses=False)


@chart(rows=bar_rows, finding=foremost("kept_on_time_by_institution"), sample=samples.by_institution)
def kept_on_time_by_institution(look: Look) -> alt.LayerChart:
    """Promises done by their date over promises due, by institution."""
    return bars(look, "chart.kept_on_time", chooses=False)


@chart(rows=bar_rows, finding=leader("referred_by_institution"), sample=samples.referred)
def referred_by_institution(look: Look) -> alt.LayerChart:
    """Distinct obstacles put before each institution."""
    return bars(look, "chart.obstacles_number", chooses=False)


def most_asked(frame: pd.DataFrame, look: Look) -> str:
    """The finding of institutions by category: who is asked most about what; those that are equal are all counted."""
    largest = int(frame["value"].max()) if len(frame) else 0
    if not largest:
        return look.words.say("chart.nothing")
    first, key = frame[frame["value"] == largest], "chart.referred_by_category_and_institution"
    if len(first) > 1:
        return look.words.count(f"{key}.many", largest, cells=look.words.number(len(first)))
    return look.words.count(f"{key}.finding", largest, label=labels(first, look)[0], place=first["institution"].iloc[0])


@chart(rows=partial(cell_rows, dimension="institution"), finding=most_asked, sample=samples.referred_by_category)
def referred_by_category_and_institution(look: Look) -> alt.LayerChart:
    """Distinct obstacles put before each institution, by category."""
    return cross_cells(look, "institution", [], "chart.obstacles_number")


def summed_up(frame: pd.DataFrame, look: Look) -> str:
    """The finding of the months: what was raised in all of them, and how much of each step was taken."""
    sums = frame.groupby("code")["value"].sum()
    if not sums.sum():
        return look.words.say("chart.nothing")
    told = {step: look.words.number(int(sums.get(step, 0))) for step in ("addressed", "committed", "confirmed")}
    return look.words.count("chart.answers_by_month.finding", int(sums.get("raised", 0)), **told)


@chart(rows=partial(cell_rows, dimension="month"), finding=summed_up, sample=samples.flow_by_month, chooses=True)
def answers_by_month(look: Look) -> alt.LayerChart:
    """Obstacles that took each step of the way, by the month of the step."""
    return cross_cells(look, "month", ["since", "until"], "chart.obstacles_number")
