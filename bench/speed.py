"""How long a draft takes, where the time goes, and what a converter to Markdown takes for the same file."""

import pickle
from collections.abc import Callable
from pathlib import Path

from bench.papers import Format, write_long
from bench.timing import Times, take_turns
from guatu.reading.drafting import draft
from guatu.reading.drafting.head import read_head
from guatu.reading.loading import load
from guatu.reading.outlining import grow, read_lines
from guatu.reading.pool import Pool
from guatu.reading.reader import read_here
from guatu.reading.repairing import repair

_CONTENDERS = ("child", "in process", "MarkItDown")
_GOAL_MS = 60
_GOALS: dict[Format, float | None] = {"docx": 0.3, "pdf": 0.4, "html": 2.0, "txt": None}
"""What a draft through a warm child may take, as a share of what the converter takes."""


def show(folder: Path, *, rounds: int) -> None:
    """Print the times side by side, then the shares of a long docx."""
    print(f"\n== Speed: medians of {rounds} turns in ms; ratio of child to MarkItDown within a turn")
    print(
        f"{'report':<18}{'chars':>6}" + "".join(f"{name:>12}" for name in (*_CONTENDERS, "ratio")) + "  goal"
    )
    convert = _converter()
    with Pool() as pool:
        for ending, goal in _GOALS.items():
            for characters in (2000, 5000):
                path = write_long(folder, characters=characters, ending=ending)
                times = _race(pool, path, convert, rounds)
                print(_row(path, len(pool.read(path).text), times, goal), flush=True)
    _show_shares(folder / "report-5000.docx", rounds)


def _converter() -> Callable[[str], object]:
    from markitdown import MarkItDown

    convert: Callable[[str], object] = MarkItDown().convert
    return convert


def _race(pool: Pool, path: Path, convert: Callable[[str], object], rounds: int) -> Times:
    ways: list[Callable[[], object]] = [
        lambda: pool.read(path),
        lambda: read_here(path.read_bytes(), name=path.name),
        lambda: convert(str(path)),
    ]
    return take_turns(dict(zip(_CONTENDERS, ways, strict=True)), rounds=rounds)


def _row(path: Path, characters: int, times: Times, goal: float | None) -> str:
    figures = "".join(f"{times.median_ms(name):>12.1f}" for name in _CONTENDERS)
    goals = [f"ratio <= {goal}"] if goal else []
    goals += [f"child < {_GOAL_MS} ms"] if path.name == "report-5000.docx" else []
    ratio = times.ratio("child", "MarkItDown")
    return f"{path.name:<18}{characters:>6}{figures}{ratio:>12.2f}  {', '.join(goals)}"


def _show_shares(path: Path, rounds: int) -> None:
    """What each stage takes in process; pickling is both ends, as owner and child share it out."""
    data = path.read_bytes()
    source = load(data, name=path.name)
    repaired = repair(source)
    drafted = draft(repaired)

    def outline() -> object:
        lines = read_lines(repaired)
        return read_head(repaired, lines), grow(repaired, lines)

    stages = {
        "load": lambda: load(data, name=path.name),
        "repair": lambda: repair(source),
        "outline": outline,
        "draft": lambda: draft(repaired),
        "pickling": lambda: pickle.loads(pickle.dumps(drafted, pickle.HIGHEST_PROTOCOL)),  # noqa: S301 - our own bytes
    }
    times = take_turns(stages, rounds=rounds)
    taken = {stage: times.median_ms(stage) for stage in stages}
    taken["draft"] -= taken["outline"]  # which drafting does first
    print(f"{path.name}: " + ", ".join(f"{stage} {ms:.1f} ms" for stage, ms in taken.items()), flush=True)
