"""The settings that an administrator may change: their types, their limits and their defaults, one record of all."""

from collections.abc import Callable, Mapping
from ipaddress import ip_network
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, model_validator
from sqlmodel import SQLModel

from core.problems import Invalid
from core.records import validated
from core.records.fields import ShortText

# What nothing may be longer than: a sign-in lasts twelve hours at most.
LONGEST_SIGN_IN_HOURS = 12
# More wrong attempts than these a minute would let a list of passwords be tried.
MOST_TRIES_A_MINUTE = 10


def _between(least: float, most: float) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not least <= value <= most:
            raise Invalid("out_of_limits", least=least, most=most)
        return value

    return check


def _share(value: float) -> float:
    # It is typed and read as a percentage, and refused as one.
    if not 0.01 <= value <= 1:
        raise Invalid("percent_out_of_limits", least=1, most=100)
    return value


def _networks(value: Any) -> str:
    given = str(value or "").replace(",", " ").split()
    try:
        return " ".join(str(ip_network(network)) for network in given)
    except ValueError as error:
        raise Invalid("network_wrong", given=str(value)) from error


def _address(value: Any) -> str:
    given = str(value or "").strip().rstrip("/")
    try:
        parts = urlsplit(given)
        whole = parts.scheme in ("http", "https") and parts.hostname and given == f"{parts.scheme}://{parts.netloc}"
        # A port that is no number raises where it is asked for.
        whole = whole and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if given and not whole:
        raise Invalid("server_address_wrong", given=str(value))
    return given


class Settings(SQLModel):
    """Ages are whole years reached within a calendar year; the completion share is a part of the hours offered.

    `trusted_proxies` are networks parted by spaces: only what such a neighbour says of a visitor's address counts.
    """

    # What is worked out under the settings is kept under them.
    model_config = {"frozen": True}

    youth_from: Annotated[int, AfterValidator(_between(0, 120))] = 18
    youth_to: Annotated[int, AfterValidator(_between(0, 120))] = 34
    completion_share: Annotated[float, AfterValidator(_share)] = 0.8
    excused_counts: bool = False

    idle_minutes: Annotated[int, AfterValidator(_between(5, 720))] = 60
    field_idle_minutes: Annotated[int, AfterValidator(_between(5, 720))] = 720
    sign_in_hours: Annotated[int, AfterValidator(_between(1, LONGEST_SIGN_IN_HOURS))] = 12
    tries_of_account: Annotated[int, AfterValidator(_between(1, 50))] = 8
    tries_of_address: Annotated[int, AfterValidator(_between(1, 10_000))] = 60
    tries_minutes: Annotated[int, AfterValidator(_between(1, 60))] = 5
    trusted_proxies: Annotated[str, BeforeValidator(_networks)] = ""

    controller: ShortText = None
    receipt: ShortText = None
    notice_version: ShortText = "1"
    retention_months: Annotated[int, AfterValidator(_between(6, 600))] = 60
    answer_days: Annotated[int, AfterValidator(_between(1, 90))] = 30
    correction_days: Annotated[int, AfterValidator(_between(1, 90))] = 10
    # "Under 2" would name the one number that it hides.
    small_cell: Annotated[int, AfterValidator(_between(3, 20))] = 5
    bin_days: Annotated[int, AfterValidator(_between(1, 365))] = 30

    # The days that cooperatives have to say whether an obstacle is solved, once everything promised is done.
    confirmation_days: Annotated[int, AfterValidator(_between(1, 365))] = 30
    # From so many days on an institution that has not answered is told to the coordinator.
    unanswered_days: Annotated[int, AfterValidator(_between(1, 365))] = 30

    # Where phones reach the server, such as https://example.org: what codes on paper and on the stage lead to.
    public_address: Annotated[str, BeforeValidator(_address)] = ""

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if self.youth_to < self.youth_from:
            raise Invalid("youth_ends_before_start", field="youth_to")
        if self.tries_of_account > self.tries_minutes * MOST_TRIES_A_MINUTE:
            raise Invalid("too_many_tries", field="tries_of_account", limit=self.tries_minutes * MOST_TRIES_A_MINUTE)
        return self


def settings_of(stored: Mapping[str, Any]) -> Settings:
    """The settings with what is stored over the defaults; Problem where a stored one is refused."""
    return validated(Settings, stored)
