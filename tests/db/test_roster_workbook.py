"""A roster's workbook filled by another program: previewed, taken in once, and refused in words where it must be."""

import hashlib
import io
import time as clock
import uuid
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from core.access import Actor
from core.problems import Problem
from core.records import validated
from core.records.people import PersonRecord
from core.records.sheets import CommentRecord, SheetCounts
from core.sheets.reading import read_sheets
from core.sheets.roster_filled import FilledRoster, filled_roster
from core.sheets.roster_workbook import roster_workbook
from core.sheets.table import LARGEST_FILE
from db.commands.attendance import close_roster, open_roster
from db.commands.organisations import register_organisation
from db.commands.people import register_person
from db.commands.registrations import register_people, take_off_roster
from db.commands.roster_workbook import LEFT_OUT, NEW_PERSON, apply_roster_workbook
from db.commands.sessions import cancel_session, change_session
from db.commands.sign_in_sheets import send_back_sheet, submit_sheet, verify_sheet
from db.engine import reading, transaction
from db.models import Attendance, Change, Instance, Membership, Person, Registration
from db.queries.reference import statuses
from db.queries.roster_workbook import workbook_secret
from db.queries.roster_workbook_giving import roster_to_fill, rows_to_fill
from db.queries.roster_workbook_preview import WorkbookPreview, workbook_preview
from tests.db.entries import organisation
from tests.db.sittings import DAY, Sittings, done

Fill = Callable[[Any], None]


@dataclass
class Hall:
    """An open roster with Amina, Hassan and Itto on it."""

    sittings: Sittings
    session: int

    @property
    def ids(self) -> list[int]:
        return self.sittings.ids(self.session)

    def given(self, language: str = "fr", session: int | None = None) -> bytes:
        """The workbook of the session as it stands."""
        number = session or self.session
        with reading(self.sittings.engine) as s:
            rows = rows_to_fill(s, None, number, language)
            to_fill = roster_to_fill(s, None, number, rows, language, uuid.uuid4().hex)
            return roster_workbook(to_fill, workbook_secret(s))

    def preview(self, data: bytes, session: int | None = None) -> WorkbookPreview:
        """What the file would do."""
        with reading(self.sittings.engine) as s:
            return workbook_preview(s, None, session or self.session, hashed(data), opened(data))

    def apply(
        self,
        data: bytes,
        theirs: tuple[int, ...] = (),
        people: tuple[tuple[int, int], ...] = (),
        actor: Actor | None = None,
    ) -> None:
        """Takes the file in as its preview says."""
        seen = self.preview(data).digest
        said = (self.session, "feuille.xlsx", hashed(data), opened(data), theirs, people, seen)
        self.sittings.do(apply_roster_workbook, *said, actor=actor)

    def refused(self, data: bytes, **options: Any) -> Problem:
        """Why the file is refused as a whole."""
        with pytest.raises(Problem) as caught:
            self.preview(data, **options)
        return caught.value


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@cache
def opened(data: bytes) -> FilledRoster:
    # A file is read in a process of its own, and these tests look at one file three or four times.
    return filled_roster(read_sheets(data))


def filled(data: bytes, fill: Fill) -> bytes:
    """The workbook after a person filled it in a program of their own."""
    book = load_workbook(io.BytesIO(data))
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def line_of(book: Any, key: str) -> int:
    """The line of the row with this key."""
    return next(int(row[5].row) for row in book.worksheets[0].iter_rows() if row[5].value == key)


def write(marks: dict[str, tuple[Any, ...]]) -> Fill:
    """Fills the open cells of rows by key: status and hours, or name, organisation, sex and phone."""

    def fill(book: Any) -> None:
        for key, texts in marks.items():
            first = 2 if key.startswith("new-") else 4
            for column, text in enumerate(texts, start=first):
                book.worksheets[0].cell(line_of(book, key), column).value = text

    return fill


@pytest.fixture
def hall(engine: Engine) -> Hall:
    sittings = Sittings(engine)
    sittings.people("Amina", "Hassan", "Itto")
    row = sittings.plan(venue="Dar Chabab")
    sittings.do(open_roster, row)
    return Hall(sittings, row)


def verdicts(preview: WorkbookPreview) -> list[str]:
    return [line.verdict for line in preview.lines]


def codes(preview: WorkbookPreview) -> list[str]:
    return [part.code for line in preview.lines if line.problem for part in line.problem.each()]


