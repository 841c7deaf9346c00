"""Two obstacles become one with everything that hangs on them, and undoing brings all of it back where it was."""

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.filters import Filters
from db.commands.merging import merge_organisations, undo_merge
from db.commands.merging_obstacles import merge_obstacles, undo_obstacle_merge
from db.commands.obstacles import attach_mention, raise_obstacle
from db.engine import transaction
from db.models import (
    TABLES,
    Commitment,
    CommitmentObstacle,
    Confirmation,
    ConfirmationLink,
    Event,
    Guest,
    LiveSubmission,
    Mention,
    Merge,
    Obstacle,
    OrganisationVisit,
    Recommendation,
    RecommendationObstacle,
    Referral,
)
from db.models.base import Row, table
from db.queries.figures import FIGURES
from db.queries.obstacles import obstacles_found, similar_obstacles
from db.queries.pairs_compare import pointers
from db.queries.pairs_decided import merges_counted, standing_id
from tests.db.entries import DAY, mention, obstacle
from tests.db.test_obstacle_answers import Chain, today

REASON = "Deux fois la même parcelle"


class Two(Chain):
    """A chain whose obstacle (`id`) and a second one (`gone`) are one; both were put before the same institution."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.other = self.cooperative("Tifawt")
        earlier: dict[str, Any] = {"raised_on": DAY - timedelta(days=9), "title": "Terrain"}
        said = mention(organisation_id=self.other, words="Pas de terrain", mentioned_on=DAY - timedelta(days=9))
        self.gone = self.do(raise_obstacle, obstacle(category_id=self.land, **earlier), said).row_id
        both = self.promise()
        with transaction(self.engine) as session:
            hall: dict[str, Any] = {"held_on": DAY, "starts_at": time(9), "ends_at": time(12), "secret": "s"}
            event, recommendation = Event(name_fr="Rencontre", **hall), Recommendation(recommended_on=DAY)
            session.add_all((event, recommendation))
            session.flush()
            guest = Guest(event_id=event.id or 0, kind="cooperative", badge="b")
            session.add(guest)
            session.flush()
            own: dict[str, Any] = {"event_id": event.id, "guest_id": guest.id, "category_id": self.land}
            rows: list[Row] = [
                Referral(obstacle_id=self.id, institution_id=self.institution, referred_on=DAY),
                Referral(
                    obstacle_id=self.gone,
                    institution_id=self.institution,
                    referred_on=DAY + timedelta(days=9),
                    answer="Oui",
                    answered_on=DAY + timedelta(days=12),
                ),
                CommitmentObstacle(commitment_id=both, obstacle_id=self.gone),
                RecommendationObstacle(recommendation_id=recommendation.id or 0, obstacle_id=self.gone),
                Confirmation.model_validate(self.word(self.other, "partly", obstacle_id=self.gone)),
                LiveSubmission(text="Terrain", obstacle_id=self.gone, **own),
            ]
            session.add_all(rows)

    def version(self, number: int) -> tuple[int, int]:
        with Session(self.engine) as session:
            return number, session.get_one(Obstacle, number).version

    def merge(self) -> int:
        """The second one merged into the first; the number of the merge."""
        self.do(merge_obstacles, self.version(self.id), self.version(self.gone), REASON)
        with Session(self.engine) as session:
            return session.exec(select(Merge.id).order_by(col(Merge.id).desc())).first() or 0

    def hanging(self) -> dict[str, list[tuple[Any, ...]]]:
        """What points to an obstacle, row by row, without stamps: to which one, and whether it counts."""
        found = {}
        with Session(self.engine) as session:
            for model, column in pointers(Obstacle):
                own = table(model)
                rows = session.execute(select(own.c.id, own.c[column], own.c.deleted_at).order_by(own.c.id))
                found[own.name] = [(row[0], row[1], row[2] is None) for row in rows]
        return found


@pytest.fixture
def two(engine: Engine) -> Two:
    return Two(engine)


def test_a_merge_is_refused_without_a_reason_with_itself_and_over_somebody_elses_change(two: Two) -> None:
    kept, gone = two.version(two.id), two.version(two.gone)
    assert two.refused(merge_obstacles, kept, gone, "  ") == ("required", "reason")
    assert two.refused(merge_obstacles, kept, kept, REASON)[0] == "merge_itself"
    assert two.refused(merge_obstacles, kept, (two.gone, gone[1] + 1), REASON)[0] == "conflict"
    merge = two.merge()
    assert two.refused(merge_obstacles, two.version(two.id), two.version(two.gone), REASON)[0] == "merged_meanwhile"
    # Merges of obstacles are undone where obstacles are, and are none of the doubles.
    assert two.refused(undo_merge, merge, 1)[0] == "row_gone"
    with Session(two.engine) as session:
        assert merges_counted(session) == 0


def test_undoing_a_merge_puts_everything_back_where_it_was(two: Two) -> None:
    names = {str(model.__tablename__) for model, _ in pointers(Obstacle)}
    assert names == {
        *("commitment_obstacle", "confirmation", "live_submission", "mention"),
        *("recommendation_obstacle", "referral"),
    }
    before, dates = two.hanging(), two.row.raised_on
    assert all(len(rows) for rows in before.values())
    merge = two.merge()
    after = two.hanging()
    assert {place for rows in after.values() for _, place, counts in rows if counts} == {two.id}
    # The institution was asked once and its answer counts; the commitment answers one obstacle now.
    assert [row[1:] for row in after["referral"]] == [(two.id, False), (two.id, True)]
    assert sum(counts for _, _, counts in after["commitment_obstacle"]) == 1
    assert two.row.raised_on == DAY - timedelta(days=9)
    two.do(undo_obstacle_merge, merge, 1)
    assert two.hanging() == before
    assert two.row.raised_on == dates
    with Session(two.engine) as session:
        gone = session.get_one(Obstacle, two.gone)
        assert (gone.deleted_at, gone.merged_into_id, gone.title) == (None, None, "Terrain")
    assert two.refused(undo_obstacle_merge, merge, 2)[0] == "merge_undone"


def test_a_merged_obstacle_is_neither_listed_nor_counted_and_its_voice_goes_to_the_one_that_is_left(two: Two) -> None:
    def seen() -> tuple[list[int], list[int], list[int]]:
        with Session(two.engine) as session:
            figure = FIGURES["obstacles"](session, Filters(), ())
            return (
                sorted(obstacles_found(session, None)["id"].tolist()),
                sorted(similar_obstacles(session, None, two.land, two.zagora, "terrain")["id"].tolist()),
                figure[["obstacles", "mentions", "voices"]].values.tolist()[0],
            )

    assert seen() == ([two.id, two.gone], [two.id, two.gone], [2, 2, 2])
    two.merge()
    assert seen() == ([two.id], [two.id], [1, 2, 2])
    with Session(two.engine) as session:
        assert standing_id(session, "obstacle", two.gone) == two.id
    third = two.cooperative("Azul")
    two.do(attach_mention, two.gone, mention(organisation_id=third, words="Nous aussi"))
    assert seen()[2] == [1, 3, 3]
    with Session(two.engine) as session:
        assert session.exec(select(Mention.obstacle_id).where(Mention.organisation_id == third)).one() == two.id


def test_two_organisations_that_both_confirmed_become_one_voice_and_two_again(two: Two) -> None:
    first, second = two.voices[0], two.heard_from("Amal bis")
    two.promise("done", today())
    with transaction(two.engine) as session:
        for row in session.exec(select(Commitment)):
            row.state, row.done_on = "done", today()
            session.add(row)
        session.add(OrganisationVisit(organisation_id=second, visited_on=DAY, words="Vue"))
        session.add(ConfirmationLink(organisation_id=second, digest="hash", expires_on=DAY))
    two.say(first, "no", confirmed_on=today() - timedelta(days=2))
    two.say(second, "solved")
    assert two.state == "in_progress"
    two.do(merge_organisations, (first, 1), (second, 1), (), "Même coopérative")
    # Its newest word is that it is solved.
    assert two.state == "confirmed"
    with Session(two.engine) as session:
        for model in (OrganisationVisit, ConfirmationLink):
            assert session.exec(select(model.organisation_id)).all() == [first]
        merge = session.exec(select(Merge)).one()
    two.do(undo_merge, merge.id, 1)
    assert two.state == "in_progress"
    assert {model.__tablename__ for model in (OrganisationVisit, ConfirmationLink)} <= set(TABLES.metadata.tables)
    with Session(two.engine) as session:
        for model in (OrganisationVisit, ConfirmationLink):
            assert session.exec(select(model.organisation_id)).all() == [second]
