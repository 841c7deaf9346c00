"""The parts of the page of the lists: what each list is made of, and its form."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from core.records import validated
from core.records.programme import MEANINGS, InstitutionRecord
from db.commands.reference_lists import LISTS, add_to_list, change_in_list, remove_from_list
from db.queries.reference import answering, categories, institutions, modules, sectors, statuses
from pages.parts.data import fresh
from pages.parts.editor import Editor, edit, table
from pages.parts.forms import Form
from pages.parts.visit import Visit

# In the order in which a new programme needs them.
QUERIES: dict[str, Callable[..., Any]] = {
    "module": modules,
    "category": categories,
    "institution": institutions,
    "sector": sectors,
    "status": statuses,
}


def list_part(visit: Visit, name: str) -> None:
    """One list: its rows in their order, and the form of one of them."""
    words, rows = visit.words, _rows(name)
    labels = [_label(visit, row) for row in rows.itertuples()]
    used = [words.say("form.yes" if active else "form.no") for active in rows["active"]]
    code = LISTS[name].code
    shown = rows.assign(label=labels, used=used)[[code, "label", "used"]]
    heads = [f"{name}.{code}", "list.label", f"{name}.active"]
    table(visit, shown, heads, f"list_{name}", whole=_whole(visit, name, rows))
    last = int(rows["position"].max()) if len(rows) else 0
    edit(
        visit,
        Editor(
            name=name,
            rows=lambda: _rows(name),
            label=lambda row: _label(visit, row),
            fields=lambda form: _fields(visit, name, form),
            entered=lambda values: _entered(name, values),
            make=add_to_list,
            change=change_in_list,
            remove=remove_from_list,
            before=(name,),
            start={"active": True, "position": last + 1, "credit": 1.0},
        ),
    )


def _whole(visit: Visit, name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """All that a list holds, for its files."""
    words, labels = visit.words, "name" if LISTS[name].record is InstitutionRecord else "label"
    columns = [LISTS[name].code, *(f"{labels}_{language}" for language in ("ar", "fr", "en"))]
    more = {
        "sector": ("synonyms",),
        "status": ("meaning", "credit"),
        "institution": ("mission_ar", "mission_fr", "mission_en", "contact"),
    }
    told = rows[[*columns, *more.get(name, ()), "position", "active"]].copy()
    told["active"] = [words.say("form.yes" if active else "form.no") for active in rows["active"]]
    if name == "status":
        told["meaning"] = [words.say(f"meaning.{code}") for code in rows["meaning"]]
    if name == "category":
        acronyms = {int(row.id): str(row.acronym) for row in fresh(institutions).itertuples()}
        told.insert(4, "asks_paper", [words.say("form.yes" if asked else "form.no") for asked in rows["asks_paper"]])
        told.insert(4, "institutions", [words.listing([acronyms[one] for one in ids]) for ids in rows["institutions"]])
    return told.set_axis([f"{name}.{column}" for column in told.columns], axis="columns")


def _rows(name: str) -> pd.DataFrame:
    rows: pd.DataFrame = fresh(QUERIES[name])
    if name != "category":
        return rows
    links = fresh(answering).groupby("category_id")["institution_id"].apply(list).to_dict()
    return rows.assign(institutions=[links.get(row, []) for row in rows["id"]])


def _label(visit: Visit, row: Any) -> str:
    if hasattr(row, "acronym"):
        return f"{row.acronym} ({visit.words.label(row, 'name')})"
    return visit.words.label(row)


def _fields(visit: Visit, name: str, form: Form) -> None:
    words, made = visit.words, form.row_id is not None
    listed = LISTS[name]
    # What rows are told apart by is given once; everything else is a label that may change.
    form.text(listed.code, disabled=made, help_key="list.code_help", required=not made)
    labels = "name" if listed.record is InstitutionRecord else "label"
    for language in ("ar", "fr", "en"):
        form.text(f"{labels}_{language}", required=True)
    if name == "status":
        meanings = {code: words.say(f"meaning.{code}") for code in MEANINGS}
        form.choice("meaning", list(meanings), label=meanings.__getitem__, disabled=made)
        form.number("credit", whole=False, help_key="status.credit_help", min_value=0.0, max_value=1.0)
    if name == "sector":
        form.area("synonyms", help_key="sector.synonyms_help")
    if name == "category":
        every = {int(row.id): str(row.acronym) for row in fresh(institutions).itertuples()}
        form.choices("institutions", list(every), label=every.__getitem__)
        form.tick("asks_paper", help_key="category.asks_paper_help")
    if name == "institution":
        for language in ("ar", "fr", "en"):
            form.area(f"mission_{language}")
        form.text("contact")
    form.number("position", min_value=0)
    form.tick("active")


def _entered(name: str, values: dict[str, Any]) -> tuple[Any, ...]:
    record = validated(LISTS[name].record, values | {"position": values["position"] or 0})
    return (record, tuple(values["institutions"])) if name == "category" else (record,)
