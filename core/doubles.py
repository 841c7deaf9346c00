"""Two rows that are one: which fields are chosen together, where two rows differ, and which side is offered first."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.problems import Problem

ORGANISATION, PERSON = "organisation", "person"
# Obstacles are merged on their own page: nobody looks for pairs of them, and none of their values is chosen.
OBSTACLE = "obstacle"
# So are institutions.
INSTITUTION = "institution"
KINDS = (ORGANISATION, PERSON)

# What is chosen as one: the part's name (that of the field that leads it) and its fields.
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    ORGANISATION: {
        "kind": ("kind",),
        "name_ar": ("name_ar",),
        "name_latin": ("name_latin",),
        "registration_number": ("court", "registration_number"),
        "ice": ("ice",),
        "sector_id": ("sector_id",),
        "branch": ("branch",),
        "founded_on": ("founded_on",),
        "commune_id": ("commune_id", "province_id"),
        "douar": ("douar",),
        "longitude": ("longitude", "latitude"),
        "contact_name": ("contact_name",),
        "phone": ("phone",),
        "mail": ("mail",),
        "note": ("note",),
    },
    PERSON: {
        "name_ar": ("name_ar",),
        "name_latin": ("name_latin",),
        "sex": ("sex",),
        "birth_year": ("birth_year",),
        "phone": ("phone",),
        "consent_data": ("consent_data", "consent_data_on", "consent_way", "notice_version"),
        "consent_photo": ("consent_photo", "consent_photo_on", "consent_photo_way", "photo_notice_version"),
        "identified": ("identified",),
    },
}
# Nobody chooses these away: what either row says of them holds, the earlier day of two.
UNCHOSEN: dict[str, tuple[str, ...]] = {ORGANISATION: (), PERSON: ("objected_on",)}
_SAYS_NOTHING = (None, "", False, "unknown")


def differing(kind: str, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> list[str]:
    """The parts in which the two rows have other values, in the order of the form."""
    return [part for part, fields in PARTS[kind].items() if any(kept[name] != gone[name] for name in fields)]


def offered(kind: str, kept: Mapping[str, Any], gone: Mapping[str, Any]) -> frozenset[str]:
    """The parts that are offered from the row that goes: where only it says something, or it was changed later.

    Both rows carry `updated_at` beside their fields. A consent that both gave is offered from the side where it is
    dated later.
    """
    taken = set()
    for part in differing(kind, kept, gone):
        fields = PARTS[kind][part]
        ours, theirs = (_says_something(row, part, fields) for row in (kept, gone))
        if (theirs and not ours) or (ours and theirs and _newer(kept, gone, part)):
            taken.add(part)
    return frozenset(taken)


def chosen_values(
    kind: str, kept: Mapping[str, Any], gone: Mapping[str, Any], from_gone: tuple[str, ...]
) -> dict[str, Any]:
    """Every field of the parts with the value of the side it was chosen from; Problem for a part there is not.

    What is not chosen stands beside them: an objection of either row holds.
    """
    unknown = sorted(set(from_gone) - set(PARTS[kind]))
    if unknown:
        raise Problem("unknown_choice", field=unknown[0], given=unknown[0])
    values = {
        name: (gone if part in from_gone else kept)[name] for part, fields in PARTS[kind].items() for name in fields
    }
    for name in UNCHOSEN[kind]:
        said = [row[name] for row in (kept, gone) if row[name] is not None]
        values[name] = min(said) if said else None
    return values


def _says_something(row: Mapping[str, Any], part: str, fields: tuple[str, ...]) -> bool:
    if part.startswith("consent"):
        return bool(row[part])
    if part.startswith("name") and row.get("identified") is False:
        # It was made up at the door, to count somebody whom nobody knew.
        return False
    return any(row[name] not in _SAYS_NOTHING for name in fields)


def _newer(kept: Mapping[str, Any], gone: Mapping[str, Any], part: str) -> bool:
    if part.startswith("consent"):
        ours, theirs = (row[f"{part}_on"] or date.min for row in (kept, gone))
        return bool(theirs > ours)
    return bool(gone["updated_at"] > kept["updated_at"])
