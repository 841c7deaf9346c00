"""The reports that are being made or were made lately: one after the other, in the background, each once."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeAlias

from core.problems import Problem

# What makes the files: it is handed what to tell the share of the work to, and gives each file with its form.
Making: TypeAlias = Callable[[Callable[[float], None]], Iterator[tuple[str, bytes]]]
# Who asks while so many are not made yet is told to come again; a report takes some seconds.
MOST_WAITING = 8
# The files are kept for whoever comes back to the page; they are made again from the same figures where they are gone.
MOST_KEPT = 30


@dataclass
class Job:
    """One report: the share of the work that is done (0 to 1), the files that are ready, and how it ended."""

    share: float = 0.0
    files: dict[str, bytes] = field(default_factory=dict)
    ending: Future[None] | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.ending is not None and self.ending.done()

    @property
    def failed(self) -> BaseException | None:
        """What it ended with, where that is not its files."""
        return self.ending.exception() if self.ending is not None and self.ending.done() else None


_jobs: OrderedDict[str, Job] = OrderedDict()
_lock = Lock()
# One at a time: on two processors a second one would only take the server's own.
_worker = ThreadPoolExecutor(1, "partner report")


def job_of(key: str) -> Job | None:
    """The job of a key; None where nobody asked, or it was too long ago, or the server was started anew since."""
    with _lock:
        return _jobs.get(key)


def ask(key: str, making: Making) -> Job:
    """Puts the report in the queue, or finds it there; one that went wrong is tried again.

    Problem("partner_busy") where too many wait.
    """
    with _lock:
        known = _jobs.get(key)
        if known is not None and not known.failed:
            _jobs.move_to_end(key)
            return known
        if sum(not job.ended for job in _jobs.values()) >= MOST_WAITING:
            raise Problem("partner_busy")
        made = _jobs[key] = Job()
        _jobs.move_to_end(key)
        made.ending = _worker.submit(_make, made, making)
        # Only what has ended is let go of, so that nothing is made for nobody.
        for old in [name for name, job in _jobs.items() if job.ended][: max(0, len(_jobs) - MOST_KEPT)]:
            del _jobs[old]
        return made


def forget(key: str) -> None:
    """Lets a job go, so that it can be asked for again."""
    with _lock:
        _jobs.pop(key, None)


def _make(made: Job, making: Making) -> None:
    def tell(share: float) -> None:
        made.share = share

    for form, content in making(tell):
        made.files[form] = content
