"""Steps towards a promise with their proofs: entered at the desk, or by the institution's own link."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.access import Actor
from core.problems import Problem
from core.proofs import ProofFile
from core.records.commitments import STATES_BY_LINK, UpdateRecord
from db.commands.commitments import said_of, states_of
from db.commands.guards import not_in_future
from db.commands.institution_links import open_link
from db.commands.ledger import Done, command, living, stamped, values_of
from db.models import Commitment, CommitmentUpdate, InstitutionLink, InstitutionPerson, Proof
from db.models.base import now

# What one link may send within a day; far more than anybody has to say, and little for whoever would flood.
MOST_STEPS_A_DAY = 60
MOST_PROOFS_A_DAY = 20
_DAY = timedelta(days=1)


@command("commitment.write", "commitment", "obstacle")
def add_update(
    session: Session,
    actor: Actor,
    commitment_id: int,
    version: int,
    record: UpdateRecord,
    proof: ProofFile | None = None,
) -> Done[CommitmentUpdate]:
    """A step, or the programme's answer to a question, with the state the promise is in from then on.

    Problem("conflict") where somebody else entered one since, Problem("day_in_future") and
    Problem("step_before_promise") for a day on which it cannot have happened.
    """
    commitment = living(session, Commitment, commitment_id, version)
    return _stepped(session, actor, commitment, record, proof)


@command("commitment.answer", "commitment", "obstacle")
def answer_commitment(
    session: Session,
    actor: Actor,
    link_id: int,
    commitment_id: int,
    version: int,
    record: UpdateRecord,
    proof: ProofFile | None = None,
) -> Done[CommitmentUpdate]:
    """The same by the link of a person of the institution: a step or a question.

    Problem("institution_link_over") for a link that ended, Problem("row_gone") for a promise of somebody else, and
    Problem("link_used_too_much") for more than MOST_STEPS_A_DAY or MOST_PROOFS_A_DAY.
    """
    link = open_link(session, session.get(InstitutionLink, link_id, with_for_update=True))
    person = session.get_one(InstitutionPerson, link.institution_person_id)
    commitment = session.get(Commitment, commitment_id)
    if commitment is None or commitment.institution_id != person.institution_id:
        raise Problem("row_gone", row=commitment_id)
    commitment = living(session, Commitment, commitment_id, version)
    if record.kind == "answer" or record.state not in (None, *STATES_BY_LINK):
        raise Problem("unknown_choice", field="kind" if record.kind == "answer" else "state", given=str(record.state))
    _not_flooded(session, link_id, proof)
    return _stepped(session, actor, commitment, record, proof, link_id)


def _stepped(
    session: Session,
    actor: Actor,
    commitment: Commitment,
    record: UpdateRecord,
    proof: ProofFile | None,
    link_id: int | None = None,
) -> Done[CommitmentUpdate]:
    not_in_future(record, "happened_on")
    if record.happened_on < commitment.promised_on:
        raise Problem("step_before_promise", field="happened_on", promised_on=commitment.promised_on)
    if record.kind == "question" and record.state is not None:
        raise Problem("question_without_state", field="state")
    own = {"commitment_id": commitment.id, "account_id": actor.account_id, "link_id": link_id}
    update = CommitmentUpdate.model_validate(record, update=own)
    session.add(update)
    session.flush()
    before = {"state": commitment.state, "done_on": said_of(session, commitment)["done_on"]}
    values: dict[str, Any] = {}
    if record.state is not None:
        values = {"state": record.state, "done_on": record.happened_on if record.state == "done" else None}
    stamped(commitment, actor, values)
    session.flush()
    after = values_of(update)
    if proof is not None:
        kept = _kept(session, actor, update, proof)
        after["proof"] = {"id": kept.id, "name": kept.name, "size": kept.size, "sha256": kept.sha256}
    if record.state not in (None, before["state"]):
        after["state_before"] = before["state"]
        after |= states_of(session, actor, said_of(session, commitment)["obstacles"])
    elif record.state == "done":
        states_of(session, actor, said_of(session, commitment)["obstacles"])
    return Done(update, after=after)


def _kept(session: Session, actor: Actor, update: CommitmentUpdate, proof: ProofFile) -> Proof:
    values: dict[str, Any] = {"update_id": update.id, "name": proof.name, "media_type": proof.media_type}
    values |= {"sha256": proof.sha256, "size": len(proof.content), "content": proof.content}
    kept = Proof(**values, created_by=actor.account_id, updated_by=actor.account_id)
    session.add(kept)
    session.flush()
    return kept


def _not_flooded(session: Session, link_id: int, proof: ProofFile | None) -> None:
    lately = (CommitmentUpdate.link_id == link_id, CommitmentUpdate.at > now() - _DAY)
    if session.exec(select(func.count(col(CommitmentUpdate.id))).where(*lately)).one() >= MOST_STEPS_A_DAY:
        raise Problem("link_used_too_much", limit=MOST_STEPS_A_DAY)
    if proof is None:
        return
    sent = select(func.count(col(Proof.id))).join(CommitmentUpdate, col(CommitmentUpdate.id) == Proof.update_id)
    if session.exec(sent.where(*lately)).one() >= MOST_PROOFS_A_DAY:
        raise Problem("link_proofs_too_many", field="proof", limit=MOST_PROOFS_A_DAY)
