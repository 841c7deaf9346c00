"""Takes a backup of the database in use when it is run as a module: `python -m db.backup [FOLDER]`."""

import sys
import uuid
from pathlib import Path

from core.i18n import Words
from core.problems import Problem
from db.backup.place import backups_folder
from db.backup.take import Backup, take
from db.backup.told import in_each_language, refused
from db.commands.backups import enter_backup
from db.commands.ledger import perform
from db.commands.setup_codes import SERVER
from db.engine import database_url, engine
from db.migrate import Standing, standing


def main(arguments: list[str]) -> int:
    """Says in the three languages which backup was taken; the exit status is 1 where none was."""
    if len(arguments) > 1:
        print(in_each_language(lambda said: [said.say("backup.usage")]))
        return 1
    url = database_url()
    try:
        stands = standing(engine())
        taken = take(url, Path(arguments[0]) if arguments else backups_folder(url))
        if stands is Standing.OWN:
            manifest = taken.manifest
            said = (taken.file.name, taken.checksum, manifest.taken_at, manifest.rows)
            perform(enter_backup, SERVER, uuid.uuid4().hex, *said)
    except Problem as problem:
        print(refused(problem))
        return 1
    print(in_each_language(lambda said: _lines(said, taken)))
    # On a line of its own, so that copying it takes nothing else along.
    print(f"\n{taken.file}")
    return 0


def _lines(said: Words, taken: Backup) -> list[str]:
    manifest = taken.manifest
    lines = [said.count("backup.taken", manifest.rows, at=manifest.taken_at)]
    if manifest.broken_link is not None:
        lines.append(said.say("backup.history_broken", entry=manifest.broken_link))
    return [*lines, said.say("backup.checksum_told", checksum=taken.checksum), said.say("backup.keep_elsewhere")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
