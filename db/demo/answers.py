"""What the invented institutions were asked, promised and did, and what the cooperatives say of it in the end."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from core.answering import state_reached
from core.records.commitments import CommitmentRecord, ConfirmationRecord, UpdateRecord
from core.records.institutions import InstitutionPersonRecord, ReferralRecord
from db.demo.material import Material, key, rows
from db.demo.voices import CLOSING
from db.models import (
    Commitment,
    CommitmentObstacle,
    CommitmentUpdate,
    Confirmation,
    InstitutionPerson,
    Mention,
    Obstacle,
    Referral,
)
from db.models.base import table
from db.queries.reference import institutions

_HEARD_ON = date(2026, 11, 10)


def answer_obstacles(material: Material) -> None:
    """Referrals, promises in every state with their steps, and confirmations; the obstacles follow. Nothing of it is
    thrown by dice, so that all the rest of the programme stays as it is.
    """
    listed = institutions(material.session)
    bodies = dict(zip(listed["acronym"].tolist(), listed["id"].tolist(), strict=True))
    obstacles = obstacles_by_key(material)
    people = {
        row["institution"]: material.row(
            InstitutionPerson, CLOSING, {**row, "institution_id": bodies[row["institution"]]}, InstitutionPersonRecord
        )
        for row in rows("institution_people")
    }
    material.session.flush()
    _refer(material, obstacles, bodies)
    states = _promise(material, obstacles, bodies, people)
    said = _confirm(material, obstacles)
    referred = {row["obstacle"] for row in rows("referrals")}
    for name, obstacle in obstacles.items():
        verdicts, heard_all = said.get(name, ([], False))
        obstacle.state = state_reached(name in referred, states.get(name, []), verdicts, heard_all)
    material.session.flush()


def obstacles_by_key(material: Material) -> dict[str, Obstacle]:
    """The obstacles by the keys of the file that they came from."""
    made = material.session.exec(select(Obstacle).order_by(col(Obstacle.id))).all()
    return dict(zip((row["key"] for row in rows("obstacles")), made, strict=True))


def _refer(material: Material, obstacles: dict[str, Obstacle], bodies: dict[str, int]) -> None:
    for row in rows("referrals"):
        values = {
            "obstacle_id": key(obstacles[row["obstacle"]]),
            "institution_id": bodies[row["institution"]],
            "referred_on": row["referred_on"],
            "answer": row["answer"],
            "answered_on": row["answered_on"] or None,
        }
        material.row(Referral, date.fromisoformat(row["referred_on"]), values, ReferralRecord)


def _promise(
    material: Material, obstacles: dict[str, Obstacle], bodies: dict[str, int], people: dict[str, InstitutionPerson]
) -> dict[str, list[str]]:
    """The promises with their steps; the states of those of each obstacle."""
    found: dict[str, list[str]] = {}
    for row in rows("promises"):
        steps = [step for step in rows("promise_steps") if step["promise"] == row["promise"]]
        moves = [step for step in steps if step["state"]]
        state = moves[-1]["state"] if moves else "promised"
        promised_on = date.fromisoformat(row["promised_on"])
        made = material.row(
            Commitment,
            promised_on,
            {
                "institution_id": bodies[row["institution"]],
                "institution_person_id": key(people[row["institution"]]),
                **{name: row[name] for name in ("what", "to_whom", "promised_on", "due_on")},
            },
            CommitmentRecord,
            state=state,
            done_on=date.fromisoformat(moves[-1]["happened_on"]) if state == "done" else None,
            version=1 + len(steps),
        )
        material.session.flush()
        for name in row["obstacles"].split(";"):
            found.setdefault(name, []).append(state)
            link = {"commitment_id": key(made), "obstacle_id": key(obstacles[name])}
            material.row(CommitmentObstacle, promised_on, link)
        material.session.add_all(_step(made, step) for step in steps)
        material.session.flush()
    return found


def _step(made: Commitment, step: dict[str, str]) -> CommitmentUpdate:
    values: dict[str, Any] = {name: step[name] or None for name in UpdateRecord.model_fields}
    record = UpdateRecord.model_validate(values)
    return CommitmentUpdate.model_validate(
        record, update={"commitment_id": key(made), "at": f"{step['happened_on']}T15:00:00+00:00"}
    )


def _confirm(material: Material, obstacles: dict[str, Obstacle]) -> dict[str, tuple[list[str], bool]]:
    """What organisations say of an obstacle, the first that mentioned it first; and whether all of them did."""
    mention, found = table(Mention).c, {}
    for row in rows("confirmations"):
        obstacle = obstacles[row["obstacle"]]
        asked = material.session.execute(
            select(mention.organisation_id)
            .where(mention.obstacle_id == obstacle.id, mention.organisation_id.is_not(None))
            .order_by(mention.id)
        )
        speakers = list(dict.fromkeys(asked.scalars()))
        verdicts = [verdict for verdict in ("solved", "partly", "no") for _ in range(int(row[verdict]))]
        for organisation, verdict in zip(speakers, verdicts, strict=False):
            values = {"obstacle_id": key(obstacle), "organisation_id": organisation, "verdict": verdict}
            values |= {"confirmed_on": _HEARD_ON, "way": "phone"}
            material.row(Confirmation, _HEARD_ON, values, ConfirmationRecord)
        found[row["obstacle"]] = (verdicts[: len(speakers)], len(verdicts) >= len(speakers))
    return found
