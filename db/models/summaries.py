"""What the summaries keep: numbers of the figures by question and group, and what they were counted for."""

from sqlmodel import Field

from db.models.base import Base

# No kept figure has more numbers.
NUMBERS = 13


class Summary(Base, table=True):
    """The numbers of one group of a kept question; db.summaries.kept says which questions there are.

    `first` and `second` are the group's codes of the question's dimensions; an unknown one is empty. `members` is how
    many persons, organisations or sessions stand in the group at all, and the numbers are those of the figure's
    columns in their order.
    """

    question: str = Field(primary_key=True)
    first: str = Field(primary_key=True)
    second: str = Field(primary_key=True)
    members: float = 0.0
    number_1: float = 0.0
    number_2: float = 0.0
    number_3: float = 0.0
    number_4: float = 0.0
    number_5: float = 0.0
    number_6: float = 0.0
    number_7: float = 0.0
    number_8: float = 0.0
    number_9: float = 0.0
    number_10: float = 0.0
    number_11: float = 0.0
    number_12: float = 0.0
    number_13: float = 0.0


class SummaryStanding(Base, table=True):
    """There is one row while numbers are kept or counted; without it nobody who writes looks any further.

    `made_for` are the definitions and settings that the kept numbers were counted by, empty while none are kept;
    `run` names the recount that they are of, since their questions begin with it, and `counting` one that is still
    running, empty while none is.
    """

    __tablename__ = "summary_standing"

    id: int = Field(default=1, primary_key=True)
    made_for: str = ""
    run: str = ""
    counting: str = ""


class SummaryTouched(Base, table=True):
    """A person, an organisation or a session written to while a recount runs; it is asked of again at the end."""

    __tablename__ = "summary_touched"

    of: str = Field(primary_key=True)
    id: int = Field(primary_key=True)
