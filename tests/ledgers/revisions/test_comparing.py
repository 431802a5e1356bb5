"""A newer version beside the older one and the ledger: what a person who has read both would say."""

from tests.ledgers.revisions import gold
from tests.ledgers.revisions.conftest import MakePlan, code_of


def test_every_clause_comes_out_as_somebody_who_read_both_says(make_plan: MakePlan) -> None:
    found = make_plan().compare()

    assert {code_of(line): line.outcome for line in found.lines} == gold.OUTCOMES
    assert found.counts == {"changed": 7, "new": 2, "split": 1, "merged": 0, "gone": 2, "same": 5}
    moved = {code_of(line) for line in found.lines if line.pair.is_moved}
    assert moved in ({"signs", "piles"}, {"signs", "supply"})


def test_each_change_asks_of_its_item_what_the_newer_version_says(make_plan: MakePlan) -> None:
    plan = make_plan()

    found = {code_of(line): {one.what for one in line.edits} for line in plan.compare().lines}

    assert {code: whats for code, whats in found.items() if whats} == gold.EDITS
    due = plan.edit("supply", "due")
    assert (due.item, due.old, due.new) == (plan.items["supply"].pk, "2026-09-30", "2026-11-30")
