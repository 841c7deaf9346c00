"""A programme made by hand, small enough to count on paper and with every trap of counting in it."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import transaction
from db.models import (
    Attendance,
    AttendanceStatus,
    Commitment,
    CommitmentObstacle,
    Commune,
    Enrolment,
    Group,
    Institution,
    Membership,
    Mention,
    Module,
    Obstacle,
    ObstacleCategory,
    Organisation,
    Participation,
    Person,
    Phase,
    Programme,
    Province,
    Referral,
    Registration,
    Satisfaction,
    Sector,
    SessionTrainer,
    Target,
    Trainer,
    TrainingSession,
)
from db.models.base import now
from tests.copied import Copied
from tests.db.small_programme_rows import (
    CAPACITIES,
    COMMITMENTS,
    ENROLMENTS,
    MENTIONS,
    OBSTACLES,
    ORGANISATIONS,
    OUARZAZATE,
    PARTICIPATIONS,
    PERSONS,
    REFERRALS,
    ROSTER,
    SATISFACTION,
    SECTORS,
    SESSION_TRAINERS,
    SESSIONS,
    STATES,
    TRAINERS,
    ZAGORA,
)

BIN: dict[str, Any] = {"deleted_at": datetime.fromisoformat("2025-06-01T00:00:00+00:00")}


def _written(engine: Engine) -> dict[str, int]:
    with transaction(engine) as session:
        return _Filling(session).all()


_COPIED = Copied(_written)


def fill(engine: Engine) -> dict[str, int]:
    """Writes the programme into a database with the reference rows; the ids of its phases by their code."""
    return dict(_COPIED(engine))


class _Filling:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.provinces = {row.code: row.id or 0 for row in session.exec(select(Province))}
        self.communes = {row.province_id: row.id or 0 for row in session.exec(select(Commune))}

    def all(self) -> dict[str, int]:
        phases = self._phases()
        organisations = self._organisations(phases["1"])
        people = {name: self._person(name, sex, born) for name, (sex, born) in PERSONS.items()}
        self._add(Membership(person_id=people["late, then left early"], organisation_id=organisations["A"]))
        groups = {
            label: self._add(Group(phase_id=phases["1"], commune_id=self._commune(province), label=label))
            for label, province in (("G1", OUARZAZATE), ("G2", ZAGORA), ("no sitting yet", ZAGORA))
        }
        self._enrol(people, groups, phases["1"])
        self._sessions(phases, groups, people, organisations)
        self._obstacles(organisations)
        self._targets(phases)
        return phases

    def _add(self, row: Any) -> int:
        self.session.add(row)
        self.session.flush()
        return int(row.id)

    def _commune(self, province: str) -> int:
        return self.communes[self.provinces[province]]

    def _phases(self) -> dict[str, int]:
        programme = self._add(Programme(name_ar="برنامج", name_fr="Programme", name_en="Programme"))
        names: dict[str, Any] = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
        return {
            code: self._add(
                Phase(
                    programme_id=programme, code=code, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), **names
                )
            )
            for code, year in (("1", 2025), ("2", 2026))
        }

    def _organisations(self, phase: int) -> dict[str, int]:
        ids, sectors = {}, {row.code: row.id for row in self.session.exec(select(Sector))}
        for name, (kind, province, deleted) in ORGANISATIONS.items():
            place = self.provinces[province] if province else None
            row = Organisation(
                kind=kind,
                name_latin=name,
                province_id=place,
                commune_id=self._commune(province) if province else None,
                sector_id=sectors.get(SECTORS.get(name, "")),
                **(BIN if deleted else {}),
            )
            ids[name] = self._add(row)
        for name, state in PARTICIPATIONS.items():
            self._add(Participation(organisation_id=ids[name], phase_id=phase, state=state))
        return ids

    def _person(self, name: str, sex: str, born: int | None) -> int:
        row = Person(
            name_latin=name,
            sex=sex,
            birth_year=born,
            identified=name != "walk-in",
            consent_data=True,
            consent_data_on=date(2025, 1, 1),
            **(BIN if name == "deleted" else {}),
        )
        return self._add(row)

    def _enrol(self, people: dict[str, int], groups: dict[str, int], phase: int) -> None:
        for person, group, withdrawn in ENROLMENTS:
            self._add(
                Enrolment(
                    person_id=people[person],
                    group_id=groups[group],
                    phase_id=phase,
                    enrolled_on=date(2025, 1, 15),
                    withdrawn_on=date.fromisoformat(withdrawn) if withdrawn else None,
                )
            )

    def _sessions(
        self, phases: dict[str, int], groups: dict[str, int], people: dict[str, int], organisations: dict[str, int]
    ) -> None:
        modules = {row.code: row.id or 0 for row in self.session.exec(select(Module))}
        statuses = {row.code: row.id or 0 for row in self.session.exec(select(AttendanceStatus))}
        sittings = {}
        for name, (phase, group, module, province, day, hours, state, counts, deleted) in SESSIONS.items():
            sittings[name] = self._add(
                TrainingSession(
                    phase_id=phases[phase],
                    group_id=groups[group] if group else None,
                    module_id=modules[module],
                    commune_id=self._commune(province),
                    province_id=self.provinces[province],
                    held_on=date.fromisoformat(day),
                    starts_at=time(9),
                    ends_at=time(17),
                    hours=hours,
                    state=state,
                    counts_as_training=counts,
                    capacity=CAPACITIES.get(name),
                    **(BIN if deleted else {}),
                )
            )
        self._trainers(sittings)
        self._satisfaction(sittings)
        for number, (sitting, person, organisation, status, given, deleted_row) in enumerate(ROSTER):
            registration = self._add(
                Registration(
                    session_id=sittings[sitting],
                    person_id=people[person],
                    organisation_id=organisations[organisation] if organisation else None,
                    row_number=number,
                    **(BIN if deleted_row == "registration" else {}),
                )
            )
            if status:
                gone = BIN if deleted_row == "attendance" else {}
                mark: dict[str, Any] = {"status_id": statuses[status], "hours": given, "marked_at": now()}
                self._add(Attendance(registration_id=registration, **mark, **gone))

    def _trainers(self, sittings: dict[str, int]) -> None:
        trainers = {name: self._add(Trainer(name_latin=name, side=side)) for name, side in TRAINERS.items()}
        for sitting, trainer, preparation, delivery, travel, deleted in SESSION_TRAINERS:
            self._add(
                SessionTrainer(
                    session_id=sittings[sitting],
                    trainer_id=trainers[trainer],
                    preparation=preparation,
                    delivery=delivery,
                    travel=travel,
                    **(BIN if deleted else {}),
                )
            )

    def _satisfaction(self, sittings: dict[str, int]) -> None:
        for sitting, faces in SATISFACTION.items():
            counts = {"session_id": sittings[sitting], "way": "paper", "answered": sum(faces.values())}
            self._add(Satisfaction.model_validate(counts | faces))

    def _obstacles(self, organisations: dict[str, int]) -> None:
        categories = {row.code: row.id or 0 for row in self.session.exec(select(ObstacleCategory))}
        obstacles = {}
        for name, category in OBSTACLES.items():
            gone = BIN if name == "deleted" else {}
            row = Obstacle(
                category_id=categories[category],
                title=name,
                raised_on=date(2025, 3, 1),
                state=STATES.get(name, "raised"),
                **gone,
            )
            obstacles[name] = self._add(row)
        for obstacle, organisation, guest, province, day, deleted in MENTIONS:
            self._add(
                Mention(
                    obstacle_id=obstacles[obstacle],
                    organisation_id=organisations[organisation] if organisation else None,
                    guest_name=guest,
                    province_id=self.provinces[province] if province else None,
                    words=f"{obstacle} {day}",
                    mentioned_on=date.fromisoformat(day),
                    **(BIN if deleted else {}),
                )
            )

        self._answers(obstacles)

    def _answers(self, obstacles: dict[str, int]) -> None:
        institutions = {row.acronym: row.id or 0 for row in self.session.exec(select(Institution))}
        for obstacle, institution, referred, answered in REFERRALS:
            self._add(
                Referral(
                    obstacle_id=obstacles[obstacle],
                    institution_id=institutions[institution],
                    referred_on=date.fromisoformat(referred),
                    answered_on=date.fromisoformat(answered) if answered else None,
                    answer="Answered" if answered else None,
                )
            )
        for obstacle, institution, state, promised, due, done in COMMITMENTS:
            number = self._add(
                Commitment(
                    institution_id=institutions[institution],
                    what=f"For {obstacle}",
                    promised_on=date.fromisoformat(promised),
                    due_on=date.fromisoformat(due) if due else None,
                    done_on=date.fromisoformat(done) if done else None,
                    state=state,
                )
            )
            self._add(CommitmentObstacle(commitment_id=number, obstacle_id=obstacles[obstacle]))

    def _targets(self, phases: dict[str, int]) -> None:
        zagora = self.provinces[ZAGORA]
        self._add(Target(phase_id=phases["1"], indicator="people_trained", value=900))
        self._add(Target(phase_id=phases["1"], indicator="people_trained", province_id=zagora, value=200))
        self._add(Target(phase_id=phases["1"], indicator="attendances", value=5, **BIN))
        self._add(Target(phase_id=phases["2"], indicator="people_trained", value=50))
