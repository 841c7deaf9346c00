"""What a door is told of an event and its guests, as short as can be, and what one line at the door is made into."""

from collections.abc import Iterable
from typing import Any, TypeGuard

import pandas as pd

from core.i18n import ZONE, Words
from core.names import consonant_skeleton, is_arabic, normalised
from core.problems import Problem
from core.records import validated
from core.records.events import GUEST_KINDS, GuestRecord
from db.commands.guests import add_walk_in, check_guest_in, take_check_in_back
from db.commands.together import Asked
from db.queries.accounts import revisions
from db.queries.places import provinces
from pages.public.light import Caller

# What the list at a door is made of: another stand of one of these, and the doors ask anew.
_READ = ("event", "guest", "organisation", "reference")
# The sentences the page's own script says; it has no others.
_SPOKEN = (
    *("sending", "all_saved", "offline", "signed_out", "signed_out_waiting", "storage_full", "failed", "unsaved"),
    *("retry", "discard"),
)
_OWN = (
    *("came_at", "undo", "last", "choose_kind", "no_name", "uninvited", "unknown_province"),
    *("by_kind", "by_province", "arrivals"),
)
_LONGEST_KEY = 64


def stand(session: Any) -> str:
    """How the list stands; it changes with every write that a door shows."""
    subjects = revisions(session)
    return "/".join([subjects.get("", ""), *(subjects.get(name, "").rpartition(":")[2] for name in _READ)])


def facts(caller: Caller, session: Any, card: Any) -> dict[str, Any]:
    """What stays as it is while the page is open: the event, kinds, provinces and words."""
    say = caller.words.say
    return {
        "event": int(card.id),
        "closed": card.closed_at is not None,
        "token": caller.token,
        "account": caller.actor.account_id,
        "kinds": [[kind, say(f"guest_kind.{kind}")] for kind in GUEST_KINDS],
        "provinces": own_provinces(caller.words, session),
        "words": {name: say(f"light.{name}") for name in _SPOKEN}
        | {name: say(f"door.{name}") for name in _OWN}
        | {"more": say("door.more", number="{number}")},
    }


def own_provinces(words: Words, session: Any) -> list[tuple[int, str]]:
    """The provinces of the programme first, then all others, each by its name."""
    rows: list[Any] = list(provinces(session).itertuples())
    named = [(int(row.id), words.label(row, "name"), not row.in_programme) for row in rows]
    return [(number, name) for number, name, _ in sorted(named, key=lambda one: (one[2], one[1]))]


def listed(words: Words, rows: pd.DataFrame) -> list[list[Any]]:
    """Each guest: id, kind, name, the name in the other script, where from, province, what a search looks in, the
    sounds of the name, version, the time of the check-in or null, whether invited.
    """
    return [_line(words, row) for row in rows.to_dict("records")]


def _line(words: Words, row: dict[Any, Any]) -> list[Any]:
    arabic, latin = row["name_ar"], row["name_latin"]
    name = words.name(arabic, latin)
    other = next((one for one in (arabic, latin) if one and one != name), None)
    places = [row["organisation_ar"], row["organisation_latin"], row["comes_from"]]
    places += [row[f"institution_{language}"] for language in ("ar", "fr")]
    province = words.label(pd.Series(row), "province") if not pd.isna(row["province_id"]) else ""
    came = row["checked_in_at"]
    search = normalised(" ".join(filter(None, [arabic, latin, *places])))
    sounds = " ".join(consonant_skeleton(one) for one in (arabic, latin) if one)
    return [
        *(int(row["id"]), row["kind"], name, other, where_from(words, row), province, search, sounds),
        *(int(row["version"]), came and f"{came.astimezone(ZONE):%H:%M}", bool(row["invited"])),
    ]


def where_from(words: Words, row: dict[Any, Any]) -> str:
    """The organisation or institution of a guest as it is called, or what was written instead."""
    organisation = words.name(row["organisation_ar"], row["organisation_latin"])
    if organisation:
        return organisation
    if row["institution_fr"] or row["institution_ar"]:
        return str(row[f"institution_{words.language}"] or row["institution_fr"] or row["institution_ar"])
    return row["comes_from"] or ""


def found(lines: Iterable[list[Any]], text: str) -> list[list[Any]]:
    """The lines of `listed` in which every word of the text stands; where none does, those that sound like it."""
    wanted, all_lines = normalised(text).split(), list(lines)
    exact = [line for line in all_lines if all(word in line[6] for word in wanted)]
    if exact or not wanted:
        return exact
    sounds = [sound for sound in map(consonant_skeleton, wanted) if len(sound) > 1]
    return [line for line in all_lines if sounds and all(_heard(sound, line[7]) for sound in sounds)]


def _heard(sound: str, sounds: str) -> bool:
    return any(one.startswith(sound) for one in sounds.split())


def asked(caller: Caller, event: int, tap: dict[str, Any]) -> Asked | Problem:
    """One tap or one line at a door as an action, or why it is none."""
    key, guest, seen, line = (tap.get(name) for name in ("key", "guest", "seen", "walk_in"))
    if not (isinstance(key, str) and 16 <= len(key) <= _LONGEST_KEY):
        return Problem("not_valid")
    if isinstance(line, dict):
        try:
            return Asked(add_walk_in, caller.actor, key, (event, walk_in(line)))
        except Problem as problem:
            return problem
    if not is_id(guest):
        return Problem("not_valid")
    if tap.get("came"):
        way = "code" if tap.get("way") == "code" else "door"
        return Asked(check_guest_in, caller.actor, key, (event, guest, way), holds=guest)
    if not isinstance(seen, int):
        return Problem("not_valid")
    return Asked(take_check_in_back, caller.actor, key, (event, guest, seen), holds=guest)


def walk_in(line: dict[str, Any]) -> GuestRecord:
    """The record of one line: a name or none, a kind, an organisation chosen or written, a province."""
    name = line.get("name") if isinstance(line.get("name"), str) else None
    field = "name_ar" if name and is_arabic(name) else "name_latin"
    organisation = line.get("organisation_id")
    values = {
        "kind": line.get("kind"),
        field: name,
        "organisation_id": organisation if is_id(organisation) else None,
        "comes_from": None if is_id(organisation) else line.get("organisation") or None,
        "province_id": line.get("province_id") if is_id(line.get("province_id")) else None,
    }
    return validated(GuestRecord, values)


def is_id(value: Any) -> TypeGuard[int]:
    """Whether a value from a phone can be the number of a row."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31
