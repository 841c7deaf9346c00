"""The lists that a desk works at, as rows to take away: columns under the words of their forms, codes as words.

Pages of work show everybody, files do not (see core.privacy): persons whose consent a list does not ask for stand in
its file by their number alone, and nothing that was written of them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.doubles import ORGANISATION
from core.i18n import ZONE
from core.standing import Standing
from db.queries.pairs import Pair
from db.queries.trainers import KINDS
from pages.parts.visit import Visit

# A page shows the first rows of a long list; its file has so many at most.
MOST_TAKEN = 100_000
# Kinds of rows that are persons, or hold what somebody said of them.
_OF_PERSONS = frozenset({"person", "registration", "mention"})


def sessions_taken(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `sessions_listed`."""
    words, each = visit.words, rows.to_dict("records")
    return pd.DataFrame(
        {
            "taken.number": rows["id"],
            "sitting_on": [str(day) for day in rows["held_on"]],
            "session.starts_at": [f"{row['starts_at']:%H:%M}" for row in each],
            "session.ends_at": [f"{row['ends_at']:%H:%M}" for row in each],
            "module": [_label(visit, row, "module") for row in each],
            "sitting_group": [row["group_label"] or words.say("session.open") for row in each],
            "session.venue": [row["venue"] or "" for row in each],
            "commune": [words.name(row["commune_ar"], row["commune_fr"]) for row in each],
            "province": [_label(visit, row, "province") for row in each],
            "session.state": [words.say(f"session_state.{row['state']}") for row in each],
            "registered": rows["expected"],
            "present": rows["present"],
        }
    )


def trainers_taken(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `trainers_listed`, each with the hours of all years."""
    words = visit.words
    return pd.DataFrame(
        {
            "trainer.name_ar": rows["name_ar"].fillna(""),
            "trainer.name_latin": rows["name_latin"].fillna(""),
            "trainer.side": [words.say(f"trainer_side.{side}") for side in rows["side"]],
            "trainer.phone": rows["phone"].fillna(""),
            "trainer.active": _yes(visit, rows["active"]),
            "statement.sessions": rows["sessions"],
            **{f"statement.{kind}": rows[kind] for kind in KINDS},
        }
    )


def accounts_taken(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `account_list`; nothing that somebody signs in with but the name."""
    words = visit.words
    return pd.DataFrame(
        {
            "account.name": rows["name"],
            "account.username": rows["username"],
            "account.roles": [
                words.listing([words.say(f"role.{role}") for role in roles.split()]) for roles in rows["roles"]
            ],
            "account.provinces": rows["provinces"],
            "account.language": rows["language"],
            "account.active": _yes(visit, rows["active"]),
        }
    )


def standing_taken(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `group_standing` of persons who may be listed: hours, what is missing, and the certificate."""
    shown = rows[rows["listed"].astype(bool)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "certificate.person": [
                visit.words.person(row["name_ar"], row["name_latin"]) for row in shown.to_dict("records")
            ],
            "certificate.hours_attended": shown["attended"],
            "certificate.hours_offered": shown["offered"],
            "standing.missing_hours": shown["missing"],
            "certificate.rule_met": _yes(visit, shown["done"]),
            "certificate.serial": shown["serial"].fillna(""),
            "certificate.issued_on": _days(shown["issued_on"]),
        }
    )


def lights_taken(visit: Visit, rows: pd.DataFrame, completion_share: float) -> pd.DataFrame:
    """Rows of `standing_of_members`: the light of each and the sittings it is made of."""
    each = rows.to_dict("records")
    stands = [Standing(*(int(row[name]) for name in ("present", "counted", "remaining", "planned"))) for row in each]
    return pd.DataFrame(
        {
            "person": [visit.words.name(row["name_ar"], row["name_latin"]) for row in each],
            "sitting_group": rows["label"],
            "standing.light": [visit.words.say(f"standing.{one.light(completion_share)}") for one in stands],
            "present": rows["present"],
            "standing.counted": rows["counted"],
            "standing.remaining": rows["remaining"],
            "standing.planned": rows["planned"],
        }
    )


def kept_taken(_visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `kept_too_long`."""
    return pd.DataFrame({"retention.number": rows["id"], "retention.last_trace": _days(rows["last_trace"])})


def requests_taken(visit: Visit, *lists: pd.DataFrame) -> pd.DataFrame:
    """Rows of `requests`, those that wait and those that were answered."""
    words, each = visit.words, [row for rows in lists for row in rows.to_dict("records")]
    return pd.DataFrame(
        {
            "request.kind": [words.say(f"request_kind.{row['kind']}") for row in each],
            "request.person_id": [int(row["person_id"]) for row in each],
            "request.received_on": _days(row["received_on"] for row in each),
            "request.due_on": _days(row["due_on"] for row in each),
            "request.answered_on": _days(row["answered_on"] for row in each),
            "request.outcome": [row["outcome"] and words.say(f"request_outcome.{row['outcome']}") for row in each],
        }
    )


def binned_taken(visit: Visit, rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Rows of `binned` with how each is called."""
    told = [kind not in _OF_PERSONS for kind in rows["kind"]]
    return pd.DataFrame(
        {
            "bin.filter.kind": [visit.words.say(f"history.kind.{kind}") for kind in rows["kind"]],
            "taken.number": rows["id"],
            "name": [name if may else "" for name, may in zip(names, told, strict=True)],
            "bin.taken_at": _moments(rows["deleted_at"]),
            "bin.taken_by": rows["account"].fillna(""),
            "certificate.reason": [
                reason or "" if may else "" for reason, may in zip(rows["reason"], told, strict=True)
            ],
            "bin.back_until": _moments(rows["until"]),
        }
    )


def pairs_taken(visit: Visit, kind: str, pairs: Sequence[Pair], cards: Mapping[int, Any]) -> pd.DataFrame:
    """Likely doubles of a kind, a row a pair; `cards` are what is known of each row."""
    words = visit.words
    sides: dict[str, list[Any]] = {}
    for place, side in enumerate(("first", "second")):
        ids = [(pair.first_id, pair.second_id)[place] for pair in pairs]
        sides[f"doubles.{side}_number"] = ids
        if kind == ORGANISATION:
            names = [[cards[number][name] for name in ("name_ar", "name_latin")] for number in ids]
            sides[f"doubles.{side}_name"] = [" / ".join(filter(None, both)) for both in names]
    common = [words.listing([words.say(f"double.{reason}") for reason in pair.reasons]) for pair in pairs]
    return pd.DataFrame(sides | {"doubles.in_common": common})


def _label(visit: Visit, row: Mapping[Any, Any], name: str) -> str:
    return str(row[f"{name}_{visit.language}"] or row[f"{name}_fr"] or "")


def _yes(visit: Visit, values: Any) -> list[str]:
    return [visit.words.say("form.yes" if value else "form.no") for value in values]


def _days(values: Any) -> list[str]:
    return ["" if pd.isna(day) else str(day)[:10] for day in values]


def _moments(values: Any) -> list[str]:
    return ["" if pd.isna(moment) else f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}" for moment in values]
