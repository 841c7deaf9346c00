"""A refusal as the sentence a reader understands."""

from core.i18n import Words
from core.problems import Problem


def refusal(words: Words, problem: Problem, label: str | None = None) -> str:
    """The sentence of a refusal, ready for an element that reads Markdown; with the field's name where it has one."""
    sentence = words.show(f"problem.{problem.code}", **_sayable(problem))
    if label and words.has(label):
        return words.show("problem.of_field", field=words.say(label)) + " " + sentence
    return sentence


def plain_refusal(words: Words, problem: Problem) -> str:
    """The sentence of a refusal as plain text, for whatever reads no Markdown."""
    return words.say(f"problem.{problem.code}", **_sayable(problem))


def _sayable(problem: Problem) -> dict[str, object]:
    # Ids and lists tell the page where to look; a sentence is made of names, numbers and dates.
    return {
        key: value
        for key, value in problem.details.items()
        if value is not None and not isinstance(value, bool | tuple | list | dict)
    }
