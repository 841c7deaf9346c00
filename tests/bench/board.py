"""The board of a register of twenty thousand obstacles over the empty page, and how many rows it sends at most."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import URL

from db.commands.ledger import raise_revisions
from db.engine import make_engine, transaction
from db.models import (
    Commitment,
    CommitmentObstacle,
    Confirmation,
    Institution,
    Mention,
    Obstacle,
    ObstacleCategory,
    Organisation,
    Province,
    Referral,
)
from db.models.base import table
from tests.bench.measures import Measure
from tests.bench.server import Server
from tests.bench.stage import EMPTY, Stage, demonstration
from tests.bench.visitor import Run, Visitor

OBSTACLES = 20_000
AIM, MOST_ROWS = 3.0, 100
BOARD = "explore-board"
FLOOR, WRITTEN = "floor", "the board, after a write"
# What is looked at: each with the query of its address.
LOOKED_AT = {
    "the board by state": "",
    "the board by institution": "by=institution",
    "the board by province": "by=province",
    "one column": "column=raised",
    "page 100 of a column": "column=raised&page=100",
    "the list, late ones": "view=list&late=1",
}
ROUNDS, RUNS, WARM_UP = 4, 4, 3
_STATES = ("raised", "addressed", "committed", "in_progress", "done", "confirmed")


def many_obstacles(database: Path, number: int = OBSTACLES) -> None:
    """The demonstration with so many more obstacles: two mentions each, referrals, promises and confirmations."""
    demonstration(database)
    engine = make_engine(URL.create("sqlite", database=str(database)))
    with transaction(engine) as session:

        def ids(model: Any) -> list[int]:
            return list(session.execute(select(table(model).c.id).order_by(table(model).c.id)).scalars())

        categories, institutions, organisations = ids(ObstacleCategory), ids(Institution), ids(Organisation)
        province = table(Province).c
        provinces = list(session.execute(select(province.id).where(province.in_programme.is_(True))).scalars())
        begun = max(ids(Obstacle), default=0) + 1
        stamps: dict[str, Any] = {
            **dict.fromkeys(("created_at", "updated_at"), datetime(2026, 1, 1, tzinfo=UTC)),
            "version": 1,
        }
        rows: dict[Any, list[dict[str, Any]]] = {
            one: [] for one in (Obstacle, Mention, Referral, Commitment, CommitmentObstacle, Confirmation)
        }
        for n in range(begun, begun + number):
            state = _STATES[n % 13 % 6]
            reached = _STATES.index(state)
            day = date(2025, 1, 1) + timedelta(days=n * 7 % 600)
            place = provinces[n % len(provinces)] if n % 10 else None
            rows[Obstacle].append(
                {"id": n, "category_id": categories[n % len(categories)], "province_id": place, "state": state}
                | {"scope": "province" if place else "national", "severity": ("low", "medium", "high")[n % 3]}
                | {"raised_on": day, "title": f"Obstacle {n} sur la route du souk"}
            )
            for voice in range(2):
                speaker = organisations[(n * 7 + voice) % len(organisations)]
                rows[Mention].append(
                    {"obstacle_id": n, "organisation_id": speaker, "province_id": place, "words": f"Parole {n}"}
                    | {"mentioned_on": day, "source": "field"}
                )
                if reached > 4 and voice == 0:
                    rows[Confirmation].append(
                        {"obstacle_id": n, "organisation_id": speaker, "verdict": "solved", "confirmed_on": day}
                        | {"way": "visit"}
                    )
            institution = institutions[n % len(institutions)]
            if reached:
                rows[Referral].append({"obstacle_id": n, "institution_id": institution, "referred_on": day})
            if reached > 1:
                done = reached > 3
                rows[Commitment].append(
                    {"id": n, "institution_id": institution, "what": f"Promesse {n}", "promised_on": day}
                    | {"due_on": day + timedelta(days=200), "done_on": day + timedelta(days=150) if done else None}
                    | {"state": "done" if done else "promised"}
                )
                rows[CommitmentObstacle].append({"commitment_id": n, "obstacle_id": n})
        for model, made in rows.items():
            session.execute(insert(table(model)), [stamps | row for row in made])
    engine.dispose()


def measured(stage: Stage, server: Server) -> dict[str, Measure]:
    """What the empty page and each look at the board take, and the board by state once obstacles were written to."""
    with ExitStack() as stack:

        def visitor(page: str, query: str = "") -> Visitor:
            made = stack.enter_context(Visitor(server.address, page, query, stage.cookie))
            for _ in range(WARM_UP):
                made.run()
            return made

        board = visitor(BOARD)

        def after_a_write() -> Run:
            with transaction() as session:
                raise_revisions(session, ("obstacle",))
            return board.run()

        looks = {name: visitor(BOARD, query) for name, query in LOOKED_AT.items()}
        listed = [Measure(FLOOR, server, visitor(EMPTY).run)]
        listed += [Measure(name, server, one.run) for name, one in looks.items()]
        listed.append(Measure(WRITTEN, server, after_a_write))
        for _ in range(ROUNDS):
            for one in looks.values():
                # The round before ended with a write.
                one.run()
            for measure in listed:
                measure.take(RUNS)
    return {measure.name: measure for measure in listed}


def told(measures: dict[str, Measure]) -> Iterator[str]:
    """The table: each look over the empty page, in wall and processor time, and how many cards were sent."""
    floor, below = (statistics.median(getattr(measures[FLOOR], name)) for name in ("wall", "processor"))
    yield f"{f'board of {OBSTACLES} obstacles':28s}{'wall ms':>9s}{'ratio':>8s}{'cpu ratio':>11s}{'rows':>6s}"
    for name, measure in measures.items():
        wall, processor = statistics.median(measure.wall), statistics.median(measure.processor)
        rows = measure.last.elements["page_link"]
        line = f"{name:28s}{wall * 1000:9.1f}{wall / floor:8.2f}{processor / below if below else 0:11.2f}{rows:6d}"
        if name not in (FLOOR, WRITTEN):
            line += "  met" if wall / floor <= AIM and rows <= MOST_ROWS else "  missed"
        yield line
    yield f"aims: {AIM:.0f} times the floor, at most {MOST_ROWS} rows; after a write all columns are counted anew"
