"""Somebody who came and was not expected, added from a phone: likely doubles first, then one line and one key."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.names import looks_like_identity_card, normalised
from core.problems import Problem
from core.records import validated
from core.records.people import PersonRecord
from db.commands.ledger import Saved, perform
from db.commands.registrations import add_known_person, add_new_person
from db.engine import reading
from db.queries.doubles import ELSEWHERE, person_doubles
from db.queries.organisations import organisations_found
from pages.public.light import Caller, answer, caller_of, is_own_message, message_of, refused

_MOST_FOUND = 8
_SHORTEST_SEARCH = 2


async def organisations(request: Request) -> Response:
    """Organisations whose name has the words typed, within the officer's provinces: id, name, commune."""
    caller = await run_in_threadpool(caller_of, request)
    if caller is None or not caller.actor.may("attendance.write"):
        return Response(status_code=401)
    text = request.query_params.get("name", "")[:100]
    if len(normalised(text)) < _SHORTEST_SEARCH:
        return answer([])
    return answer(await run_in_threadpool(_organisations, caller, text))


def _organisations(caller: Caller, text: str) -> list[list[Any]]:
    words = caller.words
    with reading() as session:
        found = organisations_found(session, caller.actor.provinces, text, _MOST_FOUND)
    return [
        [
            int(row["id"]),
            words.name(row["name_ar"], row["name_latin"]),
            words.name(row["commune_ar"], row["commune_fr"]),
        ]
        for row in found.to_dict("records")
    ]


async def add_person(request: Request) -> Response:
    """Puts a person on the roster and marks the person present.

    A likely double is not passed over: the answer lists those found, and the phone sends the same line again with
    the one that was meant, or with those that were seen to be others. A name that looks like the number of an
    identity card is warned of, and comes again as `another_number` when somebody says that it is none.
    """
    caller = await run_in_threadpool(caller_of, request)
    if caller is None:
        return Response(status_code=401)
    message = await message_of(request)
    if message is None or not is_own_message(request, caller):
        return Response(status_code=400)
    number = int(request.path_params["session"])
    if _looks_like_card(message):
        say = caller.words.say
        return answer({"card": say("identity_card.another_number"), "say": say("identity_card.warning")})
    try:
        saved = await run_in_threadpool(_added, caller, number, message)
    except Problem as problem:
        if problem.code == "likely_double":
            likely = await run_in_threadpool(_likely, caller, message, problem)
            return answer({"likely": likely, "say": caller.words.say("light.likely")})
        return refused(caller, problem)
    return answer({"added": saved.row_id, "again": saved.again})


def _looks_like_card(message: dict[str, Any]) -> bool:
    """Whether the name is to be asked about; the answer given is about this very name."""
    name, known = message.get("name"), isinstance(message.get("person_id"), int)
    return (
        isinstance(name, str) and not known and looks_like_identity_card(name) and message.get("another_number") != name
    )


def _added(caller: Caller, number: int, message: dict[str, Any]) -> Saved:
    key = f"light.add.{message.get('key', '')}"[:90]
    organisation, known = message.get("organisation_id"), message.get("person_id")
    if not (organisation is None or isinstance(organisation, int)):
        raise Problem("unknown_choice", field="organisation_id", given="")
    if isinstance(known, int):
        return perform(add_known_person, caller.actor, key, number, known, organisation)
    names = _by_script(message.get("name"))
    if not any(names):
        raise Problem("required", field="name")
    record = validated(
        PersonRecord,
        {
            "name_ar": names[0],
            "name_latin": names[1],
            "sex": message.get("sex") or "unknown",
            "phone": message.get("phone"),
            "identified": not message.get("later"),
        },
    )
    seen = tuple(int(i) for i in message.get("seen") or () if isinstance(i, int))
    return perform(add_new_person, caller.actor, key, number, record, organisation, doubles_seen=seen)


def _likely(caller: Caller, message: dict[str, Any], problem: Problem) -> list[list[Any]]:
    words = caller.words
    names = _by_script(message.get("name"))
    with reading() as session:
        found = person_doubles(
            session, caller.actor.provinces, *names, message.get("phone"), message.get("organisation_id")
        )
    told = [
        [
            int(row["id"]),
            words.name(row["name_ar"], row["name_latin"]),
            words.listing([words.say(f"double.{reason}") for reason in row["reasons"]]),
        ]
        for row in found.rows.to_dict("records")
    ]
    # One that stands in another province is told without a name, and can only be seen to be another.
    elsewhere = [[ELSEWHERE, "", words.say("double.elsewhere")]] if ELSEWHERE in problem.details["ids"] else []
    return told + elsewhere


def _by_script(name: Any) -> tuple[str | None, str | None]:
    """The name as (Arabic, Latin): its letters say which it is."""
    text = name if isinstance(name, str) else ""
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in text)
    return (text or None, None) if arabic else (None, text or None)
