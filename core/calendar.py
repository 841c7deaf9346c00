"""Due dates as a calendar file (iCalendar, RFC 5545) that phones and mail programs take in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

# A day before, so that there is a day left to do it.
_REMINDED = timedelta(days=-1)


@dataclass(frozen=True)
class Due:
    """A date to keep: `kind` and `number` name the row, so that the same date taken in again is no second one."""

    kind: str
    number: int
    day: date
    summary: str
    description: str


def calendar_file(name: str, dates: Iterable[Due], at: datetime) -> bytes:
    """The dates as whole days, each with a reminder the day before; `at` is when the file was made, with its zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Cooper UP Monitor//due dates//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for due in dates:
        event = Event()
        event.add("uid", f"{due.kind}-{due.number}@cooper-up-monitor")
        event.add("dtstamp", at)
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", due.summary)
        event.add("description", due.description)
        # A date to keep blocks nobody's day.
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", due.summary)
        alarm.add("trigger", _REMINDED)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
