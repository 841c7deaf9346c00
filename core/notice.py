"""The notice of law 09-08 that is read out before consent is asked for, in the words of any language."""

from core.i18n import Words
from core.records.settings import Settings

# In the order in which they are read: each is one short paragraph.
PARTS = ("controller", "data", "purpose", "recipients", "duration", "choice", "rights", "receipt")


def notice(words: Words, limits: Settings) -> list[str]:
    """The paragraphs of the notice as plain text; a receipt that has no number yet is said to be in progress."""
    said = {
        "controller": limits.controller or words.say("notice.controller_missing"),
        "receipt": limits.receipt or words.say("notice.receipt_in_progress"),
        "months": words.count("notice.months", limits.retention_months),
        "days": words.count("notice.days", limits.answer_days),
        "correction_days": words.count("notice.days", limits.correction_days),
    }
    return [words.say(f"notice.{part}_part", **said) for part in PARTS]


# What somebody reads on a phone in the hall before checking in: short, and of what is kept there. It has a number of
# its own, because the words of the programme's notice do not change with it.
EVENT_PARTS = ("data", "stage", "choice", "rights", "receipt")
_EVENT_NUMBER = 1


def event_notice(words: Words, limits: Settings) -> list[str]:
    """The short notice of an event's phones as plain text."""
    said = {
        "controller": limits.controller or words.say("notice.controller_missing"),
        "receipt": limits.receipt or words.say("notice.receipt_in_progress"),
        "days": words.count("notice.days", limits.answer_days),
    }
    return [words.say(f"event_phone.notice.{part}", **said) for part in EVENT_PARTS]


def event_notice_version(limits: Settings) -> str:
    """Which notice somebody agreed to on a phone: the programme's version and the number of the event's own words."""
    return f"{limits.notice_version or '1'} / event {_EVENT_NUMBER}"
