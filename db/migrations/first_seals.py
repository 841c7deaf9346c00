"""The seals of the history as the third migration made them, over the content itself; the fifth made others."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

SEALED = ("at", "account_id", "command", "subject", "kind", "row_id", "before", "after", "reason")


def seal(previous: str, entry: Mapping[str, Any]) -> str:
    """The SHA-256, in 64 hexadecimal digits, of the seal before and of the entry's values as canonical JSON."""
    at = entry["at"]
    assert isinstance(at, datetime)
    values = {name: entry[name] for name in SEALED} | {"at": at.astimezone(UTC).isoformat()}
    kept = json.loads(json.dumps([previous, values]))
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
