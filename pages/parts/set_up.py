"""The parts of the page of the programme: programmes, phases, groups and targets, each with its table and its form."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from core.indicators import INDICATORS
from core.records import validated
from core.records.programme import GroupRecord, PhaseRecord, ProgrammeRecord, TargetRecord
from db.commands.programme import (
    change_group,
    change_phase,
    change_programme,
    change_target,
    make_group,
    make_phase,
    make_programme,
    make_target,
    remove_group,
    remove_phase,
    remove_programme,
    remove_target,
)
from db.queries.places import provinces
from db.queries.programme import groups, phase_of_day, phases_to_edit, programmes, targets_to_edit
from pages.parts.badges import group_badges
from pages.parts.data import frame_of, fresh
from pages.parts.editor import Editor, edit, table
from pages.parts.empty import nothing_yet
from pages.parts.forms import Form
from pages.parts.visit import Visit


def programme_part(visit: Visit) -> None:
    """The programmes."""

    def fields(form: Form) -> None:
        _names(form)
        form.area("objectives")

    edit(
        visit,
        Editor(
            name="programme",
            rows=lambda: fresh(programmes),
            label=lambda row: visit.words.label(row, "name"),
            fields=fields,
            entered=lambda values: (validated(ProgrammeRecord, values),),
            make=make_programme,
            change=change_programme,
            remove=remove_programme,
        ),
    )


def phases_part(visit: Visit) -> None:
    """The phases; the first programme there is stands in a new one."""
    names = _names_by_id(visit, programmes)
    if not names:
        nothing_yet(visit, "phase.needs_programme")
        return

    def fields(form: Form) -> None:
        if len(names) > 1:
            form.choice("programme_id", list(names), label=names.__getitem__, required=True)
        form.text("code", help_key="phase.code_help", required=True)
        _names(form)
        form.day("starts_on", required=True)
        form.day("ends_on", required=True)
        form.area("objectives")

    rows = fresh(phases_to_edit)
    if len(rows):
        shown = pd.DataFrame(
            {
                "code": rows["code"],
                "name": [visit.words.label(row, "name") for row in rows.itertuples()],
                "starts_on": [visit.words.day(day, "medium") for day in rows["starts_on"]],
                "ends_on": [visit.words.day(day, "medium") for day in rows["ends_on"]],
            }
        )
        table(visit, shown, ["phase.code", "explore.column.name", "phase.starts_on", "phase.ends_on"], "phases")

    only = {"programme_id": next(iter(names))} if len(names) == 1 else {}
    edit(
        visit,
        Editor(
            name="phase",
            rows=lambda: fresh(phases_to_edit),
            label=lambda row: visit.words.label(row, "name"),
            fields=fields,
            entered=lambda values: (validated(PhaseRecord, only | values),),
            make=make_phase,
            change=change_phase,
            remove=remove_phase,
        ),
    )


def groups_part(visit: Visit) -> None:
    """The groups, with how many people and sessions each has."""
    names = _names_by_id(visit, phases_to_edit)
    if not names:
        nothing_yet(visit, "group.needs_phase")
        return
    rows = fresh(groups)
    if len(rows):
        places = [visit.words.label(row, "commune") for row in rows.itertuples()]
        shown = rows.assign(phase=rows["phase_id"].map(names), place=places)
        heads = ["group.label", "group.phase_id", "form.commune", "group.enrolled", "group.sessions"]
        table(visit, shown[["label", "phase", "place", "enrolled", "sessions"]], heads, "groups")
        group_badges(visit, rows)

    def fields(form: Form) -> None:
        form.choice("phase_id", list(names), label=names.__getitem__, required=True)
        form.text("label", required=True)
        form.place("commune_id")

    edit(
        visit,
        Editor(
            name="group",
            rows=lambda: fresh(groups),
            label=lambda row: f"{row.label} ({names[row.phase_id]})",
            fields=fields,
            entered=lambda values: (validated(GroupRecord, values),),
            make=make_group,
            change=change_group,
            remove=remove_group,
            start={"phase_id": fresh(phase_of_day, visit.today)},
        ),
    )


def targets_part(visit: Visit) -> None:
    """The targets of indicators, by phase and province."""
    words, names = visit.words, _names_by_id(visit, phases_to_edit)
    if not names:
        nothing_yet(visit, "target.needs_phase")
        return
    everywhere = frame_of(visit, provinces, True, subjects=("place",))
    places = {int(row.id): words.label(row, "name") for row in everywhere.itertuples()}

    def of(row: Any) -> str:
        return words.label(row, "province") if row.province_fr else words.say("target.everywhere")

    rows = fresh(targets_to_edit)
    if len(rows):
        shown = rows.assign(
            indicator=[words.say(f"indicator.{code}") for code in rows["indicator"]],
            phase=rows["phase_id"].map(names),
            place=[of(row) for row in rows.itertuples()],
        )
        heads = ["target.indicator", "target.phase_id", "target.province_id", "target.value"]
        table(visit, shown[["indicator", "phase", "place", "value"]], heads, "targets")

    def fields(form: Form) -> None:
        form.choice("phase_id", list(names), label=names.__getitem__, required=True)
        form.choice("indicator", list(INDICATORS), label=lambda code: words.say(f"indicator.{code}"), required=True)
        form.choice("province_id", list(places), label=places.__getitem__, help_key="target.province_help")
        form.number("value", whole=False, help_key="target.value_help", required=True)

    edit(
        visit,
        Editor(
            name="target",
            rows=lambda: fresh(targets_to_edit),
            label=lambda row: f"{words.say(f'indicator.{row.indicator}')} ({names[row.phase_id]}, {of(row)})",
            fields=fields,
            entered=lambda values: (validated(TargetRecord, values),),
            make=make_target,
            change=change_target,
            remove=remove_target,
            start={"phase_id": fresh(phase_of_day, visit.today)},
        ),
    )


PARTS: dict[str, Callable[[Visit], None]] = {
    "programme": programme_part,
    "phase": phases_part,
    "group": groups_part,
    "target": targets_part,
}


def _names(form: Form) -> None:
    for language in ("ar", "fr", "en"):
        form.text(f"name_{language}", required=True)


def _names_by_id(visit: Visit, query: Callable[..., Any]) -> dict[int, str]:
    rows = frame_of(visit, query, subjects=("programme",))
    return {int(row.id): visit.words.label(row, "name") for row in rows.itertuples()}
