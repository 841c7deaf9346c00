"""The letter to an institution before a meeting: one A4 as PDF or as a Word document, in Arabic, French or English."""

import io
from datetime import date
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.i18n import Words, words
from core.records.institution_letter import LetterFacts, OpenQuestion, OwedPromise
from core.reports.partner.word_parts import (
    described,
    directed,
    element,
    grid,
    header_row,
    ruled,
    said,
    shaded,
    tag,
    widen,
    written,
)
from core.reports.typesetting import pdf
from core.theme import LIGHT

# What one page carries at a size that is still read.
MOST_PROMISES, MOST_QUESTIONS = 10, 10
_LONGEST = 160
_MARGIN, _WIDTH = 20, 170
_COLUMNS = {"promises": [100.0, 35.0, 35.0], "questions": [110.0, 35.0, 25.0]}
_HEADS = {"promises": ("what", "due", "stand"), "questions": ("obstacle", "asked", "since")}


def letter_pdf(facts: LetterFacts, language: str, on: date) -> bytes:
    """The letter as PDF bytes, as of a day."""
    return pdf("institution_letter", _told(facts, words(language), on))


def letter_word(facts: LetterFacts, language: str, on: date) -> bytes:
    """The same as DOCX bytes, to be changed before it is sent."""
    told = _told(facts, words(language), on)
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
    if told["direction"] == "rtl":
        section._sectPr.find(qn("w:docGrid")).addprevious(element("bidi"))
    properties = document.core_properties
    properties.title, properties.language = f"{told['title']} · {facts.acronym}", tag(language)
    properties.author = properties.comments = ""
    said(document, told["made"], language, size=9, color=LIGHT.quiet)
    said(document, told["to"], language, size=11, bold=True)
    said(document, told["title"], language, style="Heading 1", size=18, color=LIGHT.ramp[-1])
    said(document, told["opening"], language, size=10.5)
    for name in ("promises", "questions"):
        part = told[name]
        said(document, part["title"], language, style="Heading 2", size=13, color=LIGHT.ramp[-1])
        if part["rows"]:
            _table(document, part, language, _COLUMNS[name])
            if part["more"]:
                said(document, part["more"], language, size=9, color=LIGHT.quiet)
    said(document, told["closing"], language, size=10.5).paragraph_format.space_before = Pt(14)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _table(document: Any, part: dict[str, Any], language: str, widths: list[float]) -> None:
    rows = [part["heads"], *part["rows"]]
    made = grid(document, len(rows), len(widths), language, "Normal Table", _WIDTH)
    ruled(made, LIGHT.line)
    for line, cells in zip(made.rows, rows, strict=True):
        for place, (cell, text) in enumerate(zip(line.cells, cells, strict=True)):
            first, _, rest = text.partition("\n")
            paragraph = directed(cell.paragraphs[0], language)
            written(paragraph, first, language, 9.5, bold=cells is part["heads"])
            if rest and not place:
                written(directed(cell.add_paragraph(), language), rest, language, 8.5, color=LIGHT.quiet)
            for one in cell.paragraphs:
                one.paragraph_format.space_after = Pt(0)
            if cells is part["heads"]:
                shaded(cell, LIGHT.surface)
    widen(made, widths)
    described(made, part["title"])
    header_row(made)


def _told(facts: LetterFacts, spoken: Words, on: date) -> dict[str, Any]:
    """Every word of the letter; what a cell says beneath its first line follows after a line break."""
    late = sum(1 for one in facts.promises if one.due_on is not None and one.due_on < on)
    title = spoken.count("institution_letter.promises", len(facts.promises))
    if late:
        title += f" ({spoken.count('institution_letter.of_them_late', late)})"
    return {
        "language": spoken.language,
        "direction": spoken.direction,
        "made": _say(spoken, "made_on", day=on),
        "to": _say(spoken, "to", name=facts.names[spoken.language]),
        "title": _say(spoken, "title"),
        "opening": _say(spoken, "opening"),
        "closing": _say(spoken, "closing"),
        "promises": {
            "title": title,
            "heads": [_say(spoken, head) for head in _HEADS["promises"]],
            "rows": [_promise(spoken, one, on) for one in facts.promises[:MOST_PROMISES]],
            "more": _more(spoken, len(facts.promises) - MOST_PROMISES),
        },
        "questions": {
            "title": spoken.count("institution_letter.questions", len(facts.questions)),
            "heads": [_say(spoken, head) for head in _HEADS["questions"]],
            "rows": [_question(spoken, one, on) for one in facts.questions[:MOST_QUESTIONS]],
            "more": _more(spoken, len(facts.questions) - MOST_QUESTIONS),
        },
    }


def _say(spoken: Words, key: str, **details: Any) -> str:
    return spoken.say(f"institution_letter.{key}", **details)


def _more(spoken: Words, number: int) -> str:
    return spoken.count("institution_letter.more", number) if number > 0 else ""


def _promise(spoken: Words, one: OwedPromise, on: date) -> list[str]:
    answered = " · ".join(dict.fromkeys(labels[spoken.language] for labels in one.answers))
    stand = spoken.say(f"commitment_state.{one.state}")
    if one.due_on is not None and one.due_on < on:
        stand = spoken.count("commitment.late", (on - one.due_on).days)
    due = spoken.say("commitment.no_date") if one.due_on is None else spoken.day(one.due_on)
    return [f"{_short(one.what)}\n{answered}", due, stand]


def _question(spoken: Words, one: OpenQuestion, on: date) -> list[str]:
    named = " · ".join(part for part in (one.category[spoken.language], one.province[spoken.language]) if part)
    since = spoken.count("institution_letter.days", max(0, (on - one.referred_on).days))
    return [f"{_short(one.title)}\n{named}" if one.title else named, spoken.day(one.referred_on), since]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]}…"
