"""A figure told by sex, age, kind and province as a sponsor's form asks for it: chosen, drawn, taken away."""

from functools import partial

import pandas as pd
import streamlit as st

from core.filters import age_bands, age_label
from core.i18n import Words, escaped
from core.indicators import INDICATORS, WORKED_OUT, written
from core.indicators.cross import TOTAL, UNKNOWN, CrossTable, Key, Parts
from core.indicators.knowledge import TOLD_BY
from core.records.organisations import KINDS
from core.records.people import SEXES
from core.sheets.writing import Cell, plain_file, workbook_file
from db.queries.cross_tables import GUARDED, cross_table
from db.queries.figures import subjects_of
from db.queries.places import provinces
from db.queries.settings import settings
from pages.parts.data import frame_of
from pages.parts.exports import export_button
from pages.parts.filters import Choices, choose_several
from pages.parts.origin import narrowed, source
from pages.parts.visit import Visit

# More than two one within the other could not be read.
_MOST = 2
_NESTED = ("province", "kind", "sex", "age")
_FIRST = {"down": ("province", "kind"), "across": ("sex",)}


def draw_cross_table(visit: Visit, code: str, choices: Choices) -> None:
    """The figure by the dimensions chosen; drawn once it is opened, since it asks for every total by itself."""
    words = visit.words
    part = st.expander(words.say("cross.title"), icon=":material/table:", key=f"cross.{code}", on_change="rerun")
    if not part.open:
        return
    with part:
        down, across = _chosen(visit, code, choices)
        asked = (code, choices.chosen.filters(), down, across, choices.chosen.whole)
        read = (*subjects_of(INDICATORS[code].figure), "attendance", "group", "person", "session", "target")
        table: CrossTable = frame_of(visit, cross_table, *asked, subjects=tuple(dict.fromkeys(read)))
        labels = _labels(visit)
        rows, columns = (
            table.keys(names, {name: list(labels[name]) for name in names}) for names in (table.down, table.across)
        )
        shown = {
            _heading(words, code, table, labels, column): [
                _marked(_text(words, code, table, row, column), row) for row in rows
            ]
            for column in columns
        }
        heads = {
            words.say(f"explore.filter.{name}"): [_marked(_label(words, labels, name, row[at]), row) for row in rows]
            for at, name in enumerate(table.down)
        }
        st.table(pd.DataFrame(heads | shown), border="horizontal", hide_index=True)
        if not INDICATORS[code].additive:
            st.caption(words.say("cross.not_additive"))
        if table.hidden:
            st.caption(words.say("small.note", limit=frame_of(visit, settings, subjects=("setting",)).small_cell))
        _offer(visit, code, choices, table, rows, columns)


def _chosen(visit: Visit, code: str, choices: Choices) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the rows and the columns are told by, from pills that keep their codes in the address."""
    if not choices.chosen.whole:
        st.caption(visit.words.say("cross.guarded"))
        return (GUARDED,), ()
    known = tuple(name for name in _NESTED if name in TOLD_BY[INDICATORS[code].figure])
    down = _pick(visit, "down", known) or known[:1]
    return down, _pick(visit, "across", tuple(name for name in known if name not in down))


def _pick(visit: Visit, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Up to two of the dimensions known, in the order in which one is told within the other."""
    if not known:
        return ()
    given, key = st.query_params.get(name), f"cross.{name}"
    asked = _FIRST[name] if given is None else tuple(given.split(","))
    st.session_state[key] = [one for one in known if one in asked][:_MOST]
    st.pills(
        visit.words.say(f"cross.{name}"),
        list(known),
        selection_mode="multi",
        format_func=lambda one: visit.words.say(f"explore.filter.{one}"),
        key=key,
        # An address that names none is not one that says nothing of them.
        on_change=lambda: choose_several({name: tuple(st.session_state[key][-_MOST:]) or ("none",)}),
    )
    return tuple(st.session_state[key])


