"""What may be said of a trainer and the hours, and the yearly statement: its sums, its words, its pages."""

from datetime import date
from typing import Any

import pytest

from core.i18n import isolated
from core.problems import Problem
from core.records import validated
from core.records.trainers import TrainerHours, TrainerPlace, TrainerRecord
from core.reports import trainer_statement as module
from core.reports.trainer_statement import StatedSession, StatedTrainer, trainer_statement

MODULE = {"ar": "التدبير المالي", "fr": "Gestion financière"}
PLACE = {"ar": "دار الشباب، أگدز", "fr": "Maison des jeunes, Agdz"}
LONG = StatedSession(date(2026, 3, 31), MODULE, PLACE, "lead", 1.25, 3.5, 2)
SHORT = StatedSession(date(2026, 4, 7), MODULE, PLACE, "assistant", 0, 3, 0.25)
OWN = StatedTrainer("إدريس بن حدو", "Driss Benhaddou", "sponsor", (LONG, SHORT))
OTHER = StatedTrainer(None, "Leila *Bennani* #x", "sponsor", (SHORT,))
DAY = date(2026, 12, 31)


def refused(record: type[Any], **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(Problem) as problem:
        validated(record, values)
    return [(part.code, part.field) for part in problem.value.each()]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the template was given."""
    held: dict[str, Any] = {}

    def keep(template: str, data: dict[str, Any]) -> bytes:
        held.update(data, template=template)
        return b""

    monkeypatch.setattr(module, "pdf", keep)
    return held


@pytest.mark.parametrize("hours", [-0.25, 24.25, float("inf"), float("nan")])
def test_hours_are_between_none_and_a_day(hours: float) -> None:
    assert refused(TrainerHours, delivery=hours) == [("trainer_hours_wrong", "delivery")]


@pytest.mark.parametrize("hours", [0.1, 3.3, 2.125])
def test_hours_are_said_in_quarters(hours: float) -> None:
    assert refused(TrainerHours, travel=hours) == [("trainer_hours_quarters", "travel")]


def test_every_quarter_of_a_day_may_be_said_and_nothing_too() -> None:
    for quarters in range(97):
        assert validated(TrainerHours, {"preparation": quarters / 4}).preparation == quarters / 4
    assert validated(TrainerHours, {}).model_dump() == {"preparation": None, "delivery": None, "travel": None}


def test_a_trainer_has_a_name_and_belongs_somewhere() -> None:
    assert refused(TrainerRecord, side="sponsor") == [("name_missing", "name_latin")]
    assert refused(TrainerRecord, name_ar="سلوى") == [("required", "side")]
    assert refused(TrainerRecord, name_ar="سلوى", side="friend") == [("unknown_choice", "side")]
    assert refused(TrainerPlace, trainer_id=1, role="guest") == [("unknown_choice", "role")]
    assert validated(TrainerRecord, {"name_ar": "سلوى", "side": "external"}).active is True


def test_the_statement_of_one_trainer_sums_each_kind_of_hours(told: dict[str, Any]) -> None:
    trainer_statement(2026, [OWN], ("fr", "ar"), DAY)
    assert told["title"] == [
        f"Relevé des heures des formateurs, {isolated('2026')}",
        f"كشف ساعات المكونين لسنة {isolated('2026')}",
    ]
    assert told["sums"] == []
    [own] = told["trainers"]
    assert (own["name"], own["also"]) == ("Driss Benhaddou", "إدريس بن حدو")
    assert own["side"] == ["Personnel du groupe", "أطر المجموعة"]
    assert [row["hours"] for row in own["rows"]] == [["1,25", "3,5", "2", "6,75"], ["0", "3", "0,25", "3,25"]]
    assert [row["role"] for row in own["rows"]] == ["", "Formateur assistant"]
    assert own["total"] == ["1,25", "6,5", "2,25", "10"]


def test_the_statement_of_all_begins_with_a_line_for_each(told: dict[str, Any]) -> None:
    trainer_statement(2026, [OWN, OTHER], ("ar", "fr"), DAY)
    assert told["direction"] == "rtl"
    assert [(row["name"], row["cells"]) for row in told["sums"]] == [
        ("إدريس بن حدو", ["2", "1,25", "6,5", "2,25", "10"]),
        ("Leila *Bennani* #x", ["1", "0", "3", "0,25", "3,25"]),
    ]
    assert told["every"] == ["3", "1,25", "9,5", "2,5", "13,25"]


@pytest.mark.parametrize("languages", [("ar", "fr"), ("fr", "ar")])
def test_the_statement_is_a_pdf_whatever_the_names_are(languages: tuple[str, str]) -> None:
    assert trainer_statement(2026, [OWN, OTHER], languages, DAY).startswith(b"%PDF-")
    assert trainer_statement(2026, [], languages, DAY).startswith(b"%PDF-")
