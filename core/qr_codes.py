"""Codes that a phone's camera reads, as SVG for paper and for a screen."""

import io
from typing import Any

import segno


def qr_code(address: str) -> str:
    """A QR code of the address as SVG, to be set by a template; a third of it may be stained and it still reads."""
    code = segno.make(address, error="q", micro=False)
    return str(code.svg_inline(border=0, scale=4, dark="#000000", light=None))


def qr_picture(address: str, sized: bool = True) -> str:
    """The same code as an SVG file for a screen: on its own light ground, which a camera wants in the dark too.

    One that is not `sized` is as large as the place it is put in.
    """
    written = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    drawn: dict[str, Any] = {"border": 4, "scale": 4} if sized else {"border": 2, "omitsize": True}
    code.save(written, kind="svg", xmldecl=False, dark="#000000", light="#ffffff", **drawn)
    return written.getvalue().decode()
