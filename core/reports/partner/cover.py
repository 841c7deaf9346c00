"""The first pages of a report: its cover with the large numbers, and the figures in short."""

from core.reports.partner.blocks import Block, Cover, Heading, Number, Text
from core.reports.partner.drawn import Drawer
from core.reports.partner.saying import Saying
from core.reports.partner.tables import charts, figures_table, modules_blocks, persons_tables, sectors_table

_ON_COVER = (
    *("people_trained", "attendances", "person_hours", "organisations_trained"),
    *("women_share", "youth_share", "completion", "obstacles"),
)
_HASH_SHOWN = 16


def cover(saying: Saying, title: str, occasion: str, fingerprint: str) -> Cover:
    """The cover, with the title that somebody gave the report, if any, and on which occasion.

    `fingerprint` is the snapshot's hash, of which the beginning is shown.
    """
    snapshot = saying.snapshot
    lines = [occasion] if occasion else []
    if snapshot.first_day and snapshot.last_day:
        lines.append(saying.own("period", first=saying.day(snapshot.first_day), last=saying.day(snapshot.last_day)))
    lines += [saying.filters, saying.sheets, saying.own("taken_on", moment=saying.taken_on)]
    return Cover(
        programme=saying.label(snapshot.programme) if snapshot.programme else "",
        title=title or saying.own("title"),
        number=saying.own("number", number=saying.number),
        lines=tuple(lines),
        warning=saying.own("demonstration") if snapshot.demonstration else "",
        numbers=tuple(_number(saying, code) for code in _ON_COVER),
        foot=saying.own("fingerprint", digits=fingerprint[:_HASH_SHOWN]),
    )


def summary(saying: Saying, drawer: Drawer) -> list[Block]:
    """What the report says in short: three counts told apart, overlap, sessions, every figure, and who was trained."""
    snapshot = saying.snapshot
    made: list[Block] = [Heading(saying.own("in_short"), new_page=True)]
    if empty(saying):
        return [*made, Text(saying.own("nothing"), "lead"), figures_table(saying)]
    counts = {
        code: saying.value(code, snapshot.figure(code)) for code in ("people_trained", "attendances", "person_hours")
    }
    people, attendances, hours = counts.values()
    made.append(Text(saying.own("apart", people=people, attendances=attendances, hours=hours), "lead"))
    made += [Text(_overlap(saying)), Text(_sittings(saying)), figures_table(saying)]
    months = drawer.attendance_by_month(snapshot.months)
    made += [Heading(saying.own("through_time"), 2), *charts(months)] if months else []
    made += [Heading(saying.own("by_module"), 2), *charts(drawer.people_by_module(snapshot.modules))]
    made += modules_blocks(saying, snapshot.modules)
    made += [
        Heading(saying.own("who"), 2),
        *charts(drawer.people_by_province(snapshot.provinces)),
        *persons_tables(saying),
        *sectors_table(saying, snapshot.sectors),
    ]
    return made


def empty(saying: Saying) -> bool:
    """Whether nothing was counted at all."""
    snapshot = saying.snapshot
    return not (
        snapshot.months or snapshot.obstacles or snapshot.sectors or any(snapshot.sittings.model_dump().values())
    )


def _number(saying: Saying, code: str) -> Number:
    figure = saying.snapshot.figure(code)
    told = []
    if figure.target is not None:
        target = saying.in_unit(code, figure.target)
        told.append(saying.own("of_target", share=saying.reached(code, figure), target=target))
    told += [one for one in (saying.made_of(code, figure), saying.aside(code, figure)) if one]
    return Number(saying.label(figure.label), saying.value(code, figure), tuple(told))


def _overlap(saying: Saying) -> str:
    overlap = saying.snapshot.overlap
    if overlap.several and not saying.guard.tells(overlap.several):
        return saying.own("overlap_few", limit=saying.guard.limit, people=overlap.people)
    if not overlap.several:
        return saying.own("overlap_none")
    return saying.words.count("provinces.overlap", overlap.several, people=overlap.people, rows=overlap.rows)


def _sittings(saying: Saying) -> str:
    sittings = saying.snapshot.sittings
    held = sittings.held + sittings.closed
    return saying.words.count("partner.sittings", held, planned=sittings.planned, cancelled=sittings.cancelled)
