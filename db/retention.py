"""Anonymises persons who have been kept long enough, or only tells who they are with --dry-run, run as a module."""

import argparse
import sys
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from core.access import ADMINISTRATOR, Actor
from core.i18n import LANGUAGES, ZONE, words
from core.privacy import kept_from
from db.commands.guest_erasure import anonymise_guests
from db.commands.privacy_erasure import anonymise_person
from db.engine import engine, reading, transaction
from db.migrate import pending
from db.queries.privacy_retention import guests_kept_too_long, kept_too_long
from db.queries.settings import settings

# Who it is in the history when it runs on the server: nobody with an account.
SERVER = Actor(account_id=None, username="server", roles=frozenset({ADMINISTRATOR}))


def anonymise_kept_too_long(
    actor: Actor,
    person_ids: Sequence[int],
    since: date,
    today: date,
    reason: str,
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Anonymises these persons, each in a transaction and with an entry of its own; how many it were.

    Each is asked for again in its own transaction: whoever came to a session meanwhile stays. `progress` is called
    with the number of persons looked at so far.
    """
    done = 0
    for number, person_id in enumerate(person_ids, start=1):
        with transaction() as session:
            still = kept_too_long(session, since, today, person_id)
            for version in still["version"]:
                anonymise_person(session, actor, uuid.uuid4().hex, person_id, int(version), reason)
                done += 1
        progress(number)
    return done


def main(arguments: Sequence[str] | None = None) -> int:
    """Says in the three languages how many persons it is; the exit status is 1 where the database is not ready."""
    parser = argparse.ArgumentParser(prog="python -m db.retention")
    parser.add_argument("--dry-run", action="store_true")
    only_tell = parser.parse_args(arguments).dry_run
    if pending(engine()):
        for language in LANGUAGES:
            print(words(language).say("problem.database_not_ready"))
        return 1
    today = datetime.now(ZONE).date()
    with reading() as session:
        months = settings(session).retention_months
        since = kept_from(today, months)
        found = kept_too_long(session, since, today)
    people = [int(number) for number in found["id"]]
    # Numbers and no names: what a server prints is kept in its journal.
    for row in found.itertuples():
        print(f"{row.id}\t{row.last_trace}")
    if only_tell:
        key, number = "retention.would_be", len(people)
    else:
        reason = words("fr").say("retention.reason", months=months)
        key, number = "retention.done", anonymise_kept_too_long(SERVER, people, since, today, reason)
    for language in LANGUAGES:
        print(words(language).count(key, number))
    _guests(since, months, only_tell)
    return 0


def _guests(since: date, months: int, only_tell: bool) -> None:
    """The same for guests of events, event by event; nothing is said where there are none."""
    with reading() as session:
        found = guests_kept_too_long(session, since)
    if found.empty:
        return
    events: list[Any] = list(found.itertuples())
    for row in events:
        print(f"{row.id}\t{row.held_on}\t{row.guests}")
        if not only_tell:
            reason = words("fr").say("retention.reason", months=months)
            with transaction() as session:
                anonymise_guests(session, SERVER, uuid.uuid4().hex, int(row.id), reason)
    key = "retention.guests_would_be" if only_tell else "retention.guests_done"
    for language in LANGUAGES:
        print(words(language).count(key, int(found["guests"].sum())))


if __name__ == "__main__":
    sys.exit(main())