def _labels(visit: Visit) -> dict[str, dict[str, str]]:
    """The labels of the codes of each dimension, in the order in which they are shown."""
    words, limits = visit.words, frame_of(visit, settings, subjects=("setting",))
    places = frame_of(visit, provinces, subjects=("place",))
    return {
        "sex": {sex: words.say(f"explore.sex.{sex}") for sex in SEXES},
        "age": {
            band: age_label(words, band, span) for band, span in age_bands(limits.youth_from, limits.youth_to).items()
        },
        "kind": {kind: words.say(f"kind.{kind}") for kind in KINDS},
        "province": {str(row.code): words.label(row, "name") for row in places.itertuples()},
    }


def _label(words: Words, labels: dict[str, dict[str, str]], name: str, code: str) -> str:
    if code == TOTAL:
        return words.say("cross.total")
    if code == UNKNOWN and code not in labels[name]:
        return words.say(f"cross.unknown_{name}")
    return labels[name][code]


def _heading(words: Words, code: str, table: CrossTable, labels: dict[str, dict[str, str]], column: Key) -> str:
    """The heading of a column: its codes in words, once where all of them are totals."""
    if all(one == TOTAL for one in column):
        return words.say("cross.total") if column else words.say(f"indicator.{code}")
    told = [_label(words, labels, name, one) for name, one in zip(table.across, column, strict=True) if one != TOTAL]
    return " · ".join(told)


def _marked(text: str, row: Key) -> str:
    """A cell as Markdown, strong in a row of totals; it is not broken, so that a number stays beside its share."""
    said = escaped(text.replace(" ", "\u00a0"))
    return f"**{said}**" if TOTAL in row else said


def _text(words: Words, code: str, table: CrossTable, row: Key, column: Key) -> str:
    if (*row, *column) in table.hidden:
        return words.say("small.beside")
    value, part, whole = _parts(code, table, row, column)
    said = written(words, code, value)
    if part != part:
        return said
    return words.say("cross.share", share=said, part=words.number(part), whole=words.number(whole))


def _parts(code: str, table: CrossTable, row: Key, column: Key) -> Parts:
    """The numbers of a cell; nobody in it is none of what is counted, and no share."""
    nothing = float("nan")
    counted = INDICATORS[code].unit not in WORKED_OUT
    return table.cell(row, column) or (0.0 if counted else nothing, nothing, nothing)


def _offer(visit: Visit, code: str, choices: Choices, table: CrossTable, rows: list[Key], columns: list[Key]) -> None:
    words, labels = visit.words, _labels(visit)
    percent = INDICATORS[code].unit == "share"
    headers = [words.say(f"explore.filter.{name}") for name in table.down]
    for column in columns:
        heading = _heading(words, code, table, labels, column)
        headers.append(f"{heading} (%)" if percent else heading)

    def cell(row: Key, column: Key) -> Cell:
        if (*row, *column) in table.hidden:
            return words.say("small.beside")
        value = _parts(code, table, row, column)[0]
        return "" if value != value else round(value * 100, 1) if percent else value

    found: list[list[Cell]] = [
        [
            *(_label(words, labels, name, one) for name, one in zip(table.down, row, strict=True)),
            *(cell(row, column) for column in columns),
        ]
        for row in rows
    ]
    about = (words.say(f"indicator.{code}"), narrowed(visit, choices), words.say("cross.not_additive"), source(visit))
    mirrored = words.direction == "rtl"
    makers = {
        "csv": partial(plain_file, headers, found, visit.language),
        "xlsx": partial(workbook_file, "cross_table", headers, found, mirrored, about),
    }
    asked = choices.chosen.codes() | {"indicator": code}
    asked |= {name: ",".join(told) for name, told in (("down", table.down), ("across", table.across)) if told}
    with st.container(horizontal=True):
        for form, make in makers.items():
            label = words.say(f"explore.take_{form}")
            export_button(
                visit, label, "cross_table", form, len(found), make, f"{code}.{form}", asked, key=f"cross.{code}.{form}"
            )