def marks_in_full(hall: Hall) -> list[tuple[str, float | None, str]]:
    by_id = {number: code for code, number in hall.sittings.status.items()}
    with reading(hall.sittings.engine) as s:
        rows = s.exec(select(Attendance).where(col(Attendance.deleted_at).is_(None)).order_by(col(Attendance.id)))
        return [(by_id[row.status_id], row.hours, row.way) for row in rows]


@pytest.mark.parametrize("data", [b"<html><body><table><tr><td>1</td></tr></table></body></html>", b"a;b\n1;2\n"])
def test_a_file_that_is_only_named_a_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        opened(data)
    assert caught.value.code == "file_not_a_workbook"


def test_a_damaged_a_too_large_and_a_swelling_file_are_refused(hall: Hall) -> None:
    whole = hall.given()
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    tried = {"file_broken": whole[: len(whole) // 2], "file_too_large": b"PK" + b"0" * LARGEST_FILE}
    tried |= {"file_unzips_too_large": bomb.getvalue(), "file_empty": b"", "file_old_workbook": b"\xd0\xcf\x11\xe0" * 9}
    found = {}
    for code, data in tried.items():
        with pytest.raises(Problem) as caught:
            opened(data)
        found[code] = caught.value.code
    assert found == {code: code for code in tried}


def test_a_workbook_that_is_none_of_ours_is_refused(hall: Hall) -> None:
    file = io.BytesIO()
    Workbook().save(file)
    assert hall.refused(file.getvalue()).code == "workbook_not_ours"


def test_the_workbook_of_another_session_is_refused_and_named(hall: Hall) -> None:
    other = hall.sittings.plan()
    refusal = hall.refused(hall.given(), session=other)
    assert refusal.code == "workbook_of_other_session"
    assert refusal.details["session"] == f"S-{hall.session:05}"
    assert hall.given("fr") != hall.given("fr")


def test_the_workbook_of_another_database_is_refused(hall: Hall) -> None:
    data = hall.given()
    with transaction(hall.sittings.engine) as s:
        s.get_one(Instance, 1).pseudonym_secret = "5c" * 32
    assert hall.refused(data).code == "workbook_of_other_database"


@pytest.mark.parametrize(
    ("old", "new"),
    [('"version": 0', '"version": 7'), ('"registration_id": ', '"registration_id": 9'), ('"number": 1', '"number": 5')],
)
def test_hidden_cells_that_were_changed_are_found(hall: Hall, old: str, new: str) -> None:
    def fill(book: Any) -> None:
        cell = book.worksheets[1].cell(3, 1)
        assert old in cell.value
        cell.value = cell.value.replace(old, new)

    assert hall.refused(filled(hall.given(), fill)).code == "workbook_changed"


def test_hidden_rows_that_were_taken_out_are_found(hall: Hall) -> None:
    assert hall.refused(filled(hall.given(), lambda b: b.worksheets[1].delete_rows(4))).code == "workbook_changed"
    broken = filled(hall.given(), write_hidden("A2", "nothing of ours"))
    assert hall.refused(broken).code == "workbook_changed"


def write_hidden(cell: str, text: str) -> Fill:
    def fill(book: Any) -> None:
        book.worksheets[1][cell].value = text

    return fill


def test_a_roster_that_is_not_open_is_said(hall: Hall) -> None:
    data = hall.given()
    planned = hall.sittings.plan()
    assert hall.refused(hall.given(session=planned), session=planned).code == "roster_not_open"
    hall.sittings.mark(hall.ids[0], "present")
    hall.sittings.do(close_roster, hall.session)
    assert hall.refused(data).code == "roster_closed"


def test_an_officer_of_another_province_is_refused(hall: Hall) -> None:
    data = filled(hall.given(), write({f"r{hall.ids[0]}": ("Présent",)}))
    with pytest.raises(Problem) as caught:
        hall.apply(data, actor=hall.sittings.stranger)
    assert caught.value.code == "other_province"
    assert hall.sittings.marks(hall.session) == {}


def test_an_untouched_workbook_changes_nothing(hall: Hall) -> None:
    hall.sittings.mark(hall.ids[0], "late", hours=2.0)
    data = hall.given()
    assert verdicts(hall.preview(data)) == ["unchanged"] * 3
    with pytest.raises(Problem) as caught:
        hall.apply(data)
    assert caught.value.code == "workbook_nothing"
    assert hall.sittings.changes("apply_roster_workbook") == []


def test_a_filled_workbook_is_taken_in_once_however_often_and_by_whomever_it_is_sent(hall: Hall) -> None:
    first, second, third = hall.ids
    hall.sittings.mark(second, "present")
    marks = {f"r{first}": ("Présent",), f"r{second}": ("absent",), f"r{third}": (label(hall, "late", "ar"), 2.5)}
    data = filled(hall.given(), write(marks))
    assert verdicts(hall.preview(data)) == ["new", "changed", "new"]
    assert hall.sittings.marks(hall.session) == {second: "present"}
    hall.apply(data, actor=hall.sittings.officer)
    assert hall.sittings.marks(hall.session) == {first: "present", second: "absent", third: "late"}
    assert sorted(marks_in_full(hall)) == [
        ("absent", None, "import"),
        ("late", 2.5, "import"),
        ("present", None, "import"),
    ]
    before = entries(hall)
    for actor in (hall.sittings.officer, hall.sittings.coordinator):
        refusal = hall.refused(data)
        assert (refusal.code, refusal.details["who"]) == ("workbook_applied", "–")
        said = (hall.session, "feuille.xlsx", hashed(data), opened(data), (), (), "any")
        with pytest.raises(Problem) as caught:
            hall.sittings.do(apply_roster_workbook, *said, actor=actor)
        assert caught.value.code == "workbook_applied"
    assert entries(hall) == before
    _, row, _, after = hall.sittings.changes("apply_roster_workbook")[0]
    assert (row, after["file_name"], after["workbook_marks"], after["workbook_people"]) == (
        hall.session,
        "feuille.xlsx",
        3,
        0,
    )
    # Each mark has an entry of its own, like one that was made by hand.
    assert len(hall.sittings.changes("mark_attendance")) == 4


def label(hall: Hall, code: str, language: str) -> str:
    with reading(hall.sittings.engine) as s:
        rows: list[Any] = list(statuses(s).itertuples())
    return next(str(getattr(row, f"label_{language}")) for row in rows if row.code == code)


def entries(hall: Hall) -> int:
    with reading(hall.sittings.engine) as s:
        return len(s.exec(select(Change.id)).all())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_statuses_are_understood_by_code_and_by_the_labels_of_every_language(hall: Hall, language: str) -> None:
    first, second, third = hall.ids
    texts = [label(hall, "present", spoken) for spoken in ("ar", "fr", "en")]
    data = filled(
        hall.given(language), write({f"r{n}": (text.upper(),) for n, text in zip(hall.ids, texts, strict=True)})
    )
    hall.apply(data)
    assert hall.sittings.marks(hall.session) == {first: "present", second: "present", third: "present"}


def test_texts_for_numbers_as_other_programs_leave_them_are_understood(hall: Hall) -> None:
    first, second, third = hall.ids
    marks = {f"r{first}": ("present", "2,5"), f"r{second}": ("present", "١٫٥"), f"r{third}": ("absent", "0")}
    hall.apply(filled(hall.given(), write(marks)))
    assert marks_in_full(hall) == [("present", 2.5, "import"), ("present", 1.5, "import"), ("absent", None, "import")]


def test_cells_that_cannot_be_are_refused_beside_their_row_and_the_rest_is_taken(hall: Hall) -> None:
    first, second, third = hall.ids
    marks = {f"r{first}": ("peut-être",), f"r{second}": ("present", 90), f"r{third}": ("present",)}
    data = filled(hall.given(), write(marks))
    assert codes(hall.preview(data)) == ["workbook_status_unknown", "hours_over_session"]
    hall.apply(data)
    assert hall.sittings.marks(hall.session) == {third: "present"}
    marks = {f"r{first}": ("absent", 2), f"r{second}": ("", 1), f"r{third}": ("present", "deux")}
    wrong = hall.preview(filled(hall.given(), write(marks)))
    assert codes(wrong) == ["hours_without_presence", "hours_without_presence", "workbook_hours_unreadable"]


def test_a_cell_that_was_emptied_takes_the_mark_back(hall: Hall) -> None:
    first = hall.ids[0]
    hall.sittings.mark(first, "present")
    data = filled(hall.given(), write({f"r{first}": (None,)}))
    assert verdicts(hall.preview(data)) == ["changed", "unchanged", "unchanged"]
    hall.apply(data)
    assert hall.sittings.marks(hall.session) == {}


def test_a_mark_changed_meanwhile_is_asked_about_and_stays_unless_the_file_is_chosen(hall: Hall) -> None:
    first, second, third = hall.ids
    marks = {f"r{first}": ("present",), f"r{second}": ("present",), f"r{third}": ("present",)}
    data = filled(hall.given(), write(marks))
    hall.sittings.mark(first, "late", hours=2.0)
    hall.sittings.mark(second, "excused")
    preview = hall.preview(data)
    assert verdicts(preview) == ["conflict", "conflict", "new"]
    assert preview.lines[0].ours == (hall.sittings.status["late"], 2.0)
    hall.apply(data, theirs=(preview.lines[1].line,))
    assert hall.sittings.marks(hall.session) == {first: "late", second: "present", third: "present"}


def test_what_changes_between_the_preview_and_the_press_is_shown_first(hall: Hall) -> None:
    data = filled(hall.given(), write({f"r{hall.ids[0]}": ("present",)}))
    seen = hall.preview(data).digest
    hall.sittings.mark(hall.ids[0], "absent")
    with pytest.raises(Problem) as caught:
        hall.sittings.do(apply_roster_workbook, hall.session, "f.xlsx", hashed(data), opened(data), (), (), seen)
    assert caught.value.code == "workbook_meanwhile"
    assert hall.sittings.marks(hall.session) == {hall.ids[0]: "absent"}


def test_a_locked_cell_that_was_changed_is_refused(hall: Hall) -> None:
    first, second, third = hall.ids

    def fill(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.cell(line_of(book, f"r{first}"), 2).value = "Somebody else"
        sheet.cell(line_of(book, f"r{first}"), 4).value = "present"
        # The keys of two rows are changed for one another, and one is written twice.
        sheet.cell(line_of(book, f"r{second}"), 6).value = f"r{third}"

    preview = hall.preview(filled(hall.given(), fill))
    assert codes(preview) == ["workbook_row_altered", "workbook_row_altered", "workbook_row_twice"]


def test_rows_that_are_none_of_ours_are_refused(hall: Hall) -> None:
    other = hall.sittings.plan()
    hall.sittings.do(register_people, other, tuple(hall.sittings.people("Zineb", enrolled=False)))
    foreign = hall.sittings.ids(other)[0]

    def fill(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.append([99, "Zineb", "", "present", None, f"r{foreign}"])
        sheet.append([100, "Nobody", "", "present"])

    preview = hall.preview(filled(hall.given(), fill))
    assert verdicts(preview) == ["unchanged", "unchanged", "unchanged", "refused", "refused"]
    assert codes(preview) == ["workbook_row_foreign", "workbook_row_foreign"]


def test_who_came_onto_the_roster_and_left_it_since_is_told(hall: Hall) -> None:
    first, second, third = hall.ids
    data = filled(hall.given(), write({f"r{first}": ("present",), f"r{second}": ("present",)}))
    hall.sittings.do(take_off_roster, first)
    hall.sittings.do(take_off_roster, third)
    hall.sittings.do(register_people, hall.session, tuple(hall.sittings.people("Zineb", enrolled=False)))
    preview = hall.preview(data)
    assert [row.name_latin for row in preview.added] == ["Zineb"]
    assert [row.name for row in preview.gone] == ["Amina", "Itto"]
    assert verdicts(preview) == ["refused", "new", "unchanged"]
    assert codes(preview) == ["workbook_row_off"]
    hall.apply(data)
    assert hall.sittings.marks(hall.session) == {second: "present"}


def test_people_who_were_not_expected_are_added_with_their_organisation_and_present(hall: Hall) -> None:
    values = organisation(name_latin="Henné Draa", commune_id=hall.sittings.zagora_commune)
    cooperative = hall.sittings.do(register_organisation, values).row_id
    marks = {
        "new-1": ("Zahra Idrissi", "henne draa", "Femme", "0612345678"),
        "new-2": ("يوسف أيت", "Tissage Inconnu", "", None),
        "new-4": ("Salma",),
        "new-5": (None, None, "Homme"),
        "new-6": ("Sara", None, "x"),
        "new-7": ("Nadia", None, None, "12"),
    }
    data = filled(hall.given(), write(marks))
    preview = hall.preview(data)
    assert verdicts(preview)[3:] == ["person", "person", "person", "refused", "refused", "refused"]
    assert codes(preview) == ["required", "workbook_sex_unknown", "phone_wrong"]
    assert [note.code for note in preview.lines[4].notes] == ["workbook_organisation_unknown"]
    hall.apply(data)
    with reading(hall.sittings.engine) as s:
        rows = s.exec(select(Person).order_by(col(Person.id))).all()[-3:]
        found = [(p.name_latin, p.name_ar, p.sex, p.phone, p.identified) for p in rows]
        member = s.exec(select(Membership).where(Membership.person_id == rows[0].id)).one()
        came = s.exec(select(Registration).where(Registration.person_id == rows[0].id)).one()
    assert found == [
        ("Zahra Idrissi", None, "f", "+212612345678", True),
        (None, "يوسف أيت", "unknown", None, True),
        ("Salma", None, "unknown", None, False),
    ]
    assert (member.organisation_id, came.organisation_id, came.row_number) == (cooperative, cooperative, 4)
    assert list(hall.sittings.marks(hall.session).values()) == ["present"] * 3
    assert len(hall.sittings.changes("register_person")) == 3


def test_a_likely_double_waits_for_a_decision(hall: Hall) -> None:
    record = validated(PersonRecord, {"name_latin": "Zahra", "phone": "0612345678"})
    known = hall.sittings.do(register_person, record).row_id
    marks = {
        "new-1": ("Zohra", None, None, "0612345678"),
        "new-2": ("Amina", None, None, None),
        "new-3": ("Hassan",),
    }
    data = filled(hall.given(), write(marks))
    preview = hall.preview(data)
    doubles = preview.of("double")
    assert doubles[0].double_ids == (known,)
    assert len(doubles) == 3
    with pytest.raises(Problem) as caught:
        hall.apply(data)
    assert caught.value.code == "workbook_undecided"
    lines = [line.line for line in doubles]
    stranger = hall.sittings.people("Fatima", enrolled=False)[0]
    with pytest.raises(Problem) as caught:
        hall.apply(data, people=((lines[0], stranger), (lines[1], LEFT_OUT), (lines[2], LEFT_OUT)))
    assert caught.value.code == "unknown_choice"
    amina = doubles[1].doubles[0][0]
    hall.apply(data, people=((lines[0], known), (lines[1], amina), (lines[2], NEW_PERSON)))
    assert hall.sittings.marks(hall.session) == {
        hall.ids[0]: "present",
        hall.ids[3]: "present",
        hall.ids[4]: "present",
    }
    assert hall.sittings.registrations(hall.session)[3][1] == known
    assert len(hall.sittings.changes("register_person")) == 2


def test_a_copy_saved_again_brings_only_what_is_new_in_it(hall: Hall) -> None:
    first, second, _ = hall.ids
    marks: dict[str, tuple[Any, ...]] = {f"r{first}": ("present",), "new-1": ("Zahra Idrissi",)}
    once = filled(hall.given(), write(marks))
    hall.apply(once)
    again = filled(once, write({}))
    assert hashed(again) != hashed(once)
    assert verdicts(hall.preview(again)) == ["unchanged"] * 4
    # Somebody corrects by hand what the first copy brought: an older copy does not bring it back.
    hall.sittings.mark(first, "absent")
    assert verdicts(hall.preview(again)) == ["unchanged"] * 4
    more = filled(once, write({f"r{second}": ("late",), "new-2": ("Salma",)}))
    assert verdicts(hall.preview(more)) == ["unchanged", "new", "unchanged", "unchanged", "person"]
    hall.apply(more)
    third, zahra, salma = hall.ids[2:]
    assert hall.sittings.marks(hall.session) == {first: "absent", zahra: "present", second: "late", salma: "present"}
    assert third not in hall.sittings.marks(hall.session)
    other = filled(once, write({"new-1": ("Somebody Else",)}))
    assert codes(hall.preview(other)) == ["workbook_row_used"]


def test_sixty_rows_are_read_and_previewed_within_a_second_and_a_half(hall: Hall) -> None:
    hall.sittings.do(
        register_people, hall.session, tuple(hall.sittings.people(*(f"Person {n}" for n in range(57)), enrolled=False))
    )
    marks: dict[str, tuple[Any, ...]] = {f"r{number}": ("present", 2) for number in hall.ids}
    data = filled(hall.given(), write(marks))
    taken = []
    for _ in range(3):
        opened.cache_clear()
        start = clock.perf_counter()
        preview = hall.preview(data)
        taken.append(clock.perf_counter() - start)
    assert verdicts(preview) == ["new"] * 60
    assert min(taken) < 1.5
    hall.apply(data)
    assert len(hall.sittings.marks(hall.session)) == 60


def test_the_sheet_runs_in_its_language_and_only_the_cells_to_fill_are_open(hall: Hall) -> None:
    hall.sittings.mark(hall.ids[0], "present", hours=2.0)
    for language, mirrored in (("ar", True), ("fr", False), ("en", False)):
        book = load_workbook(io.BytesIO(hall.given(language)))
        sheet, hidden = book.worksheets
        assert bool(sheet.sheet_view.rightToLeft) is mirrored
        assert (sheet.protection.sheet, sheet.protection.password, hidden.protection.sheet) == (True, None, True)
        assert hidden.sheet_state == "veryHidden"
        assert sheet.column_dimensions["F"].hidden is True
        opened_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        first, blank = line_of(book, f"r{hall.ids[0]}"), line_of(book, "new-1")
        assert opened_cells == {f"{c}{first + n}" for n in range(3) for c in "DE"} | {
            f"{c}{blank + n}" for n in range(10) for c in "BCDE"
        }
        kinds = sorted((str(v.sqref), v.type) for v in sheet.data_validations.dataValidation)
        assert (f"D{first}", "list") in kinds
        assert (f"E{first}", "decimal") in kinds
        said = [sheet.cell(first, column).value for column in range(1, 7)]
        assert said == [1, "Amina", "", label(hall, "present", language), 2, f"r{hall.ids[0]}"]
        assert hidden["B1"].value == label(hall, "present", language)


def test_of_four_who_send_one_file_at_one_moment_one_takes_it_in(hall: Hall) -> None:
    marks: dict[str, tuple[Any, ...]] = {f"r{number}": ("present",) for number in hall.ids}
    data = filled(hall.given(), write(marks | {"new-1": ("Salma",)}))
    roster, seen = opened(data), hall.preview(data).digest

    def send(number: int) -> str:
        said = (hall.session, f"{number}.xlsx", hashed(data), roster, (), (), seen)
        try:
            done(hall.sittings.engine, apply_roster_workbook, hall.sittings.coordinator, f"key {number}", *said)
        except Problem as problem:
            return problem.code
        return "done"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(send, range(100, 104)))
    assert answers == ["done", "workbook_applied", "workbook_applied", "workbook_applied"]
    assert len(hall.sittings.marks(hall.session)) == 4
    assert len(hall.sittings.changes("mark_attendance")) == 4


def test_a_workbook_comes_in_only_while_the_field_has_the_sheet(hall: Hall) -> None:
    first, second, _ = hall.ids
    data = filled(hall.given(), write({f"r{second}": ("late",)}))
    hall.sittings.mark(first, "present")
    hall.sittings.do(close_roster, hall.session)
    counts = validated(SheetCounts, {"declared_headcount": 1, "signatures": 1})
    hall.sittings.do(submit_sheet, hall.session, 0, counts)
    assert hall.refused(data).code == "roster_closed"
    comment = validated(CommentRecord, {"text": "Une signature de plus sur le papier"})
    hall.sittings.do(send_back_sheet, hall.session, 2, (comment,))
    # Closing made the others absent: what the file says of them is asked about, and nothing is overwritten unasked.
    assert verdicts(hall.preview(data)) == ["unchanged", "conflict", "unchanged"]
    hall.apply(data, theirs=(hall.preview(data).of("conflict")[0].line,))
    assert hall.sittings.marks(hall.session)[second] == "late"
    hall.sittings.do(close_roster, hall.session)
    hall.sittings.do(submit_sheet, hall.session, 3, validated(SheetCounts, {"declared_headcount": 2, "signatures": 2}))
    hall.sittings.do(verify_sheet, hall.session, 4)
    before = hall.sittings.marks(hall.session)
    again = filled(data, write({f"r{first}": ("absent",)}))
    assert hall.refused(again).code == "roster_closed"
    assert hall.sittings.marks(hall.session) == before


def test_a_workbook_of_a_cancelled_or_moved_session_is_refused_or_taken_in(hall: Hall) -> None:
    data = filled(hall.given(), write({f"r{hall.ids[0]}": ("present",)}))
    held = hall.sittings.sitting(held_on=DAY, starts_at=time(14), ends_at=time(17), venue="Dar Taliba")
    hall.sittings.do(change_session, hall.session, 2, held)
    assert verdicts(hall.preview(data)) == ["new", "unchanged", "unchanged"]
    hall.sittings.do(cancel_session, hall.session, 3, "Route coupée")
    assert hall.refused(data).code == "session_cancelled"
    assert hall.sittings.marks(hall.session) == {}
