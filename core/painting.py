"""Draws specifications as SVG and SVG as PNG, in a child process that stays for the next picture.

`drawn` and `raster` are what the product calls; `python -m core.painting` is the child. The library that draws holds
the interpreter while it works, a third of a second the first time, and 100 MB for as long as it lives: a server that
drew by itself would stop for everybody. A child that nobody asks for ten minutes ends by itself. Letters become dots
by typst, which keeps its fonts in memory: the drawing library reads the file of a font anew for every letter.
"""

import atexit
import json
import logging
import re
import select
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from core.problems import Problem
from core.theme import FONT

_ROOT = Path(__file__).parents[1]
_REPORTS = Path(__file__).parent / "reports"
_FONTS = _REPORTS / "fonts"
_WAIT_SECONDS = 30
_IDLE_SECONDS = 600
_KINDS_KEPT = 64
# Typst knows the bold letters under a family name of their own.
_BOLD, _BOLD_TEXT = f"{FONT} SmBld", re.compile(r'<text\b[^>]*font-weight="600"[^>]*>')
_POINTS = 72
# Before each answer: whether it is the picture, and its length in bytes.
_HEAD = struct.Struct(">?Q")

_log = logging.getLogger(__name__)
# One picture after the other: on two processors a second child would only take the server's own.
_one_at_a_time = Lock()
_children: list[subprocess.Popen[bytes]] = []


def drawn(specification: Mapping[str, Any]) -> str:
    """A Vega-Lite specification with its rows in it as SVG; Problem where it cannot be drawn.

    Nothing is fetched: outlines stand in the specification.
    """
    return _answer({"specification": specification}).decode()


def raster(svg: str, width: int, height: float, pixels: int) -> bytes:
    """An SVG of this width and height as PNG so many pixels wide; Problem where it cannot be drawn."""
    return _answer({"svg": svg, "width": f"{width}", "height": f"{height:g}", "scale": pixels / width})


def bold_by_family(svg: str) -> str:
    """The drawing, its bold texts under the family name that typst knows them by."""

    def named(text: re.Match[str]) -> str:
        return text[0].replace(f'"{FONT}"', f'"{_BOLD}"')

    return _BOLD_TEXT.sub(named, svg)


def _answer(task: Mapping[str, Any]) -> bytes:
    asked = json.dumps(task, ensure_ascii=False).encode() + b"\n"
    with _one_at_a_time:
        # A child may have ended of idleness between two pictures, or in this very moment.
        answered = _asked(asked) or _asked(asked)
    if answered is None:
        raise Problem("picture_not_drawn")
    fine, data = answered
    if not fine:
        _log.warning("a picture could not be drawn: %s", data.decode(errors="replace")[-300:])
        raise Problem("picture_not_drawn")
    return data


def _asked(asked: bytes) -> tuple[bool, bytes] | None:
    """What the child answers; nothing where it ended before it did."""
    child = _child()
    if child.stdin is None or child.stdout is None:
        return None
    late = Timer(_WAIT_SECONDS, child.kill)
    late.start()
    try:
        child.stdin.write(asked)
        child.stdin.flush()
        head = child.stdout.read(_HEAD.size)
        fine, length = _HEAD.unpack(head) if len(head) == _HEAD.size else (False, 1)
        data = child.stdout.read(length)
        if len(data) == length:
            return fine, data
    except BrokenPipeError:
        pass
    finally:
        late.cancel()
    end()
    return None


def _child() -> subprocess.Popen[bytes]:
    if _children and _children[0].poll() is None:
        return _children[0]
    end()
    _children.append(
        subprocess.Popen(
            [sys.executable, "-m", "core.painting"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            # The child knows nothing of this process's surroundings.
            env={"PYTHONDONTWRITEBYTECODE": "1"},
        )
    )
    return _children[0]


@atexit.register
def end() -> None:
    """Ends the child, if there is one; the next picture starts another."""
    while _children:
        # Leaving the block closes what connects the two and waits.
        with _children.pop() as child:
            child.kill()


def main() -> None:
    """The child: a line of JSON in, a picture out, until nobody asks any more."""
    import vl_convert

    vl_convert.register_font_directory(str(_FONTS))
    # The charts of a report are few kinds over many rows; each kind is translated for the painter once.
    translated = lru_cache(_KINDS_KEPT)(lambda kind: vl_convert.vegalite_to_vega(json.loads(kind)))
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    while select.select([asked], [], [], _IDLE_SECONDS)[0] and (line := asked.readline()):
        try:
            fine, data = True, _made(vl_convert, translated, json.loads(line))
        except (ValueError, RuntimeError) as error:
            fine, data = False, str(error).encode()
        answered.write(_HEAD.pack(fine, len(data)) + data)
        answered.flush()


def _made(library: Any, translated: Callable[[str], dict[str, Any]], task: dict[str, Any]) -> bytes:
    if "svg" in task:
        return _dots(task)
    kind = dict(task["specification"])
    rows = kind.pop("datasets", {})
    chart = translated(json.dumps(kind))
    data = [part | {"values": rows[part["name"]]} if part["name"] in rows else part for part in chart["data"]]
    # No address is allowed, so that nothing is ever fetched.
    return str(library.vega_to_svg(chart | {"data": data}, allowed_base_urls=[])).encode()


def _dots(task: dict[str, Any]) -> bytes:
    import typst

    made = typst.compile(
        str(_REPORTS / "picture.typ"),
        format="png",
        ppi=task["scale"] * _POINTS,
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"svg": bold_by_family(task["svg"]), "width": task["width"], "height": task["height"]},
    )
    return bytes(made)


if __name__ == "__main__":
    main()
