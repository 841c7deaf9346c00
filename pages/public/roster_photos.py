"""Photos of a sheet's pages sent from a phone: cleaned here, kept once however often they come, refused in words."""

import asyncio
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.i18n import Words
from core.pictures import LARGEST_PHOTO, LONGEST_SIDE, cleaned_picture
from core.problems import Problem
from core.records.sheets import FIELD_STATES
from core.sheets.table import MEGABYTE
from db.commands.ledger import perform
from db.commands.sheet_pages import keep_page
from db.engine import reading
from db.queries.sheets import pages, sheet
from pages.public.light import Caller, answer, caller_of, is_own_message, refused

KEY_HEADER = "x-cooper-key"
# Each picture that is read takes a processor and hundreds of megabytes, which ticks must not wait for.
_FEW = asyncio.Semaphore(2)
_SPOKEN = (
    *("kept", "unsent", "waiting", "sending", "not_sent", "signed_out", "again"),
    *("resend", "put_away"),
)


def photo_facts(words: Words) -> dict[str, Any]:
    """What the page's script says, the largest picture it sends (bytes) and how long it makes a side (pixels)."""
    said = {name: words.say(f"photos.{name}") for name in _SPOKEN}
    said["too_large"] = words.say("problem.picture_too_large", limit=LARGEST_PHOTO // MEGABYTE)
    return {"words": said, "limit": LARGEST_PHOTO, "side": LONGEST_SIDE}


async def photos_kept(request: Request) -> Response:
    """Which pages are kept, and whether the sheet takes more."""
    caller = await run_in_threadpool(caller_of, request, True)
    if caller is None or not caller.actor.may("attendance.write"):
        return Response(status_code=401)
    try:
        return answer(await run_in_threadpool(_told, caller, int(request.path_params["session"])))
    except Problem as problem:
        return refused(caller, problem, 404)


async def keep_photo(request: Request) -> Response:
    """Keeps the picture in the body as a further page; one that is kept already stays the one it is."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        return Response(status_code=401)
    key = request.headers.get(KEY_HEADER, "")
    if not (is_own_message(request, caller) and 16 <= len(key) <= 64 and key.isalnum()):
        return Response(status_code=400)
    number = int(request.path_params["session"])
    try:
        if not caller.actor.may(keep_page.action):
            raise Problem("not_allowed", action=keep_page.action)
        data = await _picture(request)
        async with _FEW:
            again = await run_in_threadpool(_kept, caller, number, key, data)
        return answer(await run_in_threadpool(_told, caller, number) | {"again": again})
    except Problem as problem:
        return refused(caller, problem)


async def _picture(request: Request) -> bytes:
    """The body, as long as a photo may be."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > LARGEST_PHOTO:
            raise Problem("picture_too_large", limit=LARGEST_PHOTO // MEGABYTE)
    return bytes(data)


def _kept(caller: Caller, number: int, key: str, data: bytes) -> bool:
    """Whether the picture was among the pages before."""
    content = cleaned_picture(data).content
    try:
        return perform(keep_page, caller.actor, f"light.photo.{number}.{key}", number, content).again
    except Problem as problem:
        if problem.code != "page_already_there":
            raise
        return True


def _told(caller: Caller, number: int) -> dict[str, Any]:
    words, reach = caller.words, caller.actor.provinces
    with reading() as session:
        held = sheet(session, reach, number)
        found = pages(session, reach, number)
    kept = []
    for place, page in enumerate(found, start=1):
        who = page.who or words.say("sheet_check.nobody")
        kept.append([page.id, words.say("photos.page", number=place, at=page.at, who=who)])
    return {"open": held.state in (*FIELD_STATES, "submitted"), "kept": kept}
