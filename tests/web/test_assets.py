"""What the build makes fits old browsers, small lines and closed networks."""

import gzip
import json
from pathlib import Path

import pytest

import guatu.web

ROOT = Path(__file__).parents[2]
BUILT = Path(guatu.web.__file__).parent / "static" / "guatu"


@pytest.mark.parametrize(
    "newer", [":has(", "@container", "color-mix(", "popover", "100dvh", "@scope", "@starting-style"]
)
def test_the_style_sheet_keeps_to_what_chromium_99_knows(newer: str) -> None:
    assert newer not in (BUILT / "guatu.css").read_text(encoding="utf-8")


def test_nothing_is_loaded_from_elsewhere() -> None:
    for name in ("guatu.css", "field.css", "icons.svg", "first.js", "offline.js", "worker.js"):
        text = (BUILT / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text
        assert "@font-face" not in text


def test_the_pages_stay_light() -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in BUILT.glob("*.*")}
    assert sizes["guatu.js"] < 60_000
    assert sizes["guatu.css"] < 24_000
    assert sizes["icons.svg"] < 10_000
    assert sizes["offline.js"] + sizes["field.css"] < 9_400
    assert sizes["worker.js"] < 2_000


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    assert '"resolved"' not in lock
    assert all("integrity" in each for name, each in json.loads(lock)["packages"].items() if name)
