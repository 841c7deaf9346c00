"""The report to partners on the page of a frozen report: asked for in one press, followed, and taken away as files."""

import json
from functools import cache, partial
from hashlib import sha256

import streamlit as st

from core.pictures import LARGEST_PHOTO, cleaned_picture
from core.problems import Problem
from core.records.fields import cleaned
from core.reports.partner import EDITIONS, FORMS, Edition, Geography, Photo, Report, made
from core.sheets.table import MEGABYTE
from db.models import FrozenReport
from db.queries.pictures import label_points
from db.queries.reports import frozen
from pages.parts.data import fresh
from pages.parts.exports import export_button
from pages.parts.partner_jobs import Job, ask, forget, job_of
from pages.parts.refusals import plain_refusal, refusal
from pages.parts.visit import Visit, enter
from pages.server.routes import OUTLINES

ACTION = "export.write"
# Under which the address holds the report that was asked for last, so that a page opened anew finds it.
_ASKED = "made"
_EDITION, _RUNNING = "partner.edition", "partner.running"
MOST_PHOTOS, _CAPTION = 8, 200
_LOOK_SECONDS = 1.0


def partner_report(visit: Visit, number: str) -> None:
    """Draws the part of a frozen report's page by which it is made and taken away."""
    words = visit.words
    st.subheader(words.say("partner.part"), anchor=False)
    st.caption(words.say("partner.part_help"))
    names = {one: words.say(f"partner.edition_{one.replace('-', '_')}") for one in EDITIONS}
    edition: Edition = st.segmented_control(
        words.say("partner.edition"),
        EDITIONS,
        default=visit.language if visit.language in EDITIONS else EDITIONS[0],
        format_func=names.__getitem__,
        key=_EDITION,
        required=True,
    )
    photos = _photos(visit)
    if st.button(words.say("partner.make"), type="primary", icon=":material/description:", key="partner.make"):
        _press(visit, number, edition, photos)
    _follow(number)


def _press(visit: Visit, number: str, edition: Edition, photos: tuple[Photo, ...]) -> None:
    row, snapshot = fresh(frozen, number)
    report = Report(snapshot, row.number, edition, row.title, row.occasion or "", photos)
    key = _key(row, report)
    try:
        ask(key, partial(made, report, _geography()))
    except Problem as problem:
        st.error(refusal(visit.words, problem), icon=":material/hourglass_disabled:")
        return
    st.query_params[_ASKED] = key


def _key(row: FrozenReport, report: Report) -> str:
    """The same report asked for twice is the same key; it begins with its number and edition."""
    told = sha256(row.hash.encode())
    for photo in report.photos:
        told.update(sha256(photo.content).digest() + photo.caption.encode())
    return f"{row.number}.{report.edition}.{told.hexdigest()[:16]}"


def _follow(number: str) -> None:
    """What became of the report asked for last: looked at every second until it is there, and not any more then."""
    key = st.query_params.get(_ASKED, "")
    if not key.startswith(f"{number}."):
        return
    job = job_of(key)
    running = job is not None and not job.ended
    st.fragment(_state, run_every=_LOOK_SECONDS if running else None)(key)


def _state(key: str) -> None:
    visit = enter(ACTION, by_itself=True)
    words, job = visit.words, job_of(key)
    if job is None:
        st.info(words.say("partner.gone"), icon=":material/refresh:")
        return
    if isinstance(job.failed, Problem):
        st.error(refusal(words, job.failed), icon=":material/error:")
        return
    if job.failed is not None:
        failed = job.failed
        forget(key)
        # The page's one boundary logs it under a number and tells that.
        raise failed
    if not job.ended:
        st.session_state[_RUNNING] = key
        st.progress(job.share, text=words.say("partner.making"))
    elif st.session_state.pop(_RUNNING, None) == key:
        # Drawn whole once more, the page looks no longer.
        st.rerun()
    _files(visit, key, job)


def _files(visit: Visit, key: str, job: Job) -> None:
    """A button for each file that is ready; each download is entered in the history."""
    number, edition, _ = key.split(".")
    with st.container(horizontal=True):
        for form in FORMS:
            content = job.files.get(form)
            if content is None:
                continue
            export_button(
                visit,
                visit.words.say(f"partner.take_{form}"),
                "partner_report",
                form,
                1,
                lambda content=content: content,
                f"{number}-{edition}.{form}",
                {"report": number, "language": edition},
                key=f"partner.{key}.{form}",
            )


def _photos(visit: Visit) -> tuple[Photo, ...]:
    """The pictures that the reader adds to this report, made small and with nothing in them but what is seen."""
    words = visit.words
    with st.expander(words.say("partner.photos_add"), icon=":material/photo_library:"):
        st.caption(words.say("partner.photos_help", most=MOST_PHOTOS, limit=LARGEST_PHOTO // MEGABYTE))
        files = st.file_uploader(
            words.say("partner.photos_choose"),
            accept_multiple_files=True,
            key="partner.photos",
            max_upload_size=LARGEST_PHOTO // MEGABYTE,
        )
        taken: list[Photo] = []
        for place, file in enumerate((files or [])[:MOST_PHOTOS]):
            try:
                content = _clean(file.getvalue())
            except Problem as problem:
                st.error(words.show("sheet_pages.refused", file=file.name, why=plain_refusal(words, problem)))
                continue
            typed = st.text_input(
                words.say("partner.caption", place=place + 1), max_chars=_CAPTION, key=f"partner.caption.{place}"
            )
            caption = cleaned(typed)[:_CAPTION] or words.say("partner.no_caption", place=place + 1)
            taken.append(Photo(content, caption))
        if not taken or st.checkbox(words.say("partner.agreed"), key="partner.agreed"):
            return tuple(taken)
        st.caption(words.say("partner.agreed_first"))
    return ()


def _clean(data: bytes) -> bytes:
    """The picture made small, held in the session while it stands in the box: no run makes it small again."""
    held: dict[str, bytes] = st.session_state.setdefault("partner.cleaned", {})
    name = sha256(data).hexdigest()
    if name not in held:
        held[name] = cleaned_picture(data).content
    return held[name]


@cache
def _geography() -> Geography:
    outlines = {f"/assets/geo/{file.name}": json.loads(file.read_text("utf-8")) for file in OUTLINES.glob("*.geojson")}
    return Geography(outlines, label_points())
