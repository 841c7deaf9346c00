"""What the paper sheets of a session that stand in two languages have in common: which session, and each text twice."""

from collections.abc import Mapping
from typing import Any

from core.i18n import direction, words
from core.reports.sign_in_sheet import session_code


def both(languages: tuple[str, str], key: str) -> list[str]:
    """The text of a key in the sheet's own language, and in the one beside it."""
    return [words(language).say(key) for language in languages]


def of_session(session_id: int, heads: Mapping[str, str], languages: tuple[str, str]) -> dict[str, Any]:
    """What a template needs of the session and the two languages: language, direction, other, code, heads.

    `heads` says in each language which session it is; the sheet runs in the first of the languages.
    """
    first, second = languages
    return {
        "language": first,
        "direction": direction(first),
        "other": {"language": second, "direction": direction(second)},
        "code": session_code(session_id),
        "heads": [heads[language] for language in languages],
    }
