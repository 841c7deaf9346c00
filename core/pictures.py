"""Photos of strangers, made small and rid of what a camera writes beside them, in a child process with little memory.

`cleaned_picture` is what the product calls; `python -m core.pictures` is the child, fed with the bytes and answering
with a JPEG, or with a refusal in JSON.
"""

import io
import json
import logging
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from core.problems import Problem

_MEGABYTE = 1024 * 1024
# What a phone of today may take; it is made small before it is kept.
LARGEST_PHOTO = 50 * _MEGABYTE
LARGEST_KEPT = 5 * _MEGABYTE
MOST_PIXELS = 120_000_000
LONGEST_SIDE = 2000
MEDIA_TYPE = "image/jpeg"

_ROOT = Path(__file__).parents[1]
_MEMORY = 700 * _MEGABYTE
_PROCESSOR_SECONDS = 15
_WAIT_SECONDS = 25
_QUALITY = 82
# What the child answers with besides a picture: a refusal, and that its memory is used up.
_REFUSED, _OUT_OF_MEMORY = 4, 3

_FORMATS = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"))
_PHONE_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Picture:
    """A JPEG ready to be kept: its bytes, and its width and height in pixels."""

    content: bytes
    width: int
    height: int


def cleaned_picture(data: bytes) -> Picture:
    """The photo turned upright, its longest side LONGEST_SIDE pixels at most, and nothing but its pixels kept.

    JPEG, PNG and WebP are read, whatever the file is called; Problem with a sentence for everything else.
    """
    kind_of(data)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "core.pictures"],
            input=data,
            capture_output=True,
            timeout=_WAIT_SECONDS,
            cwd=_ROOT,
            # The child knows nothing of this process's surroundings.
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Problem("picture_too_heavy") from error
    if child.returncode == _REFUSED:
        refusal = json.loads(child.stdout)
        raise Problem(refusal["problem"], **refusal["details"])
    if child.returncode < 0 or child.returncode == _OUT_OF_MEMORY:
        raise Problem("picture_too_heavy")
    if child.returncode:
        _log.warning("a picture could not be read: %s", child.stderr.decode(errors="replace").strip()[-300:])
        raise Problem("picture_broken")
    return measured(child.stdout)


def measured(content: bytes) -> Picture:
    """A JPEG of this product with its width and height, read from its head; Problem where it is none."""
    from PIL import Image

    if not content.startswith(_FORMATS[0][0]) or len(content) > LARGEST_KEPT:
        raise Problem("picture_broken")
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            width, height = image.size
    except OSError as error:
        raise Problem("picture_broken") from error
    if max(width, height) > LONGEST_SIDE:
        raise Problem("picture_broken")
    return Picture(content, width, height)


def kind_of(data: bytes) -> str:
    """The format that the first bytes tell, and never the name; Problem for what is no photo that can be read."""
    if len(data) > LARGEST_PHOTO:
        raise Problem("picture_too_large", limit=LARGEST_PHOTO // _MEGABYTE)
    if not data:
        raise Problem("picture_empty")
    for mark, name in _FORMATS:
        if data.startswith(mark):
            return name
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in _PHONE_BRANDS:
        raise Problem("picture_of_iphone")
    if b"%PDF-" in data[:1024]:
        raise Problem("picture_is_pdf")
    raise Problem("picture_not_one")


def _made_small(data: bytes) -> bytes:
    from PIL import Image, ImageOps

    kind = kind_of(data)
    # The size is looked at before a single pixel is read; the library's own guard warns first, and this does not.
    Image.MAX_IMAGE_PIXELS = None
    # Set once the library is loaded, so that the limit is about the picture.
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Problem("picture_too_many_pixels", limit=MOST_PIXELS // 1_000_000)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    # A new picture has nothing of the old one but its pixels: no place, no camera, no comment.
    small = Image.new("RGB", upright.size, "white")
    small.paste(upright, mask=upright.getchannel("A"))
    made = io.BytesIO()
    small.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()


def main() -> None:
    """The child: bytes in, a JPEG or a refusal out; whatever it cannot read ends it, and its parent says so."""
    try:
        sys.stdout.buffer.write(_made_small(sys.stdin.buffer.read()))
    except Problem as problem:
        sys.stdout.write(json.dumps({"problem": problem.code, "details": problem.details}))
        sys.exit(_REFUSED)
    except MemoryError:
        sys.exit(_OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
