"""A document set on pages: a template of the product, its data as JSON, the product's own fonts, PDF bytes out."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Literal

_FOLDER = Path(__file__).parent
# Nothing of the machine's own fonts: a page looks the same wherever it is set.
_FONTS = [str(_FOLDER / "fonts")]


def pdf(
    template: str,
    data: Mapping[str, Any],
    files: Mapping[str, bytes] = MappingProxyType({}),
    standard: Literal["ua-1"] | None = None,
    made: datetime | None = None,
) -> bytes:
    """The template `<template>.typ` set with the data, which it reads as JSON; names in it are text, never markup.

    `files` are pictures that it may read by name; `standard` is one that the file has to meet, else it raises; `made`
    is the moment written into the file, where it is not that of the setting.
    """
    if not files:
        return _written(_FOLDER, template, data, standard, made)
    # Pictures are read from where the template lies, and from nowhere else.
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in {**files, f"{template}.typ": (_FOLDER / f"{template}.typ").read_bytes()}.items():
            (folder / file).write_bytes(content)
        return _written(folder, template, data, standard, made)


def _written(
    folder: Path, template: str, data: Mapping[str, Any], standard: Literal["ua-1"] | None, made: datetime | None
) -> bytes:
    # Imported with the first document: many a server sets none, and it holds as much memory as a hundred phones.
    written = import_module("typst").compile(
        str(folder / f"{template}.typ"),
        root=str(folder),
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=standard,
        # The file's own moment counts whole seconds, and the setter refuses any other.
        timestamp=made and made.replace(microsecond=0),
    )
    return bytes(written)
