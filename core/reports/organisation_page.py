"""The page that is handed back to an organisation: one A4 in one language, and all of it as a workbook."""

from collections.abc import Callable
from datetime import date
from typing import Any

from core.answers import standing, told
from core.i18n import Words, words
from core.records.organisation_page import OrganisationFacts, RaisedObstacle
from core.reports.typesetting import pdf
from core.sheets.writing import Cell, workbook_of_sheets

# What one page carries at a size that is still read; the workbook has the rest.
MOST_PEOPLE, MOST_MODULES, MOST_OBSTACLES, MOST_ANSWERS = 60, 12, 7, 2
# So many names stand in one column.
_ONE_COLUMN = 14
_LONGEST = 90


def organisation_page(facts: OrganisationFacts, language: str, verified: bool, on: date) -> bytes:
    """The page as PDF bytes, as of a day; `verified` says that attendance of verified sheets alone was counted."""
    said = words(language)
    name = said.name(facts.name_ar, facts.name_latin)
    people = [_person(said, number, facts) for number in range(min(len(facts.people), MOST_PEOPLE))]
    notes = [_say(said, "counted_verified" if verified else "counted_every")]
    if people:
        notes.append(_say(said, "handed", name=name))
    return pdf(
        "organisation_page",
        {
            "language": language,
            "direction": said.direction,
            "programme": f"{facts.programme[language]} · {facts.phase[language]}",
            "title": _say(said, "title"),
            "made": _say(said, "made_on", day=on),
            "name": name,
            "about": " · ".join(part for part in (said.say(f"kind.{facts.kind}"), facts.place[language]) if part),
            "declared": _declared(said, facts),
            "figures": [[_say(said, key), value] for key, value in _figures(said, facts)],
            "modules": {
                "title": _say(said, "modules"),
                "heads": [_say(said, key) for key in ("module", "sessions", "module_people", "module_hours")],
                "rows": [_module(said, number, facts) for number in range(min(len(facts.modules), MOST_MODULES))],
                "more": _more(said, "more_modules", len(facts.modules) - MOST_MODULES),
                "none": _say(said, "nothing"),
            },
            "people": {
                "title": _say(said, "your_people"),
                "heads": [_say(said, key) for key in ("person", "taken", "own_hours", "certificate")],
                "columns": 1 if len(people) <= _ONE_COLUMN else 2,
                "rows": people,
                "more": _more(said, "more_people", len(facts.people) - MOST_PEOPLE),
                "unnamed": _more(said, "unnamed", facts.unnamed),
            },
            "obstacles": {
                "title": _say(said, "obstacles", day=on),
                "heads": [_say(said, key) for key in ("obstacle", "state", "promised")],
                "rows": [_obstacle(said, one, on) for one in facts.obstacles[:MOST_OBSTACLES]],
                "more": _more(said, "more_obstacles", len(facts.obstacles) - MOST_OBSTACLES),
                "none": _say(said, "no_obstacle"),
            },
            "notes": notes,
        },
    )


def organisation_workbook(facts: OrganisationFacts, language: str, verified: bool, on: date) -> bytes:
    """The same as an XLSX file with everything on it: a sheet of people, one of modules, one of obstacles."""
    said = words(language)
    modules = [module.label[language] for module in facts.modules]
    people: list[list[Cell]] = [
        [
            said.person(person.name_ar, person.name_latin),
            ", ".join(modules[place] for place in person.modules),
            person.hours,
            ", ".join(person.serials),
        ]
        for person in facts.people
    ]
    taught: list[list[Cell]] = [
        [label, float(module.sessions), float(module.people), module.hours]
        for label, module in zip(modules, facts.modules, strict=True)
    ]
    raised: list[list[Cell]] = [
        [one.category[language], one.said, said.say(f"obstacle_state.{one.state}"), "\n".join(_promised(said, one, on))]
        for one in facts.obstacles
    ]
    heads = {
        "people": ("person", "taken", "own_hours", "certificate"),
        "modules": ("module", "sessions", "module_people", "module_hours"),
        "raised": ("category", "obstacle", "state", "promised"),
    }
    sheets = [
        (_say(said, name), [_say(said, key) for key in heads[name]], rows)
        for name, rows in (("people", people), ("modules", taught), ("raised", raised))
    ]
    about = (
        said.name(facts.name_ar, facts.name_latin),
        f"{facts.programme[language]} · {facts.phase[language]}",
        _say(said, "counted_verified" if verified else "counted_every"),
        *filter(None, (_more(said, "unnamed", facts.unnamed), _say(said, "made_on", day=on))),
    )
    return workbook_of_sheets(sheets, said.direction == "rtl", about)


def _say(said: Words, key: str, **details: Any) -> str:
    return said.say(f"organisation_page.{key}", **details)


def _more(said: Words, key: str, number: int) -> str:
    return said.count(f"organisation_page.{key}", number) if number > 0 else ""


def _declared(said: Words, facts: OrganisationFacts) -> str:
    if facts.declared is None:
        return ""
    members, day = facts.declared
    return _say(said, "declared", members=members, day=day)


def _figures(said: Words, facts: OrganisationFacts) -> list[tuple[str, str]]:
    return [
        ("people", said.number(facts.trained)),
        ("attendances", said.number(facts.attendances)),
        ("hours", said.number(facts.hours, 2)),
        ("modules", said.number(len(facts.modules))),
        ("certificates", said.number(facts.certificates)),
    ]


def _module(said: Words, place: int, facts: OrganisationFacts) -> list[str]:
    module = facts.modules[place]
    numbers = (said.number(module.sessions), said.number(module.people), said.number(module.hours, 2))
    # Whoever took it is told by this number in the list of people.
    return [said.number(place + 1), module.label[said.language], *numbers]


def _person(said: Words, place: int, facts: OrganisationFacts) -> list[str]:
    person = facts.people[place]
    taken = " ".join(said.number(one + 1) for one in person.modules)
    name = said.person(person.name_ar, person.name_latin)
    return [name, taken, said.number(person.hours, 2), "✓" if person.serials else ""]


def _obstacle(said: Words, one: RaisedObstacle, on: date) -> dict[str, Any]:
    lines = _promised(said, one, on, _short)
    if len(lines) > MOST_ANSWERS:
        more = _say(said, "more_answers", number=len(lines) - MOST_ANSWERS)
        lines = [*lines[:MOST_ANSWERS], more]
    return {
        "category": one.category[said.language],
        "said": _short(one.said),
        "state": said.say(f"obstacle_state.{one.state}"),
        "promised": lines,
    }


def _promised(said: Words, one: RaisedObstacle, on: date, cut: Callable[[str], str] = lambda whole: whole) -> list[str]:
    """Who promised or answered what, and how far it is; whom the category names where nobody was asked yet."""
    if not one.answers:
        names = said.listing(list(one.institutions)) if one.institutions else said.say("chart.none")
        return [_say(said, "to_ask", institutions=names)]
    return [
        _say(
            said, "answer", institution=each.institution, told=cut(told(said, each)), standing=standing(said, each, on)
        )
        for each in one.answers
    ]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"
