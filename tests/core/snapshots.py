"""Snapshots to try a report with, made by hand: nothing of a database is needed."""

from core.records.snapshot import FORM, Month, Overlap, Sittings, Snapshot


def sample() -> Snapshot:
    """A snapshot of a programme in which nothing but one month was counted."""
    return Snapshot(
        form=FORM,
        taken_at="2026-04-01T09:30:00+00:00",
        database="hand-made",
        demonstration=False,
        programme=None,
        first_day="2025-01-01",
        last_day="2025-12-31",
        narrowed=(),
        settings={"youth_from": 18, "youth_to": 34, "completion_share": 0.8, "excused_counts": False, "small_cell": 5},
        bands=(),
        sexes=(),
        figures=(),
        provinces=(),
        sectors=(),
        modules=(),
        categories=(),
        months=(Month(month="2025-02", attendances=5, hours=20.0),),
        sittings=Sittings(planned=0, held=0, closed=1, cancelled=0),
        obstacles=(),
        institutions=(),
        persons=(),
        overlap=Overlap(several=0, people=0, rows=0),
    )
