"""The addresses of the light pages; what answers them is imported at the first question, so that no start waits."""

import gc
from importlib import import_module
from types import ModuleType
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def _imported(name: str) -> ModuleType:
    module = import_module(name)
    # Modules stay for good. A full collection would walk through all of them again, and everybody would wait a tenth of
    # a second for it in the middle of ticking. What dies by its count of references is freed as before.
    gc.freeze()
    return module


def _late(path: str, module: str, name: str, *methods: str) -> Route:
    imported: list[Any] = []

    async def answered(request: Request) -> Response:
        if not imported:
            imported.append(await run_in_threadpool(_imported, f"pages.public.{module}"))
        response: Response = await getattr(imported[0], name)(request)
        return response

    return Route(path, answered, methods=methods or None, name=name)


ROUTES = [
    _late("/certificate/{serial}", "certificate", "certificate_page"),
    _late("/confirm/{token}", "confirm", "confirm_page"),
    _late("/confirm/{token}", "confirm", "save_confirmations", "POST"),
    _late("/satisfaction/{link}", "satisfaction", "satisfaction_page"),
    _late("/satisfaction/{link}", "satisfaction", "save_answers", "POST"),
    _late("/roster/{session:int}/satisfaction", "satisfaction", "to_satisfaction"),
    _late("/stage/{token}", "stage", "stage_page"),
    _late("/stage/{token}/state", "stage", "stage_state"),
    _late("/badge/{person}", "badge", "badge_page"),
    _late("/guest/{badge}", "door", "guest_page"),
    _late("/door/{event:int}", "door", "door_page"),
    _late("/door/{event:int}", "door", "save_plain", "POST"),
    _late("/door/{event:int}/state", "door", "door_state"),
    _late("/door/{event:int}/taps", "door", "save_taps", "POST"),
    _late("/door/{event:int}/organisations", "door", "door_organisations"),
    _late("/e/", "event_phone", "door"),
    _late("/e/{code}", "event_phone", "open_with_code"),
    _late("/e/badge/{badge}", "event_phone", "badge"),
    _late("/e/{event:int}/hall", "event_phone", "hall"),
    _late("/e/{event:int}/named", "event_phone", "named"),
    _late("/e/{event:int}/{part}", "event_phone", "part"),
    _late("/e/{event:int}/{part}", "event_phone_sent", "send", "POST"),
    _late("/institution/{token}", "institution", "institution_page"),
    _late("/institution/{token}/{commitment:int}", "institution", "commitment_page"),
    _late("/institution/{token}/{commitment:int}", "institution", "save_step", "POST"),
    _late("/institution/{token}/proof/{proof:int}", "proofs", "proof_by_link"),
    _late("/proof/{proof:int}", "proofs", "proof_signed_in"),
    _late("/quiz/{moment}/{link}", "quizzes", "quiz_page"),
    _late("/quiz/{moment}/{link}", "quizzes", "save_quiz", "POST"),
    _late("/roster/{session:int}/quiz/{moment}", "quizzes", "to_quiz"),
    _late("/roster/organisations", "roster_people", "organisations"),
    _late("/roster/{session:int}", "roster", "roster_page"),
    _late("/roster/{session:int}/paper", "paper", "paper_page"),
    _late("/roster/{session:int}/photos/{photo:int}", "paper", "sheet_photo"),
    _late("/roster/{session:int}/state", "roster", "roster_state"),
    _late("/roster/{session:int}/marks", "roster", "save_marks", "POST"),
    _late("/roster/{session:int}/open", "roster", "open_page", "POST"),
    _late("/roster/{session:int}/photos", "roster_photos", "photos_kept"),
    _late("/roster/{session:int}/photos", "roster_photos", "keep_photo", "POST"),
    _late("/roster/{session:int}/people", "roster_people", "add_person", "POST"),
]
