"""The product started from nothing, by the command of the README."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import free_port
from tests.house.tree import ROOT

pytestmark = pytest.mark.browser


def test_the_command_of_the_readme_starts_a_server_that_answers_and_says_its_first_code(tmp_path: Path) -> None:
    port = str(free_port())
    environment = {**os.environ, "COOPER_DATABASE": str(tmp_path / "cooper.sqlite3"), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        deadline, answer = time.monotonic() + 120, 0
        while not answer and process.poll() is None and time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=2) as answered,
            ):
                answer = answered.status
        process.terminate()
        said = process.communicate(timeout=30)[0].decode()
    assert answer == 200
    assert [line for line in said.splitlines() if len(line) == 15 and line.count("-") == 3]
