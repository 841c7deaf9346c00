"""Choosing the trainers of a session or a series: the first one leads, the others assist."""

from db.queries.trainers import trainers_counted, trainers_to_choose
from pages.parts.data import frame_of
from pages.parts.forms import Form
from pages.parts.visit import Visit


def choose_trainers(form: Form) -> None:
    """Draws the choice where anybody is registered; those who stopped stay where they were chosen before."""
    visit = form.visit
    if not frame_of(visit, trainers_counted, subjects=("trainer",)):
        return
    names = trainer_names(visit, tuple(form.began_with("trainer_ids") or ()))
    form.choices("trainer_ids", list(names), label=names.__getitem__, help_key="trainer.choose_help")


def chosen_trainers(form: Form) -> tuple[int, ...] | None:
    """The ids in the order in which they were chosen; None where there was nobody to choose."""
    chosen = form.values.get("trainer_ids")
    return None if chosen is None else tuple(chosen)


def trainer_names(visit: Visit, kept: tuple[int, ...] = ()) -> dict[int, str]:
    """The trainers that may be chosen, by their ids; whose person each is stands beside the name."""
    words = visit.words
    rows = frame_of(visit, trainers_to_choose, kept, subjects=("trainer",))
    return {
        int(row.id): f"{words.name(row.name_ar, row.name_latin)} · {words.say(f'trainer_side.{row.side}')}"
        for row in rows.itertuples()
    }
