"""A small programme for tests of sessions and rosters: two provinces, a phase, a group, its people, a session."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.access import COORDINATOR, FIELD_OFFICER, Actor
from core.names import is_arabic, search_key
from core.records import validated
from core.records.people import PersonRecord
from core.records.programme import GroupRecord, PhaseRecord, ProgrammeRecord
from core.records.sessions import AttendanceMark, SessionRecord
from db.commands.attendance import mark_attendance
from db.commands.ledger import Command, Saved
from db.commands.programme import change_phase, make_group, make_phase, make_programme
from db.commands.sessions import plan_session
from db.engine import reading, transaction
from db.models import Attendance, AttendanceStatus, Change, Commune, Enrolment, Module, Person, Province, Registration
from tests.copied import Copied

FIRST_DAY, LAST_DAY, DAY = date(2025, 1, 1), date(2025, 12, 31), date(2025, 3, 4)


def done(engine: Engine, command: Command[Any, Any], actor: Actor, key: str, *args: Any, **options: Any) -> Saved:
    """One action in its own transaction."""
    with transaction(engine) as session:
        return command(session, actor, key, *args, **options)


@dataclass
class Sittings:
    """The programme of one test; `plan` and `people` make more of it."""

    engine: Engine
    coordinator: Actor = field(default_factory=lambda: Actor(None, "desk", frozenset({COORDINATOR})))
    made: int = 0
    mornings: int = 0

    def __post_init__(self) -> None:
        with reading(self.engine) as session:
            self.zagora, self.zagora_commune = _place(session, "Zagora")
            self.tinghir, self.tinghir_commune = _place(session, "Tinghir")
            self.module = session.exec(select(Module.id).order_by(col(Module.position))).first() or 0
            self.status = dict(session.exec(select(AttendanceStatus.code, AttendanceStatus.id)).all())
        self.programme, self.phase, self.group, self.made = _BEGUN(self.engine)

    def run_past_today(self) -> None:
        """Has the phase end in a far year, so that a session can be planned for the day of the test."""
        names = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}
        days = {"starts_on": FIRST_DAY, "ends_on": date(2099, 12, 31)}
        phase = validated(PhaseRecord, {"programme_id": self.programme, "code": "phase_1", **names, **days})
        self.do(change_phase, self.phase, 1, phase)

    @property
    def officer(self) -> Actor:
        """A field officer of Zagora alone."""
        return Actor(None, "field", frozenset({FIELD_OFFICER}), frozenset({self.zagora}))

    @property
    def stranger(self) -> Actor:
        """A field officer of Tinghir alone."""
        return Actor(None, "elsewhere", frozenset({FIELD_OFFICER}), frozenset({self.tinghir}))

    def do(self, command: Command[Any, Any], *args: Any, actor: Actor | None = None) -> Saved:
        """The action as the coordinator (or another), with a key of its own."""
        self.made += 1
        return done(self.engine, command, actor or self.coordinator, f"key {self.made}", *args)

    def sitting(self, **values: Any) -> SessionRecord:
        """A morning session of the group in Zagora, with other values where they are given."""
        start = {
            "phase_id": self.phase,
            "module_id": self.module,
            "group_id": self.group,
            "commune_id": self.zagora_commune,
            "held_on": DAY,
            "starts_at": time(9),
            "ends_at": time(12),
            "hours": 3.0,
        }
        return validated(SessionRecord, start | values)

    def plan(self, **values: Any) -> int:
        """The id of a planned session; without a day or hours, the group's next free morning."""
        if not values.keys() & {"held_on", "starts_at", "ends_at", "group_id"}:
            values["held_on"] = DAY + timedelta(days=self.mornings)
            self.mornings += 1
        return self.do(plan_session, self.sitting(**values)).row_id

    def people(self, *names: str, enrolled: bool = True) -> list[int]:
        """The ids of new people, enrolled in the group the day before the session unless told otherwise.

        A name in Arabic letters is an Arabic one.
        """
        with transaction(self.engine) as session:
            rows = []
            for name in names:
                script = "name_ar" if is_arabic(name) else "name_latin"
                record = validated(PersonRecord, {script: name, "sex": "f"})
                search = search_key(record.name_ar, record.name_latin)
                rows.append(Person.model_validate(record, update={"search": search}))
            session.add_all(rows)
            session.flush()
            if enrolled:
                place: dict[str, Any] = {"group_id": self.group, "phase_id": self.phase}
                place["enrolled_on"] = DAY - timedelta(days=1)
                session.add_all(Enrolment(person_id=row.id or 0, **place) for row in rows)
            return [row.id or 0 for row in rows]

    def mark(self, registration: int, code: str | None, actor: Actor | None = None, **values: Any) -> Saved:
        """A mark by the code of its status, or its taking back."""
        status = self.status[code] if code else None
        record = validated(AttendanceMark, {"registration_id": registration, "status_id": status, **values})
        return self.do(mark_attendance, record, actor=actor)

    def registrations(self, session_id: int) -> list[tuple[int, int, int | None]]:
        """Row number, person and organisation of the session's living registrations."""
        with reading(self.engine) as session:
            found = select(Registration).where(Registration.session_id == session_id)
            rows = session.exec(found.where(col(Registration.deleted_at).is_(None)).order_by(col(Registration.id)))
            return [(row.row_number, row.person_id, row.organisation_id) for row in rows]

    def ids(self, session_id: int) -> list[int]:
        """The ids of the session's living registrations by row number."""
        with reading(self.engine) as session:
            found = select(Registration.id).where(Registration.session_id == session_id)
            rows = session.exec(
                found.where(col(Registration.deleted_at).is_(None)).order_by(col(Registration.row_number))
            )
            return [row or 0 for row in rows]

    def marks(self, session_id: int) -> dict[int, str]:
        """The code of the status of each marked registration."""
        with reading(self.engine) as session:
            rows = session.exec(
                select(Registration.id, AttendanceStatus.code)
                .join(Attendance, col(Attendance.registration_id) == Registration.id)
                .join(AttendanceStatus, col(AttendanceStatus.id) == Attendance.status_id)
                .where(Registration.session_id == session_id, col(Attendance.deleted_at).is_(None))
            )
            return {registration or 0: code for registration, code in rows}

    def changes(self, command: str) -> list[tuple[str, int | None, dict[str, Any], dict[str, Any]]]:
        """Subject, row, values before and after of each entry of the history that a command made."""
        with reading(self.engine) as session:
            rows = session.exec(select(Change).where(Change.command == command).order_by(col(Change.id)))
            return [(row.subject, row.row_id, row.before or {}, row.after or {}) for row in rows]


def _begun(engine: Engine) -> tuple[int, int, int, int]:
    """The ids of a new programme, its phase and its group in Zagora, and how many actions made them."""
    desk = Actor(None, "desk", frozenset({COORDINATOR}))
    with reading(engine) as session:
        _, commune = _place(session, "Zagora")
    names = {"name_ar": "برنامج", "name_fr": "Programme", "name_en": "Programme"}
    programme = done(engine, make_programme, desk, "key 1", validated(ProgrammeRecord, names)).row_id
    days = {"starts_on": FIRST_DAY, "ends_on": LAST_DAY}
    phase = validated(PhaseRecord, {"programme_id": programme, "code": "phase_1", **names, **days})
    number = done(engine, make_phase, desk, "key 2", phase).row_id
    group = {"phase_id": number, "commune_id": commune, "label": "A"}
    return programme, number, done(engine, make_group, desk, "key 3", validated(GroupRecord, group)).row_id, 3


_BEGUN = Copied(_begun)


def _place(session: Session, name: str) -> tuple[int, int]:
    province = session.exec(select(Province.id).where(Province.name_fr == name)).one() or 0
    commune = session.exec(select(Commune.id).where(Commune.province_id == province)).first() or 0
    return province, commune
