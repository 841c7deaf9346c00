"""Likely doubles among the rows there are: pairs with what they have in common, the strongest first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session

from core.doubles import ORGANISATION
from core.names import normalised, sound, sounds_beside, what_names_share
from db.models import Apart, Organisation, Person
from db.models.base import table
from db.queries.pairs_places import Placed, placed_organisations, placed_persons, places_of

# Names are compared all over the country only up to so many rows; beyond, within the province that is asked for.
MOST_ROWS = 50_000
# What more rows than these have in common tells nothing of any two of them.
LARGEST_BLOCK = 30

_WEIGHTS = {
    "same_ice": 16,
    "same_number": 16,
    "same_phone": 12,
    "same_name": 6,
    "other_script": 5,
    "close_name": 4,
    "same_place": 2,
    "same_birth_year": 3,
}
_BY_NAME = ("same_name", "close_name", "other_script")
_CHUNK = 900
_organisation, _person, _apart = table(Organisation), table(Person), table(Apart)


class Pair(NamedTuple):
    """Two rows that may be one, the lower id first, with what they have in common."""

    first_id: int
    second_id: int
    reasons: tuple[str, ...]

    @property
    def weight(self) -> int:
        """How much speaks for one."""
        return sum(_WEIGHTS[reason] for reason in self.reasons)


class Pairs(NamedTuple):
    """The pairs, the strongest first, and whether names were compared (see MOST_ROWS)."""

    all: tuple[Pair, ...]
    names_compared: bool


def likely_pairs(session: Session, kind: str, province_id: int | None = None) -> Pairs:
    """Living rows of the kind that may be one, also those that were told apart; of a province, or of all.

    The same ICE, number or phone counts anywhere. Names count in one commune; in the rest of a province, or where a
    row has no place, only the same name does. Of persons, another known year of birth or sex speaks against all
    that is not told by a phone. Rows are never compared all with all: only those of one block, and no block is
    larger than LARGEST_BLOCK.
    """
    rows = _organisation if kind == ORGANISATION else _person
    living = session.execute(select(func.count()).select_from(rows).where(rows.c.deleted_at.is_(None))).scalar_one()
    compared = province_id is not None or living <= MOST_ROWS
    candidates = set(_same_value(session, kind))
    if compared:
        placed = placed_organisations if kind == ORGANISATION else placed_persons
        candidates |= _alike_in_sound(placed(session, province_id))
    pairs = _judged(session, kind, candidates, province_id)
    pairs.sort(key=lambda pair: (-pair.weight, pair.first_id, pair.second_id))
    return Pairs(tuple(pairs), compared)


def apart_pairs(session: Session, kind: str) -> frozenset[tuple[int, int]]:
    """The pairs of the kind that were told apart, by their ids: to be left out of what is offered.

    Asked beside the pairs and not with them, so that deciding on one does not make all of them be looked for anew.
    """
    decided = select(_apart.c.first_id, _apart.c.second_id).where(_apart.c.kind == kind, _apart.c.deleted_at.is_(None))
    return frozenset((int(first), int(second)) for first, second in session.execute(decided))


def _same_value(session: Session, kind: str) -> Iterator[tuple[int, int]]:
    """Pairs with the same phone, ICE or number, as far as few enough rows share it."""
    model, names = (
        (_organisation, ("phone", "ice", "registration_number")) if kind == ORGANISATION else (_person, ("phone",))
    )
    for name in names:
        own = model.c[name]
        shared = (
            select(own)
            .where(own.is_not(None), model.c.deleted_at.is_(None))
            .group_by(own)
            .having(func.count().between(2, LARGEST_BLOCK))
        )
        one, other = model.alias(), model.alias()
        yield from (
            (int(first), int(second))
            for first, second in session.execute(
                select(one.c.id, other.c.id)
                .join_from(one, other, (one.c[name] == other.c[name]) & (one.c.id < other.c.id))
                .where(one.c.deleted_at.is_(None), other.c.deleted_at.is_(None), one.c[name].in_(shared))
            )
        )


def _alike_in_sound(placed: Iterable[Placed]) -> set[tuple[int, int]]:
    """Pairs whose names sound alike in one commune, or the same in one province, or the same where one has no place.

    The rows come sorted by province, so that only one province's blocks are held at a time.
    """
    found: set[tuple[int, int]] = set()
    blocks: dict[tuple[int | None, str], set[int]] = defaultdict(set)
    everywhere: dict[str, set[int]] = defaultdict(set)
    nowhere: set[str] = set()
    province: int | None = None
    for row in placed:
        if row.province_id != province:
            _pair(blocks.values(), found)
            blocks.clear()
            province = row.province_id
        for sounding in {sound(name) for name in row.search.split(" | ")} - {""}:
            # Rows without any place come first: only what sounds like one of them is looked at in other places.
            if row.province_id is None:
                nowhere.add(sounding)
            if sounding in nowhere:
                everywhere[sounding].add(row.id)
            if row.province_id is not None:
                blocks[None, sounding].add(row.id)
            if row.commune_id is not None:
                for beside in sounds_beside(sounding):
                    blocks[row.commune_id, beside].add(row.id)
    _pair(blocks.values(), found)
    _pair(everywhere.values(), found)
    return found


def _pair(blocks: Iterable[set[int]], found: set[tuple[int, int]]) -> None:
    for block in blocks:
        if 1 < len(block) <= LARGEST_BLOCK:
            found.update(combinations(sorted(block), 2))


def _judged(session: Session, kind: str, candidates: set[tuple[int, int]], province_id: int | None) -> list[Pair]:
    """The candidates that have something in common, read in bunches."""
    reasons: Callable[[Any, Any, Any, Any], tuple[str, ...]] = (
        _of_organisations if kind == ORGANISATION else _of_persons
    )
    ids = sorted({row_id for pair in candidates for row_id in pair})
    rows: dict[int, Any] = {}
    places: dict[int, Any] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        rows |= _rows(session, kind, some)
        places |= places_of(session, kind, some)
    pairs = []
    for first, second in candidates:
        if first not in rows or second not in rows:
            continue
        here, there = places[first], places[second]
        if province_id is not None and province_id not in here.provinces | there.provinces:
            continue
        if shared := reasons(rows[first], rows[second], here, there):
            pairs.append(Pair(first, second, shared))
    return pairs


def _rows(session: Session, kind: str, ids: list[int]) -> dict[int, Any]:
    model = _organisation if kind == ORGANISATION else _person
    compared = ("ice", "court", "registration_number") if kind == ORGANISATION else ("birth_year", "sex")
    c = model.c
    asked = select(*(c[name] for name in ("id", "name_ar", "name_latin", "phone", *compared)))
    asked = asked.where(c.id.in_(ids), c.deleted_at.is_(None))
    if kind != ORGANISATION:
        asked = asked.where(c.anonymised_at.is_(None))
    return {int(row.id): row for row in session.execute(asked)}


def _of_organisations(one: Any, other: Any, here: Any, there: Any) -> tuple[str, ...]:
    found = ["same_ice"] if one.ice and one.ice == other.ice else []
    if one.registration_number and one.registration_number == other.registration_number:
        courts = [normalised(row.court) for row in (one, other) if row.court]
        found += ["same_number"] if len(set(courts)) < 2 else []
    found += ["same_phone"] if one.phone and one.phone == other.phone else []
    return _with_names(found, one, other, here, there)


def _of_persons(one: Any, other: Any, here: Any, there: Any) -> tuple[str, ...]:
    found = ["same_phone"] if one.phone and one.phone == other.phone else []
    years = {row.birth_year for row in (one, other) if row.birth_year is not None}
    sexes = {row.sex for row in (one, other) if row.sex != "unknown"}
    if not found and (len(years) > 1 or len(sexes) > 1):
        return ()
    shared = _with_names(found, one, other, here, there)
    told = shared and one.birth_year is not None and one.birth_year == other.birth_year
    return (*shared, "same_birth_year") if told else shared


def _with_names(found: list[str], one: Any, other: Any, here: Any, there: Any) -> tuple[str, ...]:
    shared = what_names_share((one.name_ar, one.name_latin), (other.name_ar, other.name_latin))
    together = bool(here.communes & there.communes)
    near = together or not here.communes or not there.communes
    within = bool(here.provinces & there.provinces) or not here.provinces or not there.provinces
    if shared and (found or (near and within) or (within and shared == "same_name")):
        found.append(shared)
    if found and together:
        found.append("same_place")
    return tuple(found)
