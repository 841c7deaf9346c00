"""Charts: frames and words into Altair pictures, registered, styled alike, mirrored for Arabic."""

from core.charts import answers, bars, cells, maps, months, parts, sessions, targets
from core.charts.registry import CHARTS, CHOICE, ROWS, Chart, Look, chart, look, specification

__all__ = [
    "CHARTS",
    "CHOICE",
    "ROWS",
    "Chart",
    "Look",
    "answers",
    "bars",
    "cells",
    "chart",
    "look",
    "maps",
    "months",
    "parts",
    "sessions",
    "specification",
    "targets",
]
