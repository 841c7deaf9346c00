"""The list behind a figure: what its rows add up to, a page of them with a link to each, and the whole as a file."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from core.indicators import INDICATORS, WORKED_OUT, written
from db.queries.behind import STANDS, Listed, Wanted, lists_of, rows_behind, sums_behind
from db.queries.figures import SUBJECTS
from db.queries.indicator_values import Standing
from pages.menu import MENU
from pages.parts.behind_cells import Row, in_file, told
from pages.parts.data import frame_of, fresh
from pages.parts.filters import Choices, choose
from pages.parts.tables import choose_page, offer_files, show_table
from pages.parts.visit import Visit

ROWS = 100
# More than this take seconds to put in order.
_MANY = 20_000
# Where a row opens, and the name under which the address takes it.
_OPENS = {
    "person": ("entry/person.py", "person"),
    "organisation": ("explore/organisation.py", "organisation"),
    "session": ("entry/sessions.py", "session"),
    "trainer": ("manage/trainers.py", "trainer"),
    "obstacle": ("explore/obstacle.py", "obstacle"),
}


def draw_rows(visit: Visit, code: str, choices: Choices, stands: Standing) -> None:
    """The rows behind the figure that this reader may see; a sentence where none of them are for this reader.

    Where there are very many, they are read once somebody opens them.
    """
    words = visit.words
    st.subheader(words.say("behind.title"), anchor=False)
    if max(number for number in (stands.value, stands.part, stands.whole, 0.0) if pd.notna(number)) <= _MANY:
        _rows(visit, code, choices)
        return
    part = st.expander(words.say("behind.open"), icon=":material/table_rows:", key=f"behind.{code}", on_change="rerun")
    if part.open:
        with part:
            _rows(visit, code, choices)


def _rows(visit: Visit, code: str, choices: Choices) -> None:
    words = visit.words
    lists = {one.name: one for one in lists_of(code) if visit.actor.may(one.action)}
    if not lists:
        st.caption(words.say("behind.not_allowed"))
        return
    if not any(one.proves[code] for one in lists.values()):
        st.caption(words.say("behind.names_not_allowed"))
    listed = lists[_one_of("list", {name: words.say(f"behind.{name}") for name in lists}, words.say("behind.which"))]
    named = visit.actor.may("person.read")
    wanted = Wanted(listed.name, code, choices.chosen.filters(), visit.actor.provinces, named)
    sums: dict[str, float] = frame_of(visit, sums_behind, wanted, subjects=SUBJECTS)
    st.caption(_adding_up(visit, code, listed, sums))
    if not sums["rows"]:
        return
    stands, number = _part(visit, code, listed, sums)
    page = f"behind.{listed.name}.{code}.{stands}.{sorted(choices.chosen.codes().items())}"
    before = choose_page(number, page, ROWS)
    _table(visit, listed, frame_of(visit, rows_behind, wanted, stands, ROWS, before, subjects=SUBJECTS))
    offer_files(
        visit,
        f"behind_{listed.name}",
        lambda: in_file(words, listed.columns, fresh(rows_behind, wanted, stands)),
        choices.chosen.codes() | {"indicator": code} | ({"stands": stands} if stands else {}),
        choices,
        of=words.say(f"indicator.{code}"),
    )


def _one_of(name: str, labels: dict[str, str], said: str) -> str:
    """One of several by pills; its code is kept in the address. Where there is one, nothing is asked."""
    asked = st.query_params.get(name, "")
    if len(labels) == 1:
        return next(iter(labels))
    key = f"behind.{name}"
    st.session_state[key] = asked if asked in labels else next(iter(labels))
    st.pills(
        said,
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        required=True,
        on_change=lambda: choose({name: st.session_state[key] or None}),
        label_visibility="collapsed",
    )
    return str(st.session_state[key])


def _adding_up(visit: Visit, code: str, listed: Listed, sums: dict[str, float]) -> str:
    """What the rows add up to, as a sentence; where one may stand in several rows, that they are not summed."""
    words, proven, rows = visit.words, listed.proves[code], int(sums["rows"])
    if not proven:
        return words.count("behind.adds_nothing", rows)
    if proven == ("value",):
        return words.count("behind.adds_value", rows, value=written(words, code, sums["counted"]))
    part, whole = (words.number(sums[column], 2) for column in ("counted", "over"))
    if len(proven) == 1:
        number = part if proven == ("part",) else whole
        what = words.say(f"indicator.{code}.{proven[0]}")
        return words.count("behind.adds_part", rows, value=number, what=what)
    return words.count("behind.adds_both", rows, part=part, whole=whole)


def _part(visit: Visit, code: str, listed: Listed, sums: dict[str, float]) -> tuple[str, int]:
    """Which rows of a share are shown: all, its numerator, the rest of its denominator, or what is in neither."""
    everything = {"": int(sums["rows"])}
    if not listed.parted or INDICATORS[code].unit not in WORKED_OUT:
        return "", everything[""]
    numbers = everything | {place: int(sums[place]) for place in STANDS if sums[place]}
    words = visit.words
    names = {
        "": words.say("behind.every"),
        "inside": words.say(f"indicator.{code}.part"),
        "outside": words.say("behind.outside"),
        "beside": words.say("behind.beside"),
    }
    labels = {place: f"{names[place]} · {words.number(number)}" for place, number in numbers.items()}
    stands = _one_of("stands", labels, words.say("behind.part")) if len(labels) > 2 else ""
    return stands, numbers[stands]


def _table(visit: Visit, listed: Listed, rows: pd.DataFrame) -> None:
    records = rows.to_dict("records")
    cells = {column: [told(visit.words, column, row) for row in records] for column in listed.columns}
    show_table(visit, pd.DataFrame(cells), [_opened(visit, listed.opens, row) for row in records])


def _opened(visit: Visit, opens: str, row: Row) -> str | None:
    """The address of what a row opens; None where it opens nothing, or the reader may not go there."""
    if opens not in _OPENS or pd.isna(row["id"]):
        return None
    file, name = _OPENS[opens]
    page = next(page for page in MENU if page.file == file)
    return f"{page.address}?{urlencode({name: int(row['id'])})}" if visit.actor.may(page.action) else None
