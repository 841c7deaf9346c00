"""How every command runs: permitted, once, in the history, with the revisions of what it touched raised."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import bindparam, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from core.access import Actor
from core.problems import Problem
from db.commands.chain import enter, redact
from db.engine import transaction
from db.models import Action, Change, Row
from db.models.base import now, table
from db.summaries.keeping import hold

P = ParamSpec("P")
R = TypeVar("R", bound=SQLModel)

# The stamps tell who and when, which the history says itself.
_STAMPS = {"created_at", "created_by", "updated_at", "updated_by", "password_hash"}


# One statement on both databases: of two who write a subject for the first time, the second waits and counts on.
_RAISED = text(
    "INSERT INTO revision (subject, number) VALUES (:subject, 1)"
    " ON CONFLICT (subject) DO UPDATE SET number = revision.number + 1"
)
_action = table(Action)
_DONE_BEFORE = select(_action.c.row_id, _action.c.at).where(_action.c.digest == bindparam("digest"))
_DONE = insert(_action)


@dataclass(frozen=True)
class Done(Generic[R]):
    """What a command did: the row it is about, the row's values before (None: it is new) and a reason.

    `redactions` are the contents to stand in earlier entries of the history, by their number. `kind` is said where
    the entry is about something that is no row of a table.
    """

    row: R
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str | None = None
    redactions: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    kind: str | None = None


@dataclass(frozen=True)
class Saved:
    """What a person is told after an action: what, which row, when, and whether the same action had come before."""

    command: str
    row_id: int
    at: datetime
    again: bool = False


@dataclass(frozen=True)
class Command(Generic[P, R]):
    """A command: its name, the action it needs, the subjects it touches, and what it does."""

    name: str
    action: str
    touches: tuple[str, ...]
    run: Callable[Concatenate[Session, Actor, P], Done[R]]

    def __call__(self, session: Session, actor: Actor, key: str, *args: P.args, **kwargs: P.kwargs) -> Saved:
        """Does the action once: `key` is the form's own, and the same key with the same input is the same action."""
        begun = self.begin(session, actor, key, *args, **kwargs)
        if isinstance(begun, Begun):
            finish(session, begun)
            return begun.saved
        return begun

    def begin(self, session: Session, actor: Actor, key: str, *args: P.args, **kwargs: P.kwargs) -> "Begun | Saved":
        """Does the action and leaves its entry in the history to `finish`; Saved where it was done before.

        Every row is held before the first entry, so that others who wait for the end of the history hold none that
        is asked for after it.
        """
        if not actor.may(self.action):
            raise Problem("not_allowed", action=self.action)
        hold(session)
        # What a person was shown on the way is no part of the action: the same input is still the same action.
        said = {name: value for name, value in kwargs.items() if name != "doubles_seen"}
        digest = _digest(actor, self.name, key, args, said)
        _one_at_a_time(session, digest)
        if earlier := session.execute(_DONE_BEFORE, {"digest": digest}).first():
            return Saved(self.name, earlier.row_id or 0, earlier.at, again=True)
        done = self.run(session, actor, *args, **kwargs)
        change = self._change(session, actor, done)
        row_id: int = done.row.id  # type: ignore[attr-defined]
        session.execute(_DONE, {"digest": digest, "at": now(), "row_id": row_id})
        return Begun(Saved(self.name, row_id, change.at), change, self.touches, done.redactions)

    def entry(self, session: Session, actor: Actor, done: Done[R]) -> Change:
        """Enters what was done in the history, as a part of a larger command.

        From the first entry on others wait for the end of the transaction, so every row is held before it.
        """
        change = self._change(session, actor, done)
        enter(session, change)
        return change

    def _change(self, session: Session, actor: Actor, done: Done[R]) -> Change:
        session.add(done.row)
        session.flush()
        return Change(
            account_id=actor.account_id,
            command=self.name,
            subject=self.touches[0],
            kind=done.kind or str(done.row.__tablename__),
            row_id=None if done.kind else done.row.id,  # type: ignore[attr-defined]
            before=done.before,
            after=values_of(done.row) if done.after is None else done.after,
            reason=done.reason,
        )


@dataclass(frozen=True)
class Begun:
    """An action that was done and is not yet in the history: what is told of it, its entry, and what it touches."""

    saved: Saved
    change: Change
    touches: tuple[str, ...]
    redactions: Mapping[int, Mapping[str, Any]]


def finish(session: Session, *begun: Begun) -> None:
    """Enters what was begun in the history, in this order, and raises each subject touched once."""
    enter(session, *(one.change for one in begun))
    for one in begun:
        redact(session, one.change, one.redactions)
    raise_revisions(session, tuple(subject for one in begun for subject in one.touches))


COMMANDS: dict[str, Command[Any, Any]] = {}


def command(action: str, *touches: str) -> Callable[[Callable[Concatenate[Session, Actor, P], Done[R]]], Command[P, R]]:
    """Makes a function a command; the first subject touched is the one the history files it under."""

    def register(run: Callable[Concatenate[Session, Actor, P], Done[R]]) -> Command[P, R]:
        made = Command(name=run.__name__, action=action, touches=touches, run=run)
        COMMANDS[made.name] = made
        return made

    return register


def raise_revisions(session: Session, subjects: tuple[str, ...]) -> None:
    """Raises the number of each subject, always in the same order so that two writers cannot wait for each other."""
    for subject in sorted(set(subjects)):
        session.execute(_RAISED, {"subject": subject})


def values_of(row: SQLModel) -> dict[str, Any]:
    """The row's values as the history keeps them: without stamps, dates as ISO text, in the order of its fields."""
    values = row.model_dump(exclude=_STAMPS)
    # A row holds its values in the order in which they were loaded, which differs from run to run.
    return {name: plain(values[name]) for name in type(row).model_fields if name in values}


def plain(value: Any) -> Any:
    """The value as JSON can carry it."""
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def stamped(row: Row, actor: Actor, record: SQLModel | Mapping[str, Any] | None = None) -> Row:
    """The row with the record's values, a raised version and the stamp of who changed it."""
    values = record.model_dump() if isinstance(record, SQLModel) else dict(record or {})
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.updated_at = now()
    row.updated_by = actor.account_id
    return row


def living(session: Session, table: type[R], row_id: int, version: int | None = None) -> R:
    """The row, held until the transaction ends; Problem when it is gone or was changed since `version`."""
    row = session.get(table, row_id, with_for_update=True)
    if getattr(row, "merged_into_id", None) is not None:
        raise Problem("merged_meanwhile")
    if row is None or getattr(row, "deleted_at", None) is not None:
        raise Problem("row_gone", row=row_id)
    if version is not None and row.version != version:  # type: ignore[attr-defined]
        raise Problem("conflict", row=row_id, version=version)
    return row


def perform(command: Command[P, R], actor: Actor, key: str, *args: P.args, **kwargs: P.kwargs) -> Saved:
    """One action of a person as one transaction, committed when this returns."""
    try:
        with transaction() as session:
            return command(session, actor, key, *args, **kwargs)
    except IntegrityError as error:
        # The commands look first; this is what somebody else wrote between the look and the write.
        raise Problem("already_there") from error


def _one_at_a_time(session: Session, digest: str) -> None:
    # SQLite has one writer anyway; on PostgreSQL the second of two equal actions waits and finds the first.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int(digest[:15], 16))))


def _digest(actor: Actor, name: str, key: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    said = json.dumps([name, actor.account_id, key, args, kwargs], default=_said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, SQLModel):
        return value.model_dump(mode="json")
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return plain(value) if isinstance(value, date | datetime | time) else repr(value)
