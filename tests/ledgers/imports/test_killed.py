"""Killed at any moment, an import has brought in nothing, and is carried out when it is begun anew."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

from pytest_django import Settings

from guatu.history import keys
from guatu.history.verifying import verify
from guatu.ledgers.imports import reading, receiving
from guatu.ledgers.imports.applying import Asked
from guatu.ledgers.models import Import, ImportDraft, ImportLine, Item
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, make_county
from tests.ledgers.imports.conftest import workbook
from tests.scratch import Scratch

ROOT = Path(__file__).parents[3]


def test_an_import_that_was_killed_left_nothing_and_then_is_whole(
    scratch: Scratch, settings: Settings
) -> None:
    settings.DATA, settings.FILES = scratch.folder, scratch.folder / "files"
    keys.make_key()
    county = make_county()
    by = county.when("coordinator")
    draft = receiving.receive(upload=BytesIO(workbook()), name="旧台账.xlsx", ledger=county.ledger, **by)
    draft = reading.read_now(draft=draft, at=moment(DAY), on=DAY, isolated=False)
    asked = Asked(shown=draft.shown, reason="旧台账转入")
    receiving.ask_apply(draft=draft, asked=asked, **by)

    shown = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "tests.ledgers.imports.killing", str(draft.pk), "2", "6"],
        cwd=ROOT,
        env=dict(scratch.environment),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    *killed, ended = shown.stdout.split()
    assert shown.stderr == ""
    assert len(killed) > 5
    assert set(killed[:-1]) == {"killed:0"}
    assert killed[-1] in ("killed:0", "killed:3")  # the last may have died right after its commit
    assert ended == "ended:3"
    assert ImportDraft.objects.get().state == "applied"
    assert (Import.objects.count(), ImportLine.objects.count(), Item.objects.count()) == (1, 3, 3)
    assert verify().found == []
