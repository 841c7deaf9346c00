"""The indicators of obstacles: how many, how often mentioned, and by how many."""

import pandas as pd

from core.indicators.catalogue import count, indicator


@indicator(figure="obstacles", unit="obstacle", level="context", direction="neither")
def obstacles(counts: pd.DataFrame) -> pd.DataFrame:
    """Distinct obstacles."""
    return count(counts["obstacles"])


@indicator(figure="obstacles", unit="mention", level="context", direction="neither", additive=True)
def mentions(counts: pd.DataFrame) -> pd.DataFrame:
    """Mentions of obstacles."""
    return count(counts["mentions"])


@indicator(figure="obstacles", unit="voice", level="context", direction="neither")
def voices(counts: pd.DataFrame) -> pd.DataFrame:
    """Distinct organisations and guests that mention an obstacle."""
    return count(counts["voices"])
