"""A document set on pages: a template of the product, its data as JSON, the product's own fonts, PDF bytes out."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
import typst

_FOLDER = Path(__file__).parent
# Nothing of the machine's own fonts: a page looks the same wherever it is set.
_FONTS = [str(_FOLDER / "fonts")]


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The template `<template>.typ` set with the data, which it reads as JSON; names in it are text, never markup."""
    made = typst.compile(
        str(_FOLDER / f"{template}.typ"),
        root=str(_FOLDER),
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return bytes(made)


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
