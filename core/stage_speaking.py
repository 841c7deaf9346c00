"""How the stage says a text in its languages, and what a bar on it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.i18n import Words, words

# A text in each language that the stage speaks: the code of the language, and the words.
Text = list[tuple[str, str]]


@dataclass(frozen=True)
class Speaker:
    """Says everything in one language, or in both with Arabic first; what is the same in both is said once."""

    languages: tuple[str, ...]

    def each(self, said: Callable[[Words], str]) -> Text:
        """What the function says with the words of each language."""
        texts: Text = []
        for language in self.languages:
            text = said(words(language))
            if text not in [other for _, other in texts]:
                texts.append((language, text))
        return texts

    def say(self, key: str, **details: Any) -> Text:
        """The sentence of the key in each language."""
        return self.each(lambda spoken: spoken.say(key, **details))

    def count(self, key: str, number: int) -> Text:
        """The sentence of the key in the plural form of the number in each language."""
        return self.each(lambda spoken: spoken.count(key, number))

    def label(self, labels: Mapping[str, str]) -> Text:
        """A label that the figures carry in Arabic and French."""
        return self.each(lambda spoken: labels[spoken.language])

    def day(self, key: str, day: str) -> Text:
        """The sentence of the key about a day, which the figures carry as ISO text."""
        return self.each(lambda spoken: spoken.say(key, day=spoken.day(date.fromisoformat(day))))


def speaker(language: str) -> Speaker:
    """The speaker of a stage's language: ar, fr, or both."""
    return Speaker(("ar", "fr") if language == "both" else (language,))


def number(value: int, said: Speaker) -> str:
    """A number as the stage's first language writes it; Arabic and French write the same digits."""
    return words(said.languages[0]).number(value)


def bar(code: str, label: Text, value: int, color: tuple[str, str], said: Speaker) -> dict[str, Any]:
    """A bar: its code, label, value, the value as text, and its colours on dark and light."""
    return {
        "code": code,
        "label": label,
        "value": value,
        "shown": number(value, said),
        "dark": color[0],
        "light": color[1],
    }


def bars(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bars with the share of the longest that each is long; all are empty where nothing was counted."""
    most = max((row["value"] for row in rows), default=0)
    return [{**row, "share": round(row["value"] / most, 4) if most else 0} for row in rows]
