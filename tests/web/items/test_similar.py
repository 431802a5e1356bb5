"""Similar problems that were struck off, beside an item and beside an entry of a draft."""

from datetime import date

import pytest
from django.urls import reverse

from guatu.ledgers.actions import look_backs, recurring
from guatu.ledgers.models import Draft
from tests.browsers import grave
from tests.ledgers.factories import County, closed, signed
from tests.web.items.conftest import SetDay, SignIn, Visit

SEEPAGE = "垃圾填埋场渗滤液收集池满溢，渗滤液流入沟渠"
AGAIN = "填埋场的渗滤液从收集池溢出来，流进外面的沟"


def shown(client: object, name: str, pk: int, **asked: str) -> str:
    answer = client.get(reverse(f"web:{name}", args=[pk]), asked, headers={"hx-request": "true"})  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_same_unit_is_told_that_it_may_be_back(as_: SignIn, county: County) -> None:
    earlier = closed(county, title=SEEPAGE, problem="")
    look_backs.hold(pk=earlier.pk, finding="正常", is_mostly=True, **county.when("verifier"))
    recurring.catch_up(most=10)
    item = signed(county, title=AGAIN, problem="")
    for who in ("coordinator", "liaison", "leader"):
        page = shown(as_(who), "item-similar", item.pk)
        assert reverse("web:item", args=[earlier.pk]) in page
        assert "可能反弹" in page
        assert "回头看：基本稳定" in page


def test_who_may_not_see_the_item_gets_nothing(as_: SignIn, county: County) -> None:
    item = signed(county, title=AGAIN)
    answer = as_("stranger").get(reverse("web:item-similar", args=[item.pk]), headers={"hx-request": "true"})
    assert answer.status_code == 404


def test_nothing_alike_is_said_in_a_word(as_: SignIn, county: County) -> None:
    assert "没有找到相似的" in shown(as_("liaison"), "item-similar", signed(county).pk)


def test_an_entry_of_a_draft_is_told_too(as_: SignIn, county: County) -> None:
    earlier = closed(county, title=SEEPAGE, problem="")
    recurring.catch_up(most=10)
    entry = {"id": 4, "title": AGAIN, "problem": "", "duties": []}
    draft = Draft.objects.create(office=county.office, entries=[entry])
    page = shown(as_("coordinator"), "draft-similar", draft.pk, entry="4")
    assert reverse("web:item", args=[earlier.pk]) in page
    assert "别的单位" in page
    assert "相似" not in shown(as_("coordinator"), "draft-similar", draft.pk, entry="5")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_card_comes_by_itself(live: tuple[County, str], visit: Visit, day: SetDay, width: int) -> None:
    county, address = live
    earlier, item = closed(county, title=SEEPAGE, problem=""), signed(county, title=AGAIN, problem="")
    look_backs.plan(pk=earlier.pk, due_on=date(2026, 5, 1), **county.when("coordinator"))
    recurring.catch_up(most=10)
    page = visit("liaison", width=width)
    page.goto(f"{address}/items/{item.pk}")
    card = page.locator("#similar")
    card.get_by_text("可能反弹").wait_for()
    assert card.get_by_role("link").count() == 1
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
