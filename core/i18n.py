"""Every word the product says, in Arabic, French and English, with plurals, numbers, dates and lists."""

import gettext
import io
import re
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES = ("ar", "fr", "en")
LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en"}
NATIVE_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
ZONE = ZoneInfo("Africa/Casablanca")
CATALOGUES = Path(__file__).parent / "locales"

# First strong isolate and its end: a name inside them cannot turn the sentence around it.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
LEFT_TO_RIGHT = "\u2066"
# What Markdown, HTML and Streamlit's own directives would read as more than a letter.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()#+-!|~<>$:&@^="})
# Bare addresses become links even so, unless a joiner that nobody sees stands in them.
_ADDRESSES = re.compile(r"https?://|www(?=\.)", re.IGNORECASE)
JOINER = "\u2060"


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language == "ar" else "ltr"


def isolated(text: str) -> str:
    """The text inside an isolate of its own direction; a phone, which has no letter, keeps its plus in front."""
    return f"{LEFT_TO_RIGHT if text.startswith('+') else ISOLATE}{text}{END_OF_ISOLATE}"


@lru_cache(4096)
def escaped(text: str) -> str:
    """The text as Markdown that shows exactly these letters, whatever they are."""
    return _ADDRESSES.sub(rf"\g<0>{JOINER}", text).translate(_MARKS).replace("\n", " ")


class Words:
    """One language's words. A key that the catalogues lack raises KeyError: gaps are never hidden."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(LOCALES[language])
        self.direction = direction(language)
        self._translations = [_translations(path) for path in sorted((CATALOGUES / language).glob("*.po"))]
        # A page says some sixty sentences a run: each is looked for in the catalogues once.
        self._said: dict[str, str] = {}

    def say(self, key: str, /, **details: Any) -> str:
        """The sentence of the key in plain text; numbers are formatted, names isolated."""
        return self._filled(self._found(key), details, plain=True)

    def show(self, key: str, /, **details: Any) -> str:
        """The sentence of the key for an element that reads Markdown: what was typed is shown as typed."""
        return self._filled(self._found(key), details, plain=False)

    def count(self, key: str, number: int, /, **details: Any) -> str:
        """The sentence of the key in the plural form of `number`, which the sentence calls {number}."""
        for translations in self._translations:
            sentence = translations.ngettext(key, key, number)
            if sentence != key:
                return self._filled(sentence, {"number": number, **details}, plain=True)
        raise KeyError(key)

    def has(self, key: str) -> bool:
        """Whether the catalogues know the key."""
        return any(translations.gettext(key) != key for translations in self._translations)

    def label(self, row: Any, name: str = "label") -> str:
        """The row's label (or name) in this language; rows carry one column a language."""
        value = getattr(row, f"{name}_{self.language}", None) or getattr(row, f"{name}_fr")
        # What people write themselves, as an event's name, may stand in one language only.
        others = (getattr(row, f"{name}_{language}", None) for language in LANGUAGES)
        return str(value or next(filter(None, others), value))

    def name(self, arabic: str | None, latin: str | None) -> str:
        """The name in the script of this language, else in the other one."""
        first, second = (arabic, latin) if self.language == "ar" else (latin, arabic)
        return first or second or ""

    def person(self, arabic: str | None, latin: str | None) -> str:
        """A person's name as `name` gives it; a neutral word for a person who was anonymised."""
        return self.name(arabic, latin) or self.say("privacy.anonymised")

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with this language's separators; a negative one keeps its sign before it."""
        shown = format_decimal(value, format=f"#,##0.{'#' * decimals}" if decimals else "#,##0", locale=self.locale)
        return f"{LEFT_TO_RIGHT}{shown}{END_OF_ISOLATE}" if value < 0 else shown

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share (0 to 1) as a percentage."""
        pattern = self.locale.percent_formats[None].pattern
        if decimals:
            pattern = pattern.replace("##0", f"##0.{'0' * decimals}")
        return str(format_percent(share, format=pattern, locale=self.locale))

    def day(self, value: date, style: str = "long") -> str:
        """A date without time; `style` is Babel's short, medium, long or full."""
        return self._first_of_month(format_date(value, format=style, locale=self.locale), value)

    def month(self, value: date) -> str:
        """A month and its year."""
        return format_date(value, format="LLLL y", locale=self.locale)

    def moment(self, value: datetime) -> str:
        """A moment in Moroccan time, to the minute."""
        here = value.astimezone(ZONE)
        return self._first_of_month(format_datetime(here, format="medium", locale=self.locale), here)

    def _first_of_month(self, said: str, value: date) -> str:
        # French counts the first day alone as an ordinal, and Babel's formats cannot.
        if self.language == "fr" and value.day == 1:
            return re.sub(r"\b1 (?=[^\W\d])", "1er ", said, count=1)
        return said

    def listing(self, items: list[str]) -> str:
        """Items joined as a sentence joins them."""
        return format_list([isolated(item) for item in items], locale=self.locale)

    def _found(self, key: str) -> str:
        if (known := self._said.get(key)) is not None:
            return known
        for translations in self._translations:
            sentence = translations.gettext(key)
            if sentence != key:
                self._said[key] = sentence
                return sentence
        raise KeyError(key)

    def _filled(self, sentence: str, details: dict[str, Any], plain: bool) -> str:
        return sentence.format_map({name: self._shown(value, plain) for name, value in details.items()})

    def _shown(self, value: Any, plain: bool) -> str:
        if isinstance(value, bool) or value is None:
            raise TypeError("a sentence is filled with text, numbers and dates")
        if isinstance(value, int | float):
            return self.number(value, decimals=0 if isinstance(value, int) else 2)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, tuple):
            return self.listing([str(one) if plain else escaped(str(one)) for one in value])
        text = str(value)
        return isolated(text if plain else escaped(text))


def _translations(path: Path) -> gettext.GNUTranslations:
    # Without the locale, Babel swaps the last two of Arabic's six plural forms.
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parent.name)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def words(language: str) -> Words:
    """The words of a language, read once; KeyError for a language the product does not have."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return Words(language)


def preferred_language(*wishes: str | None) -> str:
    """The first wish that is a language of the product; the last may be a browser's Accept-Language header."""
    for wish in wishes:
        for part in (wish or "").split(","):
            code = part.split(";")[0].strip().lower()[:2]
            if code in LANGUAGES:
                return code
    return "fr"
