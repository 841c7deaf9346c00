"""The settings that figures depend on: their types, their defaults, and what may be set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.problems import Problem


@dataclass(frozen=True)
class Settings:
    """Ages are whole years reached within a calendar year; the completion share is a part of the hours offered."""

    youth_from: int = 18
    youth_to: int = 34
    completion_share: float = 0.8
    excused_counts: bool = False


def _age(text: str) -> int:
    age = int(text)
    if not 0 <= age <= 120:
        raise ValueError(text)
    return age


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise ValueError(text)
    return share


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text]


_READ: dict[str, Callable[[str], Any]] = {
    "youth_from": _age,
    "youth_to": _age,
    "completion_share": _share,
    "excused_counts": _yes_or_no,
}


def settings_of(stored: Mapping[str, str]) -> Settings:
    """The settings with what is stored as text over the defaults; Problem where a stored one cannot be read.

    Keys of settings that no figure depends on are left to those who read them.
    """
    values = {}
    for key, read in _READ.items():
        if key in stored:
            try:
                values[key] = read(stored[key])
            except (ValueError, KeyError) as error:
                raise Problem("setting_wrong", field=key, given=stored[key]) from error
    settings = Settings(**values)
    if settings.youth_to < settings.youth_from:
        raise Problem("setting_wrong", field="youth_to", given=str(settings.youth_to))
    return settings
