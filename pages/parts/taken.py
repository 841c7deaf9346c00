"""The menu beneath a chart by which it is taken away: as a picture, as a drawing, and its data as two files."""

import json
from functools import cache, partial
from typing import Any

import streamlit as st

from core.charts import specification
from core.charts.taken import Caption, taken_png, taken_svg
from core.sheets.writing import plain_file, workbook_file
from db.commands.exports import enter_figures_export
from db.queries.figures import subjects_of
from pages.parts.exports import export_button
from pages.parts.origin import narrowed, source
from pages.parts.pictures import CHOOSES, PAPER, Picture
from pages.parts.visit import Visit
from pages.server.routes import ASSETS, OUTLINES

_FACES = {400: "IBMPlexSansArabic-Regular.woff2", 600: "IBMPlexSansArabic-SemiBold.woff2"}
# What narrows attendance alone, and what narrows obstacles alone.
_OF_PERSONS, _OF_OBSTACLES = {"sex", "age", "verified"}, {"category", "state"}
# A course is completed as a whole: a period's first day narrows nothing there.
_FIRST_DAY = {"since"}
_WHOLE_COURSES = ("completion", "drop_off")
# What narrows who comes, and never the hours of a session or of its trainers.
_OF_WHO_COMES = {"kind", "sector"}
_OF_SESSIONS = ("sittings", "trainer_hours")


def offer_picture(visit: Visit, picture: Picture) -> None:
    """Draws the menu of the chart; what is in it is drawn once it is opened, and made once it is pressed."""
    if not visit.actor.may(enter_figures_export.action):
        return
    words, key = visit.words, f"chart.{picture.name}"
    menu = st.popover(
        words.say("taken.menu"), icon=":material/download:", type="tertiary", key=f"{key}.take", on_change="rerun"
    )
    if not menu.open:
        return
    makers = {
        "png": partial(_png, visit, picture),
        "svg": partial(_svg, visit, picture),
        "csv": partial(plain_file, picture.headers, picture.table, visit.language),
        "xlsx": partial(_workbook, visit, picture),
    }
    with menu:
        for form, make in makers.items():
            # A picture of nothing would be empty paper.
            if picture.empty and form in ("png", "svg"):
                continue
            export_button(
                visit,
                words.say(f"taken.{form}"),
                picture.name,
                form,
                len(picture.table),
                make,
                f"{picture.name}.{form}",
                picture.asked,
                key=f"{key}.{form}",
                kind="tertiary",
            )


def caption(visit: Visit, picture: Picture) -> Caption:
    """What is written around the chart, as of today."""
    read = subjects_of(picture.figure)
    filters = ""
    if picture.choices is not None:
        # What does not narrow this figure, or is chosen on the chart itself, is not said of it.
        without = set(CHOOSES.get(picture.name, {}).values())
        without |= set() if "attendance" in read else _OF_PERSONS
        without |= _FIRST_DAY if picture.figure in _WHOLE_COURSES else set()
        without |= _OF_WHO_COMES if picture.figure in _OF_SESSIONS else set()
        without |= set() if "obstacle" in read else _OF_OBSTACLES
        # The sheets counted stand beside the source.
        filters = narrowed(visit, picture.choices, without | {"verified"})
    sheets = picture.choices.chosen.sheets if picture.choices and "attendance" in read else ""
    return Caption(
        language=visit.language,
        finding=picture.finding,
        title=picture.title,
        filters=filters,
        notes=(picture.definition, *picture.notes),
        source=source(visit, sheets),
        alternative=picture.alternative,
    )


def _png(visit: Visit, picture: Picture) -> bytes:
    return taken_png(_specification(visit, picture), picture.paper, _outlines(), caption(visit, picture))


def _svg(visit: Visit, picture: Picture) -> bytes:
    drawn = taken_svg(_specification(visit, picture), picture.paper, _outlines(), caption(visit, picture), _faces())
    return drawn.encode()


def _workbook(visit: Visit, picture: Picture) -> bytes:
    told = caption(visit, picture)
    about = (told.title, told.finding, told.filters, *told.notes, told.source)
    mirrored = visit.words.direction == "rtl"
    return workbook_file(picture.title, picture.headers, picture.table, mirrored, tuple(filter(None, about)))


def _specification(visit: Visit, picture: Picture) -> dict[str, Any]:
    return specification(picture.name, visit.language, PAPER)


@cache
def _outlines() -> dict[str, Any]:
    """What a browser fetches by address, under those addresses."""
    return {f"/assets/geo/{file.name}": json.loads(file.read_text("utf-8")) for file in OUTLINES.glob("*.geojson")}


@cache
def _faces() -> dict[int, bytes]:
    return {weight: (ASSETS / "fonts" / name).read_bytes() for weight, name in _FACES.items()}
