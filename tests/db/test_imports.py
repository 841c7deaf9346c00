"""Files of organisations taken in: matched, previewed, written as one, undone; on SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, func, select

from core.access import Actor
from core.names import normalised
from core.problems import Problem
from core.records import validated
from core.records.organisations import OrganisationRecord
from core.sheets.plain import read_plain
from core.sheets.plan import ImportPlan
from core.sheets.reading import read_tables
from core.sheets.table import Table
from db.commands.imports import import_organisations, undo_import
from db.commands.ledger import Saved
from db.commands.organisations import change_organisation, register_organisation
from db.engine import reading, transaction
from db.models import Change, Commune, ImportBatch, Mention, Obstacle, Organisation, OrganisationFigures, Province
from db.queries.imports.batches import earlier_plan, import_batches, import_sources, rows_left_out
from db.queries.imports.lists import commune_questions, completed_values, proposed_plan
from db.queries.imports.preview import preview_of
from db.queries.imports.verdicts import Preview

TODAY = date(2026, 11, 20)
REAL = Path(__file__).parents[3] / "shared" / "real"
real = pytest.mark.skipif(not REAL.exists(), reason="the real files are not here")

TAZA = """Nom de la coopérative,Cercle,Commune,Douar,Axe de dévelopement,Spécialité,X (Coop),Longitude,Latitude
TLAYLA,AKNOUL,BOURED,IHARASSEN,Apiculture,Elevage des Reines,616874.0,-4.12,34.71
KRAKRA,TAINASTE,HED MSSILA,,Patissereie,Gateaux,611866.0,-4.18,34.42
NISSAE BAB EMROUJ,Tainaste,Bab Emrouj,,Valorisation,Couscous,624504.0,-4.04,34.41
"""
FORM_FR = """"start";"Nom de la coopérative";"Province";"Commune";"Téléphone";"Nombre d’adhérents";"Dont femmes";\
"Obstacles rencontrés";"Obstacles rencontrés/Commercialisation";"Obstacles rencontrés/Financement";\
"Obstacles rencontrés/Foncier";"_Position_latitude";"_Position_longitude";"_uuid";"_submission_time"
"";"Tifaouine";"Ouarzazate";"Skoura Ahl El Oust";"0612345678";"12";"9";\
"Commercialisation Financement";"1";"1";"0";"31.06";"-6.55";"a-1";"2026-05-01T08:13:00"
"";"Coop; ""Dattes"" du Drâa";"Zagora";"Agdez";"0524882345";"25";"";\
"Foncier";"0";"0";"1";"";"";"a-2";"2026-05-03T08:13:00"
"""
FORM_AR = """"start";"التعريف/اسم التعاونية";"التعريف/الإقليم";"التعريف/الجماعة";"التعريف/الهاتف";\
"التعريف/عدد المنخرطين";"التعريف/منهم نساء";"الإكراهات";"الإكراهات/التسويق";"الإكراهات/التمويل";\
"الإكراهات/العقار";"_الموقع_latitude";"_الموقع_longitude";"_uuid";"_submission_time"
"";"Tifaouine";"ورزازات";"Skoura Ahl El Oust";"0612345678";"12";"9";\
"التسويق التمويل";"1";"1";"0";"31.06";"-6.55";"a-1";"2026-05-01T08:13:00"
"";"Coop; ""Dattes"" du Drâa";"زاكورة";"Agdez";"0524882345";"25";"";\
"العقار";"0";"0";"1";"";"";"a-2";"2026-05-03T08:13:00"
"""


def table_in(text: str) -> Table:
    return read_plain(text.encode())[0]


def province(session: Session, name: str) -> int:
    return session.exec(select(Province.id).where(Province.name_fr == name)).one() or 0


def plan_for(engine: Engine, table: Table, source: str = "form", province_name: str | None = None) -> ImportPlan:
    with reading(engine) as session:
        place = province(session, province_name) if province_name else None
        return proposed_plan(session, table, source, place)


def previewed(engine: Engine, table: Table, plan: ImportPlan) -> Preview:
    with reading(engine) as session:
        return preview_of(session, table, plan, TODAY)


def take_in(engine: Engine, actor: Actor, table: Table, plan: ImportPlan, key: str = "1") -> Saved:
    seen = previewed(engine, table, plan).digest
    with transaction(engine) as session:
        return import_organisations(session, actor, key, "list.csv", "hash", table, plan, seen)


def living_rows(engine: Engine, model: type) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).where(col(model.deleted_at).is_(None))).one()  # type: ignore[attr-defined]


def organisation(engine: Engine, name: str) -> Organisation:
    with reading(engine) as session:
        return session.exec(
            select(Organisation).where(Organisation.name_latin == name, col(Organisation.deleted_at).is_(None))
        ).one()


def answered(engine: Engine, table: Table, plan: ImportPlan, answer: Callable[[int], int]) -> ImportPlan:
    """The plan with every question about a commune answered: by its proposal, else by the given one."""
    with reading(engine) as session:
        questions = commune_questions(session, table, plan)
    return replace(
        plan,
        communes=tuple((q.province_id, normalised(q.text), q.proposed or answer(q.province_id)) for q in questions),
    )


def refusal_of(call: Callable[[], object]) -> Problem:
    with pytest.raises(Problem) as caught:
        call()
    return caught.value


def test_a_manager_takes_no_file_in(engine: Engine, manager: Actor):
    table = table_in(FORM_FR)
    problem = refusal_of(lambda: take_in(engine, manager, table, plan_for(engine, table)))
    assert problem.code == "not_allowed"


def test_a_file_without_a_name_column_and_a_field_of_two_columns_are_refused(engine: Engine):
    table = table_in("Téléphone,Portable\n0612345678,0612345679\n")
    assert refusal_of(lambda: previewed(engine, table, plan_for(engine, table))).code == "import_no_name_column"
    twice = ImportPlan(source="list", columns=(("Téléphone", "name"), ("Portable", "name")))
    assert refusal_of(lambda: previewed(engine, table, twice)).code == "import_column_twice"


def test_each_refused_row_says_every_reason(engine: Engine):
    table = table_in(
        "Nom,Province,Commune,Téléphone,ICE,Adhérents,Dont femmes,Longitude,Latitude,Date de création\n"
        ",Zagora,Agdez,,,,,,,\n"
        "Amal,Zagora,Agdez,6.12E+08,,5,9,,,\n"
        "Amal,Atlantide,Agdez,12,123,,,,,31/02/2020\n"
        "Amal,Zagora,Qqqq,,,abc,,-6.4,,01/01/2030\n"
        "Amal,Zagora,Agdez,,,,,616874.0,457686.0,,,,extra\n"
    )
    rows = previewed(engine, table, plan_for(engine, table)).rows
    assert [row.verdict for row in rows] == ["refused"] * 5
    assert [[(p.code, p.field) for p in row.problems] for row in rows] == [
        [("name_missing", "name_latin")],
        [("import_turned_into_number", "phone"), ("part_over_whole", "women")],
        [
            ("import_not_readable", "founded_on"),
            ("import_province_unknown", "province"),
            ("ice_wrong", "ice"),
            ("phone_wrong", "phone"),
        ],
        [
            ("import_not_readable", "members"),
            ("import_commune_unsure", "commune"),
            ("day_in_future", "founded_on"),
            ("position_half", "longitude"),
        ],
        [("import_row_longer", ""), ("longitude_outside", "longitude"), ("latitude_outside", "latitude")],
    ]


def test_a_list_of_one_province_comes_in_with_communes_sectors_and_positions(engine: Engine, coordinator: Actor):
    table = table_in(TAZA)
    plan = plan_for(engine, table, "list", "Taza")
    with reading(engine) as session:
        questions = commune_questions(session, table, plan)
        asked = [(q.text, q.rows, q.proposed) for q in questions]
    assert asked == [("Bab Emrouj", 1, None)]
    assert previewed(engine, table, plan).counts == {"new": 2, "changes": 0, "same": 0, "double": 0, "refused": 1}
    take_in(engine, coordinator, table, answered(engine, table, plan, lambda _: 0))
    first, second = organisation(engine, "TLAYLA"), organisation(engine, "KRAKRA")
    with reading(engine) as session:
        communes = [session.get_one(Commune, row.commune_id).name_fr for row in (first, second)]
    assert communes == ["Bourd", "Msila"]
    assert (first.longitude, first.latitude, first.douar, first.branch) == (
        -4.12,
        34.71,
        "IHARASSEN",
        "Elevage des Reines",
    )
    assert first.sector_id is not None
    assert second.sector_id not in (None, first.sector_id)
    # A person said that it is no commune: the organisation comes in, and its province is known.
    third = organisation(engine, "NISSAE BAB EMROUJ")
    assert (third.commune_id, third.province_id) == (None, first.province_id)
    assert third.branch == "Couscous"


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ((FORM_FR, FORM_AR), ["Commercialisation", "Financement", "Foncier"]),
        ((FORM_AR, FORM_FR), ["التسويق", "التمويل", "العقار"]),
    ],
    ids=["french first", "arabic first"],
)
def test_the_same_form_in_two_languages_gives_each_organisation_once(
    engine: Engine, coordinator: Actor, texts: tuple[str, str], words: list[str]
):
    first, second = table_in(texts[0]), table_in(texts[1])
    take_in(engine, coordinator, first, plan_for(engine, first))
    for table in (second, first, second):
        plan = plan_for(engine, table)
        assert previewed(engine, table, plan).counts["same"] == 2
        with pytest.raises(Problem, match="import_nothing_new"):
            take_in(engine, coordinator, table, plan, "2")
    assert living_rows(engine, Organisation) == 2
    assert living_rows(engine, Obstacle) == 3
    with reading(engine) as session:
        mentions = session.exec(select(Mention).order_by(col(Mention.id))).all()
        figures = session.exec(select(OrganisationFigures).order_by(col(OrganisationFigures.id))).all()
        commands = session.exec(select(Change.command)).all()
    days = [date(2026, 5, 1), date(2026, 5, 1), date(2026, 5, 3)]
    assert [(m.words, m.mentioned_on, m.source) for m in mentions] == [
        (said, day, "import") for said, day in zip(words, days, strict=True)
    ]
    assert [(f.members, f.women, f.as_of) for f in figures] == [(12, 9, days[0]), (25, None, days[2])]
    assert commands == ["import_organisations"]
    assert organisation(engine, "Tifaouine").phone == "+212612345678"


def test_a_blank_never_overwrites_and_a_new_value_does(engine: Engine, coordinator: Actor):
    table = table_in(FORM_FR)
    take_in(engine, coordinator, table, plan_for(engine, table))
    later = table_in(FORM_FR.replace('"0612345678"', '""').replace('"0524882345"', '"0524882346"'))
    row_one, row_two = previewed(engine, later, plan_for(engine, later)).rows
    assert (row_one.verdict, row_two.verdict) == ("same", "changes")
    assert [(c.field, c.ours, c.theirs) for c in row_two.changes] == [("phone", "+212524882345", "+212524882346")]
    take_in(engine, coordinator, later, plan_for(engine, later), "2")
    assert organisation(engine, "Tifaouine").phone == "+212612345678"
    assert organisation(engine, 'Coop; "Dattes" du Drâa').phone == "+212524882346"


def test_a_field_edited_by_hand_is_asked_about_until_somebody_decides(engine: Engine, coordinator: Actor):
    table = table_in(FORM_FR)
    plan = plan_for(engine, table)
    take_in(engine, coordinator, table, plan)
    mine = organisation(engine, "Tifaouine")
    values = {name: getattr(mine, name) for name in OrganisationRecord.model_fields} | {"phone": "0611111111"}
    with transaction(engine) as session:
        record = validated(OrganisationRecord, values)
        change_organisation(session, coordinator, "hand", mine.id or 0, mine.version, record)
    # The file says what it said before: what was edited by hand stays without a question.
    assert previewed(engine, table, plan).counts["same"] == 2
    later = table_in(FORM_FR.replace("0612345678", "0622222222"))
    row = previewed(engine, later, plan).rows[0]
    assert (row.verdict, row.changes) == ("changes", ())
    assert [(c.field, c.ours, c.theirs) for c in row.asked] == [("phone", "+212611111111", "+212622222222")]
    kept = previewed(engine, later, plan.deciding(row.number, "phone", 0)).rows[0]
    assert (kept.verdict, kept.asked) == ("same", ())
    assert kept.writes
    take_in(engine, coordinator, later, plan.deciding(row.number, "phone", 0), "keep")
    assert organisation(engine, "Tifaouine").phone == "+212611111111"
    # The answer is remembered: the same file asks nothing more.
    assert previewed(engine, later, plan).counts["same"] == 2
    newest = table_in(FORM_FR.replace("0612345678", "0633333333"))
    take_in(engine, coordinator, newest, plan.deciding(row.number, "phone", 1), "take")
    assert organisation(engine, "Tifaouine").phone == "+212633333333"


def test_rows_are_matched_by_court_and_number_however_the_court_is_written(engine: Engine, coordinator: Actor):
    values = {"kind": "cooperative", "name_latin": "Amal", "court": "Tribunal de Zagora", "registration_number": "12"}
    with transaction(engine) as session:
        register_organisation(session, coordinator, "1", validated(OrganisationRecord, values))
    table = table_in("Nom,Tribunal,N° d'immatriculation,Téléphone\nAMAL SUD,TRIBUNAL DE  ZAGORA,12,0612345678\n")
    plan = plan_for(engine, table, "list", "Zagora")
    row = previewed(engine, table, plan).rows[0]
    assert row.organisation_id == organisation(engine, "Amal").id
    # Nobody knows what the file said before, so what is there was entered by somebody; an empty field is filled.
    assert [(c.field, c.theirs) for c in row.changes] == [("phone", "+212612345678")]
    assert [c.field for c in row.asked] == ["name_latin"]


def test_a_likely_double_waits_for_a_person(engine: Engine, coordinator: Actor):
    with transaction(engine) as session:
        agdez = session.exec(select(Commune.id).where(Commune.name_fr == "Agdz")).one()
        values = {"kind": "cooperative", "name_latin": "Coopérative Dattes du Draa", "commune_id": agdez}
        register_organisation(session, coordinator, "1", validated(OrganisationRecord, values))
    there = organisation(engine, "Coopérative Dattes du Draa").id or 0
    table = table_in("Nom,Commune,Téléphone\nDattes du Drâa,Agdez,0612345678\nDattes du Drâa,Agdez,0612345679\n")
    plan = plan_for(engine, table, "list", "Zagora")
    rows = previewed(engine, table, plan).rows
    assert [row.verdict for row in rows] == ["double", "refused"]
    assert [(c.organisation_id, c.shared) for c in rows[0].candidates] == [(there, "same_name")]
    assert [(p.code, p.details) for p in rows[1].problems] == [("import_row_repeats", {"row": 2})]
    assert previewed(engine, table, plan.deciding(2, "same", 0)).rows[0].verdict == "new"
    same = previewed(engine, table, plan.deciding(2, "same", there)).rows[0]
    assert (same.verdict, same.organisation_id) == ("changes", there)
    take_in(engine, coordinator, table, plan.deciding(2, "same", there))
    assert living_rows(engine, Organisation) == 1
    # The key of the row is known now: only the other spelling of the name is still asked about.
    known = previewed(engine, table, plan).rows[0]
    assert [(c.field, c.theirs) for c in known.asked] == [("name_latin", "Dattes du Drâa")]
    assert not known.writes


def test_hostile_names_come_in_as_text_or_are_refused_in_words(engine: Engine, coordinator: Actor):
    names = ["=cmd|' /C calc'!A0", "a\u202egnirts", "<script>x</script>", "ⵜⴰⵎⵓⵏⵜ 🌹", "   ", "?!", "x" * 10_000]
    table = table_in("Nom|Commune\n" + "".join(f'"{name}"|Agdez\n' for name in names))
    plan = plan_for(engine, table, "list", "Zagora")
    assert previewed(engine, table, plan).counts["refused"] == 3
    take_in(engine, coordinator, table, plan)
    with reading(engine) as session:
        kept = session.exec(select(Organisation.name_latin).order_by(col(Organisation.id))).all()
        _, left = rows_left_out(session, 1)
    # An override of the direction is taken out; everything else is the letters that were typed.
    assert kept == [names[0], "agnirts", names[2], names[3]]
    assert [reasons[0][:2] for _, _, reasons in left] == [
        ["name_missing", "name_latin"],
        ["name_without_letters", "name_latin"],
        ["too_long", "name_latin"],
    ]


def test_names_alike_in_one_file_are_told_apart_by_a_person(engine: Engine):
    table = table_in("Nom,Commune,Douar\nAmal,Agdez,Tansikht\nAmal,Agdez,Aslim\nAmal,Tinzouline,\n")
    plan = plan_for(engine, table, "list", "Zagora")
    rows = previewed(engine, table, plan).rows
    assert [(row.verdict, row.twin) for row in rows] == [("new", None), ("double", 2), ("new", None)]
    assert previewed(engine, table, plan.deciding(3, "same", 0)).counts["new"] == 3


def test_the_rows_left_out_come_back_with_their_reasons(engine: Engine, coordinator: Actor):
    table = table_in("Nom,Commune,Téléphone\nAmal,Agdez,0612345678\n=cmd(),Agdez,12\n")
    saved = take_in(engine, coordinator, table, plan_for(engine, table, "list", "Zagora"))
    with reading(engine) as session:
        headers, rows = rows_left_out(session, saved.row_id)
        batch = session.get_one(ImportBatch, saved.row_id)
        listed = import_batches(session).iloc[0]
        assert import_sources(session) == ["list"]
    assert headers == ("Nom", "Commune", "Téléphone")
    assert rows == [(3, ("=cmd()", "Agdez", "12"), [["phone_wrong", "phone", {}]])]
    assert batch.counts == {"new": 1, "changes": 0, "same": 0, "double": 0, "refused": 1}
    assert (listed["new"], listed["refused"], listed["undone_at"]) == (1, 1, None)


def test_a_number_taken_by_an_earlier_row_refuses_the_later_one_and_no_other(engine: Engine, coordinator: Actor):
    table = table_in(
        "Nom,Tribunal,N° d'immatriculation,Commune\nAmal,Zagora,7,Agdez\nTifaout,ZAGORA,7,Agdez\nIzem,Zagora,8,Agdez\n"
    )
    saved = take_in(engine, coordinator, table, plan_for(engine, table, "list", "Zagora"))
    with reading(engine) as session:
        assert session.get_one(ImportBatch, saved.row_id).counts["new"] == 2
        _, rows = rows_left_out(session, saved.row_id)
    assert [(number, reasons[0][0]) for number, _, reasons in rows] == [(3, "number_taken")]


def test_a_preview_that_is_no_longer_true_is_refused_and_a_double_click_is_one_import(
    engine: Engine, coordinator: Actor
):
    table = table_in(FORM_FR)
    plan = plan_for(engine, table)
    seen = previewed(engine, table, plan).digest
    with transaction(engine) as session:
        first = import_organisations(session, coordinator, "k", "list.csv", "hash", table, plan, seen)
    with transaction(engine) as session:
        again = import_organisations(session, coordinator, "k", "list.csv", "hash", table, plan, seen)
    assert (again.row_id, again.again) == (first.row_id, True)
    with transaction(engine) as session:
        problem = refusal_of(
            lambda: import_organisations(session, coordinator, "other", "list.csv", "hash", table, plan, seen)
        )
    assert problem.code == "import_meanwhile"


def test_undoing_a_file_takes_back_what_it_made_and_changed(engine: Engine, coordinator: Actor):
    table = table_in(FORM_FR)
    plan = plan_for(engine, table)
    first = take_in(engine, coordinator, table, plan)
    later = table_in(FORM_FR.replace("0524882345", "0524882346").replace('"1";"1";"0"', '"1";"1";"1"'))
    second = take_in(engine, coordinator, later, plan, "2")
    assert living_rows(engine, Mention) == 4

    def undo(batch: Saved, key: str) -> Saved:
        with transaction(engine) as session:
            version = session.get_one(ImportBatch, batch.row_id).version
            return undo_import(session, coordinator, key, batch.row_id, version)

    assert refusal_of(lambda: undo(first, "early")).code == "import_in_use"
    undo(second, "u2")
    assert organisation(engine, 'Coop; "Dattes" du Drâa').phone == "+212524882345"
    assert (living_rows(engine, Mention), living_rows(engine, Obstacle)) == (3, 3)
    undo(first, "u1")
    assert refusal_of(lambda: undo(first, "again")).code == "import_undone"
    for model in (Organisation, Mention, Obstacle, OrganisationFigures):
        assert living_rows(engine, model) == 0
    # What was undone can be taken in anew.
    take_in(engine, coordinator, table, plan, "3")
    assert living_rows(engine, Organisation) == 2
    assert living_rows(engine, Mention) == 3


def test_an_organisation_that_was_edited_since_holds_the_undo_back(engine: Engine, coordinator: Actor):
    table = table_in(FORM_FR)
    batch = take_in(engine, coordinator, table, plan_for(engine, table))
    mine = organisation(engine, "Tifaouine")
    values = {name: getattr(mine, name) for name in OrganisationRecord.model_fields} | {"note": "seen"}
    with transaction(engine) as session:
        record = validated(OrganisationRecord, values)
        change_organisation(session, coordinator, "hand", mine.id or 0, mine.version, record)
    with transaction(engine) as session:
        problem = refusal_of(lambda: undo_import(session, coordinator, "u", batch.row_id, 1))
    assert (problem.code, problem.details) == ("import_in_use", {"number": 1, "names": ("Tifaouine",)})
    assert living_rows(engine, Organisation) == 2


def test_the_plan_of_the_same_headers_is_remembered(engine: Engine, coordinator: Actor):
    table = table_in(TAZA)
    plan = plan_for(engine, table, "the list", "Taza").deciding(2, "same", 0)
    take_in(engine, coordinator, table, plan)
    with reading(engine) as session:
        assert earlier_plan(session, "hash", table) == plan
        assert earlier_plan(session, "another", table) == plan.for_another_file()
        assert earlier_plan(session, "hash", table_in(FORM_FR)) is None


def test_what_was_said_of_a_text_stands_before_what_is_likely(engine: Engine):
    table = table_in("Nom,Filière\nAmal,Apiculture\nIzem,Patissereie\nTlit,Divers\n")
    columns = (("Nom", "name"), ("Filière", "sector"))
    with reading(engine) as session:
        values = completed_values(session, table, columns, [("sector", "divers", 5)])
    assert [(name, text, answer is not None) for name, text, answer in values] == [
        ("sector", "apiculture", True),
        ("sector", "patissereie", True),
        ("sector", "divers", True),
    ]
    assert values[2][2] == 5


@real
def test_the_cooperatives_of_taza_come_in_with_commune_and_position(engine: Engine, coordinator: Actor):
    table = read_tables((REAL / "cooperatives_taza.csv").read_bytes())[0]
    plan = plan_for(engine, table, "taza", "Taza")
    with reading(engine) as session:
        taifa = session.exec(select(Commune.id).where(Commune.name_fr == "Taifa")).one() or 0
        asked = [q.text for q in commune_questions(session, table, plan)]
    # Bab el Mrouj is a place and no commune, so somebody has to know in which one it lies.
    assert asked == ["Bab Emrouj"]
    whole = answered(engine, table, plan, lambda _: taifa)
    assert previewed(engine, table, whole).counts == {"new": 53, "changes": 0, "same": 0, "double": 0, "refused": 0}
    take_in(engine, coordinator, table, whole)
    with reading(engine) as session:
        placed = select(func.count()).where(
            col(Organisation.commune_id).is_not(None), col(Organisation.longitude).is_not(None)
        )
        assert session.exec(placed).one() == 53
    assert previewed(engine, table, whole).counts["same"] == 53


@real
def test_the_two_form_exports_give_three_organisations_in_either_order(engine: Engine, coordinator: Actor):
    tables = [
        read_tables((REAL / name).read_bytes())[0] for name in ("kobo_cooperatives_ar.xlsx", "kobo_cooperatives_fr.csv")
    ]
    take_in(engine, coordinator, tables[0], plan_for(engine, tables[0], "kobo"))
    for table in (tables[1], tables[0], tables[1]):
        assert previewed(engine, table, plan_for(engine, table, "kobo")).counts["same"] == 3
    assert (living_rows(engine, Organisation), living_rows(engine, Mention)) == (3, 6)
    with transaction(engine) as session:
        undo_import(session, coordinator, "u", 1, 1)
    take_in(engine, coordinator, tables[1], plan_for(engine, tables[1], "kobo"), "3")
    assert previewed(engine, tables[0], plan_for(engine, tables[0], "kobo")).counts["same"] == 3
    assert (living_rows(engine, Organisation), living_rows(engine, Mention)) == (3, 6)
