"""What becomes of a photograph given a second time: turned, cut, sent through a chat, taken off a screen."""

from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Turn = Image.Transpose


def turned(image: Image.Image, rng: Random) -> Image.Image:
    return image.transpose(rng.choice((Turn.ROTATE_90, Turn.ROTATE_180, Turn.ROTATE_270)))


def mirrored(image: Image.Image, rng: Random) -> Image.Image:
    return ImageOps.mirror(image) if rng.random() < 0.7 else ImageOps.flip(image)


def cropped(image: Image.Image, rng: Random) -> Image.Image:
    """5 to 20 % of width and of height are cut away, more on one side than on the other."""
    keep_x, keep_y = 1 - rng.uniform(0.05, 0.2), 1 - rng.uniform(0.05, 0.2)
    w, h = image.width * keep_x, image.height * keep_y
    x, y = rng.uniform(0, image.width - w), rng.uniform(0, image.height - h)
    return image.crop((int(x), int(y), int(x + w), int(y + h)))


def recompressed(image: Image.Image, rng: Random) -> Image.Image:
    return _through_jpeg(image, rng.randint(30, 90))


def resized(image: Image.Image, rng: Random) -> Image.Image:
    share = rng.uniform(0.3, 0.8)
    return image.resize((int(image.width * share), int(image.height * share)), Image.Resampling.BILINEAR)


def lightened(image: Image.Image, rng: Random) -> Image.Image:
    image = ImageEnhance.Brightness(image).enhance(
        rng.choice((rng.uniform(0.6, 0.85), rng.uniform(1.15, 1.4)))
    )
    image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.8, 1.25))
    return ImageEnhance.Color(image).enhance(rng.uniform(0.5, 1.4))


