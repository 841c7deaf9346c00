"""The same form sent twice at once, three hundred times: three hundred records."""

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial

from sqlalchemy.engine import Engine

from db.commands.ledger import Saved
from db.commands.organisations import register_organisation
from db.engine import transaction
from tests.bench.server import Server
from tests.house.tree import ROOT
from tests.withstand.form import FormVisitor
from tests.withstand.found import looked
from tests.withstand.programme import ACTOR, begun, cookies, name, records


def submitted_twice(engine: Engine, submits: int) -> Counter[str]:
    """Sends each form by two threads at one moment: "saved", "again", the "records" there are, what is "wrong"."""
    phase = begun(engine)
    told: Counter[str] = Counter()
    numbers: dict[int, str] = {}
    for turn in range(submits):
        called = name()
        answers = _at_once(partial(_submitted, engine, f"form {turn}", phase, called))
        told.update("again" if answer.again else "saved" for answer in answers)
        numbers.update((answer.row_id, called) for answer in answers)
    return _counted(engine, told, numbers)


def pressed_twice(engine: Engine, environment: dict[str, str], presses: int) -> Counter[str]:
    """Presses a form's button twice at once in the real server: "told", the "records" there are, what is "wrong"."""
    begun(engine)
    told: Counter[str] = Counter()
    numbers: dict[int, str] = {}
    (cookie,) = cookies(engine, 1)
    with Server(ROOT / "app.py", environment) as server:
        for _ in range(presses):
            called = name()
            with FormVisitor(server.address, cookie) as visitor:
                visitor.run()
                visitor.fill(called, 12)
                visitor.press(times=2)
                # The first of the two runs may have been the one that finished.
                while (number := visitor.saved()) is None:
                    visitor.run()
            told["told"] += 1
            numbers[number] = called
    return _counted(engine, told, numbers)


def _submitted(engine: Engine, key: str, phase: int, called: str) -> Saved:
    with transaction(engine) as session:
        return register_organisation(session, ACTOR, key, *records(phase, called))


def _at_once(submit: Callable[[], Saved]) -> list[Saved]:
    gate, answers = threading.Barrier(2), list[Saved]()

    def one() -> None:
        gate.wait()
        answers.append(submit())

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _counted(engine: Engine, told: Counter[str], numbers: dict[int, str]) -> Counter[str]:
    found = looked(engine, numbers)
    return told + Counter(records=len(found.names), wrong=len(found.wrong))
