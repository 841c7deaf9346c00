"""What happens once when the server starts: the database made ready, the code of a first start printed."""

import asyncio
import os
import sys
from asyncio import sleep
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from anyio import to_thread

from core.i18n import LANGUAGES, words
from core.problems import Problem
from db.engine import database_url
from db.faults import FAULTS
from db.start import ready
from pages.server.documents import document
from pages.server.summaries import keep_figures
from pages.server.warm import warm_door

# Light pages are answered in so many threads. With more of them a hall that comes at once has each of its phones wait
# for all others, since they share one interpreter, and each thread keeps its own memory and its own connection.
_AT_ONCE = 6
# Emptying the bin waits until those who came at once have their first page.
_QUIET_SECONDS = 60
# A day ends once in twenty-four of these, and the look is one small statement.
_BETWEEN_LOOKS = 3600


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Prepares before the first visitor, and a minute later empties the bin of what is over its days and looks, then
    once a minute, whether figures are to be kept ready.
    """
    code = _prepared()
    for language in LANGUAGES:
        document(language)
    if code:
        for language in LANGUAGES:
            print(words(language).say("setup.printed"))
        # On a line of its own, so that copying it takes nothing else along.
        print(code, flush=True)
    to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    warm_door()
    later = [asyncio.create_task(one()) for one in (_bin_emptied, _answers_closed, keep_figures)]
    yield
    for task in later:
        task.cancel()


async def _bin_emptied() -> None:
    await sleep(_QUIET_SECONDS)
    await asyncio.to_thread(lambda: import_module("db.commands.bin").empty_bin())


async def _answers_closed() -> None:
    """Confirms, at the start and then once an hour, the obstacles whose days for answers are over.

    By itself and not where the state is read: lists and figures of a large programme ask the database for the states
    as they stand, and reading must not write.
    """
    await sleep(_QUIET_SECONDS)
    while True:
        await asyncio.to_thread(lambda: import_module("db.commands.obstacle_states").close_what_ran_out())
        await sleep(_BETWEEN_LOOKS)


def _prepared() -> str | None:
    """The set-up code of a database made ready; the process ends with a sentence where it cannot be."""
    try:
        return ready()
    except Problem as problem:
        where = database_url().render_as_string(hide_password=True)
        for language in LANGUAGES:
            for part in problem.each():
                key = f"start.{part.code}" if part.code in FAULTS else f"problem.{part.code}"
                print(words(language).say(key, **{**part.details, "where": where}))
        sys.stdout.flush()
        # An exception, and the one of sys.exit too, would be told with its traceback. Nothing has begun yet.
        os._exit(1)
