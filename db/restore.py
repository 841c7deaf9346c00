"""Restores a backup to a new place when it is run as a module: `python -m db.restore FILE TO [--upgrade]`."""

import sys
from pathlib import Path

from sqlalchemy.engine import URL

from core.i18n import Words
from core.problems import Problem
from db.backup.place import backups_folder
from db.backup.restore import Restored, place_of, restore
from db.backup.told import in_each_language, refused

_UPGRADE = "--upgrade"


def main(arguments: list[str]) -> int:
    """Says in the three languages what was restored and how to start on it; the exit status is 1 where nothing was."""
    given = [argument for argument in arguments if argument != _UPGRADE]
    if len(given) != 2 or not all(given):
        print(in_each_language(lambda said: [said.say("restore.usage")]))
        return 1
    try:
        to = place_of(given[1])
        restored = restore(_found(given[0]), to, upgrade=_UPGRADE in arguments)
    except Problem as problem:
        print(refused(problem))
        return 1
    print(in_each_language(lambda said: _lines(said, restored)))
    print(f"\n{_next(to)}")
    return 0


def _found(given: str) -> Path:
    # The page tells a bare name: it is looked for here, and then where backups are put.
    file = Path(given)
    beside = backups_folder() / file
    return beside if not file.exists() and file.name == given and beside.exists() else file


def _lines(said: Words, restored: Restored) -> list[str]:
    manifest = restored.manifest
    lines = [said.count("restore.done", manifest.rows, at=manifest.taken_at)]
    if restored.upgraded:
        lines.append(said.say("restore.upgraded", before=manifest.revision, after=restored.state.revision))
    if restored.state.broken_link is not None:
        lines.append(said.say("backup.history_broken", entry=restored.state.broken_link))
    return [*lines, said.say("restore.doors_closed"), said.say("restore.next")]


def _next(to: Path | URL) -> str:
    if isinstance(to, Path):
        return f'COOPER_DATABASE="{to}" make run'
    return f'DATABASE_URL="{to.set(drivername="postgresql").render_as_string()}" make run'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
