"""The phones of a hall, as real connections: each comes with the code, checks in, sends an obstacle and votes."""

import asyncio
import re
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import quote_plus

_KEY = re.compile(rb'name="key" value="(\w+)"')
_CATEGORY = re.compile(rb'name="category_id" value="(\d+)"')
_SPEAKER = re.compile(r"for=(\d+)")
# What a person needs at the least between one form and the next.
THINKING = 1.0
_LONGEST = 30.0


@dataclass
class Heard:
    """What the phones were told: seconds of every answer, when each check-in was acknowledged, and what went wrong.

    Times are of a clock that all processes of the machine share.
    """

    waits: list[float] = field(default_factory=list)
    checked_in: list[float] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    voted: int = 0
    errors: list[str] = field(default_factory=list)


class _Phone:
    """One connection that stays open, with the cookies it was given."""

    def __init__(self, host: str, port: int, heard: Heard) -> None:
        self.host, self.port, self.heard = host, port, heard
        self.cookies: dict[str, str] = {}

    async def __aenter__(self) -> "_Phone":
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> tuple[int, str, bytes]:
        """The status, where it leads, and the body; the wait is noted."""
        body = "&".join(f"{name}={quote_plus(value)}" for name, value in form or ()).encode()
        head = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        start = time.perf_counter()
        self.writer.write("\r\n".join((*head, "", "")).encode() + body)
        status, headers = await self._head()
        told = await self.reader.readexactly(int(headers.get("content-length", "0")))
        self.heard.waits.append(time.perf_counter() - start)
        return status, headers.get("location", ""), told

    async def _head(self) -> tuple[int, dict[str, str]]:
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                cookie, _, given = value.strip().partition(";")[0].partition("=")
                self.cookies[cookie] = given
            elif name:
                headers[name.lower()] = value.strip()
        return int(lines[0].split()[1]), headers


async def crowd(host: str, port: int, code: str, event: int, phones: int, within: float) -> Heard:
    """So many phones that come within so many seconds, each with its own connection."""
    heard = Heard()
    began = time.perf_counter()
    coming = [_come(_Phone(host, port, heard), code, event, began + within * one / phones) for one in range(phones)]
    await asyncio.gather(*coming)
    return heard


async def _come(phone: _Phone, code: str, event: int, at: float) -> None:
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    try:
        async with asyncio.timeout(_LONGEST), phone:
            await _take_part(phone, code, event)
    except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
        phone.heard.errors.append(f"{type(error).__name__}: {error}")


async def _take_part(phone: _Phone, code: str, event: int) -> None:
    _, here, _ = _went(await phone.ask(f"/e/{code}"), 303)
    page = _went(await phone.ask(here), 200)[2]
    await asyncio.sleep(THINKING)
    own = [("key", _first(_KEY, page)), ("language", "ar"), ("kind", "cooperative"), ("agreed", "1")]
    _, hall, _ = _went(await phone.ask(f"/e/{event}/check-in", own), 303)
    phone.heard.checked_in.append(time.perf_counter())
    speaker = ("for", _SPEAKER.findall(hall)[0])
    _went(await phone.ask(hall), 200)
    page = _went(await phone.ask(f"/e/{event}/obstacle?for={speaker[1]}"), 200)[2]
    await asyncio.sleep(THINKING)
    # Each obstacle is another one, so that a lost and a doubled one are seen.
    text = f"لا نجد أين نبيع منتوجنا {uuid.uuid4().hex}"
    own = [("key", _first(_KEY, page)), ("language", "ar"), speaker, ("category_id", _first(_CATEGORY, page))]
    _, hall, _ = _went(await phone.ask(f"/e/{event}/obstacle", [*own, ("text", text)]), 303)
    phone.heard.sent.append(text)
    _went(await phone.ask(hall), 200)
    page = _went(await phone.ask(f"/e/{event}/vote?for={speaker[1]}"), 200)[2]
    await asyncio.sleep(THINKING)
    chosen = [("category_id", number.decode()) for number in _CATEGORY.findall(page)[:3]]
    own = [("key", _first(_KEY, page)), ("language", "ar"), speaker, *chosen]
    _, hall, _ = _went(await phone.ask(f"/e/{event}/vote", own), 303)
    phone.heard.voted += 1
    _went(await phone.ask(hall), 200)


def _went(answer: tuple[int, str, bytes], wanted: int) -> tuple[int, str, bytes]:
    if answer[0] != wanted:
        raise ValueError(f"answered {answer[0]} instead of {wanted}")
    return answer


def _first(pattern: re.Pattern[bytes], page: bytes) -> str:
    found = pattern.search(page)
    if found is None:
        raise ValueError("the page has no form")
    return found[1].decode()
