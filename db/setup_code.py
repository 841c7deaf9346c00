"""Prints a new set-up code for a further administrator when it is run as a module on the server."""

import sys
import uuid

from core.i18n import LANGUAGES, words
from core.passwords import new_code, token_hash
from core.problems import Problem
from db.commands.ledger import perform
from db.commands.setup_codes import SERVER, keep_setup_code
from db.engine import engine
from db.migrate import pending


def main() -> int:
    """Prints the code under a sentence in the three languages; the exit status is 1 where none could be made."""
    code = new_code()
    key = "setup.printed_further"
    try:
        if pending(engine()):
            raise Problem("database_not_ready")
        perform(keep_setup_code, SERVER, uuid.uuid4().hex, token_hash(code))
    except Problem as problem:
        key = f"problem.{problem.code}"
    for language in LANGUAGES:
        print(words(language).say(key))
    if key.startswith("problem."):
        return 1
    # On a line of its own, so that copying it takes nothing else along.
    print(code)
    return 0


if __name__ == "__main__":
    sys.exit(main())
