"""The preview of a file as a person reads it: what waits for a decision, then every row with its verdict and why."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import Words, escaped
from core.problems import Problem
from core.sheets.plan import ImportPlan
from db.queries.imports.differences import decided_as
from db.queries.imports.preview import preview_of
from db.queries.imports.verdicts import VERDICTS, Preview, PreviewRow
from db.queries.places import communes
from db.queries.reference import sectors
from pages.parts.data import frame_of, fresh
from pages.parts.import_file import Upload
from pages.parts.import_plan import field_name
from pages.parts.refusals import refusal
from pages.parts.tables import PAGE_ROWS, choose_page
from pages.parts.visit import Visit

_AT_ONCE = 20
_IDS = ("commune_id", "sector_id")
_SHORT = 60
# A cell of the preview is read and not kept, so ten thousand letters are not sent.
_LONG = 500


def decided(visit: Visit, upload: Upload, plan: ImportPlan) -> tuple[ImportPlan, Preview] | None:
    """Draws what a person has to decide row by row; the plan with the answers and its preview, None when refused."""

    @cache
    def preview(of: ImportPlan) -> Preview:
        found: Preview = fresh(preview_of, upload.table, of, visit.today, visit.actor.provinces)
        return found

    try:
        doubles = [row for row in preview(plan).rows if row.verdict == "double"]
        with st.container(border=True) if doubles else st.container():
            plan = _doubles(visit, upload, plan, doubles)
            by_hand = [row for row in preview(plan).rows if row.asked]
            plan = _by_hand(visit, upload, plan, by_hand)
        return plan, preview(plan)
    except Problem as problem:
        st.error(refusal(visit.words, problem, label=f"import.field.{problem.field}"), icon=":material/error:")
        return None


def show_preview(visit: Visit, upload: Upload, preview: Preview) -> None:
    """Draws the rows with their verdict and the reasons in words; pills narrow them to a verdict."""
    words = visit.words
    st.subheader(words.say("import.preview"))
    counts = {verdict: number for verdict, number in preview.counts.items() if number}
    called = {
        verdict: words.say("import.verdict_count", verdict=words.say(f"import.verdict.{verdict}"), number=number)
        for verdict, number in counts.items()
    }
    chosen = st.pills(
        words.say("import.show_verdict"),
        list(called),
        format_func=called.__getitem__,
        key=f"{upload.place}.show",
    )
    value = _values_in_words(visit, preview)
    rows = [row for row in preview.rows if chosen in (None, row.verdict)]
    # What matters most stands first; inside a verdict the order is the file's.
    rows.sort(key=lambda row: (VERDICTS[::-1].index(row.verdict), row.number))
    # On a phone a grid would hide its first columns; the lines of a table break, and long files have pages.
    before = choose_page(len(rows), f"{upload.place}.page.{chosen}")
    columns = [words.say(f"import.column.{name}") for name in ("row", "name", "verdict", "what")]
    told = [
        (
            str(row.number),
            row.name[:_LONG],
            words.say(f"import.verdict.{row.verdict}"),
            _what(words, row, value)[:_LONG],
        )
        for row in rows[before : before + PAGE_ROWS]
    ]
    cells = [[escaped(text) for text in line] for line in told]
    st.table(pd.DataFrame(cells, columns=columns), border="horizontal", hide_index=True)


def in_words(words: Words, problem: Problem) -> str:
    """A refusal of a row as plain text, with the name of its field."""
    said = {k: v for k, v in problem.details.items() if isinstance(v, str | int | float) and not isinstance(v, bool)}
    sentence = words.say(f"problem.{problem.code}", **said)
    if not problem.field:
        return sentence
    return f"{words.say('problem.of_field', field=field_name(words, problem.field))} {sentence}"


def _doubles(visit: Visit, upload: Upload, plan: ImportPlan, rows: list[PreviewRow]) -> ImportPlan:
    words = visit.words
    if rows:
        st.markdown(f"**{words.say('import.decisions')}**")
    for row in rows[:_AT_ONCE]:
        called = {0: words.say("import.is_new")}
        for candidate in row.candidates:
            called[candidate.organisation_id] = words.say(
                "import.is_this",
                name=words.name(candidate.name_ar, candidate.name_latin),
                organisation=str(candidate.organisation_id),
                shared=words.say(f"double.{candidate.shared}"),
            )
        key = "import.twin_of" if row.twin else "import.double_of"
        twin = {"twin": row.twin} if row.twin else {}
        answer = st.radio(
            words.show(key, row=row.number, name=row.name[:_SHORT], **twin),
            [*[i for i in called if i], 0],
            index=None,
            format_func=_as_typed(called),
            key=f"{upload.place}.{row.number}.same",
        )
        if answer is not None:
            plan = plan.deciding(row.number, "same", answer)
    if len(rows) > _AT_ONCE:
        st.caption(words.say("import.more_decisions"))
    return plan


def _by_hand(visit: Visit, upload: Upload, plan: ImportPlan, rows: list[PreviewRow]) -> ImportPlan:
    words = visit.words
    value = _values_in_words(visit, Preview(tuple(rows)))
    for row in rows[:_AT_ONCE]:
        asked: dict[str, list[Any]] = {}
        for change in row.asked:
            asked.setdefault(decided_as(change.field), []).append(change)
        for field, changes in asked.items():
            ours, theirs = (
                words.listing([value(change.field, getattr(change, side)) for change in changes])
                for side in ("ours", "theirs")
            )
            called = {
                0: words.say("import.keep_ours", value=ours),
                1: words.say("import.take_theirs", value=theirs),
            }
            answer = st.radio(
                words.show("import.by_hand", row=row.number, name=row.name[:_SHORT], field=field_name(words, field)),
                list(called),
                index=None,
                format_func=_as_typed(called),
                key=f"{upload.place}.{row.number}.{field}",
            )
            if answer is not None:
                plan = plan.deciding(row.number, field, answer)
    return plan


def _as_typed(called: dict[int, str]) -> Callable[[int], str]:
    """The names of choices that are read as Markdown, shown as they were typed."""
    return {code: escaped(name) for code, name in called.items()}.__getitem__


def _what(words: Words, row: PreviewRow, value: Callable[[str, Any], str]) -> str:
    """What a row would do, or why it does not, as one line."""
    said = [in_words(words, problem) for problem in row.problems]
    said += [
        words.say(
            "import.change",
            field=field_name(words, change.field),
            ours=value(change.field, change.ours),
            theirs=value(change.field, change.theirs),
        )
        for change in row.changes
    ]
    said += [words.say("import.waits", field=field_name(words, change.field)) for change in row.asked]
    if row.verdict == "double":
        said += [words.say("import.may_be", name=words.name(c.name_ar, c.name_latin)) for c in row.candidates]
        said += [words.say("import.may_be_row", row=row.twin)] if row.twin else []
        return " · ".join(said)
    if row.verdict == "new" and row.record:
        placed = ((name, getattr(row.record, name)) for name in ("commune_id", "sector_id"))
        said += [value(name, given) for name, given in placed if given]
    if row.figures:
        said.append(words.say("import.brings_figures", day=row.figures.as_of))
    if row.obstacles:
        named = words.listing([text for _, text in row.obstacles])
        said.append(words.say("import.brings_obstacles", obstacles=named))
    return " · ".join(said)


def _values_in_words(visit: Visit, preview: Preview) -> Callable[[str, Any], str]:
    """How a value of a field is said: ids by the name of their row, everything else as it is."""
    words = visit.words
    changes = [change for row in preview.rows for change in (*row.changes, *row.asked)]
    named: dict[str, dict[Any, str]] = {}
    if any(row.verdict == "new" for row in preview.rows) or any(change.field in _IDS for change in changes):
        places = frame_of(visit, communes, subjects=("place",))
        named["commune_id"] = {int(row.id): words.label(row, "name") for row in places.itertuples()}
        named["sector_id"] = {int(row.id): words.label(row) for row in fresh(sectors).itertuples()}

    def say(field: str, value: Any) -> str:
        if value is None:
            return words.say("import.nothing")
        if field == "kind":
            return words.say(f"kind.{value}")
        return named.get(field, {}).get(value, str(value)[:200])

    return say
