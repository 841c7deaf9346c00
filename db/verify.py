"""Verifies the chain of the history and the frozen reports of the database in use when it is run as a module."""

import sys

from core.i18n import LANGUAGES, words
from db.engine import engine, reading
from db.migrate import pending
from db.queries.chain import broken_link, entries, last_seal
from db.queries.reports import changed_reports, frozen_reports


def main() -> int:
    """Says in the three languages whether the chain and every report hold; the exit status is 1 where one does not."""
    if pending(engine()):
        for language in LANGUAGES:
            print(words(language).say("chain.not_ready"))
        return 1
    with reading() as session:
        broken, number, sealed = broken_link(session), entries(session), last_seal(session)
        changed, reports = changed_reports(session), len(frozen_reports(session))
    for language in LANGUAGES:
        said = words(language)
        if broken is None:
            print(said.count("chain.holds", number), said.say("chain.last", seal=sealed))
        else:
            print(said.say("chain.broken", entry=broken))
        if changed:
            print(said.say("reports.changed", numbers=tuple(changed)))
        elif reports:
            print(said.count("reports.hold", reports))
    return int(broken is not None or bool(changed))


if __name__ == "__main__":
    sys.exit(main())
