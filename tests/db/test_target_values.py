"""Every target of the small programme beside what is reached of it."""

import math

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.models import Target
from db.queries.target_values import targets_reached
from tests.db.small_programme import fill
from tests.db.small_programme_rows import TINGHIR, ZAGORA


def test_targets_stand_by_phase_and_province_beside_what_is_reached(engine: Engine) -> None:
    phases = fill(engine)
    with reading(engine) as session:
        every = targets_reached(session, None, (), whole=True)
        zagora = targets_reached(session, phases["1"], (ZAGORA,), whole=True)
    told = list(zip(every["phase_id"], every["province"], every["target"], every["value"], strict=True))
    assert told == [(phases["1"], None, 900, 8), (phases["1"], ZAGORA, 200, 1), (phases["2"], None, 50, 2)]
    assert zagora[["target", "value"]].to_numpy().tolist() == [[200, 1]]
    assert not every["hidden"].any()


def test_a_province_where_nothing_was_counted_has_none_and_a_share_there_is_empty(engine: Engine) -> None:
    phases = fill(engine)
    with transaction(engine) as session:
        tinghir = session.connection().exec_driver_sql(f"SELECT id FROM province WHERE code = '{TINGHIR}'").scalar_one()
        for code in ("person_hours", "women_share"):
            session.add(Target(phase_id=phases["2"], indicator=code, province_id=tinghir, value=1))
    with reading(engine) as session:
        found = targets_reached(session, phases["2"], (TINGHIR,), whole=True)
    assert found["value"].tolist()[0] == 0
    assert math.isnan(found["value"].tolist()[1])


def test_whoever_may_not_see_small_counts_sees_the_targets_of_all_provinces_and_no_small_value(engine: Engine) -> None:
    fill(engine)
    with reading(engine) as session:
        found = targets_reached(session, None, (), whole=False)
    assert found["province"].isna().all()
    assert found["hidden"].tolist() == [False, True]
    assert found["value"].fillna(-1).tolist() == [8, -1]
