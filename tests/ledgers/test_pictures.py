"""Photographs: what they show as a number, what they claim, and what is not decoded at all."""

import struct
import zlib
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw

from guatu.ledgers import decoding, pictures


def scene(width: int = 640, height: int = 480, shift: int = 0) -> Image.Image:
    """A box on a wall, not alike in any two of its turns."""
    image = Image.new("RGB", (width, height), "#c8c2b4")
    draw = ImageDraw.Draw(image)
    for n, grey in enumerate((40, 220, 90, 250, 20)):
        left, top = (n * 97 + shift) % width, (n * 61 + shift) % height
        draw.rectangle((left, top, left + width // 3, top + height // 4), fill=(grey, grey, grey))
    return image


def stored(image: Image.Image, kind: str = "JPEG", **more: object) -> BytesIO:
    out = BytesIO()
    image.save(out, kind, **more)
    out.seek(0)
    return out


def hash_of(image: Image.Image, kind: str = "JPEG", **more: object) -> str:
    found = decoding.look(stored(image, kind, **more))
    assert found is not None
    return found.perceptual_hash


def test_the_number_of_a_picture_has_64_bits_for_each_of_four_turns() -> None:
    assert len(hash_of(scene())) == 64


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_copy_is_the_same_picture(angle: int) -> None:
    assert pictures.difference(hash_of(scene()), hash_of(scene().rotate(angle, expand=True))) <= 2


def test_a_smaller_and_worse_copy_is_alike() -> None:
    copy = hash_of(scene().resize((320, 240)), quality=40)
    assert pictures.difference(hash_of(scene()), copy) <= pictures.ALIKE


def test_another_scene_is_another_picture() -> None:
    assert pictures.difference(hash_of(scene()), hash_of(scene(shift=150))) > pictures.ALIKE


def test_what_is_unknown_is_alike_to_nothing() -> None:
    assert pictures.difference("", hash_of(scene())) == 64


def with_claims(**claims: object) -> BytesIO:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif).update({ExifTags.Base[name]: value for name, value in claims.items()})
    return stored(scene(), exif=exif)


def test_the_devices_time_is_taken_in_its_zone_or_the_countys() -> None:
    found = decoding.look(with_claims(DateTimeOriginal="2026:09:16 10:48:00"))
    assert found is not None
    assert found.taken_at == datetime(2026, 9, 16, 10, 48, tzinfo=timezone(timedelta(hours=8)))
    zoned = decoding.look(with_claims(DateTimeOriginal="2026:09:16 10:48:00", OffsetTimeOriginal="+00:00"))
    assert zoned is not None
    assert zoned.taken_at == datetime(2026, 9, 16, 18, 48, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize("words", ["", "0000:00:00 00:00:00", "not a time", "2026:13:45 99:00:00"])
def test_a_time_that_is_none_is_left_out(words: str) -> None:
    found = decoding.look(with_claims(DateTimeOriginal=words))
    assert found is not None
    assert found.taken_at is None


@pytest.mark.parametrize(
    ("latitude", "side", "place"),
    [
        ((26.0, 30.0, 0.0), "N", "北纬 26.50000°，东经 119.25000°"),
        ((26.0, 30.0, 0.0), "S", "南纬 26.50000°，东经 119.25000°"),
        ((126.0, 30.0, 0.0), "N", ""),
        ((26.0,), "N", ""),
    ],
)
def test_the_devices_place_is_degrees_or_nothing(latitude: tuple[float, ...], side: str, place: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: side, 2: latitude, 3: "E", 4: (119.0, 15.0, 0.0)})
    found = decoding.look(stored(scene(), exif=exif))
    assert found is not None
    assert found.place == place


def test_a_picture_taken_upright_is_drawn_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 399, 100), fill="black")  # the right side once it is upright
    path = tmp_path / "up.jpg"
    path.write_bytes(stored(image, exif=exif).getvalue())
    drawn = decoding.thumbnail(path, width=90, height=120)
    assert drawn is not None
    with Image.open(BytesIO(drawn)) as small:
        assert small.size == (90, 120)
        assert small.convert("L").getpixel((85, 60)) < 60  # type: ignore[operator]
        assert small.convert("L").getpixel((5, 60)) > 200  # type: ignore[operator]


def bomb(width: int, height: int) -> BytesIO:
    """A PNG whose head promises far more pixels than its few bytes hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b""))


@pytest.mark.parametrize("source", [bomb(60_000, 60_000), bomb(12_000, 11_000), BytesIO(b""), BytesIO(b"no")])
def test_what_is_too_large_or_no_picture_is_not_decoded(source: BytesIO) -> None:
    assert decoding.look(source) is None


def test_a_picture_that_breaks_off_is_not_looked_at() -> None:
    assert decoding.look(BytesIO(stored(scene(), "PNG").getvalue()[:900])) is None


def test_a_script_in_a_drawing_is_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    assert decoding.look(path) is None
    assert decoding.thumbnail(path, width=9, height=9) is None
