"""Counts kept numbers anew (`python -m db.summaries --rebuild`) or holds them against a full recount (`--verify`)."""

import os
import sys
import time

from db.engine import engine
from db.setup import prepare
from db.summaries.recount import differences, rebuild

_REBUILD, _VERIFY = "--rebuild", "--verify"


def main() -> int:
    """Does what is asked of the database in use; the exit status is 1 where a number is wrong or none is kept."""
    asked = sys.argv[1:]
    if not asked or set(asked) - {_REBUILD, _VERIFY}:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    prepare(engine())
    if hasattr(os, "nice"):
        # Whoever is waiting for a page goes first.
        os.nice(10)
    start = time.perf_counter()
    if _REBUILD in asked:
        if not rebuild():
            _line("the settings changed meanwhile, or another recount has begun")
            return 1
        _line(f"counted in {time.perf_counter() - start:.1f} s")
    if _VERIFY not in asked:
        return 0
    start, wrong = time.perf_counter(), 0
    for line in differences():
        wrong += 1
        _line(line)
    _line(f"{wrong} wrong, recounted in {time.perf_counter() - start:.1f} s")
    return int(wrong > 0)


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
