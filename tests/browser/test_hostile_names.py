"""Names made to do harm, given to everything that has a name, and every page read in Arabic: they stay letters."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy.engine import URL
from sqlmodel import Session, col, select

from core.i18n import JOINER, words
from core.problems import Problem
from core.records import validated
from core.records.accounts import AccountRecord
from core.records.obstacles import MentionRecord, ObstacleRecord
from core.records.organisations import OrganisationRecord
from core.records.people import EnrolmentRecord, MembershipRecord, PersonRecord
from core.records.programme import (
    CategoryRecord,
    GroupRecord,
    InstitutionRecord,
    ModuleRecord,
    PhaseRecord,
    ProgrammeRecord,
    SectorRecord,
)
from db.commands.attendance import open_roster
from db.commands.ledger import raise_revisions
from db.commands.obstacles import raise_obstacle
from db.commands.organisations import register_organisation
from db.commands.people import register_person
from db.commands.programme import make_group, make_phase, make_programme
from db.commands.reference_lists import add_to_list
from db.engine import make_engine
from db.models import Account
from tests.browser.conftest import Opener, Server
from tests.browser.story import Steps
from tests.db.sittings import FIRST_DAY, LAST_DAY, Sittings

pytestmark = pytest.mark.browser
ARABIC = words("ar")
IMAGE = "![x](https://evil.example/a.png)"
HOSTILE = f"=1+1 \"{IMAGE}\" <img src='https://evil.example/b.png'> **b** \u202egnirts 🌹 ⵣ"
# What is kept of it: everything but the letter that would turn the line.
KEPT = HOSTILE.replace("\u202e", "")
PHONE_NUMBER = "+212661234567"
LABELS = {f"{kind}_{language}": HOSTILE for kind in ("name", "label") for language in ("ar", "fr", "en")}

NAMED = [
    (ProgrammeRecord, LABELS, "name_fr"),
    (PhaseRecord, LABELS | {"programme_id": 1, "code": "x", "starts_on": FIRST_DAY, "ends_on": LAST_DAY}, "name_ar"),
    (GroupRecord, {"phase_id": 1, "commune_id": 1, "label": HOSTILE}, "label"),
    (ModuleRecord, LABELS | {"code": "x"}, "label_ar"),
    (OrganisationRecord, {"kind": "union", "name_ar": "ا", "name_latin": HOSTILE}, "name_latin"),
    (PersonRecord, {"name_ar": HOSTILE, "name_latin": "a"}, "name_ar"),
    (MentionRecord, {"guest_name": HOSTILE, "mentioned_on": FIRST_DAY, "words": HOSTILE}, "words"),
    (AccountRecord, {"username": "amina", "name": HOSTILE, "roles": "manager"}, "name"),
]


@pytest.mark.parametrize(("record", "values", "name"), NAMED, ids=[record.__name__ for record, _, _ in NAMED])
def test_a_hostile_name_is_kept_as_letters_and_an_endless_or_empty_one_refused(record, values, name: str) -> None:
    for wrong in ("x" * 10_000, "ⵣ" * 10_000):
        with pytest.raises(Problem) as refused:
            validated(record, values | {name: wrong})
        assert [(part.code, part.field) for part in refused.value.each()] == [("too_long", name)]
    blank = values | {name: " \t\u202e "}
    if record in (OrganisationRecord, PersonRecord):
        # The name in the other script is enough.
        assert getattr(validated(record, blank), name) is None
    else:
        with pytest.raises(Problem) as refused:
            validated(record, blank)
        assert [(part.code, part.field) for part in refused.value.each()] == [("required", name)]
    assert getattr(validated(record, values), name) == KEPT


@dataclass
class Seen:
    """A page of one reader, and what it asked for or was forbidden outside the server."""

    page: Page
    address: str
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda said: self._complained(said.text))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:")):
            self.outside.append(url)

    def _complained(self, text: str) -> None:
        # The policy of the answers stops an image before it is asked for; the browser then complains of it.
        if "Content Security Policy" in text:
            self.outside.append(text)

    def read(self, path: str) -> str:
        """Everything that is written on the page at this address, folded parts too."""
        self.page.goto(self.address + path)
        expect(self.page.locator("[data-testid=stHeading], [data-testid=stPageLink]").first).to_be_visible(
            timeout=15_000
        )
        return self.written()

    def written(self) -> str:
        """Everything that is written on the open page."""
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
        assert self.page.locator("img").count() == 0
        assert self.page.locator("[data-testid=stException]").count() == 0
        assert self.page.locator("a[href*='//evil']").count() == 0
        return (self.page.locator("body").text_content() or "").replace(JOINER, "")


@pytest.fixture(scope="module")
def rows(server: Server) -> Iterator[dict[str, int]]:
    """The ids of an organisation, a person, a session and an obstacle whose every name is hostile."""
    engine = make_engine(URL.create("sqlite", database=str(server.database)))
    sittings = Sittings(engine)

    def listed(name: str, record: type, **values: str) -> int:
        return sittings.do(add_to_list, name, validated(record, LABELS | {"position": 1, **values})).row_id

    programme = sittings.do(make_programme, validated(ProgrammeRecord, LABELS)).row_id
    days = {"starts_on": FIRST_DAY, "ends_on": LAST_DAY}
    phase = validated(PhaseRecord, LABELS | days | {"programme_id": programme, "code": "hostile"})
    sittings.phase = sittings.do(make_phase, phase).row_id
    there = {"commune_id": sittings.zagora_commune}
    group = validated(GroupRecord, there | {"phase_id": sittings.phase, "label": HOSTILE})
    sittings.group = sittings.do(make_group, group).row_id
    sittings.module = listed("module", ModuleRecord, code="hostile")
    category = listed("category", CategoryRecord, code="hostile")
    sector = listed("sector", SectorRecord, code="hostile")
    listed("institution", InstitutionRecord, acronym="<b>ONSSA</b>")
    values = there | {"kind": "cooperative", "sector_id": sector, "phone": PHONE_NUMBER}
    values |= dict.fromkeys(("name_ar", "name_latin", "douar", "branch", "contact_name", "note"), HOSTILE)
    organisation = sittings.do(register_organisation, validated(OrganisationRecord, values)).row_id
    person = sittings.do(
        register_person,
        validated(PersonRecord, {"name_ar": HOSTILE, "name_latin": HOSTILE, "phone": PHONE_NUMBER}),
        validated(MembershipRecord, {"organisation_id": organisation}),
        validated(EnrolmentRecord, {"group_id": sittings.group, "enrolled_on": FIRST_DAY}),
    ).row_id
    session = sittings.plan(venue=HOSTILE)
    sittings.do(open_roster, session)
    raised = {"category_id": category, "raised_on": FIRST_DAY, "title": HOSTILE}
    said = there | {"guest_name": HOSTILE, "words": HOSTILE, "mentioned_on": FIRST_DAY}
    obstacle = sittings.do(raise_obstacle, validated(ObstacleRecord, raised), validated(MentionRecord, said)).row_id
    yield {"organisation": organisation, "person": person, "session": session, "obstacle": obstacle}
    engine.dispose()


@pytest.fixture
def seen(server: Server, rows: dict[str, int], opened: Opener) -> Seen:
    """An administrator with a hostile name of their own, reading Arabic."""
    assert rows
    cookie = server.cookie("administrator", language="ar")
    engine = make_engine(URL.create("sqlite", database=str(server.database)))
    with Session(engine.execution_options(writing=True)) as session, session.begin():
        reader = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        assert reader
        reader.name = KEPT
        raise_revisions(session, ("account",))
    engine.dispose()
    return Seen(opened("/healthz", cookie=cookie, alone=True), server.address)


def test_every_page_shows_hostile_names_as_letters_and_asks_nobody_outside(seen: Seen, rows: dict[str, int]) -> None:
    # Tables are drawn on a canvas and lists are closed: there the letters are not part of the page's text.
    silent = [
        "/explore-overview",
        "/entry-organisations",
        "/entry-participants",
        "/entry-obstacles",
        "/entry-import-organisations",
        "/manage-programme?part=programme",
        "/manage-programme?part=phase",
        "/manage-programme?part=group",
        "/manage-programme?part=target",
        *(f"/manage-reference-lists?list={name}" for name in ("module", "category", "institution", "sector")),
        "/manage-accounts",
    ]
    telling = [
        "/explore-organisations",
        "/explore-obstacles",
        f"/explore-organisation?organisation={rows['organisation']}",
        "/entry-today",
        "/entry-sessions",
        f"/entry-sessions?session={rows['session']}",
        "/entry-attendance",
        f"/entry-attendance?session={rows['session']}",
        f"/entry-organisations?organisation={rows['organisation']}",
        f"/entry-participants?person={rows['person']}",
        f"/entry-obstacles?obstacle={rows['obstacle']}",
    ]
    for path in silent:
        seen.read(path)
    untold = [path for path in telling if IMAGE not in seen.read(path)]
    assert untold == []
    assert seen.outside == []


def test_lists_and_likely_doubles_show_hostile_names_as_letters(server: Server, seen: Seen) -> None:
    me = Steps(seen.page, ARABIC, server)
    # A page that has to be scrolled to a list closes it again: here the whole page is in sight.
    seen.page.set_viewport_size({"width": 1440, "height": 2400})
    seen.read("/entry-organisations")
    me.type("organisation.phone", PHONE_NUMBER)
    expect(seen.page.get_by_text(ARABIC.say("double.title"))).to_be_visible()
    assert IMAGE in seen.written()
    for path, key in (
        ("/entry-obstacles", "obstacle.organisation_id"),
        ("/entry-obstacles", "obstacle.category_id"),
        ("/entry-participants", "person.group_id"),
        ("/manage-reference-lists?list=sector", None),
    ):
        seen.read(path)
        list_of = seen.page.locator("[data-testid=stSelectbox]")
        box = list_of.filter(has_text=re.compile(re.escape(ARABIC.say(key)))) if key else list_of
        box.first.locator("input").click()
        option = seen.page.get_by_role("option").filter(has_text=IMAGE).first
        expect(option).to_be_visible()
        assert seen.page.locator("img").count() == 0
    assert seen.outside == []


def test_a_hostile_file_is_previewed_as_letters(seen: Seen, tmp_path: Path) -> None:
    file = tmp_path / "![x](https:evil.example).csv"
    cells = [["Nom de la coopérative", "Province", IMAGE], [HOSTILE, "Zagora", IMAGE]]
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(cells)
    seen.read("/entry-import-organisations")
    seen.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(str(file))
    expect(seen.page.get_by_role("heading", name=ARABIC.say("import.preview"))).to_be_visible(timeout=15_000)
    assert IMAGE in seen.written()
    assert seen.outside == []


def test_the_file_of_organisations_computes_nothing_and_keeps_phones_whole(seen: Seen) -> None:
    files = {}
    seen.read("/explore-organisations")
    for ending in ("csv", "xlsx"):
        with seen.page.expect_download() as download:
            seen.page.get_by_role("button", name=ARABIC.say(f"explore.take_{ending}")).click()
        files[ending] = Path(download.value.path()).read_bytes()
    # An Arabic reader's spreadsheet parts columns by semicolons; a tab that is not seen keeps a phone whole.
    plain = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    assert f"'{KEPT}" in plain[1]
    assert KEPT not in plain[1]
    assert f"\t{PHONE_NUMBER}" in plain[1]
    sheet = load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    cells = {cell.value: cell.data_type for row in sheet for cell in row}
    assert (cells[KEPT], cells[PHONE_NUMBER]) == ("s", "s")
    assert seen.outside == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_box_for_a_file_speaks_the_language_of_the_page(opened: Opener, language: str) -> None:
    said = words(language)
    page = opened("/entry-import-organisations", "administrator", language=language)
    for selector, key in (
        ("[data-testid=stFileUploaderDropzone] button p", "upload.choose"),
        ("[data-testid=stFileUploaderDropzoneInstructions] span", "upload.limit"),
    ):
        shown = page.locator(selector)
        shown.wait_for()
        style = shown.evaluate("e => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content]")
        assert style == ["0px", f'"{said.say(key, size=10)}"']
