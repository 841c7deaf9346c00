"""How the process asks the system for memory: one heap for all threads, and what a moment needed is given back."""

import ctypes
import os

# The numbers of mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_BYTES = 128 * 1024


def keep_memory_flat() -> None:
    """Called before anything large is imported, and without effect where the system's library has no such settings.

    By default each thread has a heap of its own, and what is freed in it stays there: after a hall of phones a tenth
    of the process was memory that nobody used. Threads of Python take turns, so that one heap makes nobody wait.
    """
    # The library that keeps frames would otherwise bring a heap of its own.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for name, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _BYTES), (_TRIM_THRESHOLD, _BYTES)):
        mallopt(name, value)
