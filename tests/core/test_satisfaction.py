"""What people think of a sitting as it may be entered, and the sheet of faces."""

from typing import Any

import pytest

from core.problems import Problem
from core.qr_codes import qr_picture
from core.records import validated
from core.records.satisfaction import Answers, Tally, most_answers
from core.reports import satisfaction_sheet as module
from core.reports.satisfaction_sheet import satisfaction_sheet

HEADS = {"ar": "التدبير المالي · 31 مارس 2026", "fr": "Gestion financière · 31 mars 2026"}


def refused(record: type[Any], **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(Problem) as problem:
        validated(record, values)
    return [(one.code, one.field) for one in problem.value.each()]


def test_an_answer_has_at_least_one_face_and_none_that_does_not_exist() -> None:
    assert refused(Answers) == [("satisfaction_empty", "")]
    assert refused(Answers, understood="", useful=None) == [("satisfaction_empty", "")]
    assert refused(Answers, understood="delighted") == [("unknown_choice", "understood")]
    assert validated(Answers, {"useful": "poor"}).model_dump() == {
        "understood": None,
        "useful": "poor",
        "trainer": None,
    }


def test_a_question_has_no_more_faces_than_people_answered() -> None:
    assert refused(Tally, answered=3, understood_good=2, understood_poor=2) == [
        ("satisfaction_more_faces", "understood_good")
    ]
    assert refused(Tally, answered=None) == [("required", "answered")]
    assert refused(Tally, answered=-1) == [("negative", "answered")]
    assert refused(Tally, answered=2001) == [("too_large", "answered")]
    assert refused(Tally, answered=1, useful_fair=1.5) == [("not_a_whole_number", "useful_fair")]
    tally = validated(Tally, {"answered": 3, "understood_good": 2, "understood_poor": 1, "trainer_fair": 1})
    assert (tally.answered, tally.understood_fair, tally.trainer_fair) == (3, 0, 1)


@pytest.mark.parametrize(
    ("expected", "headcount", "most"), [(0, None, 5), (10, None, 15), (30, 20, 36), (30, 41, 50), (100, 0, 120)]
)
def test_a_fifth_more_may_answer_than_were_expected_or_counted(expected: int, headcount: int | None, most: int) -> None:
    assert most_answers(expected, headcount) == most


def test_the_sheet_asks_in_both_languages_and_has_a_row_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}
    monkeypatch.setattr(module, "pdf", lambda template, data: told.update(data, template=template) or b"")
    satisfaction_sheet(198, HEADS, 31, ("ar", "fr"))
    assert (told["code"], len(told["rows"]), told["heads"]) == ("S-00198", 31, [HEADS["ar"], HEADS["fr"]])
    assert told["questions"][1] == ["هل سيفيدك ذلك في عملك؟", "Cela vous servira-t-il dans votre travail ?"]
    assert told["faces"][2] == ["poor", ["لا", "Non"]]
    satisfaction_sheet(198, HEADS, 3, ("fr", "ar"))
    assert (told["language"], told["direction"], len(told["rows"])) == ("fr", "ltr", 20)


@pytest.mark.parametrize("languages", [("ar", "fr"), ("fr", "ar")])
def test_the_sheet_is_a_pdf(languages: tuple[str, str]) -> None:
    assert satisfaction_sheet(198, HEADS, 31, languages).startswith(b"%PDF-")


def test_the_code_on_a_screen_has_a_light_ground() -> None:
    assert '#fff" d="M0 0h' in qr_picture("https://example.org/satisfaction/1-abc")
