"""The product as `make run` starts it, in a process split off from one that has its modules read already.

Reading them is most of a start, and the browser's tests start some fifty servers. `test_start.py` starts
the product from nothing, as people do.
"""

import json
import os
import signal
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

from psutil import Process

from tests.house.tree import ROOT

# What a server reads until it has shown its first page with charts.
_MODULES = (
    "streamlit.web.cli",
    "uvicorn",
    "pages.server.routes",
    "pages.server.start",
    "pages.menu",
    "pages.parts.frame",
    "pages.parts.charts",
    "core.charts",
)


def forked(arguments: list[str], environment: dict[str, str], log: Path) -> Process:
    """Starts Streamlit with these arguments; what it says goes to the end of the log."""
    origin = _origin()
    assert origin.stdin
    assert origin.stdout
    asked = {"arguments": arguments, "environment": environment, "log": str(log)}
    origin.stdin.write(json.dumps(asked).encode() + b"\n")
    origin.stdin.flush()
    return Process(int(origin.stdout.readline()))


@cache
def _origin() -> subprocess.Popen[bytes]:
    """The process that others are split off from; it ends when this one has."""
    command = [sys.executable, "-m", "tests.browser.forked"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _main() -> None:
    for name in _MODULES:
        import_module(name)
    # Nobody waits for those that were split off: the system takes them away itself.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            _serve(**asked)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def _serve(arguments: list[str], environment: dict[str, str], log: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    nothing, said = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for there, place in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(there, place)
    sys.argv = ["streamlit", *arguments]
    import_module("streamlit.web.cli").main()


if __name__ == "__main__":
    _main()
