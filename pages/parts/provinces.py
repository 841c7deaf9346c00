"""The provinces side by side as a table, each figure as its indicator writes it."""

import pandas as pd

from core.charts.registry import look
from core.charts.rows import labels
from core.filters import Filters
from core.indicators import written
from db.engine import reading
from db.queries.figures import SUBJECTS
from db.queries.provinces import INDICATORS_COMPARED, provinces_compared
from pages.parts.visit import Visit

COMPARED = SUBJECTS


def compared(visit: Visit, filters: Filters) -> pd.DataFrame:
    """A row a province: province, then each indicator compared, all as text; made once for all who ask the same."""
    with reading() as session:
        found = provinces_compared(session, filters)
    columns = {"province": labels(found, look(visit.language, "light"))}
    for code in INDICATORS_COMPARED:
        columns[code] = [written(visit.words, code, value) for value in found[code].tolist()]
    return pd.DataFrame(columns)
