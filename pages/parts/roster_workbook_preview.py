"""What a filled workbook would change, as a person reads it: what waits for a decision, then row by row."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.i18n import Words, escaped
from db.commands.roster_workbook import LEFT_OUT, NEW_PERSON
from db.queries.reference import statuses
from db.queries.roster_workbook_preview import VERDICTS, PreviewLine, WorkbookPreview
from db.queries.roster_workbook_reading import MarkRead
from pages.parts.choices import joined
from pages.parts.data import frame_of
from pages.parts.identity_cards import settled
from pages.parts.refusals import plain_refusal
from pages.parts.tables import PAGE_ROWS, choose_page
from pages.parts.visit import Visit

_OURS, _THEIRS = "ours", "theirs"


@dataclass(frozen=True)
class Choices:
    """What was decided: the lines whose mark is taken over a later one, and who each likely double is.

    `rows` is how many rows would be taken in, `marked` how many of them are marks of people expected.
    """

    theirs: tuple[int, ...]
    people: tuple[tuple[int, int], ...]
    waiting: bool
    rows: int
    marked: int


def ask(visit: Visit, preview: WorkbookPreview, key: str) -> Choices:
    """Draws what is told of the roster since, and what has to be decided row by row; the answers."""
    _tell_since(visit, preview)
    came = preview.of("person", "double")
    theirs = _conflicts(visit, preview.of("conflict"), key)
    people = _doubles(visit, preview.of("double"), key)
    # A list, so that every row is asked about, not only the first.
    settled_names = [settled(visit, "name", line.name_ar or line.name_latin, f"{key}.{line.line}") for line in came]
    decided = tuple((line, answer) for line, answer in people if answer is not None)
    waiting = len(decided) < len(people) or not all(settled_names)
    marked = len(preview.of("new", "changed")) + len(theirs)
    rows = marked + len(preview.of("person")) + sum(answer != LEFT_OUT for _, answer in people)
    return Choices(theirs, decided, waiting, rows, marked)


def show_differences(visit: Visit, preview: WorkbookPreview, key: str) -> None:
    """Draws the rows with what becomes of each; pills narrow them."""
    words = visit.words
    st.subheader(words.say("workbook.preview"), anchor=False)
    counts = {verdict: len(preview.of(verdict)) for verdict in VERDICTS}
    called = {
        verdict: words.say("workbook.verdict_count", verdict=words.say(f"workbook.verdict.{verdict}"), number=number)
        for verdict, number in counts.items()
        if number
    }
    chosen = st.pills(
        words.say("workbook.show_verdict"), list(called), format_func=called.__getitem__, key=f"{key}.show"
    )
    rows = sorted(preview.of(*([chosen] if chosen else VERDICTS)), key=lambda row: VERDICTS.index(row.verdict))
    before = choose_page(len(rows), f"{key}.page.{chosen}")
    called_marks = _Called(visit)
    cells = [
        [
            words.number(row.line),
            escaped(_name(words, row)),
            escaped(words.say(f"workbook.verdict.{row.verdict}")),
            escaped(_what(words, row, called_marks)),
        ]
        for row in rows[before : before + PAGE_ROWS]
    ]
    columns = [words.say(f"workbook.column.{name}") for name in ("line", "name", "verdict", "what")]
    st.table(pd.DataFrame(cells, columns=columns), border="horizontal", hide_index=True)


class _Called:
    """What a mark is called in the reader's words."""

    def __init__(self, visit: Visit) -> None:
        rows = frame_of(visit, statuses, subjects=("reference",)).itertuples()
        self.words = visit.words
        self.labels = {int(row.id): visit.words.label(row) for row in rows}

    def __call__(self, mark: MarkRead) -> str:
        if mark.status_id is None:
            return self.words.say("workbook.unmarked")
        label = self.labels[mark.status_id]
        return label if mark.hours is None else self.words.say("workbook.mark_hours", status=label, hours=mark.hours)


def _tell_since(visit: Visit, preview: WorkbookPreview) -> None:
    words = visit.words
    if preview.earlier.last:
        st.info(words.show("workbook.earlier", at=preview.earlier.last.at), icon=":material/done_all:")
    if preview.added:
        names = words.listing([words.person(row.name_ar, row.name_latin) for row in preview.added])
        st.warning(words.show("workbook.added_since", names=names), icon=":material/group_add:")
    if preview.gone:
        names = words.listing([row.name for row in preview.gone])
        st.warning(words.show("workbook.gone_since", names=names), icon=":material/group_remove:")


def _conflicts(visit: Visit, lines: list[PreviewLine], key: str) -> tuple[int, ...]:
    if not lines:
        return ()
    words, called = visit.words, _Called(visit)
    taken = []
    with st.container(border=True):
        st.markdown(words.say("workbook.conflicts"))
        for line in lines:
            by = {"who": line.who} if line.who else {}
            ours = words.show("workbook.keep_ours_by" if by else "workbook.keep_ours", mark=called(line.ours), **by)
            theirs = words.show("workbook.take_theirs", mark=called(line.theirs))
            labels = {_OURS: ours, _THEIRS: theirs}
            label = escaped(f"{line.line}. {_name(words, line)}")
            # The versions belong to the question: after another change it is asked anew.
            place = f"{key}.conflict.{line.line}.{line.version}"
            if st.radio(label, list(labels), format_func=labels.__getitem__, key=place) == _THEIRS:
                taken.append(line.line)
    return tuple(taken)


def _doubles(visit: Visit, lines: list[PreviewLine], key: str) -> list[tuple[int, int | None]]:
    if not lines:
        return []
    words = visit.words
    answers: list[tuple[int, int | None]] = []
    with st.container(border=True):
        st.markdown(words.say("workbook.doubles"))
        for line in lines:
            labels: dict[int, str] = {}
            for number, name_ar, name_latin, phone, reasons in line.doubles:
                named = joined(words.person(name_ar, name_latin), phone)
                said = words.listing([words.say(f"double.{reason}") for reason in reasons])
                labels[number] = words.show("workbook.is_person", name=named, reasons=said)
            labels |= {NEW_PERSON: words.say("workbook.is_another"), LEFT_OUT: words.say("workbook.leave_out")}
            if len(line.doubles) < len(line.double_ids):
                st.caption(words.say("double.elsewhere"))
            answers.append(
                (
                    line.line,
                    st.radio(
                        escaped(f"{line.line}. {_name(words, line)}"),
                        list(labels),
                        index=None,
                        format_func=labels.__getitem__,
                        key=f"{key}.double.{line.line}.{line.double_ids}",
                    ),
                )
            )
    return answers


def _name(words: Words, row: PreviewLine) -> str:
    return words.name(row.name_ar, row.name_latin)


def _what(words: Words, row: PreviewLine, called: _Called) -> str:
    if row.problem is not None:
        return " ".join(plain_refusal(words, part) for part in row.problem.each())
    if row.record is not None:
        return " ".join(plain_refusal(words, note) for note in row.notes)
    if row.verdict == "unchanged":
        return called(row.ours)
    return words.say("workbook.from_to", ours=called(row.ours), theirs=called(row.theirs))
