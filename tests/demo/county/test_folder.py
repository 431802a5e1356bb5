"""The data folder of the demonstration: filled, half filled, or not ours."""

from datetime import date
from pathlib import Path

import pytest

from guatu.demo.county.folder import Filled, Folder
from guatu.demo.errors import AnotherCounty
from tests.accounts.factories import make_office
from tests.scratch import Scratch

DAY = date(2026, 9, 18)


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert Folder(tmp_path).filled() is None


def test_what_was_filled_to_the_end_says_so(scratch: Scratch) -> None:
    folder = Folder(scratch.folder)

    with folder.filling(on=DAY, items=300):
        assert folder.filled() == Filled(on=DAY, items=300, is_whole=False)

    assert folder.filled() == Filled(on=DAY, items=300, is_whole=True)


def test_a_fill_that_was_killed_is_known_and_cleared_away(scratch: Scratch) -> None:
    folder = Folder(scratch.folder)
    (scratch.folder / "files" / "ab").mkdir()

    with pytest.raises(KeyboardInterrupt), folder.filling(on=DAY, items=300):
        raise KeyboardInterrupt

    found = folder.filled()
    assert found is not None
    assert not found.is_whole
    folder.clear()
    assert folder.filled() is None
    assert not (scratch.folder / "files").exists()
    assert (scratch.folder / "keys").exists()


def test_a_marker_of_another_database_is_none_of_ours(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(scratch.folder)
    with folder.filling(on=DAY, items=300):
        pass

    monkeypatch.setenv("DATABASE_URL", "postgresql://guatu@server/county")

    assert folder.filled() is None


def test_a_server_with_an_office_of_its_own_is_refused(scratch: Scratch) -> None:
    make_office("县督查室")
    folder = Folder(scratch.folder)

    with pytest.raises(AnotherCounty, match="县督查室"), folder.filling(on=DAY, items=300):
        pass

    assert folder.filled() is None
