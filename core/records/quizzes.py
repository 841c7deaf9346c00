"""The short test of a module: its questions in three languages, and what was chosen under the number of a card.

A card is drawn at the door and kept until the end: it pairs what somebody knew before with what the same person knew
after, and says nobody's name. (The word test belongs to the tests of the product, so the code says quiz.)
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Self

from pydantic import AfterValidator, model_validator
from sqlmodel import SQLModel

from core.i18n import LANGUAGES
from core.problems import Invalid, Problem
from core.records import validated
from core.records.fields import ShortText

MOMENTS = ("before", "after")
QUIZ_WAYS = ("paper", "phone")
MOST_QUESTIONS = 5
LEAST_CHOICES, MOST_CHOICES = 2, 4
PLACES = tuple(range(1, MOST_QUESTIONS + 1))
CHOICE_PLACES = tuple(range(1, MOST_CHOICES + 1))
MOST_CARD = 999
# Chosen by somebody who says that they do not know, or left empty on paper.
UNKNOWN = 0
# Where no words stand in the reader's language, those of the first of these that has some.
_INSTEAD = ("fr", "ar", "en")
_DIGITS = re.compile(r"\d")


class Wording(SQLModel):
    """Words in up to three languages."""

    ar: ShortText = None
    fr: ShortText = None
    en: ShortText = None

    def said(self, language: str) -> str:
        """The words in this language, else in another one; empty where there are none."""
        return next((words for one in (language, *_INSTEAD) if (words := getattr(self, one))), "")


class Question(SQLModel):
    """A question with its choices; `right` is the place of the right one, counted from 1."""

    words: Wording
    choices: list[Wording]
    right: int | None = None


class QuizRecord(SQLModel):
    """What a module's test asks: one to five questions with two to four choices each, one of them right."""

    questions: list[Question]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.questions:
            raise Invalid("quiz_empty", field="words_1_ar")
        if len(self.questions) > MOST_QUESTIONS:
            raise Invalid("quiz_too_long", limit=MOST_QUESTIONS)
        for place, question in enumerate(self.questions, 1):
            _checked(place, question)
        return self

    @property
    def rights(self) -> dict[str, int | None]:
        """The place of each question's right choice, as a row keeps it; None for questions that are not asked."""
        return {
            f"right_{place}": self.questions[place - 1].right if place <= len(self.questions) else None
            for place in PLACES
        }

    def missing(self) -> tuple[str, ...]:
        """The languages in which a question or a choice has no words yet."""
        every = [words for question in self.questions for words in (question.words, *question.choices)]
        return tuple(language for language in LANGUAGES if not all(getattr(words, language) for words in every))


def _checked(place: int, question: Question) -> None:
    if not question.words.said("ar"):
        raise Invalid("quiz_question_unsaid", field=f"words_{place}_ar", question=place)
    if not LEAST_CHOICES <= len(question.choices) <= MOST_CHOICES:
        field = f"choice_{place}_{len(question.choices) + 1}_ar"
        raise Invalid("quiz_choices", field=field, question=place, least=LEAST_CHOICES, most=MOST_CHOICES)
    for number, choice in enumerate(question.choices, 1):
        if not choice.said("ar"):
            raise Invalid("quiz_choice_unsaid", field=f"choice_{place}_{number}_ar", question=place, choice=number)
    if question.right is None or not 1 <= question.right <= len(question.choices):
        raise Invalid("quiz_no_right", field=f"right_{place}", question=place)


def quiz_of(values: Mapping[str, Any]) -> QuizRecord:
    """The record made of a form's fields: words_1_ar, choice_1_2_fr, right_1 and so on.

    Questions and last choices that were left empty are none; Problem as `validated`.
    """
    questions = []
    for place in PLACES:
        words = _wording(values, f"words_{place}")
        choices = [_wording(values, f"choice_{place}_{number}") for number in CHOICE_PLACES]
        while choices and not choices[-1]:
            choices.pop()
        if words or choices:
            questions.append({"words": words, "choices": choices, "right": values.get(f"right_{place}")})
    return validated(QuizRecord, {"questions": questions})


