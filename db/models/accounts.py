"""Accounts, the sign-ins that are open, the tickets that open one, and the code of a first start."""

from datetime import datetime

from sqlmodel import Field

from core.records.accounts import AccountRecord
from db.models.base import Base, Moment, Row, now, unique_among_living


class Account(Row, AccountRecord, table=True):
    """A person's access; the password is kept as a bcrypt hash."""

    __table_args__ = (unique_among_living("account", "username"),)

    password_hash: str
    # Raised by a new password, a changed role or province and a closed account: older sign-ins end.
    security_version: int = 1


class AccountProvince(Base, table=True):
    """A province that an account may touch."""

    __tablename__ = "account_province"

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    province_id: int = Field(foreign_key="province.id", primary_key=True)


class SignIn(Base, table=True):
    """The truth about who is signed in: the hash of a browser's cookie and the account it stands for."""

    __tablename__ = "sign_in"

    id: int | None = Field(default=None, primary_key=True)
    cookie_hash: str = Field(unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    security_version: int
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    seen_at: datetime = Field(default_factory=now, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class Ticket(Base, table=True):
    """A proof that somebody just gave the right password, to be changed into a cookie once, within seconds."""

    ticket_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    expires_at: datetime = Field(sa_type=Moment)


class PasswordLink(Base, table=True):
    """A link, given once by an administrator, with which the owner of an account sets a new password."""

    __tablename__ = "password_link"

    token_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=Moment)
    # A used one is kept until the next is given, so that whoever opens it again is told so.
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class SetupCode(Base, table=True):
    """The hash of the code that lets the first visitor make the administrator."""

    __tablename__ = "setup_code"

    id: int = Field(default=1, primary_key=True)
    code_hash: str
    printed_at: datetime = Field(default_factory=now, sa_type=Moment)


class Attempt(Base, table=True):
    """Wrong sign-ins of late, by account name and by address, to slow the next ones down."""

    id: int | None = Field(default=None, primary_key=True)
    scope: str = Field(index=True)
    at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
