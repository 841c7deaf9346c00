"""The indicators: what each one counts, over what, and its codes in the reports of sponsors."""

from core.indicators import programme, responses
from core.indicators.catalogue import (
    INDICATORS,
    PARTS,
    WORKED_OUT,
    Indicator,
    definition,
    in_unit,
    indicator,
    measured,
    worked_out,
    written,
)

__all__ = [
    "INDICATORS",
    "PARTS",
    "WORKED_OUT",
    "Indicator",
    "definition",
    "in_unit",
    "indicator",
    "measured",
    "programme",
    "responses",
    "worked_out",
    "written",
]
