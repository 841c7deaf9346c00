"""Codes that a phone's camera reads, as SVG for paper and for a screen."""

import io

import segno


def qr_code(address: str) -> str:
    """A QR code of the address as SVG, to be set by a template; a third of it may be stained and it still reads."""
    code = segno.make(address, error="q", micro=False)
    return str(code.svg_inline(border=0, scale=4, dark="#000000", light=None))


def qr_picture(address: str) -> str:
    """The same code as an SVG file for a screen: on its own light ground, which a camera wants in the dark too."""
    written = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(written, kind="svg", xmldecl=False, border=4, scale=4, dark="#000000", light="#ffffff")
    return written.getvalue().decode()
