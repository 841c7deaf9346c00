"""The lists of the desk as rows to take away: what they hold, and what of persons they leave on the page."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from core.i18n import words
from db.queries.pairs import Pair
from pages.parts.lists_taken import (
    accounts_taken,
    binned_taken,
    kept_taken,
    lights_taken,
    pairs_taken,
    requests_taken,
    standing_taken,
    trainers_taken,
)
from pages.parts.visit import Visit

VISIT = cast(Visit, SimpleNamespace(words=words("en"), language="en"))
NAMED = {"name_ar": "فاطمة", "name_latin": "Fatima"}


def told(rows: pd.DataFrame) -> list[list[Any]]:
    return rows.to_numpy().tolist()


def test_whoever_may_not_be_listed_is_in_no_file_of_the_certificates() -> None:
    rows = pd.DataFrame(
        [
            {"person_id": 1, **NAMED, "listed": True, "attended": 10.0, "offered": 12.0, "missing": 0.0, "done": True}
            | {"serial": "C-1", "issued_on": date(2026, 3, 1)},
            {"person_id": 2, "name_ar": None, "name_latin": None, "listed": False, "attended": 1.0, "offered": 12.0}
            | {"missing": 8.6, "done": False, "serial": None, "issued_on": None},
        ]
    )
    assert told(standing_taken(VISIT, rows)) == [["Fatima", 10.0, 12.0, 0.0, "yes", "C-1", "2026-03-01"]]


def test_lists_of_work_hold_persons_by_their_number_alone() -> None:
    kept = pd.DataFrame([{"id": 7, **NAMED, "last_trace": date(2020, 5, 1)}])
    assert told(kept_taken(VISIT, kept)) == [[7, "2020-05-01"]]
    request = {"person_id": 7, **NAMED, "kind": "access", "received_on": date(2026, 1, 2), "due_on": date(2026, 2, 1)}
    asked = pd.DataFrame([request | {"answered_on": None, "outcome": None, "note": "Fatima called"}])
    assert "Fatima" not in str(told(requests_taken(VISIT, asked)))
    gone = {"id": 7, "deleted_at": datetime(2026, 1, 2, tzinfo=UTC), "until": datetime(2026, 2, 1, tzinfo=UTC)}
    binned = pd.DataFrame(
        [gone | {"kind": kind, "account": "A", "reason": "Fatima"} for kind in ("person", "registration", "sector")]
    )
    found = told(binned_taken(VISIT, binned, ["Fatima", "Fatima", "Sector 1"]))
    assert [(row[2], row[5]) for row in found] == [("", ""), ("", ""), ("Sector 1", "Fatima")]
    pairs = [Pair(7, 9, ("same_phone",))]
    assert told(pairs_taken(VISIT, "person", pairs, {7: NAMED, 9: NAMED}))[0][:2] == [7, 9]
    assert told(pairs_taken(VISIT, "organisation", pairs, {7: NAMED, 9: NAMED}))[0][:2] == [7, "فاطمة / Fatima"]


def test_a_light_is_taken_with_the_sittings_that_it_is_made_of() -> None:
    rows = pd.DataFrame([{**NAMED, "label": "G1", "present": 4, "counted": 4, "remaining": 1, "planned": 5}])
    assert told(lights_taken(VISIT, rows, 0.8)) == [["Fatima", "G1", "Threshold reached", 4, 4, 1, 5]]


def test_accounts_and_trainers_are_taken_without_what_is_secret() -> None:
    account = {"id": 1, "username": "amina", "name": "Amina", "roles": "manager presenter", "language": "fr"}
    rows = pd.DataFrame([account | {"active": True, "provinces": 0}])
    roles = "\u2068Manager\u2069 and \u2068Presenter\u2069"
    assert told(accounts_taken(VISIT, rows)) == [["Amina", "amina", roles, 0, "fr", "yes"]]
    trainer = {"name_ar": None, "name_latin": "Ali", "side": "external", "phone": None, "active": False, "sessions": 2}
    hours = {"preparation": 1.0, "delivery": 2.5, "travel": 0.0}
    assert told(trainers_taken(VISIT, pd.DataFrame([trainer | hours]))) == [
        ["", "Ali", words("en").say("trainer_side.external"), "", "no", 2, 1.0, 2.5, 0.0]
    ]
