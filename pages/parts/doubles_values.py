"""One part of an organisation or a person as a reader understands it, when two rows are compared."""

from collections.abc import Mapping
from typing import Any

from core.i18n import Words, isolated
from pages.parts.organisations import said


def in_words(words: Words, part: str, row: Mapping[str, Any]) -> str:
    """What the row says in this part (see core.doubles.PARTS); the words for nothing where it says nothing."""
    told = _consent(words, part, row) if part.startswith("consent") else _said(words, part, row)
    return " · ".join(isolated(one) for one in told if one) or words.say("form.empty_value")


def _said(words: Words, part: str, row: Mapping[str, Any]) -> list[str | None]:
    value = row[part]
    if part == "registration_number":
        return [value, row["court"]]
    if part == "commune_id":
        return [words.name(row["commune_ar"], row["commune_fr"]), said(words, row, "province")]
    if part == "sector_id":
        return [said(words, row, "sector")]
    if value is None or value == "":
        return []
    if part in ("kind", "sex"):
        return [words.say(f"{part}.{value}")]
    if part == "longitude":
        return [f"{row['latitude']:.5f}, {value:.5f}"]
    if part == "founded_on":
        return [words.day(value)]
    if isinstance(value, bool):
        return [words.say("form.yes" if value else "form.no")]
    return [str(value)]


def _consent(words: Words, part: str, row: Mapping[str, Any]) -> list[str | None]:
    if not row[part]:
        return [words.say("form.no")]
    way, notice = (
        ("consent_way", "notice_version")
        if part == "consent_data"
        else (
            "consent_photo_way",
            "photo_notice_version",
        )
    )
    day = row[f"{part}_on"]
    read = row[notice] and words.say("notice.version", version=row[notice])
    return [words.say("form.yes"), day and words.day(day), words.say(f"consent_way.{row[way]}"), read]
