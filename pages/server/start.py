"""What happens once when the server starts: the database made ready, the code of a first start printed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from core.i18n import LANGUAGES, words
from db.commands.sign_ins import print_setup_code
from db.setup import prepare
from pages.server.documents import document
from pages.server.warm import warm_door


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Prepares before the first visitor; nothing has to be cleared away at the end."""
    prepare()
    for language in LANGUAGES:
        document(language)
    if code := print_setup_code():
        for language in LANGUAGES:
            print(words(language).say("setup.printed"))
        # On a line of its own, so that copying it takes nothing else along.
        print(code, flush=True)
    warm_door()
    yield
