"""The tables of the page of modules and sessions: a row a module, a sitting or a trainer, and the sessions."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from core.charts import look
from core.i18n import Words
from db.queries.figures import SITTINGS, TRAINING, VOLUNTEERS, Asked
from db.queries.module_page import every_session_behind, trainers_named
from db.queries.session_pictures import drop_off_by_sitting
from pages.menu import MENU
from pages.parts.data import frame_of, fresh, worked_out
from pages.parts.figures import counted
from pages.parts.filters import Choices
from pages.parts.picture_values import hours
from pages.parts.visit import Visit

BEHIND = (*SITTINGS, "attendance", "group")


class Table(NamedTuple):
    """What a table is called, as a key, and its rows, whose columns are keys of `explore.column.`."""

    heading: str
    rows: pd.DataFrame


def _by_module(visit: Visit, choices: Choices, figure: str) -> pd.DataFrame:
    """The figure by module in the list's order, its module in the reader's words."""
    asked = Asked(figure, ("module",), choices.chosen.filters())
    counts = counted(visit, (asked,))[asked]
    names = choices.labels["module"]
    order = {code: place for place, code in enumerate(names)}
    counts = counts.sort_values("module", key=lambda codes: codes.map(order), ignore_index=True)
    return counts.assign(module=[names.get(code, code) for code in counts["module"]])


def _hours(visit: Visit, choices: Choices) -> Table:
    shown, rows = look(visit.language, "light"), _by_module(visit, choices, "sittings")
    table = pd.DataFrame(
        {
            "module": rows["module"],
            **{f"sessions_{name}": rows[name] for name in ("held", "planned", "cancelled")},
            "session_hours": [hours(shown, value) for value in rows["hours"]],
            "hours_offered": [hours(shown, value) for value in rows["hours"] + rows["hours_planned"]],
        }
    )
    return Table("modules.by_module", table)


def _seats(visit: Visit, choices: Choices) -> Table:
    rows = _by_module(visit, choices, "seats")
    table = pd.DataFrame(
        {
            "module": rows["module"],
            "sessions_held": rows["sessions"],
            "sessions_unseated": rows["sessions"] - rows["known"],
            **{name: rows[name] for name in ("seats", "registered", "present")},
            "seats_filled": _shares(visit.words, rows["present"], rows["seats"]),
        }
    )
    return Table("modules.by_module", table)


def _attendance(visit: Visit, choices: Choices) -> Table:
    rows = _by_module(visit, choices, "attended")
    table = pd.DataFrame(
        {
            **{name: rows[name] for name in ("module", "present", "absent")},
            "attendance_rate": _shares(visit.words, rows["present"], rows["present"] + rows["absent"]),
        }
    )
    return Table("modules.by_module", table)


def _drop_off(visit: Visit, choices: Choices) -> Table:
    rows = frame_of(visit, drop_off_by_sitting, choices.chosen.filters(), subjects=TRAINING)
    rows = rows[rows["group"] == ""]
    table = pd.DataFrame(
        {
            **{name: rows[name].astype("int64") for name in ("sitting", "groups", "expected", "present")},
            "median": [visit.words.percent(value) for value in rows["value"]],
        }
    )
    return Table("modules.by_sitting", table)


def _trainers(visit: Visit, choices: Choices) -> Table:
    """By name for whoever may read about sessions, else by whose people they are."""
    words, shown = visit.words, look(visit.language, "light")
    filters, kinds = choices.chosen.filters(), ("preparation", "delivery", "travel", "hours")
    if visit.actor.may("session.read"):
        rows = frame_of(visit, trainers_named, filters, subjects=VOLUNTEERS)
        named = {"trainer": [words.name(row.name_ar, row.name_latin) for row in rows.itertuples()]}
    else:
        asked = Asked("trainer_hours", ("side",), filters)
        rows, named = counted(visit, (asked,))[asked], {}
    table = pd.DataFrame(
        {
            **named,
            "side": [words.say(f"trainer_side.{side}") for side in rows["side"]],
            "sessions": rows["sessions"],
            **{kind: [hours(shown, value) for value in rows[kind]] for kind in kinds},
        }
    )
    return Table("modules.by_trainer", table)


TABLES: dict[str, Callable[[Visit, Choices], Table]] = {
    "hours": _hours,
    "seats": _seats,
    "attendance": _attendance,
    "drop_off": _drop_off,
    "trainers": _trainers,
}


def all_sessions(visit: Visit, choices: Choices, standing: str) -> pd.DataFrame:
    """The sessions behind the figures as the rows of a file; `standing` as in `sessions_behind`."""
    words = visit.words
    found = fresh(every_session_behind, choices.chosen.filters(), standing)
    records = list(found.itertuples())
    return pd.DataFrame(
        {
            "held_on": [words.day(row.held_on) for row in records],
            "module": [words.label(row, "module") for row in records],
            "commune": [words.label(row, "commune") for row in records],
            "province": [words.label(row, "province") for row in records],
            "group": [row.group_label or "" for row in records],
            "state": [words.say(f"session_state.{row.state}") for row in records],
            "hours": found["hours"],
            "capacity": found["capacity"],
            "registered": found["expected"],
            "present": found["present"],
        }
    )


def sessions_shown(visit: Visit, found: pd.DataFrame) -> tuple[pd.DataFrame, list[str | None]]:
    """The sessions as the rows of a table, and for whoever marks attendance the rosters that they lead to.

    A table that the browser has already is not sent again, which a list of cards is.
    """
    marks = visit.actor.may("attendance.write")
    rows: pd.DataFrame = worked_out(found, f"sessions.{visit.language}", lambda: _sessions(visit, found))
    return rows, [_roster(row) if marks else None for row in found.itertuples()]


def _sessions(visit: Visit, found: pd.DataFrame) -> pd.DataFrame:
    words = visit.words
    records: list[Any] = list(found.itertuples())
    return pd.DataFrame(
        {
            "module": [words.label(row, "module") for row in records],
            "held_on": [_moment(words, row) for row in records],
            "commune": [words.label(row, "commune") for row in records],
            "province": [words.label(row, "province") for row in records],
            "group": [row.group_label or words.say("session.open") for row in records],
            "state": [words.say(f"session_state.{row.state}") for row in records],
            "registered": found["expected"],
            "present": found["present"],
        }
    )


def _moment(words: Words, row: Any) -> str:
    """The day and when it begins, in one line however narrow the column is."""
    return f"{words.day(row.held_on, 'medium')}, {row.starts_at:%H:%M}".replace(" ", "\u00a0")


def _roster(row: Any) -> str | None:
    address = next(page.address for page in MENU if page.file == "entry/attendance.py")
    return f"{address}?session={row.id}" if row.state != "cancelled" else None


def _shares(words: Words, part: pd.Series, whole: pd.Series) -> list[str]:
    none = words.say("chart.none")
    return [words.percent(one / all_) if all_ else none for one, all_ in zip(part, whole, strict=True)]
