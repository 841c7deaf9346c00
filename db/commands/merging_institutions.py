"""Two institutions that are one, or became one: people, links, referrals and promises follow to the one, and back."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from core.access import Actor
from core.doubles import INSTITUTION
from core.problems import Problem
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.merging_rows import follow, later_merge, take_back
from db.commands.removals import reason_given
from db.models import CategoryInstitution, Institution, Merge
from db.models.base import now

# Everything that names an institution; what is kept of any of it has to be read anew.
_TOUCHES = ("reference", "double", "institution", "referral", "commitment", "recommendation", "guest")


@command("reference.write", *_TOUCHES)
def merge_institutions(
    session: Session, actor: Actor, kept: tuple[int, int], gone: tuple[int, int], reason: str | None
) -> Done[Institution]:
    """One institution of two: `kept` and `gone` are the id and the version of each as it was shown.

    People with their links, referrals, promises, recommendations, guests and the categories it answers follow to the
    one that is kept, so that every link goes on opening. Of two referrals of one obstacle the answered one counts, or
    the earlier. Problem("merge_itself"), Problem("merged_meanwhile"), Problem("conflict").
    """
    said = reason_given(reason)
    if kept[0] == gone[0]:
        raise Problem("merge_itself")
    rows = {number: living(session, Institution, number, version) for number, version in sorted((kept, gone))}
    stays, goes = rows[kept[0]], rows[gone[0]]
    before = {"kept": values_of(stays), "gone": values_of(goes)}
    answered = {number: _categories(session, number) for number in rows}
    stamped(goes, actor, {"deleted_at": now(), "merged_into_id": stays.id})
    stamped(stays, actor)
    session.add_all((stays, goes))
    session.flush()
    moved = follow(session, actor, Institution, kept[0], gone[0], ())
    _answer(session, gone[0], set())
    _answer(session, kept[0], answered[kept[0]] | answered[gone[0]])
    merge = Merge(
        kind=INSTITUTION,
        kept_id=kept[0],
        gone_id=gone[0],
        choices={
            "from_gone": [],
            "reason": said,
            "gained": sorted(answered[gone[0]] - answered[kept[0]]),
            "answered": sorted(answered[gone[0]]),
        },
        before=before,
        moved=moved,
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    session.add(merge)
    session.flush()
    after = values_of(stays) | {"merged_from": gone[0], "merge": merge.id, "rows_moved": len(moved)}
    return Done(stays, before=before["kept"], after=after, reason=said)


@command("reference.write", *_TOUCHES)
def undo_institution_merge(session: Session, actor: Actor, merge_id: int, version: int) -> Done[Institution]:
    """Both institutions as they were; what was added to the kept one since stays with it.

    Problem("merge_undone") when this was done before, Problem("merge_later") while a later merge of one of the two
    stands, Problem("merge_kept_gone") when the kept one is gone, Problem("merge_meets_newer") when the short name of
    the other was given away meanwhile.
    """
    merge = living(session, Merge, merge_id, version)
    if merge.kind != INSTITUTION:
        raise Problem("row_gone", row=merge_id)
    if merge.undone_at is not None:
        raise Problem("merge_undone")
    rows: dict[int, Any] = {
        number: session.get_one(Institution, number, with_for_update=True)
        for number in sorted((merge.kept_id, merge.gone_id))
    }
    kept, gone = rows[merge.kept_id], rows[merge.gone_id]
    if later := later_merge(session, merge):
        raise Problem("merge_later", merge=str(later))
    if kept.deleted_at is not None or gone.merged_into_id != kept.id:
        raise Problem("merge_kept_gone")
    before = values_of(kept)
    try:
        stamped(gone, actor, {"deleted_at": None, "merged_into_id": None})
        stamped(kept, actor)
        session.add_all((kept, gone))
        session.flush()
        take_back(session, actor, merge.moved)
    except IntegrityError as error:
        raise Problem("merge_meets_newer") from error
    _answer(session, merge.kept_id, _categories(session, merge.kept_id) - set(merge.choices["gained"]))
    _answer(session, merge.gone_id, set(merge.choices["answered"]))
    stamped(merge, actor, {"undone_at": now()})
    session.add(merge)
    return Done(kept, before=before, after=values_of(kept) | {"given_back": gone.id, "merge": merge.id})


def _categories(session: Session, institution_id: int) -> set[int]:
    asked = select(CategoryInstitution.category_id).where(CategoryInstitution.institution_id == institution_id)
    return set(session.exec(asked))


def _answer(session: Session, institution_id: int, categories: set[int]) -> None:
    """The institution answers these categories from now on."""
    session.execute(delete(CategoryInstitution).where(col(CategoryInstitution.institution_id) == institution_id))
    session.add_all(
        CategoryInstitution(category_id=category, institution_id=institution_id) for category in sorted(categories)
    )
    session.flush()
