"""What became of frozen figures: each difference exact, told by the rows that came and went and what was done."""

from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.access import MANAGER
from core.filters import Filters
from core.records import validated
from core.records.people import PersonRecord
from core.records.reports import ReportRecord
from db.commands.attendance import close_roster, open_roster
from db.commands.merging import merge_persons, undo_merge
from db.commands.people import change_person
from db.commands.registrations import register_people
from db.commands.reports import freeze_report
from db.commands.sessions import cancel_session
from db.engine import reading
from db.models import FrozenReport, Merge, Person
from db.queries.report_changes import Moved, changed_themselves, done_since, figures_now, moved_rows, sessions_behind
from tests.conftest import actor
from tests.db.sittings import Sittings

QUOTED = validated(ReportRecord, {"title": "Quoted to the ministry"})


class Story:
    """Amina, Brahim and Chaima were present once when the figures were frozen; Driss and Emna were not."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.made = engine, Sittings(engine)
        self.people = dict(
            zip("ABCDE", self.made.people("Amina", "Brahim", "Chaima", "Driss", "Emna", enrolled=False), strict=True)
        )
        self.first, self.second, self.third = self.made.plan(), self.made.plan(), self.made.plan()
        self.hold(self.first, "ABC")
        self.report = self.freeze()

    def freeze(self, **narrowed: Any) -> int:
        """The id of a report frozen now."""
        filters = Filters(phase_id=self.made.phase, **narrowed)
        return self.made.do(freeze_report, QUOTED, filters, actor=actor(MANAGER)).row_id

    def hold(self, sitting: int, present: str) -> None:
        """Holds a session at which these were present, and closes its roster."""
        self.made.do(open_roster, sitting)
        there = tuple(self.people[name] for name in present)
        self.made.do(register_people, sitting, tuple(sorted(there)))
        for registration in self.made.ids(sitting):
            self.made.mark(registration, "present")
        self.made.do(close_roster, sitting)

    def merge(self, kept: str, gone: str) -> None:
        """Makes two persons of the first session one."""
        kept_mark = self.made.ids(self.first)["ABC".index(kept)]
        with reading(self.engine) as session:
            seen = [(self.people[name], session.get_one(Person, self.people[name]).version) for name in (kept, gone)]
        self.made.do(merge_persons, *seen, (), (kept_mark,), "the same person")

    def ask(self, query: Any, *args: Any, report: int | None = None) -> Any:
        """What a query says of the report."""
        with reading(self.engine) as session:
            return query(session, session.get_one(FrozenReport, report or self.report), *args)

    def done(self, figure: str) -> dict[str, int]:
        """How often each command was carried out since in what the figure reads."""
        rows = self.ask(done_since, figure)
        return dict(zip(rows["command"], rows["number"].tolist(), strict=True))


def test_where_nothing_was_done_nothing_is_another(engine: Engine) -> None:
    story = Story(engine)
    assert story.ask(figures_now)["people_trained"] == 3
    assert story.ask(moved_rows)["person"] == Moved((), (), 0)
    assert (story.done("people"), story.done("obstacles")) == ({}, {})


def test_people_who_came_are_told_by_their_sessions_and_a_merge_by_its_entry(engine: Engine) -> None:
    story = Story(engine)
    story.hold(story.second, "ADE")
    story.merge("B", "C")
    story.made.do(cancel_session, story.third, 1, "the road was closed")
    moved = story.ask(moved_rows)["person"]
    assert moved == Moved((story.people["D"], story.people["E"]), (), 1)
    # Three then; two came and two are one: four now.
    assert story.ask(figures_now)["people_trained"] == 3 + len(moved.came) - len(moved.went) - moved.joined == 4
    assert story.ask(figures_now)["attendances"] == 3 + 3 - 1
    assert story.done("people") == {
        **{"mark_attendance": 3, "cancel_session": 1, "close_roster": 1, "merge_persons": 1, "open_roster": 1},
        "register_people": 1,
    }
    sessions = story.ask(sessions_behind, moved.came)
    assert sessions[["id", "state", "people"]].to_numpy().tolist() == [[story.second, "closed", 2]]


def test_a_merge_that_is_undone_leaves_the_figure_as_it_was(engine: Engine) -> None:
    story = Story(engine)
    story.merge("B", "C")
    assert (story.ask(moved_rows)["person"].joined, story.ask(figures_now)["people_trained"]) == (1, 2)
    with Session(engine) as session:
        merge = session.exec(select(Merge)).one()
    story.made.do(undo_merge, merge.id, merge.version)
    assert story.ask(moved_rows)["person"] == Moved((), (), 0)
    assert story.ask(figures_now)["people_trained"] == 3
    assert story.done("people") == {"merge_persons": 1, "undo_merge": 1}


def test_a_sex_set_since_takes_a_person_out_of_the_women(engine: Engine) -> None:
    story = Story(engine)
    women = story.freeze(sexes=("f",))
    assert story.ask(figures_now, report=women)["people_trained"] == 3
    amina = story.people["A"]
    story.made.do(change_person, amina, 1, validated(PersonRecord, {"name_latin": "Amine", "sex": "m"}))
    assert story.ask(moved_rows, report=women)["person"] == Moved((), (amina,), 0)
    assert story.ask(figures_now, report=women)["people_trained"] == 2
    assert story.ask(changed_themselves, "person", (amina,), report=women) == 1
    assert story.ask(sessions_behind, (amina,), report=women).empty
    # Without the filter nobody came or went, and the share of women is another.
    assert story.ask(moved_rows)["person"] == Moved((), (), 0)
    assert story.ask(figures_now)["women_share"] == 2 / 3


def test_marks_of_another_phase_are_not_told(engine: Engine) -> None:
    story = Story(engine)
    until = story.freeze(until=story.made.sitting().held_on)
    story.hold(story.second, "D")
    rows = story.ask(done_since, "people", report=until)
    # The session of a later day was held; its marks lie outside of the period.
    assert "mark_attendance" not in rows["command"].tolist()
    assert story.ask(moved_rows, report=until)["person"] == Moved((), (), 0)
