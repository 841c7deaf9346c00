"""The indicators of organisations: registered, trained, and how far the phase reaches."""

import pandas as pd

from core.indicators.catalogue import count, indicator, share


@indicator(figure="organisations", unit="organisation", level="context", additive=True)
def organisations_registered(counts: pd.DataFrame) -> pd.DataFrame:
    """Organisations in the register."""
    return count(counts["organisations"])


@indicator(figure="trained", unit="organisation", codes=("IRIS+ PI6065", "SDG 8.3"))
def organisations_trained(counts: pd.DataFrame) -> pd.DataFrame:
    """Distinct organisations with a trained person."""
    return count(counts["trained"])


@indicator(figure="coverage", unit="share", level="outcome")
def coverage(counts: pd.DataFrame) -> pd.DataFrame:
    """Participating organisations that were trained over all that participate."""
    return share(counts["covered"], counts["participating"])
