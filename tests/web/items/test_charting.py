"""The table beside the drawn line says of each milestone what the line says."""

from datetime import date
from typing import Final

from guatu.ledgers.actions import schedules as acting
from guatu.ledgers.queries.item_page import item_page
from guatu.ledgers.schedules import Point
from guatu.web.views.items import charting
from tests.ledgers.factories import DEADLINE, County, signed
from tests.ledgers.test_schedules import move

SOONER: Final = date(2026, 5, 20)
STEPS: Final = [
    Point(date(2026, 4, 15), 30, "完成招标"),
    Point(date(2026, 6, 1), 50, "主体完工"),
    Point(DEADLINE, 20, "验收"),
]


def test_after_the_deadline_moved_forward_all_of_it_is_due_by_then(county: County) -> None:
    item = signed(county)
    acting.set_plan(pk=item.pk, kind="milestones", points=STEPS, **county.when("coordinator"))

    def due() -> list[tuple[str, int]]:
        page = item_page(county("coordinator", SOONER), item.pk, on=SOONER)
        assert page is not None
        chart = charting.chart(page)
        assert chart is not None
        return [(line.label, line.due) for line in chart.lines]

    assert due() == [("完成招标", 30), ("主体完工", 80), ("验收", 100)]
    move(county, item, SOONER)
    assert due() == [("完成招标", 30), ("主体完工", 100), ("验收", 100)]
