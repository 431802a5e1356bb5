"""What the product costs before it does anything: the start of a command, the size of an installation."""

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from bench.timing import take_turns

_HOUSE = Path(__file__).parents[1]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.M)
_MIB = 1024**2


def show(*, rounds: int) -> None:
    """Print the starts and the size of the core installation."""
    print(f"\n== Start-up: medians of {rounds} turns", flush=True)
    commands = {
        "guatu read --help": [str(Path(sys.executable).with_name("guatu")), "read", "--help"],
        "import guatu.reading": [sys.executable, "-c", "import guatu.reading"],
        "python alone": [sys.executable, "-c", "pass"],
    }
    times = take_turns(
        {name: _starter(command) for name, command in commands.items()}, rounds=rounds, warm_up=1
    )
    goals = {"guatu read --help": "  goal < 300 ms"}
    for name in commands:
        print(f"{name:<22}{times.median_ms(name):>8.0f} ms{goals.get(name, '')}")
    _show_size()


def _starter(command: list[str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, capture_output=True, cwd=_HOUSE)  # noqa: S603


def _show_size() -> None:
    names = pinned((_HOUSE / "requirements" / "core.txt").read_text(encoding="utf-8"))
    sizes = {name: installed_bytes(name) for name in names}
    sizes["guatu"] = sum(path.stat().st_size for path in (_HOUSE / "guatu").rglob("*") if _counts(path))
    largest = sorted(sizes, key=lambda name: sizes[name], reverse=True)[:5]
    print("\n== Size of the core installation: files of the packages in requirements/core.txt and of guatu")
    print(f"{sum(sizes.values()) / _MIB:.1f} MiB without bytecode  goal < 250 MB")
    print("largest: " + ", ".join(f"{name} {sizes[name] / _MIB:.1f}" for name in largest))


def pinned(requirements: str) -> list[str]:
    """The names of the packages that a file of requirements pins."""
    return _PINNED.findall(requirements)


def installed_bytes(name: str) -> int:
    """The apparent size of what a package put into site-packages, without programs and bytecode."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return 0  # pinned for another system
    files = [file for file in package.files or () if ".." not in file.parts]
    paths = [Path(str(file.locate())) for file in files]
    return sum(path.stat().st_size for path in paths if _counts(path))


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc"
