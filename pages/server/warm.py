"""What is imported and built in the background, so that no visitor waits for it and no start is slowed by it."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from threading import Thread


@cache
def warm_door() -> None:
    """Imports what the door needs while the first browser still loads its own part of the page."""
    _in_background(_import_door)


@cache
def warm_charts(language: str) -> None:
    """Imports and builds what the first overview in this language needs, once somebody has come in at the door."""
    _in_background(lambda: _build_charts(language))


def _in_background(work: Callable[[], None]) -> None:
    Thread(target=work, name="warm", daemon=True).start()


def _import_door() -> None:
    for name in ("pages.menu", "pages.parts.frame"):
        import_module(name)


def _build_charts(language: str) -> None:
    # What shows pages imports pandas, Altair and the charts: half of what the product is in memory and time.
    import_module("pages.parts.charts")
    charts = import_module("core.charts")
    for appearance in ("light", "dark"):
        for name in charts.CHARTS:
            charts.specification(name, language, appearance)
