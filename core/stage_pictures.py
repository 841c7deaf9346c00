"""What each scene of the stage shows, made of the figures: texts in the stage's languages, bars, numbers, sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from core.indicators import written
from core.stage_speaking import Speaker, bar, bars, number
from core.theme import DARK, LIGHT, province_color, series_color

Figures = Mapping[str, Any]
# So many columns of arrivals stand beside each other; earlier ones are in what the first of them has reached.
MOST_COLUMNS = 16
# Provinces that guests come from; those that fewer come from stand together in no bar.
MOST_PROVINCES = 6


def welcome(figures: Figures, said: Speaker) -> dict[str, Any]:
    """The event's name; the code for phones is put beside it by whoever knows the moment and the address."""
    return {"name": said.label(figures["event"]["names"]), "venue": figures["event"]["venue"]}


def arrivals(figures: Figures, said: Speaker) -> dict[str, Any]:
    """Guests by kind and by province, and how they came through time."""
    hall = figures["hall"]
    columns = hall["arrivals"][-MOST_COLUMNS:]
    return {
        "count": hall["here"],
        "here": number(hall["here"], said),
        "here_is": said.count("on_stage.here", hall["here"]),
        "kinds": bars(
            [
                bar(one["code"], said.say(f"on_stage.kind.{one['code']}"), one["guests"], _of_kind(place), said)
                for place, one in enumerate(hall["kinds"])
            ]
        ),
        "provinces": bars(
            [
                bar(
                    one["code"] or "unknown",
                    said.label(one["names"]) if one["code"] else said.say("on_stage.province_unknown"),
                    one["guests"],
                    _of_province(one["code"]),
                    said,
                )
                for one in hall["provinces"][:MOST_PROVINCES]
            ]
        ),
        "columns": [
            {"since": one["since"], "guests": one["guests"], "share": one["guests"] / hall["here"]} for one in columns
        ],
    }


def programme(figures: Figures, said: Speaker) -> dict[str, Any]:
    """The phase's large numbers, those of the overview."""
    shown = figures["programme"]
    return {
        "phase": said.label(shown["phase"]) if shown["phase"] else [],
        "numbers": [
            {
                "code": one["code"],
                "label": said.each(lambda spoken, one=one: spoken.say(f"indicator.{one['code']}")),  # type: ignore[misc]
                "value": said.each(lambda spoken, one=one: written(spoken, one["code"], one["value"])),  # type: ignore[misc]
            }
            for one in shown["numbers"]
        ],
    }


def province_map(figures: Figures, said: Speaker) -> dict[str, Any]:
    """Each province with its people and organisations; people that are hidden are not spoken of."""
    provinces = figures["programme"]["provinces"]
    return {
        "title": said.count("on_stage.map", len(provinces)),
        "provinces": [
            {
                "code": one["code"],
                "name": said.label(one["names"]),
                "people": None if one["people"] is None else said.count("on_stage.map.people", one["people"]),
                "organisations": said.count("on_stage.map.organisations", one["organisations"]),
                "color": _of_province(one["code"]),
            }
            for one in provinces
        ],
    }


def obstacles(figures: Figures, said: Speaker) -> dict[str, Any]:
    """Categories by the organisations and guests that name them, with the newest sentences beside.

    Before anybody said anything these are the categories that the register knows of the phase.
    """
    raised = figures["obstacles"]
    begun = raised["said"] > 0
    before = {one["code"]: one["voices"] for one in figures["before"]}
    ranked = raised["ranked"] if begun else sorted(raised["ranked"], key=lambda one: -before.get(one["code"], 0))
    rows = [
        bar(
            one["code"],
            said.label(one["labels"]),
            one["voices"] if begun else before.get(one["code"], 0),
            of_category(figures, one["code"]),
            said,
        )
        for one in ranked
    ]
    labels = {one["code"]: one["labels"] for one in raised["ranked"]}
    return {
        "begun": begun,
        "open": figures["event"]["open"],
        "first": said.each(
            lambda spoken: spoken.say("on_stage.obstacles.first", label=ranked[0]["labels"][spoken.language])
        )
        if begun
        else [],
        "rows": bars(rows),
        "newest": [
            {
                "number": one["number"],
                "text": one["text"],
                "category": said.label(labels[one["category"]]) if one["category"] in labels else [],
                "province": said.label(one["province"]) if one["province"] else [],
                "color": of_category(figures, one["category"]),
            }
            for one in raised["newest"]
        ],
    }


