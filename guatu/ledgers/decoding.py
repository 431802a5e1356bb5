"""Photographs as evidence: what the device claims about them, and what they show as a number.

Time and place are the device's own word and prove nothing; they are kept and shown as claims. Nothing is
stripped from a file. Pixels are counted before any is decoded, so that no small file fills the memory.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone, tzinfo
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageOps

from guatu.ledgers.pictures import HASH, Picture, difference

MOST_PIXELS: Final = 120_000_000
"""More than the phones of today take; a picture beyond it is kept and not looked at."""
_FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP")
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, MemoryError, Image.DecompressionBombError)
_SIDE: Final = 72
_LYING: Final = (5, 6, 7, 8)
"""Ways in which a camera was held on its side."""
COUNTY: Final = ZoneInfo("Asia/Shanghai")
_ANOTHER: Final = 22
"""Bits of 64 from which on a small picture is of something else; programs frame it otherwise by a little."""
_SMALL_AT: Final = 0x0201
_SMALL_LENGTH: Final = 0x0202
_EXIF_HEAD: Final = 6
_LARGEST_SMALL: Final = 1_000_000


def look(source: Path | IO[bytes], *, zone: tzinfo = COUNTY) -> Picture | None:
    """What a picture shows and claims; None where it is none, is damaged, or is too large to decode."""
    with _opened(source) as image:
        if image is None:
            return None
        try:
            return _looked_at(image, zone)
        except _BROKEN:
            return None


def _looked_at(image: Image.Image, zone: tzinfo) -> Picture:
    written = image.getexif()
    claims, places = written.get_ifd(ExifTags.IFD.Exif), written.get_ifd(ExifTags.IFD.GPSInfo)
    size = image.size[::-1] if written.get(ExifTags.Base.Orientation) in _LYING else image.size
    small = _small_inside(image, written)
    hashes = _turned_hashes(ImageOps.exif_transpose(_drafted(image, _SIDE * 4)))
    north, east = _where(places)
    return Picture(
        width=size[0],
        height=size[1],
        perceptual_hash=hashes,
        taken_at=_moment(claims, ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal, zone),
        changed_at=_moment(written, ExifTags.Base.DateTime, ExifTags.Base.OffsetTime, zone),
        place=_place(north, east),
        latitude=north,
        longitude=east,
        device=" ".join(
            filter(None, (_words(written, ExifTags.Base.Make), _words(written, ExifTags.Base.Model)))
        ),
        serial=_words(claims, ExifTags.Base.BodySerialNumber)[:40],
        software=_words(written, ExifTags.Base.Software),
        has_claims=ExifTags.Base.DateTimeOriginal in claims or ExifTags.Base.Model in written,
        differs_from_small=bool(small) and difference(small, hashes) > _ANOTHER,
    )


def grey(source: Path | IO[bytes], side: int) -> Image.Image | None:
    """A picture upright and in grey, at least so large on its longer side if it is."""
    with _opened(source) as image:
        if image is None:
            return None
        try:
            image.draft("L", (side, side))
            return _on_paper(ImageOps.exif_transpose(image)).convert("L")
        except _BROKEN:
            return None


def _small_inside(image: Image.Image, written: Image.Exif) -> str:
    """The hashes of the small picture that a camera puts beside the large one; empty where there is none."""
    beside = written.get_ifd(ExifTags.IFD.IFD1)
    try:
        start, length = int(beside[_SMALL_AT]), int(beside[_SMALL_LENGTH])
        data = image.info["exif"][_EXIF_HEAD + start : _EXIF_HEAD + start + length]
        with Image.open(BytesIO(data), formats=("JPEG",)) as small:
            if small.width * small.height > _LARGEST_SMALL:
                return ""
            return _turned_hashes(small.convert("RGB"))
    except (KeyError, TypeError, *_BROKEN):
        return ""


def thumbnail(source: Path, *, width: int, height: int) -> bytes | None:
    """A small JPEG that fills the frame, upright; None where there is nothing to draw."""
    with _opened(source) as image:
        if image is None:
            return None
        try:
            upright = ImageOps.exif_transpose(_drafted(image, max(width, height)))
            small = ImageOps.fit(_on_paper(upright), (width, height))
            out = BytesIO()
            small.save(out, "JPEG", quality=78, optimize=True)
            return out.getvalue()
        except _BROKEN:
            return None


@contextmanager
def _opened(source: Path | IO[bytes]) -> Iterator[Image.Image | None]:
    """The picture with nothing decoded yet, if it is one of ours and not too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound is below
            image = Image.open(source, formats=_FORMATS)
    except _BROKEN:
        yield None
        return
    with image:
        yield image if 0 < image.width * image.height <= MOST_PIXELS else None


def _drafted(image: Image.Image, side: int) -> Image.Image:
    """Let a JPEG decode at a fraction of its size; other formats are decoded whole."""
    image.draft("RGB", (side * 2, side * 2))
    return image


def _on_paper(image: Image.Image) -> Image.Image:
    """Transparent parts lie on white paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    paper = Image.new("RGB", rgba.size, "white")
    paper.paste(rgba, mask=rgba.getchannel("A"))
    return paper


def _turned_hashes(image: Image.Image) -> str:
    small = _on_paper(image).convert("L").resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
    hashes = [_difference_hash(small.rotate(angle)) for angle in (0, 90, 180, 270)]
    first = hashes.index(min(hashes))
    return "".join(hashes[first:] + hashes[:first])


def _difference_hash(square: Image.Image) -> str:
    """Whether it grows lighter from each of 8×8 fields to the right of it (dHash)."""
    grey = square.resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at + 1] > grey[at])
    return f"{bits:0{HASH}x}"


def _words(claims: Mapping[int, Any], key: int) -> str:
    """What stands there, in one short line."""
    return " ".join(str(claims.get(key) or "").replace("\x00", " ").split())[:80]


def _moment(claims: Mapping[int, Any], key: int, zone_key: int, county: tzinfo) -> datetime | None:
    """The moment by the device's clock; without a zone it is taken for the county's."""
    words = str(claims.get(key) or "").strip("\x00 ")
    try:
        moment = datetime.strptime(words, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - its zone stands elsewhere
        return moment.replace(tzinfo=_zone(str(claims.get(zone_key) or "")) or county)
    except ValueError:
        return None


def _zone(words: str) -> timezone | None:
    try:
        parsed = datetime.strptime(words.strip("\x00 "), "%z").utcoffset()
    except ValueError:
        return None
    return timezone(parsed) if parsed is not None and abs(parsed) < timedelta(hours=15) else None


def _where(claims: Mapping[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude in degrees, as the device gives them; zero and zero mean unknown."""
    north = _degrees(claims, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    east = _degrees(claims, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    if north is None or east is None or (north == 0 and east == 0):
        return None, None
    return north, east


def _place(north: float | None, east: float | None) -> str:
    if north is None or east is None:
        return ""
    latitude = f"{'北纬' if north >= 0 else '南纬'} {abs(north):.5f}°"
    return f"{latitude}，{'东经' if east >= 0 else '西经'} {abs(east):.5f}°"


def _degrees(claims: Mapping[int, Any], key: int, side_key: int, minus: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in claims[key])
        value = degrees + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if not 0 <= value <= most:  # also what is not a number
        return None
    side = str(claims.get(side_key) or "").strip("\x00 ").upper()
    return -value if side == minus else value
