"""The invented rosters: who was expected at each sitting and what was marked."""

from datetime import UTC, datetime, time

from core.records.people import PersonRecord
from core.records.sessions import AttendanceMark, SessionRecord
from db.demo.material import Material, key
from db.demo.sittings import FIRST_WEEK, Class, Learner
from db.models import Attendance, Organisation, Person, Phase, Registration, TrainingSession
from db.queries.reference import modules, statuses

WALK_INS = 14


class Rosters:
    """Registrations and marks, sitting by sitting."""

    def __init__(self, material: Material, classes: list[Class]) -> None:
        self.material = material
        self.classes = classes
        listed = statuses(material.session)
        self.statuses: dict[str, int] = dict(zip(listed["code"], listed["id"], strict=True))
        self.marks: list[tuple[Registration, TrainingSession, str]] = []

    def fill(self) -> None:
        """Fills the roster of every sitting that was held; the open one is marked only in part."""
        walk_ins = self._walk_ins()
        for one in self.classes:
            for sitting in one.sittings:
                if sitting.state in ("held", "closed"):
                    guest = walk_ins.pop() if walk_ins and self.material.chance(0.06) else None
                    self._fill_one(one, sitting, guest)
        self._write_marks()

    def hold_open_days(self, phase: Phase) -> None:
        """An information day in each province: a closed roster that does not count as training."""
        module = modules(self.material.session)["id"].iloc[0]
        for one in {c.province: c for c in reversed(self.classes)}.values():
            values = {
                "phase_id": key(phase),
                "module_id": module,
                "commune_id": one.commune[0],
                "held_on": FIRST_WEEK,
                "starts_at": time(10),
                "ends_at": time(12),
                "hours": 2,
                "counts_as_training": False,
            }
            sitting = self.material.row(
                TrainingSession, FIRST_WEEK, values, SessionRecord, province_id=one.commune[1], state="closed"
            )
            self.material.session.flush()
            for place, learner in enumerate(one.learners, start=1):
                registration = self._register(sitting, learner.person, learner.organisation, place)
                self.marks.append((registration, sitting, "present"))
        self._write_marks()

    def _walk_ins(self) -> list[Person]:
        name = self.material.programme["walk_in"]
        people = []
        for number in range(1, WALK_INS + 1):
            named = {field: f"{value} {number}" for field, value in name.items()}
            people.append(self.material.row(Person, FIRST_WEEK, {**named, "identified": False}, PersonRecord))
        return self.material.written(people)

    def _fill_one(self, group: Class, sitting: TrainingSession, guest: Person | None) -> None:
        material = self.material
        moment = datetime.combine(sitting.held_on, sitting.ends_at, tzinfo=UTC)
        sitting.opened_at = moment
        sitting.closed_at = moment if sitting.state == "closed" else None
        expected = [one for one in group.learners if one.left_on is None or one.left_on > sitting.held_on]
        expected.sort(key=lambda learner: (learner.person.search, key(learner.person)))
        present = 0
        for place, learner in enumerate(expected, start=1):
            registration = self._register(sitting, learner.person, learner.organisation, place)
            status = self._status(learner)
            if sitting.state == "held" and place > len(expected) // 2:
                continue
            present += status in ("present", "late", "left_early")
            self.marks.append((registration, sitting, status))
        unexpected: list[tuple[Person, Organisation | None]] = [(guest, None)] if guest else []
        if visitor := self._visitor(group):
            unexpected.append((visitor.person, visitor.organisation))
        for place, (person, organisation) in enumerate(unexpected, start=len(expected) + 1):
            self.marks.append((self._register(sitting, person, organisation, place), sitting, "present"))
        present += len(unexpected)
        if sitting.state == "closed":
            sitting.declared_headcount = present + (material.dice.choice((-1, 1, 2)) if material.chance(0.1) else 0)

    def _visitor(self, one: Class) -> Learner | None:
        """Now and then somebody of another province's group, with an organisation from there."""
        if not self.material.chance(0.08):
            return None
        others = [other for other in self.classes if other.province != one.province]
        return self.material.dice.choice(self.material.dice.choice(others).learners)

    def _status(self, learner: Learner) -> str:
        material = self.material
        if material.chance(learner.faithful):
            return material.dice.choices(("present", "late", "left_early"), weights=(92, 5, 3))[0]
        return "excused" if material.chance(0.2) else "absent"

    def _register(
        self, sitting: TrainingSession, person: Person, organisation: Organisation | None, place: int
    ) -> Registration:
        values = {
            "session_id": key(sitting),
            "person_id": key(person),
            "organisation_id": key(organisation) if organisation else None,
            "row_number": place,
        }
        return self.material.row(Registration, sitting.held_on, values)

    def _write_marks(self) -> None:
        material = self.material
        material.session.flush()
        for registration, sitting, status in self.marks:
            # Who left early sometimes has the hours noted, which then stand instead of the status's credit.
            hours = 2.0 if status == "left_early" and material.chance(0.5) else None
            values = {
                "registration_id": key(registration),
                "status_id": self.statuses[status],
                "hours": hours,
                "way": material.dice.choices(("paper", "tick"), weights=(3, 1))[0],
            }
            marked = datetime.combine(sitting.held_on, sitting.ends_at, tzinfo=UTC)
            material.row(Attendance, sitting.held_on, values, AttendanceMark, marked_at=marked)
        material.session.flush()
        self.marks.clear()
