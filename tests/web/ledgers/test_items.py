"""全部事项: one list over all ledgers, as each person sees them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from guatu.ledgers.actions import ledgers
from guatu.ledgers.models import Item
from tests.browsers import grave
from tests.ledgers.factories import County, dispatched, make_county
from tests.web.ledgers.conftest import SignIn

ADDRESS = reverse("web:items")


def with_another(county: County) -> County:
    """A second ledger of the office with one item, and another office with one that nobody here sees."""
    by = county.when("coordinator")
    first = county.ledger
    county.ledger = ledgers.open_ledger(office=county.office, name="专项台账", prefix="ZX", **by)
    dispatched(county, title="专项一件", category="用电", deadline=date(2026, 4, 1))
    county.ledger = first
    dispatched(make_county(), title="外办一件")
    return county


def test_items_of_all_ledgers_stand_in_one_list(county: County, as_: SignIn) -> None:
    with_another(county)

    text = as_("coordinator").get(ADDRESS).content.decode()

    assert ADDRESS == "/items/"
    assert "<h1>全部事项</h1>" in text
    for title in ("专项一件", "逾期一件", "已销号一件"):
        assert title in text
    assert "外办一件" not in text
    assert "专项台账" in text
    assert "8 / 8 项" in text
    assert 'name="item"' not in text  # acts on many rows are done in one ledger


def test_filters_are_those_of_a_ledger(county: County, as_: SignIn) -> None:
    with_another(county)

    def titles(query: str) -> set[str]:
        text = as_("coordinator").get(f"{ADDRESS}?{query}").content.decode()
        return {item.title for item in Item.objects.all() if f">{item.title}<" in text}

    assert titles("state=in_progress") == {"逾期一件", "临期一件", "按期一件"}
    assert titles("state=dispatched") == {"待签收一件", "专项一件"}
    assert titles("q=ZX") == {"专项一件"}
    assert titles(f"lead={county.lead.pk}&due=overdue") == {"逾期一件"}
    menu = as_("coordinator").get(reverse("web:items-menu", args=["category"])).content.decode()
    assert "用电" in menu
    narrow = as_("coordinator").get(reverse("web:items-narrow")).content.decode()
    assert 'action="/items/"' in narrow


def test_a_unit_sees_its_own_and_a_stranger_nothing(county: County, as_: SignIn) -> None:
    with_another(county)

    assert "7 / 7 项" in as_("town").get(ADDRESS).content.decode()  # all but the draft
    assert "0 / 0 项" in as_("stranger").get(ADDRESS).content.decode()


def test_a_past_day_is_looked_at_too(county: County, as_: SignIn) -> None:
    with_another(county)

    assert "0 / 0 项" in as_("coordinator").get(f"{ADDRESS}?as_of=2026-03-01").content.decode()
    assert "8 / 8 项" in as_("coordinator").get(f"{ADDRESS}?as_of=2026-03-02").content.decode()
    assert "7 / 7 项" in as_("town").get(f"{ADDRESS}?as_of=2026-03-02").content.decode()


def test_the_statements_do_not_grow_with_the_items(
    county: County, as_: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with_another(county)
    coordinator = as_("coordinator")
    coordinator.get(f"{ADDRESS}?state=in_progress")
    with django_assert_max_num_queries(17):  # type: ignore[attr-defined]
        coordinator.get(f"{ADDRESS}?state=in_progress")


@pytest.mark.parametrize("width", [1440, 390])
def test_it_reads_well(shown: tuple[County, Callable[..., Page]], width: int) -> None:
    county, visit = shown
    with_another(county)

    page = visit("coordinator", ADDRESS, width=width)

    expect(page.locator("h1")).to_have_text("全部事项")
    assert grave(page) == []
    page.get_by_role("link", name="待签收 2").first.click()
    expect(page.locator("[data-row]")).to_have_count(2)
