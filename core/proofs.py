"""A file that proves a step: found out by what it holds, a picture made small and cleaned, a PDF taken as it is."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from core.pictures import cleaned_picture
from core.problems import Problem
from core.records.fields import cleaned

PDF = "application/pdf"
JPEG = "image/jpeg"
# A PDF is kept as it comes; a photo of a phone is made small first.
LARGEST_PDF = 5 * 1024 * 1024
LARGEST_SENT = 12 * 1024 * 1024
_LONGEST_NAME = 80
_END = b"%%EOF"
# Some programs write a few bytes after the end.
_TAIL = 2048
# What leads to the pages, in plain or packed tables.
_ROOTS = (b"/Root", b"/XRef")
_ENDINGS = {PDF: ".pdf", JPEG: ".jpg"}


@dataclass(frozen=True)
class ProofFile:
    """A proof ready to be kept: what it is called, its type and its bytes."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """What the bytes are told apart by."""
        return hashlib.sha256(self.content).hexdigest()

    def __repr__(self) -> str:
        return f"ProofFile({self.name!r}, {self.sha256})"


def proof_of(data: bytes, name: str) -> ProofFile:
    """The file as it is kept, whatever it is called; a Problem beside `proof` for what is neither photo nor PDF."""
    if data.startswith(b"%PDF-"):
        if len(data) > LARGEST_PDF:
            raise Problem("proof_too_large", field="proof", limit=LARGEST_PDF // 1024 // 1024)
        # The head alone can be forged by anybody; a document of pages has a table of them and an end.
        if _END not in data[-_TAIL:] or not any(mark in data for mark in _ROOTS):
            raise Problem("proof_broken", field="proof")
        return ProofFile(_named(name, PDF), PDF, data)
    if len(data) > LARGEST_SENT:
        raise Problem("proof_too_large", field="proof", limit=LARGEST_SENT // 1024 // 1024)
    try:
        picture = cleaned_picture(data)
    except Problem as problem:
        code = "proof_unknown_type" if problem.code in ("picture_not_one", "picture_is_pdf") else problem.code
        raise Problem(code, field="proof", **problem.details) from problem
    return ProofFile(_named(name, JPEG), JPEG, picture.content)


def _named(name: str, media_type: str) -> str:
    # The name of the sender's machine is no path here, and its ending says nothing.
    stem = PurePosixPath(PureWindowsPath(cleaned(name)).name).stem.strip(". ")[:_LONGEST_NAME]
    return (stem or "preuve") + _ENDINGS[media_type]
