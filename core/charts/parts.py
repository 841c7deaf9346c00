"""Charts of a province: its communes by the people trained, its sectors by organisations and those of them trained."""

import altair as alt
import pandas as pd

from core.charts.bars import bars
from core.charts.registry import Look, chart
from core.charts.rows import Columns, bar_rows, labels, texts
from core.charts.samples_of_places import communes_reached, sectors


def commune_rows(frame: pd.DataFrame, look: Look, chosen: tuple[str, ...] = ()) -> Columns:
    """Rows of the communes reached, most people first, each with its inhabitants beside its name."""
    reached = frame[frame["value"] > 0]
    inhabitants = dict(zip(reached["code"], reached["inhabitants"], strict=True))
    rows = bar_rows(reached, look, chosen=chosen)
    rows["label"] = [
        look.words.count("chart.of_inhabitants", int(inhabitants[code]), label=label)
        for code, label in zip(rows["code"], rows["label"], strict=True)
    ]
    return rows


def reached(frame: pd.DataFrame, look: Look) -> str:
    """The finding of the communes: how many of all were reached, and where most people are."""
    known = frame[frame["value"] > 0]
    if known.empty:
        return look.words.say("chart.nothing")
    first = known.loc[known["value"] == known["value"].max()]
    shown = look.words.number(int(first["value"].iloc[0]))
    details = {"whole": look.words.number(len(frame)), "shown": shown}
    names = look.words.listing(labels(first, look))
    return look.words.count("chart.people_by_commune.finding", len(known), label=names, **details)


def sector_rows(frame: pd.DataFrame, look: Look, chosen: tuple[str, ...] = ()) -> Columns:
    """Rows of the sectors: the bar is the organisations registered, its strong part those trained."""
    rows = bar_rows(frame, look, chosen=chosen)
    trained = dict(zip(texts(frame, "code"), frame["trained"].tolist(), strict=True))
    rows["part"] = [float(trained[code]) for code in rows["code"]]
    rows["shown"] = [
        look.words.say("chart.trained_of", trained=look.words.number(part), registered=shown)
        for part, shown in zip(rows["part"], rows["shown"], strict=True)
    ]
    return rows


def largest(frame: pd.DataFrame, look: Look) -> str:
    """The finding of the sectors: which has most of the organisations registered."""
    known = frame[frame["code"].notna() & (frame["value"] > 0)]
    if known.empty:
        return look.words.say("chart.nothing")
    first = known.loc[known["value"] == known["value"].max()]
    names = look.words.listing(labels(first, look))
    key = "chart.organisations_by_sector.finding" if len(first) == 1 else "chart.organisations_by_sector.tie"
    total = look.words.number(int(frame["value"].sum()))
    return look.words.count(key, int(first["value"].iloc[0]), label=names, total=total)


@chart(rows=commune_rows, finding=reached, sample=communes_reached, chooses=True)
def people_by_commune(look: Look) -> alt.LayerChart:
    """Distinct persons trained, by the commune of the organisation they came with."""
    return bars(look, "chart.people", chooses=True)


@chart(rows=sector_rows, finding=largest, sample=sectors, chooses=True)
def organisations_by_sector(look: Look) -> alt.LayerChart:
    """Organisations registered in each sector, and those of them with a person trained."""
    return bars(look, "chart.trained_organisations", chooses=True, part=True)
