"""The file that proves a step, for who is signed in and for the link it came by; it runs nothing where it is opened."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.problems import Problem
from core.proofs import PDF
from db.engine import reading
from db.models import Proof
from db.queries.institution_light import proof_given
from pages.public.institution import address_of, opened
from pages.public.light import caller_of

_NOT_FOUND = 404


async def proof_signed_in(request: Request) -> Response:
    """The file, for whoever reads obstacles; nothing says whether there is one to anybody else."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None or not caller.actor.may("obstacle.read"):
        return Response(status_code=_NOT_FOUND)
    return await run_in_threadpool(_file, None, int(request.path_params["proof"]))


async def proof_by_link(request: Request) -> Response:
    """The file, for the person whose link it came by and for no other link."""
    token, number = str(request.path_params["token"]), int(request.path_params["proof"])
    return await run_in_threadpool(_by_link, token, address_of(request), number)


def _by_link(token: str, address: str, number: int) -> Response:
    try:
        found = opened(token, address)
    except Problem:
        return Response(status_code=_NOT_FOUND)
    return _file(found.holder.person_id, number)


def _file(person_id: int | None, number: int) -> Response:
    with reading() as session:
        proof = proof_given(session, person_id, number)
        return Response(status_code=_NOT_FOUND) if proof is None else _given(proof)


def _given(proof: Proof) -> Response:
    # A document of strangers may hold anything: it is saved and not shown, and whatever opens it may do nothing here.
    way = "attachment" if proof.media_type == PDF else "inline"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in proof.name)
    headers = {
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(proof.name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(proof.content, media_type=proof.media_type, headers=headers)
