"""What comes in by a table, and what is taken back, stands at once in everything that adds up the county."""

import pytest

from guatu.ledgers.queries import blocks
from tests.ledgers.counting import assert_equal, remembering, sums
from tests.ledgers.imports.conftest import ROWS, Desk, workbook


def test_a_table_that_comes_in_and_goes_again_is_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BITS", 0)
    desk.apply(desk.bring(workbook()))
    before = remembering(monkeypatch)
    sums(desk.county)

    later = [(*row[:5], "2026年5月底", *row[6:]) for row in ROWS]
    brought = desk.apply(
        desk.bring(workbook([*later, (4, "公示牌缺失", "补立", "县供电公司", "", "", "", "")]))
    )
    assert (brought.added, brought.changed) == (1, 2)
    assert_equal(monkeypatch, desk.county, before, "changed and added")

    desk.undo(brought)
    assert_equal(monkeypatch, desk.county, before, "taken back")