def fields_of(record: QuizRecord) -> dict[str, Any]:
    """The fields of a form that `quiz_of` makes this record of."""
    values: dict[str, Any] = {}
    for place, question in enumerate(record.questions, 1):
        values[f"right_{place}"] = question.right
        named = [(f"words_{place}", question.words)]
        named += [(f"choice_{place}_{number}", choice) for number, choice in enumerate(question.choices, 1)]
        values |= {f"{name}_{language}": getattr(words, language) for name, words in named for language in LANGUAGES}
    return values


def _wording(values: Mapping[str, Any], name: str) -> dict[str, str]:
    given = {language: str(values.get(f"{name}_{language}") or "").strip() for language in LANGUAGES}
    return {language: words for language, words in given.items() if words}


def _card(value: int) -> int:
    if not 1 <= value <= MOST_CARD:
        raise Invalid("quiz_card_wrong", most=MOST_CARD)
    return value


def _choice(value: int | None) -> int | None:
    if value is not None and not UNKNOWN <= value <= MOST_CHOICES:
        raise Invalid("quiz_choice_wrong")
    return value


Chosen = Annotated[int | None, AfterValidator(_choice)]


class CardAnswers(SQLModel):
    """What was chosen under a card's number: the place of a choice, 0 for not known, None where nothing is asked."""

    card: Annotated[int, AfterValidator(_card)]
    choice_1: Chosen = None
    choice_2: Chosen = None
    choice_3: Chosen = None
    choice_4: Chosen = None
    choice_5: Chosen = None

    @property
    def choices(self) -> tuple[int, ...]:
        """What was chosen, question by question, until the first one that was not asked."""
        chosen = (getattr(self, f"choice_{place}") for place in PLACES)
        return tuple(one for one in chosen if one is not None)


def card_answers(card: Any, chosen: Sequence[Any]) -> CardAnswers:
    """The record of a card; Problem where the number or a choice is none, or there are more than may be asked."""
    if len(chosen) > MOST_QUESTIONS:
        raise Problem("quiz_too_long", limit=MOST_QUESTIONS)
    given = {f"choice_{place}": one for place, one in enumerate(chosen, 1)}
    return validated(CardAnswers, {"card": card, **given})


def fits(answers: CardAnswers, questions: Sequence[Question]) -> bool:
    """Whether each question of a test was answered by one of its choices (or with not known), and no other one."""
    chosen = answers.choices
    return len(chosen) == len(questions) and all(
        one <= len(question.choices) for one, question in zip(chosen, questions, strict=True)
    )


def cards_of(text: str, asked: int) -> tuple[CardAnswers, ...]:
    """The cards typed from paper, one a line: the card's number, then a digit a question ("7 2143", 0 for none).

    `asked` is how many questions there are. Digits of any script; whatever parts them, but the first, is passed over.
    Problem("quiz_line") names the line that cannot be read, Problem("quiz_card_twice") a card that stands twice.
    """
    found: dict[int, CardAnswers] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        card, *rest = line.split(maxsplit=1)
        digits = _DIGITS.findall("".join(rest))
        if not card.isdecimal() or len(digits) != asked:
            raise Problem("quiz_line", field="cards", line=number, asked=asked)
        try:
            answers = card_answers(int(card), [int(digit) for digit in digits])
        except Problem as problem:
            raise Problem("quiz_line", field="cards", line=number, asked=asked) from problem
        if answers.card in found:
            raise Problem("quiz_card_twice", field="cards", card=answers.card)
        found[answers.card] = answers
    if not found:
        raise Problem("required", field="cards")
    return tuple(found.values())


def right_share(right: int, cards: int, asked: int) -> float | None:
    """The average share of right answers, 0 to 1: right ones over questions times cards; None without any card."""
    return right / (cards * asked) if cards and asked else None


def rights_of(counts: Mapping[str, Any], moment: str, places: Iterable[int] = PLACES) -> int:
    """How many right answers a row of the figure counts before or after."""
    return sum(int(counts[f"right_{place}_{moment}"]) for place in places)
