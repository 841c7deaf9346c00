"""A thousand edits at once on ten rows: each is applied or shown as a conflict."""

import random
import threading
from collections import Counter

from sqlalchemy import func
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from core.problems import Problem
from db.commands.organisations import change_organisation, register_organisation
from db.engine import reading, transaction
from db.models import Change, Organisation
from db.queries.chain import broken_link
from tests.withstand.programme import ACTOR, begun, name, records

ROWS = 10
THREADS = 8


def edited(engine: Engine, edits: int) -> Counter[str]:
    """How many of the edits were "applied", and how many refused by which code; under "wrong" what does not add up."""
    phase = begun(engine)
    with transaction(engine) as session:
        made = [register_organisation(session, ACTOR, f"row {row}", *records(phase, name())) for row in range(ROWS)]
    rows = [saved.row_id for saved in made]
    outcomes: list[str] = []
    gate = threading.Barrier(THREADS)

    def edit(worker: int) -> None:
        gate.wait()
        for turn in range(worker, edits, THREADS):
            row = random.choice(rows)
            with reading(engine) as session:
                version = session.get_one(Organisation, row).version
            record, *_ = records(phase, name())
            try:
                with transaction(engine) as session:
                    change_organisation(session, ACTOR, f"edit {turn}", row, version, record)
                outcomes.append("applied")
            except Problem as problem:
                outcomes.append(problem.code)

    threads = [threading.Thread(target=edit, args=(worker,)) for worker in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = Counter(outcomes)
    with reading(engine) as session:
        versions = session.exec(select(func.sum(Organisation.version - 1)).where(col(Organisation.id).in_(rows))).one()
        entries = select(func.count()).where(Change.command == "change_organisation")
        counts = (int(versions or 0), session.exec(entries).one())
        told["wrong"] = int(counts != (told["applied"],) * 2) + int(broken_link(session) is not None)
    return told
