"""Where the code on a badge leads: today's roster of the person's group, with that person in view.

The address names the person by number and not by a secret: it tells a stranger nothing and opens for nobody who is not
signed in, and what an officer may not reach is answered like a person that nobody knows. So a badge stays good when a
person changes the group, and needs no table of codes.
"""

from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.i18n import ZONE
from db.engine import reading
from db.queries.badges import rosters_of_person
from db.queries.pairs_decided import standing_id
from pages.public.addresses import badge_address, number_in, roster_address, through_the_door
from pages.public.light import Caller, caller_of, document


async def badge_page(request: Request) -> Response:
    """The one roster of today, or a page that says in words which there are."""
    caller = await run_in_threadpool(caller_of, request)
    person = number_in(request.path_params["person"]) or 0
    if caller is None:
        return RedirectResponse(through_the_door(badge_address(person)), status_code=303)
    return await run_in_threadpool(_page, caller, person)


def _page(caller: Caller, printed: int) -> Response:
    if not caller.actor.may("attendance.write"):
        return document("refused.html", caller, sentence=caller.words.say("problem.not_allowed"))
    day = datetime.now(ZONE).date()
    with reading() as session:
        # The badge may be older than a merge.
        person = standing_id(session, "person", printed)
        found: list[Any] = list(rosters_of_person(session, caller.actor.provinces, person, day).itertuples())
    today = [row for row in found if row.held_on == day]
    usable = [row for row in today if row.state in ("planned", "held")]
    if len(usable) == 1:
        return RedirectResponse(roster_address(int(usable[0].id), person), status_code=303)
    said = "badge.several" if usable else "badge.closed_today" if today else "badge.none_today"
    lists = {said: today, "badge.left_open": [row for row in found if row.held_on < day]}
    return document(
        "badge.html", caller, lists={key: [_way(caller, row, person) for row in rows] for key, rows in lists.items()}
    )


def _way(caller: Caller, row: Any, person: int) -> tuple[str, str, str]:
    """The address of a roster, what is taught there, and when, where and in which state."""
    words = caller.words
    clock = f"{row.starts_at:%H:%M} - {row.ends_at:%H:%M}"
    place = words.name(row.commune_ar, row.commune_fr)
    details = [words.day(row.held_on), clock, place, words.say(f"session_state.{row.state}")]
    return roster_address(int(row.id), person), words.label(row, "module"), " · ".join(details)
