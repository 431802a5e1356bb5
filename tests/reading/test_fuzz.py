"""Damaged files end in a draft or a named refusal; what ended otherwise once is kept in `findings`."""

import os
from pathlib import Path
from random import Random

import pytest

from bench.fuzzing.mutations import mutate
from bench.fuzzing.run import Report, inputs, run
from bench.fuzzing.seeds import seeds
from bench.fuzzing.trial import attempt

INPUTS = 5000 if os.environ.get("GUATU_SOAK") else 50
FINDINGS = sorted((Path(__file__).parent / "findings").iterdir())


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.name)
def test_what_failed_once_ends_in_a_draft_or_a_refusal(finding: Path) -> None:
    outcome = attempt(finding.read_bytes(), finding.name)

    assert not outcome.is_failure, outcome.trace


@pytest.mark.parametrize("part", range(5))
def test_damaged_files_end_in_a_draft_or_a_refusal(tmp_path: Path, part: int) -> None:
    report = Report()
    share = INPUTS // 5

    run(inputs(seeds(tmp_path), count=share, seed=1, first=part * share), report)

    assert sum(report.verdicts.values()) >= share
    assert not report.failures, [outcome.trace for _, outcome in report.failures.values()]


def test_the_same_seed_damages_alike_and_another_differently(tmp_path: Path) -> None:
    originals = [seed for seed in seeds(tmp_path) if seed.form != "rtf"]

    def made(seed: int) -> list[bytes]:
        return [one.data for one in inputs(originals, count=40, seed=seed)]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_every_form_is_damaged_in_its_own_structure(tmp_path: Path) -> None:
    for seed in seeds(tmp_path):
        damaged = [mutate(Random(number), seed.data, seed.form) for number in range(20)]  # noqa: S311

        assert any(one != seed.data for one in damaged), seed.name
