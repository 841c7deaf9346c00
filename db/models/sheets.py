"""The sign-in sheet of a session, what is said of its rows, and the pictures of its pages."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field

from db.models.base import Moment, Row, unique_among_living


class SignInSheet(Row, table=True):
    """The sheet of a session: its state, what was counted on it, and who sent it, verified it and locked it.

    The heads declared stand in the session itself.
    """

    __tablename__ = "sign_in_sheet"
    __table_args__ = (unique_among_living("sign_in_sheet", "session_id"),)

    session_id: int = Field(foreign_key="training_session.id", index=True)
    state: str = Field(default="draft", index=True)
    signatures: int | None = None
    difference_reason: str | None = None
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    submitted_by: int | None = Field(default=None, foreign_key="account.id")
    verified_at: datetime | None = Field(default=None, sa_type=Moment)
    verified_by: int | None = Field(default=None, foreign_key="account.id")
    locked_at: datetime | None = Field(default=None, sa_type=Moment)
    locked_by: int | None = Field(default=None, foreign_key="account.id")


class SheetComment(Row, table=True):
    """What a coordinator says of a row of the sheet, or of the whole sheet; an answered one is put away."""

    __tablename__ = "sheet_comment"

    sheet_id: int = Field(foreign_key="sign_in_sheet.id", index=True)
    registration_id: int | None = Field(default=None, foreign_key="registration.id", index=True)
    # Empty once the person of the row was anonymised.
    text: str | None = None


class Attachment(Row, table=True):
    """A picture of one page of a sheet, made small and without what a camera writes beside it."""

    __table_args__ = (unique_among_living("attachment", "sheet_id", "sha256"),)

    sheet_id: int = Field(foreign_key="sign_in_sheet.id", index=True)
    position: int
    # Of the bytes as they are kept.
    sha256: str
    media_type: str
    width: int
    height: int
    size: int
    # Empty once the page was taken away.
    content: bytes = Field(sa_type=LargeBinary)
