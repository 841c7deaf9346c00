"""Where modules are looked for: the list stays as it is while pages run, so that every thread finds every module."""

import sys
from pathlib import Path

_FOLDER = str(Path(__file__).resolve().parent.parent)


def keep_search_path() -> None:
    """Called before the first page runs.

    Streamlit puts the main script's folder before all others for each run and takes it out again, unless it is there.
    A thread that went through the list at that moment passed over a folder, and a library that is installed was "not
    found" now and then. The folder stands last, where nothing in it is taken for a library.
    """
    if _FOLDER not in sys.path:
        sys.path.append(_FOLDER)
