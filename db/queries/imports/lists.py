"""The lists and places that a file's texts are looked up in, and the questions a person is asked about communes."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from core.names import normalised
from core.places import Place, place_matches, proposed_place, sure_place
from core.records.organisations import KINDS
from core.sheets.columns import Choice, known_spellings, proposed_columns, proposed_values
from core.sheets.plan import Answer, ImportPlan
from core.sheets.rows import rows_read
from core.sheets.table import Table
from db.models import Commune, CommuneAlias, ObstacleCategory, Province, Sector
from db.models.base import table as columns_of


@dataclass(frozen=True)
class CommuneQuestion:
    """A spelling that no commune of its province is surely meant by: how many rows have it, and what is likely."""

    province_id: int
    text: str
    rows: int
    proposed: int | None
    likely: tuple[int, ...]


def import_lists(session: Session) -> dict[str, tuple[Choice, ...]]:
    """The choices of each list by its name: `kind`, `sector`, `category`, `province`; active and living rows only."""
    kinds = known_spellings("kind")
    return {
        "kind": tuple(Choice(kind, tuple(kinds[kind])) for kind in KINDS),
        "sector": _labelled(session, Sector, {}),
        "category": _labelled(session, ObstacleCategory, known_spellings("category")),
        "province": tuple(Choice(place.id, place.names) for place in province_places(session)),
    }


def proposed_plan(session: Session, table: Table, source: str, province_id: int | None = None) -> ImportPlan:
    """The plan a person is shown first: every column and text by its most likely meaning."""
    columns = proposed_columns(table)
    values = proposed_values(table, columns, import_lists(session))
    return ImportPlan(source=source, columns=columns, province_id=province_id, values=values)


def completed_values(
    session: Session, table: Table, columns: tuple[tuple[str, str], ...], said: Iterable[tuple[str, str, Answer]]
) -> tuple[tuple[str, str, Answer], ...]:
    """What was said of the texts of these columns, and the likely meaning of those nothing was said of."""
    answered = {(name, text): answer for name, text, answer in said}
    proposed = proposed_values(table, columns, import_lists(session))
    return tuple((name, text, answered.get((name, text), answer)) for name, text, answer in proposed)


def province_places(session: Session) -> tuple[Place, ...]:
    """Every province with its spellings, in the order of their codes."""
    c = columns_of(Province).c
    rows = session.execute(select(c.id, c.name_fr, c.name_ar, c.name_en).order_by(c.code))
    return tuple(Place(row.id, tuple(dict.fromkeys(row[1:]))) for row in rows)


def commune_places(session: Session, provinces: Iterable[int]) -> dict[int, tuple[Place, ...]]:
    """The communes of each of the provinces with their names and aliases."""
    wanted = sorted(set(provinces))
    c, a = columns_of(Commune).c, columns_of(CommuneAlias).c
    names: dict[int, list[str]] = {}
    inside: dict[int, list[int]] = {province: [] for province in wanted}
    statement = select(c.id, c.province_id, c.name_fr, c.name_ar).where(c.province_id.in_(wanted)).order_by(c.id)
    for row in session.execute(statement):
        names[row.id] = [row.name_fr, row.name_ar]
        inside[row.province_id].append(row.id)
    aliases = select(a.commune_id, a.alias).join_from(columns_of(CommuneAlias), columns_of(Commune))
    for commune_id, alias in session.execute(aliases.where(c.province_id.in_(wanted)).order_by(a.id)):
        names[commune_id].append(alias)
    return {province: tuple(Place(i, tuple(names[i])) for i in ids) for province, ids in inside.items()}


class CommuneFinder:
    """Which commune a spelling means inside a province, by the answers of a plan and else by likeness."""

    def __init__(self, session: Session, plan: ImportPlan, provinces: Iterable[int]) -> None:
        self._places = commune_places(session, provinces)
        self._said = {(province, text): commune for province, text, commune in plan.communes}
        self._sure: dict[tuple[int, str], int | None] = {}

    def found(self, province_id: int, text: str) -> int | None:
        """The commune's id, 0 where a person said that it is none, None where a person has to be asked."""
        key = (province_id, normalised(text))
        if key in self._said:
            return self._said[key]
        if key not in self._sure:
            self._sure[key] = sure_place(place_matches(text, self._places.get(province_id, ())))
        return self._sure[key]

    def question(self, province_id: int, text: str, rows: int) -> CommuneQuestion:
        """The question a person is asked about a spelling."""
        matches = place_matches(text, self._places.get(province_id, ()))
        likely = tuple(match.id for match in matches)
        return CommuneQuestion(province_id, text, rows, proposed_place(matches), likely)


def commune_questions(session: Session, table: Table, plan: ImportPlan) -> list[CommuneQuestion]:
    """What is asked about the communes of a file: each unsure spelling once, in the order of the file.

    Answers already given stay questions, so that they can be given differently.
    """
    rows = [row for row in rows_read(table, plan) if row.province_id is not None and row.commune]
    unanswered = CommuneFinder(session, ImportPlan(plan.source, plan.columns), {row.province_id or 0 for row in rows})
    counted: dict[tuple[int, str], tuple[str, int]] = {}
    for row in rows:
        key = (row.province_id or 0, normalised(row.commune))
        written, times = counted.get(key, (row.commune, 0))
        counted[key] = (written, times + 1)
    return [
        unanswered.question(province, written, times)
        for (province, _), (written, times) in counted.items()
        if unanswered.found(province, written) is None
    ]


def _labelled(
    session: Session, model: type[Sector] | type[ObstacleCategory], known: dict[str, list[str]]
) -> tuple[Choice, ...]:
    c = columns_of(model).c
    rows = session.execute(select(*c).where(c.deleted_at.is_(None), c.active).order_by(c.position, c.id)).mappings()
    return tuple(
        Choice(
            row["id"],
            tuple(
                spelling
                for spelling in (
                    *(row["label_fr"], row["label_ar"], row["label_en"]),
                    *(row.get("synonyms") or "").split(";"),
                    *known.get(row["code"], ()),
                )
                if spelling.strip()
            ),
        )
        for row in rows
    )
