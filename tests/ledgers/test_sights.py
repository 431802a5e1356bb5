"""Who looked at what: a line at once, a row a minute later, and no statement of the page's own."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from guatu.ledgers import sights
from guatu.ledgers.models import Item, Sight
from guatu.ledgers.queries import item_page
from tests.accounts.factories import moment
from tests.ledgers.factories import DAY, County, signed

AT = moment(DAY)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path) -> Any:
    with override_settings(DATA=tmp_path):
        yield


def look(county: County, name: str, item: Item, *, days: int = 0, what: Any = "page") -> int:
    """Somebody opens an item; how many statements that cost beside the page itself."""
    page = item_page.item_page(county(name), item.pk, on=DAY)
    assert page is not None
    with CaptureQueriesContext(connection) as made:
        sights.seen(page, at=AT + timedelta(days=days), what=what)
    return len(made)


def folded() -> list[tuple[str, int, int]]:
    """After two rounds everything is counted: the first sets the files aside."""
    sights.fold()
    sights.fold()
    rows = Sight.objects.select_related("person").order_by("pk")
    return [(one.person.name, one.pages, one.files) for one in rows]


def test_looking_costs_no_statement(county: County) -> None:
    item = signed(county)
    assert look(county, "leader", item) == 0


def test_what_somebody_looks_at_is_one_row_a_day(county: County) -> None:
    item = signed(county)
    for what in ("page", "page", "file"):
        look(county, "leader", item, what=what)
    look(county, "inspector", item)
    assert folded() == [("周行之", 2, 1), ("秦守正", 1, 0)]
    look(county, "leader", item)
    look(county, "leader", item, days=1)
    assert folded() == [("周行之", 3, 1), ("秦守正", 1, 0), ("周行之", 1, 0)]
    assert Sight.objects.get(person=county.people["inspector"]).first_at == AT


@pytest.mark.parametrize("name", ["liaison", "reviewer", "town", "other_town"])
def test_units_look_at_their_own_work_unnoted(county: County, name: str) -> None:
    item = signed(county)
    look(county, name, item)
    assert folded() == []


@pytest.mark.parametrize(("name", "found"), [("leader", 1), ("town", 0), ("stranger", 1)])
def test_a_file_handed_out_is_noted_but_for_the_units_own(county: County, name: str, found: int) -> None:
    item = signed(county)
    sights.file_seen(county(name), item.pk, at=AT)
    assert len(folded()) == found


def test_a_line_that_was_cut_off_counts_for_nothing(county: County, tmp_path: Path) -> None:
    item = signed(county)
    look(county, "leader", item)
    file = next((tmp_path / "sights").glob("*.log"))
    file.write_bytes(file.read_bytes() + b"3 1 2026-03-0")
    assert folded() == [("周行之", 1, 0)]


def test_a_full_disk_keeps_nobody_from_looking(county: County, tmp_path: Path) -> None:
    (tmp_path / "sights").write_text("a file in the place of the folder")
    assert look(county, "leader", signed(county)) == 0


def test_an_item_that_is_not_there_is_left_out(county: County) -> None:
    sights.note(person_id=county.people["leader"].pk, item_id=10**6, at=AT, what="page")
    assert folded() == []


def test_old_rows_are_dropped(county: County) -> None:
    look(county, "leader", signed(county))
    folded()
    assert sights.forget(on=DAY + sights.KEPT) == 0
    assert sights.forget(on=DAY + sights.KEPT + timedelta(days=1)) == 1
