"""Killed on the way, nothing of what was ticked is there; done again, all of it is."""

import subprocess
import sys
from pathlib import Path

from pytest_django import DjangoDbBlocker

from guatu.history.verifying import verify
from guatu.ledgers.models import Directive, NewerPassage
from guatu.ledgers.revisions import naming
from tests.beginnings import Begin
from tests.ledgers.revisions.conftest import dispatched, make_two_versions

ROOT = Path(__file__).parents[3]


def test_killed_in_the_middle_nothing_is_half_done(
    begun: Begin, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    beginning = begun("two versions", make_two_versions)
    with beginning.copied(tmp_path / "data") as scratch, django_db_blocker.unblock():
        plan = dispatched(beginning.answer)
        older = Directive.objects.get(pk=plan.older.directive_id or 0)
        naming.name(directive=plan.directive, replaces=older, **plan.when())
        given = (plan.directive.pk, plan.county.ledger.pk, plan.county.people["coordinator"].pk, 160)

        shown = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-m", "tests.ledgers.revisions.killing", *map(str, given)],
            cwd=ROOT,
            env=dict(scratch.environment),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

        *killed, ended = shown.stdout.split()
        assert shown.stderr == ""
        assert len(killed) > 3
        assert set(killed[:-1]) == {"killed:same"}
        assert ended == "ended:more" or killed[-1] == "killed:more"
        assert NewerPassage.objects.count() == len(plan.items)
        assert verify().found == []
