"""The queue of partner reports: each is made once, in the background, and told where it goes wrong."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from core.problems import Problem
from pages.parts import partner_jobs
from pages.parts.partner_jobs import MOST_KEPT, MOST_WAITING, Job, ask, job_of

SECONDS = 20


@pytest.fixture(autouse=True)
def _nothing_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partner_jobs, "_jobs", type(partner_jobs._jobs)())


def ended(job: Job) -> Job:
    """The job once it has ended, however it did."""
    assert job.ending is not None
    job.ending.exception(SECONDS)
    return job


def making(*forms: str) -> Callable[[Callable[[float], None]], Iterator[tuple[str, bytes]]]:
    """What makes these files at once."""

    def make(tell: Callable[[float], None]) -> Iterator[tuple[str, bytes]]:
        for form in forms:
            tell(0.5)
            yield form, form.encode()

    return make


def test_nobody_asked_is_no_job() -> None:
    assert job_of("R-2026-01.fr.0") is None


def test_files_come_one_after_the_other_and_stay() -> None:
    job = ended(ask("one", making("xlsx", "pdf")))
    assert job.files == {"xlsx": b"xlsx", "pdf": b"pdf"}
    assert job.ended
    assert job.failed is None
    assert job_of("one") is job


def test_the_same_report_asked_for_twice_is_made_once() -> None:
    first = ended(ask("one", making("pdf")))
    assert ask("one", making("docx")) is first
    assert first.files == {"pdf": b"pdf"}


def test_what_is_ready_is_there_while_the_rest_is_made() -> None:
    begun, go_on = Event(), Event()

    def slowly(tell: Callable[[float], None]) -> Iterator[tuple[str, bytes]]:
        yield "xlsx", b"annex"
        tell(0.7)
        begun.set()
        assert go_on.wait(SECONDS)
        yield "pdf", b"paper"

    job = ask("one", slowly)
    assert begun.wait(SECONDS)
    assert (job.files, job.share, job.ended) == ({"xlsx": b"annex"}, 0.7, False)
    go_on.set()
    assert ended(job).files == {"xlsx": b"annex", "pdf": b"paper"}


def test_whoever_asks_while_too_many_wait_is_refused_and_the_others_are_made() -> None:
    go_on = Event()

    def waiting(tell: Callable[[float], None]) -> Iterator[tuple[str, bytes]]:
        assert go_on.wait(SECONDS)
        yield from making("pdf")(tell)

    jobs = [ask(f"{number}", waiting) for number in range(MOST_WAITING)]
    with pytest.raises(Problem) as refused:
        ask("one more", waiting)
    assert refused.value.code == "partner_busy"
    assert job_of("one more") is None
    go_on.set()
    assert all(ended(job).files for job in jobs)
    assert ended(ask("one more", waiting)).files


def test_one_that_went_wrong_says_so_holds_nobody_up_and_is_made_when_asked_for_again() -> None:
    def refusing(_: Callable[[float], None]) -> Iterator[tuple[str, bytes]]:
        yield "xlsx", b"annex"
        raise Problem("picture_not_drawn")

    def breaking(_: Callable[[float], None]) -> Iterator[tuple[str, bytes]]:
        yield "xlsx", b"annex"
        raise ZeroDivisionError

    refused, broken = ask("refused", refusing), ask("broken", breaking)
    assert ended(ask("fine", making("pdf"))).failed is None
    failed = ended(refused).failed
    assert isinstance(failed, Problem)
    assert failed.code == "picture_not_drawn"
    assert isinstance(ended(broken).failed, ZeroDivisionError)
    again = ended(ask("broken", making("pdf")))
    assert again is not broken
    assert (again.failed, again.files) == (None, {"pdf": b"pdf"})


def test_only_the_latest_are_kept() -> None:
    for number in range(MOST_KEPT + 3):
        ended(ask(f"{number}", making("pdf")))
    assert [job_of(f"{number}") is None for number in range(5)] == [True, True, True, False, False]
