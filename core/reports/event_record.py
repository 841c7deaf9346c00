"""The record of an event as PDF and DOCX: who came, what was said and how it weighs, recommended, promised, rated."""

from datetime import date
from importlib import import_module
from typing import Any

from core.i18n import Words, isolated, words
from core.reports.event_told import EventTold, category_of, clock_of, in_language, province_of, text_of
from core.reports.partner.blocks import Block, Cover, Heading, Number, Table, Text, Told
from core.reports.partner.paper import paper


def event_record(told: EventTold, edition: str, form: str) -> bytes:
    """The record in an edition of EDITIONS as a file of FORMS."""
    sides = [_told(told, language) for language in edition.split("-")]
    # What writes Word files is imported by the first one that is asked for.
    write = paper if form == "pdf" else import_module("core.reports.partner.word").word
    written: bytes = write(told.taken, f"{told.event['held_on']:%Y-%m-%d}", sides)
    return written


def _told(told: EventTold, language: str) -> Told:
    said = words(language)
    name = in_language(language, told.event, "name")
    return Told(
        language=language,
        cover=_cover(told, said, name),
        contents=said.say("event_record.contents"),
        running=name,
        page=said.say("event_record.page"),
        blocks=(
            *_attendance(told, said),
            *_obstacles(told, said),
            *_sentences(told, said),
            *_recommendations(told, said),
            *_commitments(told, said),
            *_rating(told, said),
            *_method(said),
        ),
    )


def _cover(told: EventTold, said: Words, name: str) -> Cover:
    event = told.event
    place = [event["venue"], said.name(event["commune_ar"], event["commune_fr"])]
    hours = f"{clock_of(event['starts_at'])} – {clock_of(event['ends_at'])}"
    lines = [isolated(hours), " · ".join(one for one in place if one)]
    invited, came, _ = told.guests
    number, average = told.rated
    numbers = [
        Number(
            said.say("event_record.came"),
            said.number(came),
            (said.count("event_record.of_invited", invited),) if invited else (),
        ),
        Number(said.say("event_record.obstacles"), said.number(len(told.ranked))),
        Number(said.say("event_record.voters"), said.number(told.voters)),
        Number(said.say("event_record.recommendations"), said.number(len(told.recommendations))),
        Number(said.say("event_record.commitments"), said.number(len(told.commitments))),
        Number(
            said.say("event_record.average"),
            said.say("chart.none") if average is None else said.number(average, 1),
            (said.count("event_record.answered", number),),
        ),
    ]
    return Cover(
        programme=said.say("event_record.title"),
        title=name,
        number=said.day(event["held_on"], "full"),
        lines=tuple(line for line in lines if line),
        warning=said.say("event_record.demonstration") if event["demonstration"] else "",
        numbers=tuple(numbers),
        foot=said.say("event_record.taken", moment=told.taken),
    )


def _attendance(told: EventTold, said: Words) -> list[Block]:
    invited, came, uninvited = told.guests
    made: list[Block] = [Heading(said.say("event_record.attendance"), new_page=True)]
    if not came:
        return [*made, Text(said.say("event_record.nobody"), "lead")]
    if invited:
        of_invited = said.count("event_record.of_invited", invited)
        made.append(Text(said.count("event_record.came_lead", came, invited=of_invited), "lead"))
    else:
        made.append(Text(said.count("event_record.came_only", came), "lead"))
    if uninvited:
        made.append(Text(said.count("event_record.uninvited", uninvited)))
    counted = ("invited", "came")
    headers = tuple(said.say(f"event_record.{name}") for name in counted)
    kinds = [
        (said.say(f"guest_kind.{row['kind']}"), *(said.number(int(row[name])) for name in counted))
        for row in told.kinds.to_dict("records")
    ]
    kind = said.say("event_record.kind")
    made.append(Table(said.say("event_record.by_kind"), (kind, *headers), tuple(kinds), (3, 1, 1), (1, 2)))
    every: list[Any] = list(told.places.itertuples())
    places = [
        (
            said.label(row, "name") if row.code else said.say("event_record.unknown"),
            *(said.number(int(number)) for number in (row.invited, row.came)),
        )
        for row in every
    ]
    place = said.say("event_record.province")
    made.append(Table(said.say("event_record.by_province"), (place, *headers), tuple(places), (3, 1, 1), (1, 2)))
    hours = [
        (clock_of(row["since"].time()), said.number(int(row["came"])), said.number(int(row["so_far"])))
        for row in told.arrivals.to_dict("records")
    ]
    heads = tuple(said.say(f"event_record.{name}") for name in ("since", "came", "so_far"))
    made.append(Table(said.say("event_record.arrivals"), heads, tuple(hours), (1, 1, 1), (1, 2)))
    return made


