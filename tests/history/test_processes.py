"""Killed at any moment, nothing is half written; many at once, the chain stays one chain."""

import subprocess
import sys
from pathlib import Path

from guatu.history import keys
from guatu.history.models import Chain, Enclosure, Event
from guatu.history.verifying import verify
from tests.history.trials import Matter, MatterFacts
from tests.scratch import Scratch

ROOT = Path(__file__).parents[2]


def work(scratch: Scratch, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "tests.history.workers", *words],
        cwd=ROOT,
        env=dict(scratch.environment),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_deed_killed_before_any_of_its_statements_is_whole_or_not_there(scratch: Scratch) -> None:
    keys.make_key()

    shown = work(scratch, "kill", "1", "45")

    fates = shown.stdout.split()
    assert shown.stderr == ""
    assert "ended" in fates
    assert 15 < fates.index("ended") < 44
    findings = verify()
    assert findings.found == []
    for matter in Matter.objects.all():
        events = Event.objects.filter(subject_id=matter.pk)
        assert events.count() == (2 if matter.weight else 1)
        assert MatterFacts.objects.filter(matter=matter, weight=matter.weight).exists()
        assert Enclosure.objects.filter(event__in=events, text="已清理").exists() == bool(matter.weight)
    assert Matter.objects.filter(weight=0).exists()
    assert Matter.objects.exclude(weight=0).count() == fates.count("ended")


def test_eight_processes_appending_at_once_keep_one_unbroken_chain(scratch: Scratch) -> None:
    keys.make_key()

    shown = work(scratch, "append", "8", "25")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert verify().found == []
    assert dict(Chain.objects.values_list("code", "length")) == {"office-1": 200, "office-2": 104}
    for code, length in (("office-1", 200), ("office-2", 104)):
        numbers = Event.objects.filter(chain__code=code).order_by("number").values_list("number", flat=True)
        assert list(numbers) == list(range(1, length + 1))
    for number in range(8):
        assert Event.objects.filter(kind=f"by_{number}", chain__code="office-1").count() == 25
