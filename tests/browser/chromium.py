"""Finds a Chromium for the browser tests, and installs Debian's where the machine allows it."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of the system's Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Installs it when it is missing; says in a sentence how, when it cannot."""
    if chromium():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=True, env=environment
        )
        return 0
    sys.stderr.write("The browser tests need Chromium: install the package `chromium` (apt install chromium).\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
