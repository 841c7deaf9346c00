"""Verifies the chain of the history of the database in use when it is run as a module."""

import sys

from core.i18n import LANGUAGES, words
from db.engine import engine, reading
from db.migrate import pending
from db.queries.chain import broken_link, entries, last_seal


def main() -> int:
    """Says in the three languages whether the chain holds; the exit status is 1 where it does not."""
    if pending(engine()):
        for language in LANGUAGES:
            print(words(language).say("chain.not_ready"))
        return 1
    with reading() as session:
        broken, number, sealed = broken_link(session), entries(session), last_seal(session)
    for language in LANGUAGES:
        said = words(language)
        if broken is None:
            print(said.count("chain.holds", number), said.say("chain.last", seal=sealed))
        else:
            print(said.say("chain.broken", entry=broken))
    return int(broken is not None)


if __name__ == "__main__":
    sys.exit(main())
