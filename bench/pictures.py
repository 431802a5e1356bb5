"""The picture in the README, taken anew from a demonstration document: `python -m bench.pictures`."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from bench.papers import SOURCES
from guatu.demo.papers.building import build
from guatu.reading import read
from guatu.reading.writing import as_html

_CHROMIUM = Path("/usr/bin/chromium")
_TARGET = Path(__file__).parents[1] / "docs" / "pictures" / "review.png"
_DOCUMENT = "environment-report"
_COLOURS = 256


def main() -> None:
    """Write the picture of the review page as it opens on a wide screen."""
    with TemporaryDirectory() as name:
        page = Path(name) / "review.html"
        page.write_text(as_html.write(read(build(SOURCES / f"{_DOCUMENT}.md", Path(name)))), encoding="utf-8")
        picture = Image.open(BytesIO(_photographed(page)))
    _TARGET.parent.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").quantize(_COLOURS).save(_TARGET, optimize=True)
    print(f"{_TARGET.name}: {_TARGET.stat().st_size // 1024} kB")


def _photographed(page: Path) -> bytes:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        sheet = browser.new_page(viewport={"width": 1440, "height": 900})
        sheet.goto(page.as_uri())
        return sheet.screenshot()


if __name__ == "__main__":
    main()
