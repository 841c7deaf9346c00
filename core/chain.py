"""The chain of the history: every entry is sealed together with the seal of the one before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# What stands before the first entry.
BEGINNING = "0" * 64
# Of each entry, what its seal covers: its content as a hash, so that a person's values can be taken out of it later.
SEALED = ("at", "account_id", "command", "subject", "kind", "row_id", "content_hash")
CONTENT = ("before", "after", "reason")
# The one command whose entries may take values out of others, and where it lists the entries it took them out of.
REDACTING = "anonymise_person"
REDACTED = "redacted_entries"


def content_hash(salt: str, content: Mapping[str, Any]) -> str:
    """The SHA-256, in 64 hexadecimal digits, of the entry's content under its salt.

    Without the salt nobody can try names and phones until the hash fits. `content` has every name of CONTENT.
    """
    return _hashed([salt, {name: content[name] for name in CONTENT}])


def seal(previous: str, entry: Mapping[str, Any]) -> str:
    """The SHA-256, in 64 hexadecimal digits, of the seal before and of the entry's values as canonical JSON.

    `entry` has every name of SEALED; `at` is a moment with its zone.
    """
    at = entry["at"]
    assert isinstance(at, datetime)
    return _hashed([previous, {name: entry[name] for name in SEALED} | {"at": at.astimezone(UTC).isoformat()}])


def _hashed(values: list[Any]) -> str:
    # Once through JSON first: what a database gives back has texts as keys, and these sort otherwise than numbers.
    kept = json.loads(json.dumps(values))
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