def vote(figures: Figures, said: Speaker) -> dict[str, Any]:
    """Categories by the guests who chose them."""
    given = figures["votes"]
    return {
        "open": given["open"],
        "voters": said.count("on_stage.vote.voters", given["voters"]),
        "rows": bars(
            [
                bar(one["code"], said.label(one["labels"]), one["votes"], of_category(figures, one["code"]), said)
                for one in given["ranked"]
            ]
        ),
        "begun": given["voters"] > 0,
    }


def institutions(figures: Figures, said: Speaker) -> dict[str, Any]:
    """Institutions with what they committed to, those of today told apart, and the newest in words."""
    promised = figures["promises"]
    return {
        "institutions": [
            {
                "acronym": one["acronym"],
                "name": said.label(one["names"]),
                "number": number(one["promised"], said),
                "promised": said.count("on_stage.promised", one["promised"]),
                "today": said.count("on_stage.promised.today", one["today"]) if one["today"] else [],
            }
            for one in promised["institutions"]
        ],
        "newest": [
            {**one, "due": said.day("on_stage.institutions.due", one["due_on"]) if one["due_on"] else []}
            for one in promised["newest"]
        ],
    }


def next_phase(figures: Figures, said: Speaker) -> dict[str, Any]:
    """The phase to come: when it begins, what it is for, and the modules of its sessions."""
    after = figures["programme"]["after"]
    if after is None:
        return {"name": []}
    return {
        "name": said.label(after["names"]),
        "starts": said.day("on_stage.next_phase.starts", after["starts_on"]),
        "objectives": after["objectives"],
        "modules": [
            {
                "code": one["code"],
                "label": said.label(one["labels"]),
                "sessions": said.count("on_stage.next_phase.sessions", one["sessions"]),
            }
            for one in after["modules"]
        ],
    }


def thanks(figures: Figures, said: Speaker) -> dict[str, Any]:
    """What stays of the day: guests, obstacles said, and what was committed to today."""
    today = sum(one["today"] for one in figures["promises"]["institutions"])
    here, heard = figures["hall"]["here"], figures["obstacles"]["said"]
    told = [
        {"code": "here", "value": number(here, said), "label": said.count("on_stage.here", here)} if here else None,
        {"code": "said", "label": said.count("on_stage.obstacles.said", heard)} if heard else None,
        {"code": "today", "label": said.count("on_stage.promised", today)} if today else None,
    ]
    name = said.label(figures["event"]["names"])
    return {"name": name, "heard": heard > 0, "told": [one for one in told if one]}


PICTURES: Mapping[str, Callable[[Figures, Speaker], dict[str, Any]]] = {
    "welcome": welcome,
    "arrivals": arrivals,
    "programme": programme,
    "map": province_map,
    "obstacles": obstacles,
    "vote": vote,
    "institutions": institutions,
    "next_phase": next_phase,
    "thanks": thanks,
}


def of_category(figures: Figures, code: str) -> tuple[str, str]:
    """The colours of a category on dark and light, the same as in every chart."""
    codes = figures["categories"]
    return series_color(DARK, codes, code), series_color(LIGHT, codes, code)


def _of_province(code: str | None) -> tuple[str, str]:
    return (province_color(DARK, code), province_color(LIGHT, code)) if code else (DARK.quiet, LIGHT.quiet)


def _of_kind(place: int) -> tuple[str, str]:
    return DARK.series[place], LIGHT.series[place]
