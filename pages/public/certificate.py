"""The page behind the code on a certificate: valid, revoked or unknown, for anybody and without an account.

It tells the first name and the initial, the training and the day, and of a serial that was never given always the
same. A serial is 58 bits of chance, so that nobody comes upon somebody else's by trying.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from core.i18n import LANGUAGES, NATIVE_NAMES, Words, isolated, preferred_language, words
from core.names import first_name_and_initial
from db.engine import reading
from db.queries.certificates import Told, certificate_told
from pages.public.light import open_document
from pages.server.cookies import LANGUAGE


async def certificate_page(request: Request) -> Response:
    """What is told of the serial in the address, in the language asked for, else the browser's."""
    language = preferred_language(
        request.query_params.get("language"), request.cookies.get(LANGUAGE), request.headers.get("accept-language")
    )
    return await run_in_threadpool(_page, words(language), str(request.path_params["serial"]))


def _page(said: Words, given: str) -> Response:
    with reading() as session:
        told = certificate_told(session, given)
    state = "unknown" if told is None else "valid" if told.valid else "revoked"
    languages = [(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    return open_document(
        "certificate.html",
        said,
        status=404 if told is None else 200,
        state=state,
        serial=told.serial if told else None,
        facts=_facts(said, told) if told else [],
        languages=languages,
    )


def _facts(said: Words, told: Told) -> list[tuple[str, str]]:
    language = said.language
    # Both scripts: whoever compares with the paper finds the one that stands there.
    names = dict.fromkeys(
        first_name_and_initial(name)
        for name in ((told.name_ar, told.name_latin) if language == "ar" else (told.name_latin, told.name_ar))
        if name
    )
    programme = dict.fromkeys((told.programme[language], told.phase[language]))
    facts = {
        "certificate.public.holder": " · ".join(isolated(name) for name in names)
        if names
        else said.say("certificate.public.no_name"),
        "certificate.public.programme": " · ".join(isolated(part) for part in programme),
        "certificate.public.modules": said.listing([module[language] for module in told.modules]),
        "certificate.issued_on": said.day(told.issued_on),
    }
    return [(said.say(key), value) for key, value in facts.items() if value]
