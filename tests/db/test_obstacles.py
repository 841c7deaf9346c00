"""Obstacles are raised with a voice, gain further ones, and are found by what they have in common."""

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, func, select

from core.problems import Problem
from db.commands.obstacles import attach_mention, change_obstacle, raise_obstacle
from db.commands.organisations import register_organisation
from db.models import Change, Mention, Obstacle
from db.queries.obstacles import mentions_of, obstacle_values, obstacles_found, similar_obstacles
from tests.db.entries import (
    category,
    communes_of,
    do,
    field_officer_of,
    mention,
    obstacle,
    organisation,
    province,
)


@pytest.fixture
def ids(engine: Engine, coordinator) -> dict[str, int]:
    """Two provinces with an organisation each, and two categories."""
    with Session(engine) as session:
        found = {
            "zagora": province(session, "Zagora"),
            "tinghir": province(session, "Tinghir"),
            "in_zagora": communes_of(session, "Zagora")[0],
            "in_tinghir": communes_of(session, "Tinghir")[0],
            "marketing": category(session, "marketing"),
            "land": category(session, "land"),
        }
    for name in ("zagora", "tinghir"):
        record = organisation(name_latin=f"Coop {name}", commune_id=found[f"in_{name}"])
        found[f"coop_{name}"] = do(engine, register_organisation, coordinator, name, record).row_id
    return found


def test_a_manager_raises_no_obstacle(engine: Engine, manager, ids):
    said = mention(organisation_id=ids["coop_zagora"])
    with pytest.raises(Problem) as refused:
        do(engine, raise_obstacle, manager, "k", obstacle(category_id=ids["land"]), said)
    assert refused.value.code == "not_allowed"


def test_a_voice_from_another_province_is_refused_and_leaves_no_obstacle(engine: Engine, ids):
    officer = field_officer_of(ids["zagora"])
    for said in (mention(organisation_id=ids["coop_tinghir"]), mention(guest_name="X", commune_id=ids["in_tinghir"])):
        with pytest.raises(Problem) as refused:
            do(engine, raise_obstacle, officer, "k", obstacle(category_id=ids["land"]), said)
        assert refused.value.code == "other_province"
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Obstacle)).one() == 0


def test_a_category_that_is_not_there_and_a_day_to_come_are_refused(engine: Engine, coordinator, ids):
    said = mention(organisation_id=ids["coop_zagora"])
    for record, code, field in (
        (obstacle(category_id=999), "unknown_choice", "category_id"),
        (obstacle(category_id=ids["land"], raised_on="2099-01-01"), "day_in_future", "raised_on"),
    ):
        with pytest.raises(Problem) as refused:
            do(engine, raise_obstacle, coordinator, "k", record, said)
        assert (refused.value.code, refused.value.field) == (code, field)


def test_the_same_words_of_the_same_organisation_are_heard_once(engine: Engine, coordinator, ids):
    said = mention(organisation_id=ids["coop_zagora"], words="Le prix du transport")
    first = do(engine, raise_obstacle, coordinator, "k", obstacle(category_id=ids["marketing"]), said)
    again = mention(organisation_id=ids["coop_zagora"], words="le PRIX  du transport.")
    with pytest.raises(Problem) as refused:
        do(engine, attach_mention, coordinator, "k2", first.row_id, again)
    assert (refused.value.code, refused.value.field) == ("already_mentioned", "words")


def test_a_double_click_raises_one_obstacle_with_one_mention(engine: Engine, coordinator, ids):
    said = mention(organisation_id=ids["coop_zagora"])
    for again in (False, True):
        saved = do(engine, raise_obstacle, coordinator, "same", obstacle(category_id=ids["land"]), said)
        assert (saved.row_id, saved.again) == (1, again)
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(Mention)).one() == 1
        after = session.exec(select(Change.after).where(Change.command == "raise_obstacle")).one()
    assert after is not None
    assert after["mention"]["words"] == "Le prix du transport"


def test_an_obstacle_lies_where_its_first_voice_comes_from_unless_it_is_national(engine: Engine, coordinator, ids):
    said = mention(organisation_id=ids["coop_zagora"])
    here = do(engine, raise_obstacle, coordinator, "a", obstacle(category_id=ids["land"]), said).row_id
    record = obstacle(category_id=ids["land"], scope="national")
    everywhere = do(engine, raise_obstacle, coordinator, "b", record, said).row_id
    with Session(engine) as session:
        assert session.get_one(Obstacle, here).province_id == ids["zagora"]
        assert session.get_one(Obstacle, everywhere).province_id is None
        places = session.exec(select(Mention.commune_id, Mention.province_id)).all()
    assert places == [(ids["in_zagora"], ids["zagora"])] * 2


