"""A form with a file, sent without a script: its fields and the file, however much a stranger sends."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from core.problems import Problem
from core.proofs import LARGEST_SENT

_MEGABYTE = 1024 * 1024
# The fields beside the file are some kilobytes.
_FIELDS = 64 * 1024
# What is longer is read to its end and thrown away, so that the browser hears the answer; beyond this it is cut off.
_MOST_READ = 64 * _MEGABYTE
_MOST_FIELDS = 20


@dataclass(frozen=True)
class Sent:
    """The fields by name, the file's name and bytes (empty without one), and the refusal of a body that was too long.

    The fields that came before the file are there even so: nothing typed is lost.
    """

    fields: dict[str, str] = field(default_factory=dict)
    name: str = ""
    content: bytes = b""
    too_large: Problem | None = None


async def sent_form(request: Request, file: str) -> Sent:
    """What was sent as multipart/form-data, with the file of this name; nothing of a body that is no such form."""
    body, read = bytearray(), 0
    async for part in request.stream():
        read += len(part)
        if len(body) <= LARGEST_SENT + _FIELDS:
            body += part
        if read > _MOST_READ:
            break
    too_long = read > LARGEST_SENT + _FIELDS

    async def once() -> AsyncGenerator[bytes, None]:
        yield bytes(body)

    parser = MultiPartParser(request.headers, once(), max_files=2, max_fields=_MOST_FIELDS, max_part_size=_FIELDS)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError):
        return Sent()
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    given = form.get(file)
    name, content = "", b""
    if isinstance(given, UploadFile) and not too_long:
        name, content = given.filename or "", await given.read()
    await form.close()
    problem = Problem("proof_too_large", field=file, limit=LARGEST_SENT // _MEGABYTE) if too_long else None
    return Sent(fields, name, content, problem)
