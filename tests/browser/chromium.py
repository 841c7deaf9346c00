"""Finds a Chromium for the browser tests, and installs Debian's where the machine allows it."""

import os
import shutil
import subprocess
import sys

# The shell is Chromium without the windows around its pages: a page costs it a third of the processor's time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of the system's Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Installs the shell when it is missing; says in a sentence how, when there is no Chromium at all."""
    if not shutil.which(SHELL) and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (("update", "-qq"), ("install", "-y", "-qq", "--no-install-recommends", SHELL)):
            subprocess.run(["apt-get", *arguments], check=not chromium(), env=environment)
    if chromium():
        return 0
    sys.stderr.write(f"The browser tests need Chromium: install the package `{SHELL}` (apt install {SHELL}).\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
