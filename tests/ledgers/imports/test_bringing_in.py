"""An office's own table becomes items as they stand in it, once, and only as it was shown."""

from datetime import date

from guatu.ledgers.models import Assignment, Item
from tests.ledgers.imports.conftest import Desk, workbook


def test_what_the_table_tells_becomes_items_as_they_stand(desk: Desk) -> None:
    draft = desk.bring(workbook())
    brought = desk.apply(draft)
    first, done, kept_up = Item.objects.filter(import_lines__brought_by=brought).order_by("pk")
    assert first.state == Item.State.IN_PROGRESS
    assert first.deadline == first.first_promise == date(2026, 9, 30)
    assert first.lead_unit == desk.county.lead
    assert [one.text for one in first.measures.all()] == ["公布可开放站址清单"]
    duties = {one.unit.name: one.duty for one in first.assignments.all()}
    assert duties == {
        "县供电公司": "lead",
        "双桥镇": "responsible",
    }
    assert {one.state for one in first.assignments.all()} == {Assignment.State.WORKING}
    assert (done.state, done.progress) == (Item.State.IN_PROGRESS, 100)
    assert (kept_up.is_long_term, kept_up.deadline) == (True, None)
