"""Places rendered by code, rough enough to stand in for photographs: each can be taken at several moments.

A place is a seed: its buildings, boxes and signs stand where they stand. A moment is another seed: where the
camera stands, how the light falls, what people and cars are about, and what was mended meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

WIDTH: Final = 1024
HEIGHT: Final = 768
_FONT: Final = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
_WORDS: Final = "转供电电表泵站基站消防通道危险请勿靠近公示栏双桥石泉柳河配电箱计量价格举报电话停车区禁止堆放"
Draw = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class Camera:
    """Where it stands: how far to the side, how near, and how much things near shift against things far."""

    dx: float = 0
    dy: float = 0
    zoom: float = 1

    def at(self, x: float, y: float, depth: float) -> tuple[float, float]:
        """Where a point is seen; `depth` is 0 far away and 1 near by."""
        near = 0.25 + depth
        return (
            WIDTH / 2 + (x - WIDTH / 2 + self.dx * near) * self.zoom,
            HEIGHT / 2 + (y - HEIGHT / 2 + self.dy * near) * self.zoom,
        )

    def box(self, x: float, y: float, w: float, h: float, depth: float) -> tuple[float, float, float, float]:
        return *self.at(x, y, depth), *self.at(x + w, y + h, depth)


def photograph(kind: str, place: int, moment: int = 0) -> Image.Image:
    """A place as it was taken at a moment; moment 0 is the first look at it."""
    rng = Random(f"{kind} {place}")  # noqa: S311 - the same place each time
    now = Random(f"{kind} {place} {moment}")  # noqa: S311 - and the same moment
    camera = Camera()
    if moment:
        camera = Camera(now.uniform(-70, 70), now.uniform(-40, 40), now.uniform(0.9, 1.14))
    image = Image.new("RGB", (WIDTH, HEIGHT), _tint(rng, 150, 215))
    KINDS[kind](ImageDraw.Draw(image), rng, now, camera)
    _passers_by(ImageDraw.Draw(image), now, camera)
    return _taken(_textured(image, rng, now, camera), now)


def _tint(rng: Random, low: int, high: int) -> tuple[int, int, int]:
    base = rng.randint(low, high)
    return tuple(max(0, min(255, base + rng.randint(-22, 22))) for _ in range(3))  # type: ignore[return-value]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype(_FONT, size)
    except OSError:
        return ImageFont.load_default(size)


def _textured(image: Image.Image, rng: Random, now: Random, camera: Camera) -> Image.Image:
    """Dirt and grain of the place, then light and shadow of the moment."""
    dirt = Image.new("L", image.size, 128)
    for step in (8, 24, 90):
        size = (WIDTH // step + 2, HEIGHT // step + 2)
        cells = Image.frombytes("L", size, bytes(rng.randint(106, 150) for _ in range(size[0] * size[1])))
        dirt = ImageChops.add(dirt, cells.resize(image.size, Image.Resampling.BICUBIC), 1, -128)
    x, y = camera.at(0, 0, 0.5)
    moved = (1 / camera.zoom, 0, -x / camera.zoom, 0, 1 / camera.zoom, -y / camera.zoom)
    dirt = dirt.transform(dirt.size, Image.Transform.AFFINE, moved, Image.Resampling.BILINEAR, fillcolor=128)
    image = ImageChops.overlay(image, Image.merge("RGB", (dirt, dirt, dirt)))
    light = Image.frombytes("L", (4, 3), bytes(now.randint(120, 255) for _ in range(12)))
    light = light.resize(image.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(image, Image.merge("RGB", (light, light, light)))


def _taken(image: Image.Image, now: Random) -> Image.Image:
    """What a lens and a sensor add."""
    image = image.filter(ImageFilter.GaussianBlur(now.uniform(0.5, 1.1)))
    noise = Image.frombytes("L", (256, 192), now.randbytes(256 * 192)).resize(image.size)
    noise = noise.point(lambda value: 128 + (value - 128) // 14)
    image = ImageChops.add(image, Image.merge("RGB", (noise, noise, noise)), 1, -128)
    return ImageEnhance.Brightness(image).enhance(now.uniform(0.9, 1.15))


def _passers_by(draw: Draw, now: Random, camera: Camera) -> None:
    """Who and what is about at the moment."""
    for _ in range(now.randint(1, 4)):
        x, foot, tall = now.randint(0, WIDTH), now.randint(560, 760), now.randint(70, 190)
        coat = _tint(now, 30, 190)
        left, top, right, bottom = camera.box(x, foot - tall, tall * 0.36, tall, 0.9)
        draw.rounded_rectangle((left, top + (bottom - top) * 0.22, right, bottom), 8, fill=coat)
        draw.ellipse((left + 4, top, right - 4, top + (bottom - top) * 0.24), fill=_tint(now, 120, 200))


def _sky_and_ground(draw: Draw, rng: Random, now: Random, camera: Camera) -> float:
    horizon = rng.randint(330, 470)
    for y in range(0, HEIGHT, 6):
        shade = 225 - y // 9
        draw.rectangle((0, y, WIDTH, y + 6), fill=(shade - 12, shade, min(255, shade + 14)))
    for _ in range(now.randint(2, 6)):
        x, y, w = now.randint(-80, WIDTH), now.randint(10, 240), now.randint(120, 380)
        draw.ellipse((x, y, x + w, y + w * 0.28), fill=(236, 238, 240))
    for _ in range(5):
        x, w, h = rng.randint(-100, WIDTH), rng.randint(160, 420), rng.randint(40, 130)
        draw.ellipse(camera.box(x, horizon - h, w, 2 * h, 0), fill=_tint(rng, 90, 140))
    draw.rectangle((0, camera.at(0, horizon, 0.2)[1], WIDTH, HEIGHT), fill=_tint(rng, 105, 165))
    for _ in range(60):
        x, y = rng.randint(0, WIDTH), rng.randint(horizon + 12, HEIGHT)
        w = rng.randint(10, 70)
        draw.ellipse(camera.box(x, y, w, w * 0.3, (y - horizon) / 400), fill=_tint(rng, 80, 170))
    return horizon


def _sign(draw: Draw, rng: Random, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    draw.rectangle(box, fill=_tint(rng, 40, 230), outline=_tint(rng, 30, 90), width=3)
    size = max(10, int((bottom - top) * 0.34))
    for line in range(2):
        words = "".join(rng.choice(_WORDS) for _ in range(12))[: max(1, int((right - left) / size) - 1)]
        draw.text((left + 6, top + 5 + line * size * 1.3), words, fill=_tint(rng, 10, 250), font=_font(size))


def _building(draw: Draw, rng: Random, now: Random, camera: Camera) -> None:
    horizon = _sky_and_ground(draw, rng, now, camera)
    x = rng.randint(-60, 60)
    while x < WIDTH:
        w, h, depth = rng.randint(150, 330), rng.randint(180, 380), rng.uniform(0.1, 0.7)
        draw.rectangle(
            camera.box(x, horizon + 60 - h, w, h, depth), fill=_tint(rng, 110, 220), outline=(70, 70, 72)
        )
        step_x, step_y = rng.randint(34, 62), rng.randint(40, 70)
        for wy in range(int(horizon + 80 - h), int(horizon + 20), step_y):
            for wx in range(x + 14, x + w - 28, step_x):
                pane = camera.box(wx, wy, step_x * 0.6, step_y * 0.6, depth)
                draw.rectangle(pane, fill=_tint(rng, 40, 230), outline=(60, 62, 66))
        if rng.random() < 0.6:
            _sign(draw, rng, camera.box(x + 20, horizon - 20, min(w - 40, 180), 54, depth))
        x += w + rng.randint(-10, 80)


def _meter(draw: Draw, rng: Random, now: Random, camera: Camera) -> None:
    w, h = rng.randint(90, 150), rng.randint(36, 60)
    for row in range(HEIGHT // h + 2):
        for column in range(-1, WIDTH // w + 2):
            x = column * w + (row % 2) * w / 2
            draw.rectangle(camera.box(x, row * h, w - 3, h - 3, 0.3), fill=_tint(rng, 130, 190))
    columns, rows = rng.randint(1, 3), rng.randint(1, 2)
    wide, high = 820 / columns, 620 / rows
    for column in range(columns):
        for row in range(rows):
            x = 100 + column * wide + rng.randint(0, 30)
            y = 60 + row * high + rng.randint(0, 30)
            grey = _tint(rng, 190, 235)
            draw.rounded_rectangle(
                camera.box(x, y, wide - 60, high - 60, 0.5), 14, fill=grey, outline=(90, 94, 98), width=6
            )
            draw.rectangle(
                camera.box(x + 30, y + 30, wide - 120, high * 0.34, 0.5), fill=_tint(rng, 120, 180), width=3
            )
            draw.text(
                camera.at(x + 40, y + 40, 0.5),
                f"{now.randint(0, 999999):06d}",
                fill=(25, 44, 30),
                font=_font(int(high * 0.16)),
            )
            for n in range(rng.randint(1, 4)):
                dial = camera.box(x + 34 + n * 62, y + high * 0.56, 44, 44, 0.5)
                draw.ellipse(dial, fill=_tint(rng, 60, 230), outline=(50, 50, 54), width=3)
            _sign(draw, rng, camera.box(x + 30, y + high - 150, wide * 0.5, 60, 0.5))
    for _ in range(rng.randint(1, 4)):
        x = rng.randint(0, WIDTH)
        draw.line((*camera.at(x, 0, 0.6), *camera.at(x + rng.randint(-90, 90), HEIGHT, 0.6)), (52, 54, 58), 7)


def _street(draw: Draw, rng: Random, now: Random, camera: Camera) -> None:
    horizon = _sky_and_ground(draw, rng, now, camera)
    middle = rng.randint(400, 620)
    road = [(middle - 40, horizon), (middle + 40, horizon), (WIDTH - 60, HEIGHT), (60, HEIGHT)]
    draw.polygon([camera.at(x, y, 0.5) for x, y in road], fill=(104, 106, 110))
    for step in range(8):
        y = horizon + 10 + step * step * 6
        draw.line(
            (*camera.at(middle, y, 0.5), *camera.at(middle + step, y + 10 + step * 4, 0.5)),
            (236, 232, 214),
            2 + step,
        )
    for number in range(rng.randint(3, 7)):
        x, tall, depth = rng.randint(30, 990), rng.randint(200, 420), rng.uniform(0.2, 1)
        foot = horizon + 40 + depth * 160
        draw.line((*camera.at(x, foot - tall, depth), *camera.at(x, foot, depth)), (70, 74, 80), 8)
        draw.line(
            (*camera.at(x - 60, foot - tall + 26, depth), *camera.at(x + 60, foot - tall + 20, depth)),
            (70, 74, 80),
            6,
        )
        _sign(draw, rng, camera.box(x + 8, foot - tall * 0.6, 110 + number * 8, 60, depth))
    for _ in range(now.randint(1, 3)):
        x, y = now.randint(100, 800), now.randint(int(horizon) + 60, 640)
        body = camera.box(x, y, 170, 60, 0.8)
        draw.rounded_rectangle(body, 16, fill=_tint(now, 40, 220), outline=(40, 40, 44), width=3)


def _works(draw: Draw, rng: Random, now: Random, camera: Camera) -> None:
    horizon = _sky_and_ground(draw, rng, now, camera)
    for _ in range(rng.randint(2, 4)):
        x, w = rng.randint(-40, 900), rng.randint(160, 340)
        floors = rng.randint(2, 5)
        for floor in range(floors):
            y = horizon + 50 - floor * 74
            draw.rectangle(camera.box(x, y - 10, w, 12, 0.5), fill=_tint(rng, 120, 170))
            for post in range(0, w, rng.randint(38, 64)):
                draw.rectangle(camera.box(x + post, y - 74, 9, 66, 0.5), fill=_tint(rng, 100, 160))
    for _ in range(14):
        x, y, w = rng.randint(0, WIDTH), rng.randint(int(horizon) + 70, HEIGHT - 30), rng.randint(30, 120)
        corners = [(x + rng.randint(-w, w), y + rng.randint(-w // 2, w // 3)) for _ in range(4)]
        draw.polygon([camera.at(cx, cy, 0.8) for cx, cy in corners], fill=_tint(rng, 70, 200))
    _sign(draw, rng, camera.box(rng.randint(60, 700), horizon + 90, 260, 110, 0.7))


def _room(draw: Draw, rng: Random, now: Random, camera: Camera) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=_tint(rng, 170, 220))
    draw.rectangle((0, camera.at(0, 520, 0.4)[1], WIDTH, HEIGHT), fill=_tint(rng, 110, 160))
    for _ in range(rng.randint(3, 6)):
        x, y = rng.randint(20, 820), rng.randint(30, 260)
        _sign(draw, rng, camera.box(x, y, rng.randint(120, 260), rng.randint(70, 150), 0.2))
    for _ in range(rng.randint(3, 7)):
        x, y, w, h = rng.randint(0, 880), rng.randint(380, 560), rng.randint(90, 260), rng.randint(80, 190)
        draw.rectangle(camera.box(x, y, w, h, 0.7), fill=_tint(rng, 70, 190), outline=(60, 56, 50), width=4)
        for line in range(1, 4):
            draw.line(
                (*camera.at(x, y + h * line / 4, 0.7), *camera.at(x + w, y + h * line / 4, 0.7)),
                (80, 76, 70),
                3,
            )
    for _ in range(now.randint(2, 5)):
        x, y = now.randint(60, 920), now.randint(330, 520)
        draw.rectangle(camera.box(x, y, 70, 50, 0.8), fill=_tint(now, 40, 230), outline=(30, 30, 30))


KINDS: Final[Mapping[str, Callable[[Draw, Random, Random, Camera], None]]] = {
    "building": _building,
    "meter": _meter,
    "street": _street,
    "works": _works,
    "room": _room,
}
