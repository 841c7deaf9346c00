"""Certificates of completion: issuing them to those who met the rule, and revoking one."""

import secrets
from datetime import datetime

from sqlmodel import Session, col, select

from core.access import Actor
from core.i18n import ZONE
from core.problems import Problem
from core.records import validated
from core.records.certificates import SERIAL_LENGTH, SERIAL_LETTERS, CertificateRecord, serial_of
from db.commands.guards import province_of_commune, reached
from db.commands.ledger import Done, command, living, stamped, values_of
from db.commands.removals import reason_given
from db.models import Certificate, Group
from db.models.base import now
from db.queries.certificates import group_standing, modules_attended
from db.queries.pairs_decided import standing_id


@command("certificate.write", "certificate")
def issue_certificates(session: Session, actor: Actor, group_id: int, person_id: int | None = None) -> Done[Group]:
    """A certificate for everybody of a finished group who met the rule and has none yet, or for one of them.

    Whoever has a valid one keeps it: where nobody is left without, nothing changes and Problem("certificates_there")
    says so. One person who did not meet the rule is a Problem("completion_missing") with the `hours` that lack, and
    whoever may not be listed (see core.privacy) a Problem("certificate_without_consent").
    """
    # Two who issue for one group wait for each other here.
    group = living(session, Group, group_id)
    reached(actor, province_of_commune(session, group.commune_id))
    standing = group_standing(session, actor.provinces, group_id).to_dict("records")
    if not standing or not standing[0]["finished"]:
        raise Problem("group_not_finished")
    if person_id is None:
        met = [row for row in standing if row["done"] and row["listed"]]
        if not met:
            raise Problem("nobody_completed")
    else:
        wanted = standing_id(session, "person", person_id)
        met = [row for row in standing if row["person_id"] == wanted]
        if not met:
            raise Problem("not_enrolled_in_group")
        if not met[0]["done"]:
            raise Problem("completion_missing", hours=float(met[0]["missing"]))
        if not met[0]["listed"]:
            raise Problem("certificate_without_consent")
    have = set(
        session.exec(
            select(Certificate.person_id).where(
                Certificate.group_id == group_id,
                col(Certificate.revoked_at).is_(None),
                col(Certificate.deleted_at).is_(None),
            )
        )
    )
    without = [row for row in met if row["person_id"] not in have]
    if not without:
        raise Problem("certificates_there")
    modules, issued_on = modules_attended(session, group_id), datetime.now(ZONE).date()
    issued = []
    for row in without:
        said = {
            "serial": _new_serial(),
            "person_id": int(row["person_id"]),
            "group_id": group_id,
            "phase_id": group.phase_id,
            "issued_on": issued_on,
            "hours_attended": float(row["attended"]),
            "hours_offered": float(row["offered"]),
            "modules": modules.get(row["person_id"], []),
        }
        record = validated(CertificateRecord, said)
        issued.append(Certificate.model_validate(record, update={"created_by": actor.account_id}))
    session.add_all(issued)
    session.flush()
    # The list ends the entry: so it is found for each of those in it (see db/queries/history_around.py).
    return Done(group, before={}, after={"id": group_id, "issued": [row.id for row in issued]})


@command("certificate.write", "certificate")
def revoke_certificate(
    session: Session, actor: Actor, certificate_id: int, version: int, reason: str | None
) -> Done[Certificate]:
    """A certificate that is no longer valid, and why; the one on paper says so from now on to whoever scans it."""
    certificate = living(session, Certificate, certificate_id)
    group = session.get_one(Group, certificate.group_id)
    reached(actor, province_of_commune(session, group.commune_id))
    if certificate.revoked_at is not None:
        raise Problem("certificate_revoked")
    living(session, Certificate, certificate_id, version)
    said = reason_given(reason)
    before = values_of(certificate)
    stamped(certificate, actor, {"revoked_at": now(), "revoked_by": actor.account_id, "reason": said})
    return Done(certificate, before=before, reason=said)


def _new_serial() -> str:
    # Of so many, two that are the same are not met; were they, the database would refuse the second.
    return serial_of("".join(secrets.choice(SERIAL_LETTERS) for _ in range(SERIAL_LENGTH))) or ""
