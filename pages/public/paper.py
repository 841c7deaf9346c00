"""Typing from the paper sheet at a desk: the roster in the sheet's own order, with the photos beside it."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.pictures import MEDIA_TYPE
from core.problems import Problem
from db.engine import reading
from db.queries.sessions import session_card
from db.queries.sheets import comments, page_content, pages, sheet
from pages.public.light import Caller, caller_of, refused
from pages.public.roster import page_asked

# The sentences that only this page's own script says, and those that speak of a desk where a phone's are meant.
_SPOKEN = ("box", "end", "nobody", "no_row", "no_name", "differ", "to_closing", "to_sheet")
_SAID_OTHERWISE = ("offline", "storage_full", "signed_out_waiting")


async def paper_page(request: Request) -> Response:
    """The page on which a sheet is typed; refused as the roster on a phone is."""
    return await page_asked(request, "paper.html", _of_sheet)


def _of_sheet(caller: Caller, number: int) -> dict[str, Any]:
    say, reach = caller.words.say, caller.actor.provinces
    with reading() as session:
        held = sheet(session, reach, number)
        found = pages(session, reach, number)
        remarks = comments(session, reach, number) if held.state == "has_issues" else []
        length = caller.words.number(float(session_card(session, reach, number).hours))
    hours = {name: say(f"paper.{name}", length=length) for name in ("hours_hint", "hours_wrong")}
    page = {
        "way": "paper",
        "words": {name: say(f"paper.{name}") for name in (*_SPOKEN, *_SAID_OTHERWISE)}
        | hours
        | {"agree": say("sheet_check.agree")},
        "sheet": held.state,
        "counts": {"headcount": held.headcount, "signatures": held.signatures},
        "comments": [[remark.registration_id, remark.text or ""] for remark in remarks],
        "photos": [
            [
                f"/roster/{number}/photos/{page.id}",
                say("paper.photo", number=turn, of=len(found)),
                page.width,
                page.height,
            ]
            for turn, page in enumerate(found, start=1)
        ],
    }
    return {"page": page}


async def sheet_photo(request: Request) -> Response:
    """The photo of one page of the session's sheet, for whoever may mark its roster; kept by no browser."""
    caller = await run_in_threadpool(caller_of, request, True)
    if caller is None or not (caller.actor.may("attendance.write") and caller.actor.may("person.read")):
        return Response(status_code=401)
    try:
        content = await run_in_threadpool(
            _photo, caller, int(request.path_params["session"]), int(request.path_params["photo"])
        )
    except Problem as problem:
        return refused(caller, problem, 404)
    headers = {
        "Cache-Control": "private, no-store",
        "Vary": "Cookie",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _photo(caller: Caller, number: int, photo: int) -> bytes:
    with reading() as session:
        if photo not in {page.id for page in pages(session, caller.actor.provinces, number)}:
            raise Problem("row_gone", row=photo)
        return page_content(session, caller.actor.provinces, photo)
