"""Hashing secrets: passwords slowly with bcrypt, random tokens fast with SHA-256."""

import hashlib
import secrets
from dataclasses import dataclass
from functools import cache

import bcrypt


@cache
def _hash_of_nobody() -> bytes:
    # Checked when the account is unknown, so that the answer takes as long as for a known one.
    return bcrypt.hashpw(secrets.token_bytes(24), bcrypt.gensalt())


@dataclass(frozen=True)
class Hashed:
    """A bcrypt hash; it shows nothing of itself, so that two hashes of one password are one input."""

    value: str

    def __repr__(self) -> str:
        return "Hashed"


def hashed(password: str) -> Hashed:
    """The bcrypt hash of an accepted password (72 bytes at most)."""
    return Hashed(bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode())


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the hashed one; an absent hash takes as long and is never matched."""
    given = password.encode()
    # Asked for in any case: whoever came first with an unknown name would else wait for two hashings.
    nobody = _hash_of_nobody()
    # bcrypt raises beyond 72 bytes; no accepted password is that long, so nothing is lost by cutting.
    right = bcrypt.checkpw(given[:72], password_hash.encode() if password_hash else nobody)
    return right and password_hash is not None and len(given) <= 72


def new_token() -> str:
    """A random text of 256 bits for a cookie or a ticket."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A random code a person can type: twelve letters and digits in threes, none that looks like another."""
    letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
    text = "".join(secrets.choice(letters) for _ in range(12))
    return "-".join(text[i : i + 3] for i in range(0, 12, 3))


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
