"""A server under measurement: started on a free port, with its processor time and its memory."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Self

import psutil

_LONGEST_START = 60.0


class Server:
    """`streamlit run` of one app in its own folder, on this machine only."""

    def __init__(self, app: Path, environment: dict[str, str] | None = None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        given = {**os.environ, **(environment or {})}
        # An empty value means that the variable is not there at all.
        self.environment = {name: value for name, value in given.items() if value}
        self.app = app

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "streamlit", "run", str(self.app)]
        command += [f"--server.port={self.port}", "--server.address=127.0.0.1", "--server.headless=true"]
        self.process = subprocess.Popen(
            command, cwd=self.app.parent, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.tree = psutil.Process(self.process.pid)
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def processor_seconds(self) -> float:
        """Seconds of processor spent since the start, all processes and threads together."""
        return sum(_processor_seconds(one) for one in self._processes())

    def megabytes(self) -> float:
        """Memory held, all processes together."""
        return float(sum(one.memory_info().rss for one in self._processes()) / 2**20)

    def _processes(self) -> list[psutil.Process]:
        return [self.tree, *self.tree.children(recursive=True)]

    def _wait(self) -> None:
        end = time.perf_counter() + _LONGEST_START
        while time.perf_counter() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.02)
        self.__exit__()
        raise RuntimeError(f"{self.app} did not start")


def _processor_seconds(process: psutil.Process) -> float:
    """By the process's own clock where the system has one: its table counts in steps of ten milliseconds."""
    # The number of that clock as clock_getcpuclockid(3) works it out on Linux.
    clock = (~process.pid << 3) | 2
    try:
        return time.clock_gettime(clock)
    except OSError:
        return float(sum(process.cpu_times()[:2]))
