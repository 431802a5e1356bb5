"""Drawn stand-ins for photographs of places: small, each different, with the time a camera would write."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from PIL.ExifTags import IFD, Base

WIDTH: Final = 480
HEIGHT: Final = 360
_QUALITY: Final = 72
_FONTS: Final = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_SKIES: Final = ("#c9dbe8", "#dfe6ea", "#e9ddcb", "#b9cfe0", "#d8dde0", "#f0e3d2", "#a9c3d8")
_GROUNDS: Final = ("#8a9a76", "#a79b85", "#9aa39b", "#76876a", "#b3a48a", "#8f8f88")
_WALLS: Final = ("#d9cfc0", "#c8cdd2", "#e2d8c4", "#b9a99a", "#cfd6cf", "#a8b4bd")
_STEELS: Final = ("#5b6670", "#6e7a83", "#47525b", "#7d8890")
_PAINTS: Final = ("#2f6f9f", "#3b7f5c", "#a5532f", "#7a5c93", "#4c6a78", "#b08a2e")

Draw = ImageDraw.ImageDraw


def photograph(scene: str, caption: str, taken: datetime, rng: Random) -> bytes:
    """A JPEG of a scene with a caption in the corner, as surveyors stamp it; `taken` is local."""
    image = Image.new("RGB", (WIDTH, HEIGHT), rng.choice(_SKIES))
    draw = ImageDraw.Draw(image)
    SCENES[scene](draw, rng)
    image.paste(_weather(rng), mask=Image.new("L", image.size, rng.randint(60, 95)))
    _stamp(draw, [caption, f"{taken:%Y-%m-%d %H:%M}"])
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, exif=_exif(taken))
    return buffer.getvalue()


def page(lines: list[str]) -> bytes:
    """A paper as a PDF of one drawn page: a title, lines, a red seal."""
    image = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(image)
    draw.text((310, 90), lines[0], fill="#b3261e", font=_font(26), anchor="mm")
    draw.line((70, 125, 550, 125), fill="#b3261e", width=3)
    for number, line in enumerate(lines[1:]):
        draw.text((80, 160 + number * 34), line, fill="#222222", font=_font(17))
    draw.ellipse((400, 660, 540, 800), outline="#c5342b", width=5)
    draw.regular_polygon((470, 730, 26), 5, fill="#c5342b")
    buffer = BytesIO()
    image.save(buffer, "PDF", resolution=75, quality=60)
    return buffer.getvalue()


def _weather(rng: Random) -> Image.Image:
    """Light and shade over the whole picture, so that no two of a scene are alike."""
    shades = bytes(rng.randint(0, 255) for _ in range(30))
    coarse = Image.frombytes("L", (6, 5), shades)
    return coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).convert("RGB")


def _exif(taken: datetime) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "Hexin", "HX-21"
    exif[Base.DateTime] = f"{taken:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    return exif


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in _FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


def _stamp(draw: Draw, lines: list[str]) -> None:
    """The caption; without a Chinese font only what is plain letters and digits."""
    font = _font(16)
    plain = not isinstance(font, ImageFont.FreeTypeFont) or font.getname()[0] == "Aileron"
    shown = [line for line in lines if not plain or line.isascii()]
    for number, line in enumerate(shown):
        at = (14, HEIGHT - 14 - 22 * (len(shown) - number))
        draw.text(at, line, fill="white", font=font, stroke_width=2, stroke_fill="#30363b")


def _ground(draw: Draw, rng: Random) -> int:
    """Hills and earth; answers where the earth begins."""
    horizon = rng.randint(210, 260)
    for _ in range(3):
        middle, reach = rng.randint(0, WIDTH), rng.randint(120, 260)
        height = rng.randint(20, 70)
        draw.ellipse((middle - reach, horizon - height, middle + reach, horizon + 90), fill="#9fb0a8")
    draw.rectangle((0, horizon, WIDTH, HEIGHT), fill=rng.choice(_GROUNDS))
    return horizon


def _pole(draw: Draw, rng: Random) -> None:
    horizon, steel = _ground(draw, rng), rng.choice(_STEELS)
    for number in range(rng.randint(1, 3)):
        x = rng.randint(70, 140) + number * rng.randint(110, 150)
        top = rng.randint(30, 80) + number * 22
        draw.rectangle((x - 4, top, x + 4, horizon + 60 - number * 12), fill=steel)
        draw.line((x - 36, top + 22, x + 36, top + 22), fill=steel, width=5)
        for wire in (-34, 0, 34):
            draw.line((x + wire, top + 20, x + 260, top + 60), fill="#3a4148", width=1)
        draw.rectangle((x + 6, top + 70, x + 24, top + 104), fill=rng.choice(_PAINTS))


def _tower(draw: Draw, rng: Random) -> None:
    horizon, steel = _ground(draw, rng), rng.choice(_STEELS)
    x, top, foot = rng.randint(150, 330), rng.randint(24, 70), rng.randint(34, 60)
    draw.line((x, top, x - foot, horizon + 40), fill=steel, width=5)
    draw.line((x, top, x + foot, horizon + 40), fill=steel, width=5)
    for step in range(1, 8):
        y = top + (horizon + 40 - top) * step // 8
        half = foot * step // 8
        draw.line((x - half, y, x + half, y - 18), fill=steel, width=2)
        draw.line((x + half, y, x - half, y - 18), fill=steel, width=2)
    for side in (-20, -4, 12):
        draw.rectangle((x + side, top - 6, x + side + 9, top + 34), fill="#f3f5f6", outline=steel)
    draw.rectangle((x + foot + 16, horizon - 8, x + foot + 70, horizon + 40), fill=rng.choice(_WALLS))


def _meter(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=rng.choice(_WALLS))
    columns, rows = rng.randint(1, 3), rng.randint(1, 2)
    wide, high = 400 // columns, 270 // rows
    for column in range(columns):
        for row in range(rows):
            x, y = 40 + column * wide, 24 + row * high
            draw.rectangle((x, y, x + wide - 18, y + high - 18), fill="#e8ecee", outline="#59636b", width=4)
            draw.rectangle((x + 16, y + 18, x + wide - 36, y + 64), fill="#bcd0b4", outline="#4d5a4d")
            draw.text((x + 24, y + 28), f"{rng.randint(100, 99999):08d}", fill="#1d2a1d", font=_font(20))
            draw.ellipse((x + 20, y + 78, x + 34, y + 92), fill=rng.choice(("#c23b2e", "#2f8f5b")))


def _charger(draw: Draw, rng: Random) -> None:
    horizon = _ground(draw, rng)
    draw.rectangle((0, horizon + 26, WIDTH, HEIGHT), fill="#6f757a")
    count, paint = rng.randint(2, 5), rng.choice(_PAINTS)
    for number in range(count):
        x = 40 + number * (WIDTH - 80) // count
        draw.rounded_rectangle((x, horizon - 96, x + 48, horizon + 34), 7, fill="#eef1f2", outline="#5b656c")
        draw.rectangle((x + 9, horizon - 84, x + 39, horizon - 52), fill=paint)
        draw.arc((x + 20, horizon - 40, x + 74, horizon + 40), 270, 110, fill="#24292d", width=4)
        draw.line((x - 12, horizon + 34, x - 30, HEIGHT), fill="#f4f4ef", width=4)


def _building(draw: Draw, rng: Random) -> None:
    horizon = _ground(draw, rng)
    for number in range(rng.randint(2, 4)):
        x, wide = 20 + number * rng.randint(105, 135), rng.randint(80, 120)
        top = rng.randint(40, 130)
        draw.rectangle((x, top, x + wide, horizon + 30), fill=rng.choice(_WALLS), outline="#7b8288")
        for y in range(top + 12, horizon + 10, 26):
            for left in range(x + 10, x + wide - 14, 24):
                draw.rectangle(
                    (left, y, left + 13, y + 15), fill=rng.choice(("#7f9bb0", "#93a9b8", "#f1e2a8"))
                )


def _road(draw: Draw, rng: Random) -> None:
    horizon, x = _ground(draw, rng), rng.randint(190, 290)
    draw.polygon([(x - 14, horizon), (x + 14, horizon), (WIDTH - 30, HEIGHT), (30, HEIGHT)], fill="#73787c")
    for step in range(6):
        y = horizon + 12 + step * step * 5
        draw.line((x, y, x + (240 - x) * step // 12, y + 6 + step * 3), fill="#f2efe2", width=2 + step)
    for number in range(rng.randint(2, 5)):
        left = rng.randint(20, 420)
        draw.polygon([(left, 330), (left + 24, 330), (left + 12, 286 + number)], fill="#d4622a")


def _crane(draw: Draw, rng: Random) -> None:
    _building(draw, rng)
    x, paint = rng.randint(120, 340), rng.choice(("#d49a2a", "#c8662c", "#b44536"))
    draw.rectangle((x, 20, x + 10, 300), fill=paint)
    draw.line((x - 90, 44, x + 150, 30), fill=paint, width=7)
    hook = x + rng.randint(40, 140)
    draw.line((hook, 36, hook, rng.randint(90, 190)), fill="#2d3338", width=2)


def _river(draw: Draw, rng: Random) -> None:
    horizon = _ground(draw, rng)
    draw.rectangle((0, horizon + 20, WIDTH, HEIGHT - 30), fill=rng.choice(("#7fa2b3", "#8ba796", "#8d9a8a")))
    for _ in range(14):
        x, y = rng.randint(0, 430), rng.randint(horizon + 28, HEIGHT - 40)
        draw.line((x, y, x + rng.randint(20, 70), y), fill="#c6d6dc", width=2)
    x = rng.randint(60, 400)
    draw.rectangle((x, horizon - 60, x + 26, horizon + 70), fill="#f3f1ea", outline="#555f66")
    for y in range(horizon - 56, horizon + 66, 14):
        draw.rectangle((x, y, x + 13, y + 6), fill="#b8382c")


def _pond(draw: Draw, rng: Random) -> None:
    _river(draw, rng)
    for _ in range(rng.randint(3, 6)):
        x, y = rng.randint(30, 420), rng.randint(280, 330)
        draw.ellipse((x, y, x + 44, y + 14), outline="#4c5a52", width=3)


def _counter(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=rng.choice(_WALLS))
    draw.rectangle((0, 0, WIDTH, 70), fill=rng.choice(_PAINTS))
    for number in range(rng.randint(3, 5)):
        x = 20 + number * 112
        draw.rectangle((x, 24, x + 84, 54), fill="#f7f7f2")
        draw.text(
            (x + 42, 39), f"{number + rng.randint(1, 20):02d}", fill="#b3261e", font=_font(20), anchor="mm"
        )
        draw.rectangle((x, 120, x + 90, 210), fill="#dfe8ec", outline="#7d8890", width=3)
        draw.ellipse((x + 30, 140, x + 60, 170), fill="#d8b79a")
    draw.rectangle((0, 214, WIDTH, 300), fill="#8a6f57")


def _board(draw: Draw, rng: Random) -> None:
    _ground(draw, rng)
    draw.rectangle((70, 50, 410, 270), fill=rng.choice(_PAINTS))
    draw.rectangle((84, 92, 396, 256), fill="#f6f4ec")
    for row in range(7):
        length = rng.randint(160, 296)
        draw.line((96, 108 + row * 21, 96 + length, 108 + row * 21), fill="#6a6f73", width=5)
    for x in (110, 366):
        draw.rectangle((x, 270, x + 10, 340), fill="#5b6670")


def _screen(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill="#20303c")
    for column in range(3):
        x = 18 + column * 154
        draw.rectangle((x, 24, x + 140, 150), fill="#2b4252", outline="#4f7087")
        for bar in range(6):
            high = rng.randint(10, 96)
            paint = rng.choice(("#5fb0c9", "#e0b450", "#7cc08a"))
            draw.rectangle((x + 12 + bar * 21, 140 - high, x + 24 + bar * 21, 140), fill=paint)
    points = [(20 + n * 44, 300 - rng.randint(0, 110)) for n in range(11)]
    draw.line(points, fill="#f0d27a", width=3)


def _page(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=rng.choice(("#8c7a64", "#6f6a60", "#a08c72")))
    lean = rng.randint(-14, 14)
    draw.polygon([(130 + lean, 16), (370 + lean, 24), (356, 350), (116, 342)], fill="#fbfaf6")
    draw.line((160 + lean, 62, 340 + lean, 66), fill="#b3261e", width=4)
    for row in range(12):
        draw.line((150, 96 + row * 17, 150 + rng.randint(110, 180), 97 + row * 17), fill="#72767a", width=3)
    x, y = rng.randint(250, 290), rng.randint(250, 280)
    draw.ellipse((x, y, x + 56, y + 56), outline="#c5342b", width=4)


SCENES: Final[Mapping[str, Callable[[Draw, Random], None]]] = {
    "board": _board,
    "building": _building,
    "charger": _charger,
    "counter": _counter,
    "crane": _crane,
    "meter": _meter,
    "page": _page,
    "pole": _pole,
    "pond": _pond,
    "river": _river,
    "road": _road,
    "screen": _screen,
    "tower": _tower,
}
