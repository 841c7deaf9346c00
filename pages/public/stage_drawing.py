"""The state of a stage as its screens are told it: where it stands, and the picture of each scene, drawn once."""

import hashlib
import json
from datetime import datetime
from typing import Any

from core.event_codes import event_code
from core.i18n import ZONE
from core.qr_codes import qr_picture
from core.stage_pictures import PICTURES
from core.stage_speaking import speaker
from db.models.base import now
from db.queries.stage import OpenLink, StageNow
from pages.public.light import rendered
from pages.public.stage_map import outlines
from pages.public.stage_snapshot import SNAPSHOTS


def stage_told(link: OpenLink, base: str) -> tuple[dict[str, Any], StageNow] | None:
    """The state of the event's stage, as every screen of it is told; None where the event has no stage."""
    stage = SNAPSHOTS.stage(link.event_id)
    if stage is None:
        return None
    if stage.frozen is None or stage.frozen_at is None:
        figures, changed = SNAPSHOTS.figures(link.event_id)
    else:
        figures, changed = stage.frozen, stage.frozen_at
    address = _phones(base, link.event_id)
    key = (*SNAPSHOTS.stand("stage"), str(changed), address or "")

    def made() -> dict[str, Any]:
        return _drawn(stage, figures, changed, address)

    state = SNAPSHOTS.made(("state", link.event_id, base), key, made)
    # The clock of a screen may be wrong: it is told the server's.
    return {**state, "at": _milliseconds(now())}, stage


def _phones(base: str, event_id: int) -> str | None:
    """The address that phones open now, None outside of the event's hours."""
    event = SNAPSHOTS.event(event_id)
    code = event and event_code(event, now())
    # A projector may stand on the server's own machine, under a name that no phone of the hall knows.
    return f"{SNAPSHOTS.address() or base.rstrip('/')}/e/{code}" if code else None


def _drawn(stage: StageNow, figures: dict[str, Any], changed: datetime, address: str | None) -> dict[str, Any]:
    said = speaker(stage.language)
    # What every picture may need beside its figures.
    around = {
        "address": address,
        "qr": qr_picture(address, sized=False) if address else None,
        "outlines": outlines(),
        "credit": said.say("chart.outlines"),
    }
    pictures = {
        line.kind: rendered(f"stage_{line.kind}.html", said=said, **around, **PICTURES[line.kind](figures, said))
        for line in stage.shown
    }
    state = {
        "scenes": [{"id": line.id, "kind": line.kind, "seconds": line.seconds} for line in stage.shown],
        "moved_to": stage.scene_id,
        "moved_at": _milliseconds(stage.moved_at),
        "paused_at": stage.paused_at and _milliseconds(stage.paused_at),
        "frozen_at": stage.frozen_at and _milliseconds(stage.frozen_at),
        "frozen_time": stage.frozen_at and f"{stage.frozen_at.astimezone(ZONE):%H:%M}",
        "changed_at": _milliseconds(changed),
        "black": stage.black,
        "language": stage.language,
        "look": stage.look,
        # A black screen has nothing to tell, to whoever looks behind it either.
        "pictures": {} if stage.black else pictures,
    }
    edition = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:16]
    return {"edition": edition, **state}


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
