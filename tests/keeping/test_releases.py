"""Backups of earlier versions, kept in the folder `releases`, come back whole into this one."""

from pathlib import Path

import pytest

from guatu.history import guards, rebuilding, verifying
from guatu.keeping import restoring
from guatu.ledgers.models import Item
from tests.keeping.places import empty

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.tar"))


def test_there_is_one() -> None:
    assert RELEASES


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("databases")
def test_an_earlier_backup_is_brought_up_to_date_and_whole(release: Path, tmp_path: Path) -> None:
    with empty(tmp_path / "back"):
        restored = restoring.restore(release)

        assert restored.files > 0
        assert guards.missing_guards() == []
        findings = verifying.verify()
        assert findings.is_whole, findings.found
        assert findings.looked_at["checkpoints"] == 1
        assert rebuilding.check().found == []
        assert Item.objects.filter(state="closed").count() == 1
