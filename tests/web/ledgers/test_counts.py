"""Counts of one screen agree: by due, by state, under heads, beside an item."""

import re
from html import unescape

from django.urls import reverse

from guatu.ledgers.actions import items
from guatu.ledgers.models import Item
from tests.ledgers.factories import County, make_items, signed
from tests.repeating import repeated
from tests.web.ledgers.conftest import FRIDAY, SignIn


@repeated
def one_of_each(county: County) -> Item:
    """Beside what the county has: one suspended, one void, one merged into the late one."""
    by = county.when("coordinator", FRIDAY)
    paused, void, merged = (signed(county, title=f"{word}一件") for word in ("挂起", "作废", "并入"))
    items.suspend(pk=paused.pk, reason="等上级批复", **by)
    items.void(pk=void.pk, reason="重复录入", **by)
    late = county.ledger.items.get(title="逾期一件")
    items.merge(pk=merged.pk, into=late.pk, reason="同一件事", **by)
    return void


def test_the_dues_of_what_is_open_are_all_of_it(county: County, as_: SignIn) -> None:
    one_of_each(county)
    client = as_("coordinator")
    shown = client.get(reverse("web:ledger", args=[county.ledger.pk])).context
    counts = {tab.label: tab.count for tab in shown["tabs"]}
    assert sum(lamp.light.count for lamp in shown["lamps"]) == counts["在办"] == 6
    assert counts["全部"] == shown["total"] == shown["everything"] == 8
    under = [sum(light.count for light in band.lights) for band in shown["bands"]]
    assert sum(under) == counts["在办"]


def test_a_count_of_what_is_paused_opens_it_and_stands_only_where_there_is_one(
    county: County, as_: SignIn
) -> None:
    client, address = as_("coordinator"), reverse("web:ledger", args=[county.ledger.pk])
    assert "暂停" not in [lamp.light.word for lamp in client.get(address).context["lamps"]]
    one_of_each(county)
    lamp = client.get(address).context["lamps"][-1]
    assert (lamp.light.word, lamp.light.count) == ("暂停", 1)
    opened = client.get(lamp.url).context
    assert [line.title for band in opened["bands"] for line in band.lines] == ["挂起一件"]


def test_an_item_counts_its_neighbours_as_the_list_does(county: County, as_: SignIn) -> None:
    void = one_of_each(county)
    make_items(county, title="又一件草稿")
    client = as_("coordinator")
    listed = client.get(reverse("web:ledger", args=[county.ledger.pk])).context["total"]
    last = county.ledger.items.get(title="又一件草稿")
    text = unescape(client.get(reverse("web:item", args=[last.pk])).content.decode())
    assert re.findall(r"第 (\d+) 项，共 (\d+) 项", text) == [(str(listed), str(listed))]
    gone = client.get(reverse("web:item", args=[void.pk])).content.decode()
    assert "项，共" not in gone