def _obstacles(told: EventTold, said: Words) -> list[Block]:
    made: list[Block] = [Heading(said.say("event_record.obstacles_said"), new_page=True)]
    if not len(told.ranked):
        made.append(Text(said.say("event_record.nothing_said"), "lead"))
    else:
        rows = told.ranked.to_dict("records")
        first = said.count(
            "event_record.heaviest",
            int(rows[0]["voices"]),
            obstacle=rows[0]["text"],
            category=category_of(told, said, rows[0]),
        )
        made.append(Text(first, "lead"))
        lines = tuple(
            (
                said.number(place),
                category_of(told, said, row),
                str(row["text"]),
                province_of(told, said, row),
                *(said.number(int(row[name])) for name in ("voices", "submissions", "votes")),
            )
            for place, row in enumerate(rows, 1)
        )
        heads = ("rank", "category", "obstacle", "province", "voices", "contributions", "votes")
        headers = tuple(said.say(f"event_record.{name}") for name in heads)
        title = said.say("event_record.ranked")
        made.append(Table(title, headers, lines, (0, 1.4, 3, 1.2, 0.8, 1, 0.8), (0, 4, 5, 6)))
    if len(told.votes):
        votes = tuple(
            (category_of(told, said, row), said.number(int(row["votes"]))) for row in told.votes.to_dict("records")
        )
        headers = (said.say("event_record.category"), said.say("event_record.votes"))
        made.append(Table(said.count("event_record.by_votes", told.voters), headers, votes, (3, 1), (1,)))
    return made


def _sentences(told: EventTold, said: Words) -> list[Block]:
    if not len(told.sentences):
        return []
    rows = tuple(
        (category_of(told, said, row), str(row["text"]), province_of(told, said, row))
        for row in told.sentences.to_dict("records")
    )
    headers = tuple(said.say(f"event_record.{name}") for name in ("category", "words", "province"))
    return [
        Heading(said.say("event_record.sentences"), 2),
        Table(said.say("event_record.sentences_told"), headers, rows, (1.4, 4, 1.2)),
    ]


def _recommendations(told: EventTold, said: Words) -> list[Block]:
    made: list[Block] = [Heading(said.say("event_record.recommendations"), new_page=True)]
    if not len(told.recommendations):
        return [*made, Text(said.say("event_record.no_recommendation"))]
    rows = tuple(
        (
            in_language(said.language, row, "text"),
            in_language(said.language, row, "by") or text_of(row["taken_on_by"]) or said.say("event_record.nobody_yet"),
            said.say(f"recommendation_level.{row['level']}"),
            said.say(f"recommendation_state.{row['state']}"),
        )
        for row in told.recommendations.to_dict("records")
    )
    headers = tuple(said.say(f"event_record.{name}") for name in ("recommendation", "taken_on_by", "level", "state"))
    return [*made, Table(said.say("event_record.recommended"), headers, rows, (3.5, 2, 1.2, 1.2))]


def _commitments(told: EventTold, said: Words) -> list[Block]:
    made: list[Block] = [Heading(said.say("event_record.commitments"), 1)]
    if not len(told.commitments):
        return [*made, Text(said.say("event_record.no_commitment"))]
    rows = tuple(
        (
            in_language(said.language, row, "institution"),
            str(row["what"]),
            said.day(row["due_on"], "medium") if isinstance(row["due_on"], date) else said.say("chart.none"),
            said.say(f"commitment_state.{row['state']}"),
        )
        for row in told.commitments.to_dict("records")
    )
    headers = tuple(said.say(f"event_record.{name}") for name in ("institution", "what", "due_on", "state"))
    return [*made, Table(said.say("event_record.promised"), headers, rows, (2, 3.5, 1.2, 1.2))]


def _rating(told: EventTold, said: Words) -> list[Block]:
    number, average = told.rated
    made: list[Block] = [Heading(said.say("event_record.rating"), 1)]
    if not number:
        return [*made, Text(said.say("event_record.nobody_rated"))]
    answered = said.count("event_record.answered", number)
    if average is None:
        return [*made, Text(said.say("event_record.few_rated", answered=answered))]
    return [*made, Text(said.say("event_record.rated", average=said.number(average, 1), answered=answered), "lead")]


def _method(said: Words) -> list[Block]:
    sentences = ("guests", "moderated", "voices_told", "votes_told", "few")
    return [
        Heading(said.say("event_record.method"), 1),
        *(Text(said.say(f"event_record.method.{name}"), "note") for name in sentences),
    ]
