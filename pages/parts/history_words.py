"""An entry of the history in the reader's words: each field's label, rows by their names, codes, dates and lists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from core.i18n import NATIVE_NAMES, ZONE, Words
from core.privacy import FREE_TEXTS, PERSONAL, told_value
from db.queries.history import Entry
from db.queries.history_names import OF_PERSONS, Named, names_of
from pages.parts.data import fresh
from pages.parts.history_fields import (
    ASKED,
    CODES,
    DOMAINS,
    LISTS,
    MOST_LISTED,
    NESTED,
    NUMBERS,
    SHARES,
    SINGLE,
    UNSAID,
    YEARS,
    kind_of,
)

Fields = Mapping[str, Any]


class Teller:
    """Says what entries hold; `entries` are those to be told, so that the names in them are asked for together.

    `row` is one more row (its kind and number) whose name is asked for.

    In a file (`plain`) dates, times and numbers are written so that a spreadsheet sorts them, and lists to their end;
    persons who are not listed (see core.privacy) are told there by their numbers, without their values.
    """

    def __init__(
        self, words: Words, entries: Sequence[Entry], row: tuple[str, int] | None = None, plain: bool = False
    ) -> None:
        self.words = words
        self._plain = plain
        # A long file says the same words again and again.
        self._labels: dict[tuple[str, str], str] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self._empty, self._yes, self._no = (words.say(f"form.{said}") for said in ("empty_value", "yes", "no"))
        self._not_listed = words.say("history.not_listed")
        wanted: dict[str, set[int]] = {row[0]: {row[1]}} if row else {}
        for entry in entries:
            if entry.row_id is not None:
                wanted.setdefault(entry.kind, set()).add(entry.row_id)
            for content in (entry.before, entry.after):
                _gather(wanted, entry.kind, content or {})
        self._names: dict[tuple[str, int], Named] = fresh(names_of, wanted, plain)

    def row(self, kind: str, row_id: int | None) -> str:
        """What the entry is about: the kind of the row, its number and its name."""
        said = self.words.say(f"history.kind.{kind}")
        if row_id is None or kind in SINGLE:
            return said
        name = self.name(kind, row_id)
        if not name:
            return self.words.say("history.row", kind=said, row=str(row_id))
        return self.words.say("history.row_named", kind=said, row=str(row_id), name=name)

    def withheld(self, kind: str, row_id: int | None) -> bool:
        """Whether the row is of a person who is not listed, so that a file keeps what was written of the person."""
        return self._plain and kind in OF_PERSONS and row_id is not None and (kind, row_id) not in self._names

    def differences(self, entry: Entry) -> Iterator[tuple[str, str | None, str]]:
        """The label of each field that is another, what it was and what it is; None for what did not stand there."""
        own = (entry.kind, entry.row_id or 0)
        yield from self._differing(own, entry.kind, entry.before, entry.after or {}, "")

    def _differing(
        self, own: tuple[str, int], kind: str, before: Fields | None, after: Fields, within: str
    ) -> Iterator[tuple[str, str | None, str]]:
        was = before or {}
        for name in dict.fromkeys([*after, *was]):
            old, new = told_value(was, name), told_value(after, name)
            if name in UNSAID or old == new:
                continue
            label, stood = within + self._label(kind, name), name in was
            if self.withheld(*own) and name in PERSONAL | FREE_TEXTS:
                yield label, self._not_listed if stood else None, self._not_listed
                continue
            if name in NESTED and isinstance(new, dict) and isinstance(old, dict | None):
                called = self.name(NESTED[name], int(new.get("id") or 0)) if old else ""
                part = f"{label} ({called}) – " if called else f"{label} – "
                yield from self._differing(own, NESTED[name], old, new, part)
            elif not (within and isinstance(new, int) and (kind_of(kind, name, after), new) == own):
                yield label, self._said(kind, name, old, was) if stood else None, self._said(kind, name, new, after)

    def _label(self, kind: str, name: str) -> str:
        known = self._labels.get((kind, name))
        if known is None:
            keys = [f"{DOMAINS.get(kind, kind)}.{name}", f"history.field.{name}"]
            # A form asks for a row ("another organisation"), the history tells of it.
            keys = keys[::-1] if name in ASKED or kind_of(kind, name, {}) else keys
            known = next((self.words.say(key) for key in keys if self.words.has(key)), name)
            self._labels[kind, name] = known
        return known

    def _said(self, kind: str, name: str, value: Any, around: Fields) -> str:
        if value is None or value in ("", [], {}):
            return self._empty
        if isinstance(value, bool):
            return self._yes if value else self._no
        if isinstance(value, dict):
            return self._pairs(kind, name, value)
        if isinstance(value, list):
            return self._listed(kind, name, value)
        if isinstance(value, int) and (of := kind_of(kind, name, around)):
            return self.name(of, value) or self.words.say("history.number", number=str(value))
        if isinstance(value, int | float):
            return self._number(name, value)
        return self._text(kind, name, str(value))

    def _pairs(self, kind: str, name: str, value: Fields) -> str:
        part = NESTED.get(name, name)
        said = [
            self.words.say(
                "history.pair", label=self._pair_label(kind, part, one), value=self._said(part, one, of, value)
            )
            for one, of in value.items()
            if one not in UNSAID and of not in (None, "", [], {})
        ]
        return " · ".join(said)

    def _pair(self, kind: str, part: str, name: str, value: Any, around: Fields) -> str:
        label, said = self._pair_label(kind, part, name), self._said(part, name, value, around)
        return self.words.say("history.pair", label=label, value=said)

    def _pair_label(self, kind: str, part: str, name: str) -> str:
        # What a file was narrowed to, and the counts of an import, have labels of their own.
        for key in (f"{kind}.filter.{name}", f"{kind}.{part}.{name}", f"import.verdict.{name}"):
            if part in ("filters", "counts") and self.words.has(key):
                return self.words.say(key)
        return self._label(part, name)

    def _listed(self, kind: str, name: str, value: list[Any]) -> str:
        of = LISTS.get(name, "")
        said = [self._one(kind, name, of, one) for one in value]
        if self._plain:
            return "; ".join(said)
        more = len(said) - MOST_LISTED
        if more > 0:
            said = [*said[:MOST_LISTED], self.words.count("history.and_more", more)]
        return self.words.listing(said)

    def _one(self, kind: str, name: str, of: str, value: Any) -> str:
        number = value.get("id") if isinstance(value, dict) else value
        if of and isinstance(number, int):
            return self.name(of, number) or self.words.say("history.number", number=str(number))
        return self._said(kind, "" if isinstance(value, int) else name, value, {})

    def _number(self, name: str, value: float) -> str:
        if name in SHARES:
            return self.words.percent(value)
        if self._plain or name in YEARS:
            return str(value)
        return self.words.number(value, decimals=NUMBERS.get(name, 2))

    def _text(self, kind: str, name: str, value: str) -> str:
        words = self.words
        if name == "language" and value in NATIVE_NAMES:
            return NATIVE_NAMES[value]
        if domain := CODES.get((kind, name)) or CODES.get(("", name)):
            said = [self._code(domain, code) for code in (value.split() if name == "roles" else [value])]
            return said[0] if len(said) == 1 else ", ".join(said) if self._plain else words.listing(said)
        if name.endswith(("_at", "_on")) or name in ("as_of", "since", "until", "password_link_until"):
            return self._when(value)
        return value

    def _code(self, domain: str, code: str) -> str:
        known = self._codes.get((domain, code))
        if known is None:
            key = f"{domain}.{code}"
            known = self._codes[domain, code] = self.words.say(key) if self.words.has(key) else code
        return known

    def _when(self, value: str) -> str:
        try:
            moment = time.fromisoformat(value) if value[2:3] == ":" else datetime.fromisoformat(value)
        except ValueError:
            return value
        if isinstance(moment, time):
            return f"{moment:%H:%M}"
        if moment.tzinfo:
            local = moment.astimezone(ZONE)
            return local.replace(tzinfo=None).isoformat(" ", "seconds") if self._plain else self.words.moment(moment)
        return value if self._plain else self.words.day(moment.date())

    def name(self, kind: str, row_id: int) -> str:
        """What the row is called; nothing where it has no name or is gone for good."""
        found = self._names.get((kind, row_id))
        if found is None:
            return ""
        name = getattr(found, self.words.language) or ""
        return f"{name}, {self._day(found.day)}" if found.day else name

    def _day(self, value: date) -> str:
        return value.isoformat() if self._plain else self.words.day(value)


def _gather(wanted: dict[str, set[int]], kind: str, content: Fields) -> None:
    """Notes every row that the content names, by its table."""
    for name, value in content.items():
        if isinstance(value, dict):
            _gather_part(wanted, NESTED.get(name, ""), value)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    _gather_part(wanted, NESTED.get(name, ""), one)
                elif isinstance(one, int) and name in LISTS:
                    wanted.setdefault(LISTS[name], set()).add(one)
        elif isinstance(value, int) and (of := kind_of(kind, name, content)):
            wanted.setdefault(of, set()).add(value)


def _gather_part(wanted: dict[str, set[int]], kind: str, part: Fields) -> None:
    if kind and isinstance(part.get("id"), int):
        wanted.setdefault(kind, set()).add(part["id"])
    _gather(wanted, kind, part)
