"""Actions that come at the same moment, done one after the other in one transaction with one commit for all."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlmodel import Session

from core.access import Actor
from core.problems import Problem
from db.commands.ledger import Begun, Command, Saved, finish
from db.engine import transaction
from db.summaries.keeping import hold

T = TypeVar("T")

# So many are done in a tenth of a second: nobody else who writes waits longer for those who came together.
MOST = 100


@dataclass(frozen=True)
class Asked:
    """An action: what `perform` would be given. `holds` is the id of the row that it holds first."""

    command: Command[Any, Any]
    actor: Actor
    key: str
    arguments: tuple[Any, ...]
    options: dict[str, Any] = field(default_factory=dict)
    holds: int = 0


@dataclass(frozen=True)
class Outcomes(Generic[T]):
    """What became of each action of a message by itself, and what was read when all of them had been done."""

    each: list[Saved | Exception]
    read: T


@dataclass(frozen=True)
class _Message:
    asked: Sequence[Asked]
    read: Callable[[Session], Any]
    answer: Future[Outcomes[Any]]


# One writer: whoever comes while the disk is busy is written with the next group, and no two threads contend for it.
_WRITER = ThreadPoolExecutor(1, thread_name_prefix="together")
_turn = Lock()
# The group that is not being written yet, while there is one.
_open: list[_Message] | None = None


def perform_together(asked: Sequence[Asked], read: Callable[[Session], T]) -> Future[Outcomes[T]]:
    """The actions of one message, in their order; the answer is there when they are committed, with what `read` found.

    They share a transaction with those of other messages of the same moment. Each has its own entry in the history
    and is done once however often it comes; one that is refused changes nothing, and nothing of the others. Where
    the database itself fails, all are undone and the answer is its Problem. Never called inside a transaction.
    """
    global _open
    answer: Future[Outcomes[T]] = Future()
    # Whoever waits may go away; what was asked for is done all the same.
    answer.set_running_or_notify_cancel()
    with _turn:
        if _open is None or sum(len(message.asked) for message in _open) + len(asked) > MOST:
            _open = []
            _WRITER.submit(_written, _open).add_done_callback(_told(_open))
        _open.append(_Message(asked, read, answer))
    return answer


def _written(group: list[_Message]) -> list[Outcomes[Any]]:
    try:
        with transaction() as session:
            # The turn has come: whoever comes from now on is written with the next group.
            _close(group)
            outcomes = _done(session, group)
            return [Outcomes(each, message.read(session)) for message, each in zip(group, outcomes, strict=True)]
    finally:
        _close(group)


def _close(group: list[_Message]) -> None:
    global _open
    with _turn:
        if _open is group:
            _open = None


def _told(group: list[_Message]) -> Callable[[Future[list[Outcomes[Any]]]], None]:
    def tell(written: Future[list[Outcomes[Any]]]) -> None:
        fault = written.exception()
        for place, message in enumerate(group):
            if fault is None:
                message.answer.set_result(written.result()[place])
            else:
                message.answer.set_exception(fault)

    return tell


def _done(session: Session, group: list[_Message]) -> list[list[Saved | Exception]]:
    places = [(number, place) for number, message in enumerate(group) for place in range(len(message.asked))]
    # Rows are held in one order, so that two processes that write groups do not wait for each other; those of one
    # message and one row stay in theirs.
    places.sort(key=lambda at: group[at[0]].asked[at[1]].holds)
    outcomes: dict[tuple[int, int], Saved | Exception] = {}
    begun: list[Begun] = []
    # Before the first savepoint: what is locked within one is let go when its action is refused.
    hold(session)
    for number, place in places:
        asked = group[number].asked[place]
        with _Alone() as alone, session.begin_nested():
            alone.outcome = asked.command.begin(session, asked.actor, asked.key, *asked.arguments, **asked.options)
        if isinstance(alone.outcome, Begun):
            begun.append(alone.outcome)
            outcomes[number, place] = alone.outcome.saved
        else:
            outcomes[number, place] = alone.outcome
    if begun:
        # In the history they stand after all rows are held: others who wait for its end hold none that is asked for.
        finish(session, *begun)
    return [[outcomes[number, place] for place in range(len(message.asked))] for number, message in enumerate(group)]


class _Alone:
    """What goes wrong with one action is the answer to whoever asked for it; a failing database is everybody's."""

    def __init__(self) -> None:
        self.outcome: Begun | Saved | Exception

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> bool:
        if isinstance(error, IntegrityError):
            # The commands look first; this is what somebody else wrote between the look and the write.
            self.outcome = Problem("already_there")
        elif isinstance(error, Exception) and (isinstance(error, DataError) or not isinstance(error, SQLAlchemyError)):
            self.outcome = error
        else:
            return False
        return True
