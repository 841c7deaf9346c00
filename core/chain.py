"""The chain of the history: every entry is sealed together with the seal of the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# What stands before the first entry.
BEGINNING = "0" * 64
# Of each entry, what its seal covers.
SEALED = ("at", "account_id", "command", "subject", "kind", "row_id", "before", "after", "reason")


def seal(previous: str, entry: Mapping[str, Any]) -> str:
    """The SHA-256, in 64 hexadecimal digits, of the seal before and of the entry's values as canonical JSON.

    `entry` has every name of SEALED; `at` is a moment with its zone.
    """
    at = entry["at"]
    assert isinstance(at, datetime)
    values = {name: entry[name] for name in SEALED} | {"at": at.astimezone(UTC).isoformat()}
    # Once through JSON first: what a database gives back has texts as keys, and these sort otherwise than numbers.
    kept = json.loads(json.dumps([previous, values]))
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
