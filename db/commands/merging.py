"""Two rows that a person found to be one: merged with everything that points to them, and given back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from core.access import Actor
from core.doubles import ORGANISATION, PARTS, PERSON, UNCHOSEN, chosen_values
from core.i18n import ZONE
from core.names import search_key
from core.problems import Problem
from core.records import validated
from core.records.organisations import OrganisationRecord
from core.records.people import PersonRecord
from db.commands.ledger import Done, command, living, plain, stamped, values_of
from db.commands.merging_rows import (
    Moved,
    follow,
    later_merge,
    set_aside_sessions,
    shared_sessions,
    take_back,
)
from db.commands.obstacle_states import restated
from db.commands.organisations import changed_organisation, free_identifiers
from db.commands.sheet_states import refuse_locked
from db.models import Confirmation, Mention, Merge, Organisation, Person, TrainingSession
from db.models.base import now

_TABLES: dict[str, Any] = {ORGANISATION: Organisation, PERSON: Person}
# Everything that may point to a row; what is kept of any of it has to be read anew.
_TOUCHES = (
    *("double", "organisation", "person", "group", "session", "attendance", "obstacle", "import", "privacy"),
    *("certificate", "confirmation", "visit", "guest"),
)


@command("double.write", *_TOUCHES)
def merge_organisations(
    session: Session,
    actor: Actor,
    kept: tuple[int, int],
    gone: tuple[int, int],
    from_gone: tuple[str, ...],
    reason: str | None,
) -> Done[Any]:
    """One organisation of two: `kept` and `gone` are the id and the version of each as it was shown.

    `from_gone` are the parts (core.doubles.PARTS) whose values are taken from the one that goes. Problem
    ("merged_meanwhile") when one of them was merged since, Problem("conflict") when it was changed.
    """
    return _merged(session, actor, ORGANISATION, kept, gone, from_gone, (), reason)


@command("double.write", *_TOUCHES)
def merge_persons(
    session: Session,
    actor: Actor,
    kept: tuple[int, int],
    gone: tuple[int, int],
    from_gone: tuple[str, ...],
    registrations: tuple[int, ...],
    reason: str | None,
) -> Done[Any]:
    """One person of two, as with organisations; `registrations` are the ids that count of those on one roster.

    Problem("registrations_meet") with the `sessions` as long as one of two is not chosen for each of them, and
    Problem("rows_locked") where a locked sheet would lose one of the two: it changes by a correction only.
    """
    both = (kept[0], gone[0])
    # Held before the persons, as every tick holds its session before it looks at who is ticked.
    shared = shared_sessions(session, *both)
    _hold_unlocked(session, shared)
    return _merged(session, actor, PERSON, kept, gone, from_gone, registrations, reason)


@command("double.write", *_TOUCHES)
def undo_merge(session: Session, actor: Actor, merge_id: int, version: int) -> Done[Any]:
    """Both rows as they were, and everything that pointed to the one that went.

    What was changed or added after the merge stays where it is now: with the row that was kept, or with the thing
    that moved. Merges of one row are undone from the last one back: Problem("merge_later"); Problem("merge_undone")
    when this was done before, Problem("merge_kept_gone") when the row that was kept is in the bin,
    Problem("rows_locked") where a row would come back onto a sheet that was locked since.
    """
    merge = living(session, Merge, merge_id, version)
    if merge.kind not in _TABLES:
        raise Problem("row_gone", row=merge_id)
    if merge.undone_at is not None:
        raise Problem("merge_undone")
    _hold_unlocked(session, set_aside_sessions(session, merge.moved))
    table = _TABLES[merge.kind]
    rows: dict[int, Any] = {
        number: session.get_one(table, number, with_for_update=True)
        for number in sorted((merge.kept_id, merge.gone_id))
    }
    kept, gone = rows[merge.kept_id], rows[merge.gone_id]
    if later := later_merge(session, merge):
        raise Problem("merge_later", merge=str(later))
    if kept.deleted_at is not None or gone.merged_into_id != kept.id:
        raise Problem("merge_kept_gone")
    _not_anonymised(kept, gone)
    before = values_of(kept)
    try:
        if back := _back(merge, kept):
            _rewrite(session, actor, kept, back)
        else:
            stamped(kept, actor)
        session.flush()
        if isinstance(gone, Organisation):
            # Its numbers may have been given to another organisation meanwhile.
            own = {name: getattr(gone, name) for name in OrganisationRecord.model_fields}
            free_identifiers(session, actor, validated(OrganisationRecord, own), gone.id)
        stamped(gone, actor, {"deleted_at": None, "merged_into_id": None})
        session.flush()
        take_back(session, actor, merge.moved)
        _heard_anew(session, actor, merge.moved)
    except IntegrityError as error:
        raise Problem("merge_meets_newer") from error
    stamped(merge, actor, {"undone_at": now()})
    session.add_all((merge, gone))
    return Done(kept, before=before, after=values_of(kept) | {"given_back": gone.id, "merge": merge.id})


def _merged(
    session: Session,
    actor: Actor,
    kind: str,
    kept_seen: tuple[int, int],
    gone_seen: tuple[int, int],
    from_gone: tuple[str, ...],
    registrations: tuple[int, ...],
    reason: str | None,
) -> Done[Any]:
    if reason is None or not reason.strip():
        raise Problem("required", field="reason")
    if kept_seen[0] == gone_seen[0]:
        raise Problem("merge_itself")
    said = reason.strip()[:2000]
    rows = {number: _held(session, kind, number, version) for number, version in sorted((kept_seen, gone_seen))}
    kept, gone = rows[kept_seen[0]], rows[gone_seen[0]]
    _not_anonymised(kept, gone)
    before = {"kept": values_of(kept), "gone": values_of(gone)}
    values = chosen_values(kind, kept.model_dump(), gone.model_dump(), from_gone)
    # Gone first: a number that is taken from it is free only then.
    stamped(gone, actor, {"deleted_at": now(), "merged_into_id": kept.id})
    session.add(gone)
    session.flush()
    _rewrite(session, actor, kept, values)
    session.add(kept)
    session.flush()
    moved = follow(session, actor, _TABLES[kind], kept.id or 0, gone.id or 0, registrations)
    _heard_anew(session, actor, moved)
    merge = Merge(
        kind=kind,
        kept_id=kept.id or 0,
        gone_id=gone.id or 0,
        choices={
            "from_gone": list(from_gone),
            "registrations": list(registrations),
            "reason": said,
            "set": {name: plain(getattr(kept, name)) for name in values},
        },
        before=before,
        moved=moved,
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    session.add(merge)
    session.flush()
    after = values_of(kept) | {"merged_from": gone.id, "merge": merge.id, "rows_moved": len(moved)}
    return Done(kept, before=before["kept"], after=after, reason=said)


def _heard_anew(session: Session, actor: Actor, moved: Moved) -> None:
    """Two organisations that both confirmed an obstacle are one voice now, or two again: its state follows."""
    rows = {name: [one["id"] for one in moved if one["table"] == name] for name in ("mention", "confirmation")}
    about: set[int] = set()
    for model in (Mention, Confirmation):
        asked = select(model.obstacle_id).where(col(model.id).in_(rows[str(model.__tablename__)]))
        about |= set(session.exec(asked))
    restated(session, actor, about, datetime.now(ZONE).date())


def _hold_unlocked(session: Session, session_ids: Collection[int]) -> None:
    for session_id in sorted(session_ids):
        session.get(TrainingSession, session_id, with_for_update=True)
    refuse_locked(session, session_ids)


def _held(session: Session, kind: str, row_id: int, version: int) -> Any:
    row = session.get(_TABLES[kind], row_id, with_for_update=True)
    if row is not None and row.merged_into_id is not None:
        raise Problem("merged_meanwhile")
    return living(session, _TABLES[kind], row_id, version)


def _not_anonymised(*rows: Any) -> None:
    if any(getattr(row, "anonymised_at", None) is not None for row in rows):
        raise Problem("merge_anonymised")


def _rewrite(session: Session, actor: Actor, row: Any, values: dict[str, Any]) -> None:
    """The row with these values over its own, under the same rules as if somebody had typed them."""
    if isinstance(row, Organisation):
        own = {name: getattr(row, name) for name in OrganisationRecord.model_fields}
        record = validated(OrganisationRecord, own | values)
        changed_organisation(session, actor, row, record)
        if record.commune_id is None and "province_id" in values:
            row.province_id = values["province_id"]
        return
    own = {name: getattr(row, name) for name in PersonRecord.model_fields}
    person = validated(PersonRecord, own | values)
    stamped(row, actor, person.model_dump() | {"search": search_key(person.name_ar, person.name_latin)})


def _back(merge: Merge, kept: Any) -> dict[str, Any]:
    """What the row had before, for each part that was taken from the other one and that nobody changed since."""
    was, put = merge.before["kept"], merge.choices["set"]
    now_there = {name: plain(getattr(kept, name)) for name in put}
    back: dict[str, Any] = {}
    taken = [PARTS[merge.kind][part] for part in merge.choices["from_gone"]]
    for fields in [*taken, *((name,) for name in UNCHOSEN[merge.kind])]:
        if all(now_there[name] == put[name] for name in fields):
            back |= {name: was[name] for name in fields}
    return back
