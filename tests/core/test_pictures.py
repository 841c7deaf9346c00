"""Photos of strangers: small, upright and without a trace of the camera; refused in words whatever they are called."""

import io
import random

import pytest
from PIL import Image

from core.i18n import LANGUAGES, words
from core.pictures import LARGEST_KEPT, LARGEST_PHOTO, LONGEST_SIDE, MOST_PIXELS, cleaned_picture, measured
from core.problems import Problem

_ORIENTATION, _PLACE, _CAMERA = 0x0112, 0x8825, 0x010F


def made(size: tuple[int, int], form: str, mode: str = "RGB", **options: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 255 if mode == "L" else (200, 30, 30, 0)[: len(mode)]).save(file, form, **options)
    return file.getvalue()


def read(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def code_of(data: bytes) -> str:
    with pytest.raises(Problem) as caught:
        cleaned_picture(data)
    for language in LANGUAGES:
        assert words(language).say(f"problem.{caught.value.code}", **caught.value.details)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_empty"),
        (b"%PDF-1.7\n1 0 obj", "picture_is_pdf"),
        (b"\n\n%PDF-1.4", "picture_is_pdf"),
        (b"<!doctype html><script>alert(1)</script>", "picture_not_one"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "picture_of_iphone"),
        (b"PK\x03\x04", "picture_not_one"),
        (b"GIF89a", "picture_not_one"),
        (b"RIFF\x00\x00\x00\x00WAVE", "picture_not_one"),
        (b"\xff\xd8\xff and then nothing of a picture", "picture_broken"),
        (b"\x89PNG\r\n\x1a\n and then nothing of a picture", "picture_broken"),
    ],
)
def test_what_is_no_photo_is_refused_by_its_content(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_half_a_photo_is_refused() -> None:
    whole = made((900, 900), "JPEG")
    assert code_of(whole[: len(whole) // 2]) == "picture_broken"


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    assert code_of(b"\xff\xd8\xff" + bytes(LARGEST_PHOTO)) == "picture_too_large"


def test_a_small_file_of_very_many_pixels_is_refused_by_its_head() -> None:
    side = 12_000
    assert side * side > MOST_PIXELS
    bomb = made((side, side), "PNG", mode="L")
    assert len(bomb) < 1024 * 1024
    assert code_of(bomb) == "picture_too_many_pixels"


def test_a_photo_of_forty_megabytes_is_made_small() -> None:
    noise = random.Random(4).randbytes(3700 * 3700 * 3)
    file = io.BytesIO()
    Image.frombytes("RGB", (3700, 3700), noise).save(file, "PNG", compress_level=0)
    assert 40_000_000 < len(file.getvalue()) < LARGEST_PHOTO
    small = cleaned_picture(file.getvalue())
    assert (small.width, small.height) == (LONGEST_SIDE, LONGEST_SIDE)
    assert len(small.content) < LARGEST_KEPT


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_small_photo_keeps_its_size_and_becomes_a_jpeg(form: str) -> None:
    small = cleaned_picture(made((400, 300), form))
    assert (read(small.content).format, small.width, small.height) == ("JPEG", 400, 300)
    assert measured(small.content) == small


def test_the_longest_side_is_bounded_and_the_proportions_stay() -> None:
    small = cleaned_picture(made((4000, 1000), "JPEG"))
    assert (small.width, small.height) == (2000, 500)


def test_a_photo_taken_upright_is_turned_and_tells_neither_place_nor_camera() -> None:
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    exif[_CAMERA] = "Phone of Amina"
    exif.get_ifd(_PLACE)[2] = (30.0, 20.0, 10.0)
    data = made((400, 300), "JPEG", exif=exif, comment=b"written by Amina")
    assert read(data).getexif().get_ifd(_PLACE)
    small = cleaned_picture(data)
    assert (small.width, small.height) == (300, 400)
    kept = read(small.content)
    assert dict(kept.getexif()) == {}
    assert b"Amina" not in small.content
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_can_be_seen_through_is_white() -> None:
    small = cleaned_picture(made((20, 20), "PNG", mode="RGBA"))
    assert read(small.content).getpixel((10, 10)) == (255, 255, 255)
