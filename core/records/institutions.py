"""The people of an institution, and an obstacle that is put before it."""

from sqlmodel import SQLModel

from core.records.fields import Day, Mail, Name, OptionalDay, OptionalText, Phone, ShortText


class InstitutionPersonRecord(SQLModel):
    """A person of an institution who promises and answers for it; the contacts are never shown outside the desk."""

    institution_id: int
    name: Name
    office: ShortText = None
    phone: Phone = None
    mail: Mail = None
    active: bool = True


class ReferralRecord(SQLModel):
    """An obstacle put before an institution on a day, and its answer in words where it gave one."""

    obstacle_id: int
    institution_id: int
    referred_on: Day
    note: OptionalText = None
    answer: OptionalText = None
    answered_on: OptionalDay = None
