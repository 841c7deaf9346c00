"""Taking and checking a backup in a process of its own, so that nobody at the server waits for it.

`taken_apart` and `checked_apart` are what a page calls; `python -m db.backup.apart` is the child, answering in JSON.
"""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from core.problems import Problem
from core.records.backups import manifest_of
from db.backup.check import check
from db.backup.place import backups_folder
from db.backup.take import Backup, take
from db.engine import database_url

_ROOT = Path(__file__).parents[2]

_log = logging.getLogger("cooper")


def taken_apart() -> Backup:
    """A backup of the database in use, in the folder of backups; Problem as `take` says, or ("backup_failed")."""
    return _asked("take")


def checked_apart(file_name: str) -> Backup:
    """The backup of this name in the folder of backups, everything of it checked; Problem as `check` says."""
    return _asked("check", file_name)


def _asked(*arguments: str) -> Backup:
    command = [sys.executable, "-m", "db.backup.apart", *arguments]
    child = subprocess.run(command, cwd=_ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if said := child.stderr.decode(errors="replace").strip():
        _log.warning("backup: %s", said[-2000:])
    if child.returncode:
        raise Problem("backup_failed")
    answer = json.loads(child.stdout)
    if "problem" in answer:
        raise Problem(answer["problem"], **answer["details"])
    manifest = manifest_of(json.dumps(answer["manifest"]).encode())
    return Backup(backups_folder() / answer["file"], answer["checksum"], manifest)


def main(arguments: list[str]) -> None:
    """The child: `take`, or `check` and a file's name; what nobody foresaw ends it, and its parent says so."""
    url = database_url()
    folder = backups_folder(url)
    try:
        done = take(url, folder) if arguments == ["take"] else check(folder / Path(arguments[1]).name)
    except Problem as problem:
        sys.stdout.write(json.dumps({"problem": problem.code, "details": problem.details}))
        return
    answer: dict[str, Any] = {"file": done.file.name, "checksum": done.checksum}
    sys.stdout.write(json.dumps(answer | {"manifest": done.manifest.model_dump(mode="json")}))


if __name__ == "__main__":
    main(sys.argv[1:])
