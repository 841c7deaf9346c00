"""The fields of a form: each with its label, what was typed kept, and its refusal right under it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from db.queries.places import communes, provinces
from pages.parts.data import frame_of
from pages.parts.faults import keep_typed
from pages.parts.identity_cards import settled
from pages.parts.refusals import refusal
from pages.parts.visit import Visit


class Fields:
    """Draws fields and collects their values."""

    def __init__(
        self, visit: Visit, name: str, prefix: str, start: Mapping[str, Any], refused: Sequence[Problem]
    ) -> None:
        self.visit = visit
        self.values: dict[str, Any] = {}
        self._name = name
        self._prefix = prefix
        self._start = start
        self._refused = refused
        self._shown: set[str] = set()
        # Whether a text looks like an identity-card number, and nobody said yet that it is none.
        self._in_doubt = False
        self._names: dict[str, Callable[[], dict[Any, str]]] = {}
        self._texts: list[str] = []
        # What follows from another field, and what is never kept.
        self._derived: dict[str, str] = {}
        self._secret: set[str] = set()

    def text(self, field: str, **options: Any) -> Any:
        """A line of text."""
        (self._secret.add if options.get("type") == "password" else self._texts.append)(field)
        return self._written(field, st.text_input, options)

    def area(self, field: str, **options: Any) -> Any:
        """Several lines of text."""
        self._texts.append(field)
        return self._written(field, st.text_area, options)

    def number(self, field: str, whole: bool = True, **options: Any) -> Any:
        """A number, empty until it is typed."""
        value = self._start.get(field)
        step: Any = 1 if whole else None
        if value is not None:
            value = int(value) if whole else float(value)
        given = {"value": value, "step": step, "format": None, **self._options(field, options)}
        return self._drawn(field, st.number_input, **given)

    def day(self, field: str, **options: Any) -> Any:
        """A date, empty until it is chosen."""
        bounds = {"min_value": date(1900, 1, 1), "max_value": date(2100, 12, 31), "format": "DD/MM/YYYY"}
        value = self._start.get(field)
        # A draft keeps days and times as text.
        value = date.fromisoformat(value) if isinstance(value, str) else value
        return self._drawn(field, st.date_input, value=value, **bounds, **self._options(field, options))

    def clock(self, field: str, **options: Any) -> Any:
        """A time of the day."""
        value = self._start.get(field)
        value = time.fromisoformat(value) if isinstance(value, str) else value
        return self._drawn(field, st.time_input, value=value, **self._options(field, options))

    def tick(self, field: str, **options: Any) -> bool:
        """A yes or no."""
        return bool(
            self._drawn(field, st.checkbox, value=bool(self._start.get(field)), **self._options(field, options))
        )

    def choice(
        self, field: str, codes: Sequence[Any], label: Callable[[Any], str] | None = None, **options: Any
    ) -> Any:
        """One of the codes, or None until one is chosen; `label` says a code in the reader's words."""
        start, first = self._start.get(field), options.pop("index", None)
        index = list(codes).index(start) if start in codes else first
        options.setdefault("placeholder", self.visit.words.say("form.choose"))
        shown = self._named(field, label, codes)
        return self._drawn(
            field, st.selectbox, options=codes, index=index, format_func=shown, **self._options(field, options)
        )

    def choices(
        self, field: str, codes: Sequence[Any], label: Callable[[Any], str] | None = None, **options: Any
    ) -> list[Any]:
        """Any number of the codes."""
        start = [code for code in self._start.get(field) or [] if code in codes]
        options.setdefault("placeholder", self.visit.words.say("form.choose"))
        shown = self._named(field, label, codes)
        return list(
            self._drawn(
                field, st.multiselect, options=codes, default=start, format_func=shown, **self._options(field, options)
            )
        )

    def pills(self, field: str, codes: Sequence[Any], label: Callable[[Any], str] | None = None, **options: Any) -> Any:
        """One of a few codes, all in sight: the best target for a thumb."""
        start = self._start.get(field, options.pop("default", None))
        start = start if start in codes else None
        # Pills read Markdown in the names that somebody typed; lists show the letters as they are.
        shown = self._named(field, label, codes, escaped)
        return self._drawn(
            field, st.pills, options=codes, default=start, format_func=shown, **self._options(field, options)
        )

    def place(self, field: str = "commune_id", near: tuple[int, int] | None = None, **options: Any) -> Any:
        """A commune, narrowed by the province chosen before it; only provinces this account may touch.

        `near` is the province and commune to begin with instead of the row's own; another one begins anew.
        """
        words = self.visit.words
        everywhere = frame_of(self.visit, provinces, subjects=("place",))
        reach = self.visit.actor.provinces
        allowed = everywhere if reach is None else everywhere[everywhere["id"].isin(reach)]
        names = {int(row.id): words.label(row, "name") for row in allowed.itertuples()}
        # The programme's own provinces come first: nearly every row is in one of them.
        own = [int(row.id) for row in allowed.itertuples() if row.in_programme]
        order = own + sorted((p for p in names if p not in own), key=names.__getitem__)
        start, value = near or (self._start.get("province_id"), self._start.get(field))
        place = f"{self._prefix}.{field}" + (f".{near[1]}" if near else "")
        keep_typed(f"{place}.province")
        province = st.selectbox(
            words.say("form.province"),
            order,
            index=order.index(start) if start in order else (0 if len(order) == 1 else None),
            format_func=names.__getitem__,
            placeholder=words.say("form.choose"),
            key=f"{place}.province",
        )
        self.values["province_id"] = province
        self._derived["province_id"] = field
        found = frame_of(self.visit, communes, province, subjects=("place",)) if province else None
        places = {} if found is None else {int(row.id): words.label(row, "name") for row in found.itertuples()}
        ids = sorted(places, key=places.__getitem__)
        keep_typed(f"{place}.{province}")
        chosen = st.selectbox(
            words.say("form.commune"),
            ids,
            index=ids.index(value) if value in places else None,
            format_func=places.__getitem__,
            placeholder=words.say("form.choose"),
            disabled=province is None,
            key=f"{place}.{province}",
            **options,
        )
        self.values[field] = chosen
        self._names[field] = self._communes
        self._refusal_of(field)
        return chosen

    def in_words(self, field: str, value: Any) -> str:
        """A value as its choice is called; the value itself where it was typed."""
        names = self._names[field]() if field in self._names else {}
        if isinstance(value, list):
            return self.visit.words.listing([names.get(one, str(one)) for one in value])
        return names.get(value, str(value))

    def named(self, field: str, names: Callable[[], dict[Any, str]]) -> None:
        """How values of a field are called that may not be chosen here, but may be what somebody else saved."""
        offered = self._names.get(field, dict)
        self._names[field] = lambda: {**names(), **offered()}

    def began_with(self, field: str) -> Any:
        """The value a field had before anything was typed."""
        return self._start.get(field)

    def refused_in(self, *fields: str) -> bool:
        """Whether one of these fields was refused, so that the fold they are in has to be open."""
        return any(problem.field in fields for problem in self._refused)

    def _options(self, field: str, options: dict[str, Any]) -> dict[str, Any]:
        words = self.visit.words
        if "help_key" in options:
            options["help"] = words.say(options.pop("help_key"))
        if options.pop("required", False):
            options["label"] = words.say(f"{self._name}.{field}") + " \\*"
        # A field that stands once for each of several rows is called by its row, or as it says itself.
        if "called" in options:
            options["label"] = options.pop("called")
        if "label" not in options:
            options["label"] = words.say(f"{self._name}.{field}")
        return {"key": f"{self._prefix}.{field}", **options}

    def _named(
        self,
        field: str,
        label: Callable[[Any], str] | None,
        codes: Sequence[Any],
        drawn: Callable[[str], str] = str,
    ) -> Callable[[Any], str]:
        if not label:
            return str
        names = {code: label(code) for code in codes}
        self._names[field] = lambda: names
        # A dictionary's own method can be kept in a session, where a function made on the way cannot.
        return {code: drawn(name) for code, name in names.items()}.__getitem__

    def _communes(self) -> dict[Any, str]:
        rows = frame_of(self.visit, communes, subjects=("place",))
        return {int(row.id): self.visit.words.label(row, "name") for row in rows.itertuples()}

    def _drawn(self, field: str, widget: Callable[..., Any], **options: Any) -> Any:
        keep_typed(options["key"])
        value = widget(**options)
        self.values[field] = value
        self._refusal_of(field)
        return value

    def _written(self, field: str, widget: Callable[..., Any], options: dict[str, Any]) -> Any:
        text = self._drawn(field, widget, value=self._start.get(field) or "", **self._options(field, options))
        if not settled(self.visit, field, text, self._prefix):
            self._in_doubt = True
        return text

    def _refusal_of(self, field: str) -> None:
        for problem in self._refused:
            if problem.field == field:
                self._shown.add(field)
                st.error(refusal(self.visit.words, problem), icon=":material/error:")

    def _rest_of_refusals(self) -> None:
        """Says the refusals that stand beside no field, and how many there are in all."""
        words = self.visit.words
        rest = [problem for problem in self._refused if problem.field not in self._shown]
        for problem in rest:
            st.error(refusal(words, problem, label=f"{self._name}.{problem.field}"), icon=":material/error:")
        if self._shown:
            st.warning(words.count("form.refused", len(self._refused)), icon=":material/edit:")
