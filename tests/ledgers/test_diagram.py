"""The page about the loop is the table, drawn."""

from pathlib import Path

from guatu.ledgers import diagram
from guatu.ledgers.models import Item
from guatu.ledgers.transitions import TABLE

LOOP = Path(__file__).parents[2] / "docs" / "loop.md"


def test_the_committed_page_is_what_the_table_says() -> None:
    assert LOOP.read_text("utf-8") == diagram.page(), "python -m guatu.ledgers.diagram > docs/loop.md"


def test_every_state_and_event_is_on_the_page() -> None:
    page = diagram.page()
    assert all(f"    {state.value} : {state.label}" in page for state in Item.State)
    assert all(f"`{line.event.value}`" in page for line in TABLE)


def test_the_way_to_striking_off_is_drawn() -> None:
    page = diagram.page()
    for arrow in (
        "approving --> draft : 审签退回",
        "draft --> dispatched : 交办",
        "verifying --> closed : 核查通过、会议研究销号",
        "closed --> in_progress : 回头看重新打开",
    ):
        assert arrow in page
    assert "in_progress --> draft" not in page
