"""The figures of a database that has grown are counted and kept by a child process, whose work slows no visitor."""

import asyncio
import sys
from importlib import import_module
from pathlib import Path

_ROOT = Path(__file__).parents[2]
# Whoever takes in a large file has kept figures soon after, and looking costs next to nothing.
_SECONDS = 60


async def keep_figures() -> None:
    """Looks once a minute whether the figures are to be counted; until they are, each is counted when it is asked."""
    # What an earlier server had begun ended with it.
    stopped = True
    while True:
        await asyncio.sleep(_SECONDS)
        wanted = await asyncio.to_thread(_wanted, stopped)
        # Where it comes to nothing, the next minute begins again.
        stopped = wanted and await count_figures() != 0


def _wanted(stopped: bool) -> bool:
    # Imported late: a start does not wait for what counts figures.
    return bool(import_module("db.summaries.growth").wanted(whoever_counts=stopped))


async def count_figures() -> int:
    """Counts and keeps them in a process of their own; its exit status. It ends when the server does."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "db.summaries", "--rebuild", cwd=_ROOT, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        return await child.wait()
    finally:
        if child.returncode is None:
            child.terminate()
