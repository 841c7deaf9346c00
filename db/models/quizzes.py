"""The short test of a module, a row a version, and what was chosen under the numbers of cards."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from core.records.quizzes import CardAnswers
from db.models.base import Row, unique_among_living


class Quiz(Row, table=True):
    """One version of a module's test: a changed one is a new row, so that answers keep what they answered.

    `questions` holds the words, `right_1` and so on the place of each right choice, empty where nothing is asked.
    """

    __table_args__ = (unique_among_living("quiz", "module_id", "number"),)

    module_id: int = Field(foreign_key="module.id", index=True)
    number: int
    questions: list[dict[str, Any]] = Field(sa_type=JSON)
    right_1: int
    right_2: int | None = None
    right_3: int | None = None
    right_4: int | None = None
    right_5: int | None = None
    # Whether the version still stands; the last one of a module that does is the one asked.
    active: bool = True


class QuizAnswer(Row, CardAnswers, table=True):
    """What was chosen under the number of a card, before or after a session, and in which version of the test."""

    __tablename__ = "quiz_answer"
    __table_args__ = (unique_among_living("quiz_answer", "session_id", "moment", "card"),)

    session_id: int = Field(foreign_key="training_session.id", index=True)
    quiz_id: int = Field(foreign_key="quiz.id", index=True)
    moment: str
    way: str
