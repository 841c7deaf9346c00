"""Which sheets a page with figures of attendance counts: chosen in the address, said in a sentence and in files."""

from typing import Any

import pytest

from core.i18n import LANGUAGES, words
from db.commands.sign_in_sheets import submit_sheet, verify_sheet
from db.engine import transaction
from db.models import Organisation, Person, Registration
from tests.db.sittings import DAY, Sittings
from tests.pages.conftest import Visitor
from tests.pages.test_sign_in_sheets_page import closed, counts, said, sittings

__all__ = ["closed", "sittings"]

EVERY = "All attendance is counted, whether its sheet is verified or not."
ONLY = "Only the attendance of sheets that a coordinator has verified is counted."


@pytest.fixture
def sent(sittings: Sittings, closed: int) -> str:
    """The id of the organisation that sent both who came."""
    with transaction() as session:
        row = Organisation(kind="cooperative", name_latin="Tifawin", search="tifawin", province_id=sittings.zagora)
        session.add(row)
        session.flush()
        for registration in sittings.ids(closed):
            place = session.get_one(Registration, registration)
            place.organisation_id = row.id
            person = session.get_one(Person, place.person_id)
            person.consent_data, person.consent_data_on = True, DAY
        return str(row.id)


def test_a_profile_counts_all_attendance_or_verified_sheets_alone_and_says_which(
    signed_in: Visitor, sittings: Sittings, closed: int, sent: str
) -> None:
    page = signed_in("explore/organisation.py", "manager", query={"organisation": sent})
    assert EVERY in said(page)
    assert {metric.label: metric.value for metric in page.metric}["People trained"] == "2"
    pills = next(group for group in page.button_group if group.label == "Sign-in sheets")
    pills.set_value("1").run()
    assert not page.exception
    assert ONLY in said(page)
    assert page.query_params["verified"] in ("1", ["1"])
    assert {metric.label: metric.value for metric in page.metric}["People trained"] == "0"
    assert "Present" not in " ".join(" ".join(map(str, table.value.columns)) for table in page.table)
    sittings.do(submit_sheet, closed, 0, counts())
    sittings.do(verify_sheet, closed, 2)
    page = signed_in("explore/organisation.py", "manager", query={"organisation": sent, "verified": "1"})
    assert {metric.label: metric.value for metric in page.metric}["People trained"] == "2"
    desk = signed_in("explore/organisation.py", "coordinator", query={"organisation": sent, "verified": "1"})
    assert "The lights below count all attendance, so that they warn before a sheet is verified." in said(desk)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["overview", "organisations", "organisation"])
def test_every_page_with_attendance_says_in_each_language_which_sheets_it_counts(
    signed_in: Visitor, sent: str, page: str, language: str
) -> None:
    for query, key in (({}, "every"), ({"verified": "1"}, "verified")):
        shown = signed_in(f"explore/{page}.py", "manager", language=language, query={"organisation": sent} | query)
        assert not shown.exception
        assert words(language).say(f"explore.sheets.{key}") in said(shown)


def test_a_list_hands_the_choice_on_to_the_profile(signed_in: Visitor, sent: str) -> None:
    page = signed_in("explore/organisations.py", "manager", query={"verified": "1"})
    links = [one.proto.query_string for one in page.get("page_link") if "Tifawin" in one.proto.label]
    assert links == [f"organisation={sent}&verified=1"]


@pytest.mark.usefixtures("menus_open")
@pytest.mark.parametrize(("query", "says"), [({}, "all attendance"), ({"verified": "1"}, "verified sheets only")])
def test_files_say_which_attendance_they_count(
    signed_in: Visitor, monkeypatch: pytest.MonkeyPatch, sent: str, query: dict[str, str], says: str
) -> None:
    assert sent
    files: dict[str, str] = {}

    def kept(_label: str, data: Any, file_name: str, **_options: Any) -> bool:
        files[file_name] = data().decode("utf-8-sig") if file_name.endswith(".csv") else ""
        return False

    monkeypatch.setattr("pages.parts.exports.st.download_button", kept)
    signed_in("explore/overview.py", "manager", query=query)
    signed_in("explore/organisations.py", "coordinator", query=query)
    signed_in("manage/exports.py", "coordinator", query=query)
    assert "counting " + says in files["people_by_module.csv"].splitlines()[0]
    assert "counting " + says in files["organisations.csv"].splitlines()[0]
    assert "counting" not in files["obstacles_by_category.csv"]
    # Nobody's sheet is verified: there is nothing to take away of those alone.
    assert ("pseudonymous_attendance-every.csv" in files) is (not query)
