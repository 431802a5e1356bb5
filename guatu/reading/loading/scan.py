"""Pictures of pages: text recognition that works without any network, where the extra `ocr` is installed."""

import logging
import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple
from warnings import catch_warnings, simplefilter

from guatu.reading.errors import BombLikeFile, DamagedFile, OversizedFile, ScanWithoutOcr
from guatu.reading.loading.assemble import SourceBuilder
from guatu.reading.loading.layout.compose import compose
from guatu.reading.loading.layout.lines import is_wide
from guatu.reading.loading.layout.shapes import Line, Page
from guatu.reading.source import Source

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 80_000_000
MAX_FRAMES = 300
_LARGEST_SIDE = 4000
_UNSURE = 0.9
"""Confidence below which a person should look at the line."""
_SETTINGS = {
    "Global.log_level": "error",
    # found on a coarser picture a line stays whole: on a fine one a leading 一、 is lost
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
    "Det.box_thresh": 0.4,
}
_SIZE_DOUBT = 0.18
"""Boxes of recognised lines are this loose around their characters."""


def is_installed() -> bool:
    """Whether pictures can be read on this machine."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def load(data: bytes, *, name: str) -> Source:
    """The text in a picture, frame by frame; the lines that were hard to read are named in warnings."""
    if not is_installed():
        raise ScanWithoutOcr
    frames = list(_frames(data))
    source = SourceBuilder(name=name, media_type=_media_type(data), data=data)
    compose(source, [recognise(frame, source, page=number) for number, frame in enumerate(frames, start=1)])
    return source.build()


def recognise(image: "Image", source: SourceBuilder, *, page: int, scale: float = 1.0) -> Page:
    """The lines on a picture of a page, in points where `scale` pixels make one; a blank page has none."""
    from numpy import asarray, ascontiguousarray

    shrunk = min(1.0, _LARGEST_SIDE / max(image.size))
    if shrunk < 1.0:
        image = image.resize((round(image.width * shrunk), round(image.height * shrunk)))
    result = _engine()(ascontiguousarray(asarray(image)[:, :, ::-1]))
    scale *= shrunk
    found = Page(page, image.width / scale, image.height / scale)
    if result.boxes is None:
        return found
    words = [
        _Word(str(text), *_bounds(box, scale), float(score))
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if str(text).strip()
    ]
    found.lines = list(_lines(words, page))
    for number, line in enumerate(_rows(words), start=1):
        if min(word.score for word in line) < _UNSURE:
            source.warn(f"第{page}页第{number}行文字识别把握不大，请核对：{_spoken(line, 0)[:30]}")
    return found


class _Word(NamedTuple):
    """A piece of a line as recognised, with the confidence that it was."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    score: float


def _rows(words: list[_Word]) -> list[list[_Word]]:
    """Pieces at one height are one line, from left to right."""
    rows: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: word.y0 + word.y1):
        last = rows[-1][0] if rows else None
        lower = min(last.y1 - last.y0, word.y1 - word.y0) if last else 0.0
        if last is not None and abs(last.y0 + last.y1 - word.y0 - word.y1) < lower:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _lines(words: list[_Word], page: int) -> Iterator[Line]:
    """Lines whose sizes differ by less than recognition can tell are of one size."""
    sizes = [(word.x1 - word.x0) / _ems(word.text) for word in words]
    usual = median(sizes) if sizes else 0.0
    for row in _rows(words):
        size = median((word.x1 - word.x0) / _ems(word.text) for word in row)
        yield Line(
            _spoken(row, size),
            page,
            row[0].x0,
            min(word.y0 for word in row),
            row[-1].x1,
            max(word.y1 for word in row),
            usual if abs(size - usual) < usual * _SIZE_DOUBT else size,
        )


def _spoken(row: list[_Word], size: float) -> str:
    """The pieces of a line joined, with a blank where they stand apart."""
    text = row[0].text
    for last, word in pairwise(row):
        text += (" " if word.x0 - last.x1 > 1.2 * size else "") + word.text
    return text


def _ems(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(1.0 if is_wide(char) else 0.55 for char in text) or 1.0


def _bounds(box: Any, scale: float) -> tuple[float, float, float, float]:
    """The upright box around four corners given in pixels."""
    xs, ys = [float(x) / scale for x, _ in box], [float(y) / scale for _, y in box]
    return min(xs), min(ys), max(xs), max(ys)


@cache
def _engine() -> Any:
    """The recogniser with the models that its package holds; loading them takes seconds."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # onnxruntime would report its use
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params=_SETTINGS)


def _frames(data: bytes) -> "Iterator[Image]":
    """The pictures in a file, one per page, in RGB and on white."""
    from PIL import Image as images
    from PIL import ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with _opened(data) as file:
            if getattr(file, "n_frames", 1) > MAX_FRAMES:
                raise OversizedFile(why=f"超过{MAX_FRAMES}页")
            for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
                if frame.width * frame.height > MAX_PIXELS:
                    raise BombLikeFile(where=f"第{number}页", why=f"超过{MAX_PIXELS // 1_000_000}百万像素")
                upright = ImageOps.exif_transpose(frame).convert("RGBA")
                white = images.new("RGBA", upright.size, "white")
                yield images.alpha_composite(white, upright).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFile from error


def _opened(data: bytes) -> "Image":
    """The first picture of a file, not yet unpacked."""
    from PIL import Image as images

    with catch_warnings():
        simplefilter("error", images.DecompressionBombWarning)
        try:
            return images.open(BytesIO(data))
        except (images.DecompressionBombWarning, images.DecompressionBombError) as error:
            raise BombLikeFile(where="第1页", why=f"超过{MAX_PIXELS // 1_000_000}百万像素") from error


def _media_type(data: bytes) -> str:
    from PIL import Image as images

    with _opened(data) as file:
        return images.MIME.get(file.format or "", "application/octet-stream")
