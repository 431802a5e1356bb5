"""Many damaged files read one after another, the failures kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.fuzzing.mutations import mutate
from bench.fuzzing.seeds import Seed
from bench.fuzzing.trial import Outcome, attempt
from guatu.reading.draft import Draft
from guatu.reading.errors import ReadingRefusal
from guatu.reading.pool import Pool

POOL_SHARE = 20
"""Every so many inputs one is read through a child as well, and must end there alike."""
_LIMITS = {"too_slow", "too_large"}


@dataclass(frozen=True, slots=True)
class Input:
    """A damaged file; its number and the seed give the same bytes again."""

    number: int
    name: str
    form: str
    data: bytes


@dataclass(slots=True)
class Report:
    """What came out, by format, and the first input of every failure."""

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    failures: dict[str, tuple[Input, Outcome]] = field(default_factory=dict)

    def note(self, one: Input, outcome: Outcome) -> None:
        """Count an outcome; of failures with one cause the smallest input is kept."""
        self.verdicts[one.form, "failed" if outcome.is_failure else outcome.verdict] += 1
        self.slowest[one.form] = max(self.slowest.get(one.form, 0.0), outcome.seconds)
        known = self.failures.get(outcome.verdict)
        if outcome.is_failure and (known is None or len(one.data) < len(known[0].data)):
            self.failures[outcome.verdict] = one, outcome


def inputs(seeds: list[Seed], *, count: int, seed: int, first: int = 0) -> Iterator[Input]:
    """Damaged files; each depends on the seed and its number alone."""
    weights = [one.weight for one in seeds]
    for number in range(first, first + count):
        chance = Random(f"{seed}/{number}")  # noqa: S311 - repeatable chance is the point
        one = chance.choices(seeds, weights)[0]
        yield Input(number, _name(chance, one), one.form, mutate(chance, one.data, one.form))


def _name(chance: Random, seed: Seed) -> str:
    """Mostly the right name; else another ending, or none."""
    if chance.random() < 0.9:
        return seed.name
    return seed.name.partition(".")[0] + chance.choice(
        ("", ".txt", ".docx", ".pdf", ".csv", ".html", ".xlsx", ".wps")
    )


def run(all_inputs: Iterator[Input], report: Report, *, log: Path | None = None) -> None:
    """Read every input here, and a share of them through a child; `log` names the one at work."""
    with Pool() as pool:
        for one in all_inputs:
            if log is not None:
                log.write_text(str(one.number))
            outcome = attempt(one.data, one.name)
            report.note(one, outcome)
            if one.number % POOL_SHARE == 0 and not outcome.is_failure:
                report.note(one, _through_child(pool, one, outcome))


def _through_child(pool: Pool, one: Input, here: Outcome) -> Outcome:
    try:
        there = "draft" if isinstance(pool.read(one.data, name=one.name), Draft) else "?"
    except ReadingRefusal as refusal:
        there = refusal.code
    is_alike = there == here.verdict or there in _LIMITS
    return Outcome(
        f"child: {there}", here.seconds, "" if is_alike else f"{here.verdict} here, {there} in a child"
    )
