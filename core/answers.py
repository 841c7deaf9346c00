"""What institutions answered to an obstacle, said in words: what was promised, and how far it is on a day."""

from datetime import date

from core.i18n import Words
from core.records.answers import ANSWERED, LATE, WAITING, Answer


def told(words: Words, answer: Answer) -> str:
    """What was promised or answered in words; that nothing was, with the day of the question."""
    if answer.promise is not None:
        return answer.promise
    if answer.words is not None:
        return words.say("answers.in_words", words=answer.words)
    return words.say("answers.asked", day=answer.asked_on)


def standing(words: Words, answer: Answer, on: date) -> str:
    """How far the answer is, with the day that tells it: by when, done when, late since when."""
    code = answer.standing(on)
    day = {LATE: answer.due_on, ANSWERED: answer.answered_on, WAITING: None, "done": answer.done_on, "dropped": None}
    when = day.get(code, answer.due_on)
    return words.say(f"answers.{code}") if when is None else words.say(f"answers.{code}_on", day=when)