def stamped(image: Image.Image, rng: Random) -> Image.Image:
    """A new band with words across a corner, as watermark cameras write it."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    top = rng.choice((20, image.height - 150))
    draw.rectangle((20, top, 420, top + 120), fill=(250, 250, 250))
    for line in range(3):
        words = f"{rng.randint(2024, 2027)}-{rng.randint(1, 12):02d} {rng.randint(100, 999)} {rng.random()}"
        draw.text((36, top + 14 + line * 34), words, fill=(30, 40, 60))
    return image


def many_at_once(image: Image.Image, rng: Random) -> Image.Image:
    """Cut, mirrored or turned, made smaller, lighter and worse: whoever hides something does several."""
    image = cropped(image, rng)
    image = rng.choice((turned, mirrored, lightened))(image, rng)
    return recompressed(resized(image, rng), rng)


def off_a_screen(image: Image.Image, rng: Random) -> Image.Image:
    """Taken from a screen by a telephone that is held by hand: edge, slant, moiré, glare, blur."""
    w, h = 1200, 900
    screen = Image.new("RGB", (w, h), tuple(rng.randint(10, 60) for _ in range(3)))
    around = Image.new("RGB", (w, h), tuple(rng.randint(30, 150) for _ in range(3)))
    margin = rng.uniform(0.02, 0.12)
    box = (int(w * margin), int(h * margin), int(w * (1 - margin)), int(h * (1 - margin)))
    shown = ImageOps.contain(image, (box[2] - box[0], box[3] - box[1]))
    shown = ImageChops.multiply(shown, _grid(shown.size, rng))
    screen.paste(shown, (box[0], box[1]))
    slant = rng.uniform(0.02, 0.09)
    corners = [
        (w * rng.uniform(0, slant), h * rng.uniform(0, slant)),
        (w * (1 - rng.uniform(0, slant)), h * rng.uniform(0, slant)),
        (w * (1 - rng.uniform(0, slant)), h * (1 - rng.uniform(0, slant))),
        (w * rng.uniform(0, slant), h * (1 - rng.uniform(0, slant))),
    ]
    seen = _slanted(screen, around, corners)
    seen = _moire(seen, rng)
    seen = _glare(seen, rng)
    seen = seen.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 1.6)))
    seen = ImageEnhance.Contrast(seen).enhance(rng.uniform(0.75, 1.05))
    return _through_jpeg(seen.rotate(rng.uniform(-4, 4), Image.Resampling.BILINEAR), rng.randint(60, 90))


def _through_jpeg(image: Image.Image, quality: int) -> Image.Image:
    out = BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return Image.open(BytesIO(out.getvalue())).convert("RGB")


def _grid(size: tuple[int, int], rng: Random) -> Image.Image:
    """The dark lines between the dots of a screen."""
    step, dark = rng.choice((3, 4)), rng.randint(190, 230)
    row = bytes(dark if x % step == 0 else 255 for x in range(size[0]))
    full = bytes(dark for _ in range(size[0]))
    grid = b"".join(full if y % step == 0 else row for y in range(size[1]))
    grey = Image.frombytes("L", size, grid)
    return Image.merge("RGB", (grey, grey, grey))


def _moire(image: Image.Image, rng: Random) -> Image.Image:
    """Slow coloured waves where two grids meet."""
    waves = []
    for _ in range(3):
        period = rng.randint(14, 60)
        ramp = bytes(238 + 17 * (1 if (x // period) % 2 else -1) for x in range(1600))
        band = (
            Image.frombytes("L", (1600, 1), ramp)
            .resize((1600, 1600))
            .rotate(rng.uniform(0, 180), expand=True)
        )
        x, y = (band.width - image.width) // 2, (band.height - image.height) // 2
        waves.append(
            band.crop((x, y, x + image.width, y + image.height)).filter(ImageFilter.GaussianBlur(period / 3))
        )
    return ImageChops.multiply(image, Image.merge("RGB", tuple(waves)))


def _glare(image: Image.Image, rng: Random) -> Image.Image:
    spot = Image.new("L", image.size, 0)
    x, y, r = rng.randint(0, image.width), rng.randint(0, image.height), rng.randint(90, 220)
    ImageDraw.Draw(spot).ellipse((x - r, y - r, x + r, y + r), fill=rng.randint(60, 170))
    spot = spot.filter(ImageFilter.GaussianBlur(r / 2))
    return ImageChops.add(image, Image.merge("RGB", (spot, spot, spot)))


def _slanted(screen: Image.Image, around: Image.Image, corners: list[tuple[float, float]]) -> Image.Image:
    """The screen as a four-cornered figure before what stands around it."""
    w, h = screen.size
    sources = [(0.0, 0.0), (float(w), 0.0), (float(w), float(h)), (0.0, float(h))]
    terms = _perspective(corners, sources)
    mask = Image.new("L", screen.size, 255).transform(screen.size, Image.Transform.PERSPECTIVE, terms)
    seen = screen.transform(screen.size, Image.Transform.PERSPECTIVE, terms, Image.Resampling.BICUBIC)
    return Image.composite(seen, around, mask)


def _perspective(targets: list[tuple[float, float]], sources: list[tuple[float, float]]) -> list[float]:
    """The eight numbers that lead from a place in the target to its place in the source."""
    rows = []
    for (x, y), (u, v) in zip(targets, sources, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for n in range(8):
        pivot = max(range(n, 8), key=lambda row: abs(rows[row][n]))
        rows[n], rows[pivot] = rows[pivot], rows[n]
        rows[n] = [value / rows[n][n] for value in rows[n]]
        for other in range(8):
            if other != n:
                share = rows[other][n]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[n], strict=True)]
    return [row[8] for row in rows]


WAYS: Final[Mapping[str, Callable[[Image.Image, Random], Image.Image]]] = {
    "turned": turned,
    "mirrored": mirrored,
    "cropped 5–20 %": cropped,
    "recompressed q 30–90": recompressed,
    "made smaller": resized,
    "light and colour": lightened,
    "words stamped on": stamped,
    "several at once": many_at_once,
    "taken off a screen": off_a_screen,
}
