"""What a page keeps goes stale with a write: whatever a kept query reads is named among its subjects."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from core.access import Actor
from core.filters import Filters
from core.i18n import words
from core.indicators import INDICATORS
from core.records import validated
from core.records.reports import ReportRecord
from db.commands.reports import freeze_report
from db.engine import engine, transaction
from db.models import TABLES
from db.queries.people import persons_found
from pages.menu import HOME, MENU, Page
from pages.parts import data, figures, pictures
from pages.parts.visit import Visit
from tests.conftest import actor
from tests.db.small_programme import fill
from tests.pages.conftest import Visitor
from tests.subjects import NEVER_WRITTEN, SUBJECT_OF

_READ = re.compile(r"\b(?:FROM|JOIN) (\w+)")


class Kept:
    """What was kept while pages ran: under which subjects, and which of them the statements read."""

    def __init__(self) -> None:
        self.subjects: list[tuple[str, ...]] = []
        self.reading: list[set[str]] = []
        self.missing: dict[str, set[str]] = {}

    def stand(self, _visit: Visit, subjects: tuple[str, ...]) -> tuple[str, ...]:
        self.subjects.append(subjects)
        return subjects

    def keep(self, key: str, make: Callable[[], Any]) -> Any:
        subjects = self.subjects.pop()
        self.reading.append(set())
        made = make()
        read = self.reading.pop()
        if self.reading and "registry.counts" not in key:
            # What is made of something kept goes stale with it.
            self.reading[-1] |= read
        if read - set(subjects):
            self.missing[key.split(",")[0]] = read - set(subjects)
        return made

    def heard(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if self.reading:
            tables = {name for name in _READ.findall(statement) if name in TABLES.metadata.tables} - NEVER_WRITTEN
            self.reading[-1] |= {SUBJECT_OF[name] for name in tables}


@pytest.fixture
def kept(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """Nothing is kept: everything is made anew, and what it reads is noted."""
    assert database.exists()
    noted = Kept()
    monkeypatch.setattr(data, "_stand", noted.stand)
    monkeypatch.setattr(data, "_kept", noted.keep)
    # Counts are asked for several charts together; without what was laid out, each chart asks for its own.
    for part in (figures, pictures):
        monkeypatch.setattr(part, "lay", lambda _session, _counted: None)
    event.listen(engine(), "before_cursor_execute", noted.heard)
    yield noted
    event.remove(engine(), "before_cursor_execute", noted.heard)


# A row of each kind in the address opens the sheets; a choice narrows the figures.
ADDRESSES: dict[str, list[dict[str, str]]] = {
    "entry-organisations": [{"organisation": "1"}],
    "entry-participants": [{"person": "1"}],
    "entry-person": [{"person": "1"}],
    "entry-sessions": [{"session": "1"}],
    "entry-attendance": [{"session": "1"}],
    "entry-obstacles": [{"obstacle": "1"}],
    "manage-certificates": [{"group": "1"}],
    "manage-doubles": [{"part": "person"}, {"part": "decided"}, {"part": "person", "first": "1", "second": "2"}],
    "manage-privacy": [{"person": "1"}],
    "manage-person-file": [{"person": "1"}],
    "manage-anonymise": [{"person": "1"}],
    "explore-figure": [{"indicator": code} for code in INDICATORS],
    "explore-indicators": [{"phase": "1"}, {"phase": "1", "province": "08.587"}],
    "explore-reports": [{"report": f"R-{date.today():%Y}-01"}],
    "explore-institution": [{"institution": "1"}],
    "explore-organisation": [{"organisation": "1"}],
    "manage-trainers": [{"trainer": "1"}, {"task": "missing"}],
    "explore-province": [{"province": "08.401"}, {"province": "08.587", "phase": "1", "verified": "1"}],
    "explore-obstacle": [{"obstacle": "1"}],
    "entry-visit": [{"organisation": "1"}],
    "explore-obstacles": [{"by": name, "category": "land"} for name in ("sector", "kind", "month", "state")],
    "explore-modules": [{"question": name} for name in ("hours", "seats", "attendance", "drop_off", "trainers")],
    "explore-provinces": [{"province": "08.401"}, {"phase": "phase_1", "kind": "cooperative"}],
    "explore-overview": [{"phase": "phase_1", "kind": "cooperative", "figure": "coverage"}, {"figure": "completion"}],
}


@pytest.mark.parametrize("page", [page for page in MENU if page is not HOME], ids=lambda page: page.address)
def test_a_page_names_every_subject_that_its_kept_queries_read(signed_in: Visitor, kept: Kept, page: Page) -> None:
    fill(engine())
    with transaction() as session:
        freeze_report(session, actor("administrator"), "k", validated(ReportRecord, {"title": "Quoted"}), Filters())
    for query in ({}, *ADDRESSES.get(page.address, [])):
        assert not signed_in(page.file, "administrator", query=query).exception
    assert kept.missing == {}


def test_a_query_that_reads_more_than_it_names_is_found(kept: Kept) -> None:
    visit = Visit(Actor(None, "test", frozenset()), "Test", words("en"))
    data.frame_of(visit, persons_found, None, subjects=("person",))
    assert list(kept.missing.values()) == [{"organisation"}]
