"""What the commands of the server say of backups, in the three languages one after the other."""

from collections.abc import Callable

from core.i18n import LANGUAGES, Words, words
from core.problems import Problem


def in_each_language(say: Callable[[Words], list[str]]) -> str:
    """The lines of one language under those of the one before, with an empty line between them."""
    return "\n\n".join("\n".join(say(words(language))) for language in LANGUAGES)


def refused(problem: Problem) -> str:
    """Every refusal of a problem as its sentence."""
    parts = list(problem.each())
    return in_each_language(lambda said: [said.say(f"problem.{part.code}", **part.details) for part in parts])