def test_a_stale_version_of_an_obstacle_overwrites_nothing(engine: Engine, coordinator, ids):
    said = mention(organisation_id=ids["coop_zagora"])
    saved = do(engine, raise_obstacle, coordinator, "k", obstacle(category_id=ids["land"]), said)
    change = obstacle(category_id=ids["marketing"], severity="high")
    do(engine, change_obstacle, coordinator, "c", saved.row_id, 1, change)
    with pytest.raises(Problem) as refused:
        do(engine, change_obstacle, coordinator, "c2", saved.row_id, 1, obstacle(category_id=ids["land"]))
    assert refused.value.code == "conflict"
    with Session(engine) as session:
        values = obstacle_values(session, None, saved.row_id)
    assert (values["category_id"], values["severity"], values["province_id"]) == (
        ids["marketing"],
        "high",
        ids["zagora"],
    )


def test_several_voices_make_one_obstacle_and_are_counted_by_organisation(engine: Engine, coordinator, ids):
    record = obstacle(category_id=ids["marketing"], scope="national")
    one = do(engine, raise_obstacle, coordinator, "a", record, mention(organisation_id=ids["coop_zagora"])).row_id
    for key, said in (
        ("b", mention(organisation_id=ids["coop_tinghir"], words="لا نجد من يشتري")),
        ("c", mention(organisation_id=ids["coop_tinghir"], words="Trop d'intermédiaires")),
        ("d", mention(guest_name="Une visiteuse", words="Pas de marché")),
    ):
        do(engine, attach_mention, coordinator, key, one, said)
    with Session(engine) as session:
        assert obstacles_found(session, None)[["mentions", "organisations"]].values.tolist() == [[4, 2]]
        here = frozenset({ids["zagora"]})
        # A field officer of Zagora hears the voices of Zagora and those without a place.
        assert obstacles_found(session, here)[["mentions", "organisations"]].values.tolist() == [[2, 1]]
        assert mentions_of(session, here, one)["words"].tolist() == ["Le prix du transport", "Pas de marché"]


def test_similar_obstacles_are_of_the_category_and_place_with_the_nearest_words_first(engine: Engine, coordinator, ids):
    for key, said in (
        ("a", mention(organisation_id=ids["coop_zagora"], words="Pas d'emballage aux normes")),
        ("b", mention(organisation_id=ids["coop_zagora"], words="Le transport vers le souk coûte trop cher")),
        ("c", mention(organisation_id=ids["coop_tinghir"], words="Le transport coûte trop cher")),
    ):
        do(engine, raise_obstacle, coordinator, key, obstacle(category_id=ids["marketing"]), said)
    land = mention(organisation_id=ids["coop_zagora"], words="Le transport")
    do(engine, raise_obstacle, coordinator, "d", obstacle(category_id=ids["land"]), land)
    with Session(engine) as session:
        found = similar_obstacles(session, None, ids["marketing"], ids["zagora"], "coût du transport trop cher")
        assert found["words"].tolist() == ["Le transport vers le souk coûte trop cher", "Pas d'emballage aux normes"]
        assert found["closeness"].iloc[0] > 0.7 > found["closeness"].iloc[1]
        assert similar_obstacles(session, None, ids["land"], ids["tinghir"]).empty


def test_obstacles_are_searched_in_titles_and_in_every_mention_and_narrowed_by_category(
    engine: Engine, coordinator, ids
):
    market = obstacle(category_id=ids["marketing"], title="Débouchés")
    said = mention(organisation_id=ids["coop_zagora"], words="Personne n'achète")
    one = do(engine, raise_obstacle, coordinator, "a", market, said).row_id
    do(engine, attach_mention, coordinator, "b", one, mention(guest_name="ضيفة", words="لا نجدُ من يشتري"))
    land = mention(organisation_id=ids["coop_zagora"], words="Personne ne loue de terrain")
    two = do(engine, raise_obstacle, coordinator, "c", obstacle(category_id=ids["land"]), land).row_id
    with Session(engine) as session:

        def found(text: str, category_id: int | None = None) -> list[int]:
            return obstacles_found(session, None, category_id, text=text)["id"].tolist()

        assert found("%") == []
        assert found("absent") == []
        assert found("debouches") == [one]
        assert found("نجد يشتري") == [one]
        assert sorted(found("personne")) == sorted([one, two])
        assert found("personne", ids["land"]) == [two]
        assert sorted(found("")) == sorted([one, two])
