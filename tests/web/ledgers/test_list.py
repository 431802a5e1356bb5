"""The list of a ledger: its address says what it shows, a count opens what it counts, a role sees its own."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.ledgers.actions import deadlines
from guatu.ledgers.queries import listing
from tests.ledgers.factories import County, dispatched, make_items, photo
from tests.web.ledgers.conftest import FRIDAY, SignIn

ROLES = ("coordinator", "leader", "verifier", "liaison", "town", "inspector", "administrator", "reader")


def page(client: Client, county: County, query: str = "", **headers: str) -> str:
    answer = client.get(reverse("web:ledger", args=[county.ledger.pk]) + query, headers=headers)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def titles(text: str) -> list[str]:
    return re.findall(r'data-open href="[^"]*" title="([^"]*)"', text)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_the_list_and_the_shelf(county: County, as_: SignIn, role: str) -> None:
    client = as_(role)

    assert "按期一件" in titles(page(client, county))
    assert "整改台账" in client.get(reverse("web:ledgers")).content.decode()


def test_a_stranger_finds_no_ledger(county: County, as_: SignIn) -> None:
    client = as_("stranger")
    for name, args in (("ledger", []), ("ledger-narrow", []), ("ledger-new", []), ("ledger-do", ["urge"])):
        url = reverse(f"web:{name}", args=[county.ledger.pk, *args])
        assert client.get(url).status_code == 404
    assert client.post(reverse("web:ledger-export", args=[county.ledger.pk])).status_code == 404


def test_only_coordinators_are_offered_to_write(county: County, as_: SignIn) -> None:
    assert "新增事项" in page(as_("coordinator"), county)
    for role in set(ROLES) - {"coordinator"}:
        assert "新增事项" not in page(as_(role), county)


def test_drafts_are_seen_by_the_office_alone(county: County, as_: SignIn) -> None:
    assert "草稿一件" in titles(page(as_("coordinator"), county))
    assert "草稿一件" not in titles(page(as_("liaison"), county))


def test_every_count_on_the_page_opens_as_many_rows(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    text = page(client, county, "?group=none")
    tabs = re.findall(r'<a href="(/ledgers/[^"]*)"[^>]*>[^<]+ <span class="n">(\d+)</span>', text)
    lamps = re.findall(r'class="g-lamp" href="([^"]*)".*?<b>(\d+)</b>', text)
    states = re.findall(r'<a href="([^"]*)" class="g-state[^>]*>[^<]* <b>(\d+)</b>', text)

    assert (len(tabs), len(lamps)) == (9, 4)
    for url, count in [*tabs, *lamps, *states]:
        shown = client.get(url)
        assert len(titles(unescape(shown.content.decode()))) == int(count), url


def test_due_states_stand_in_words_beside_their_shapes(county: County, as_: SignIn) -> None:
    text = page(as_("coordinator"), county, "?due=overdue")

    assert titles(text) == ["逾期一件"]
    assert "逾期 7 天" in text
    assert "#light-red" in text


def test_filters_stand_as_chips_that_let_go(county: County, as_: SignIn) -> None:
    query = f"?state=open&until=2026-05-29&lead={county.lead.pk}&category=用电"
    text = page(as_("coordinator"), county, query)

    chips = re.findall(r'class="g-chip on"><a href="([^"]*)"[^>]*>(\S+) <b>([^<]*)</b>', text)
    assert [(label, value) for _, label, value in chips] == [
        ("时限", "2026-05-29 前"), ("状态", "在办"), ("分类", "用电"), ("牵头单位", "县供电公司"),
    ]  # fmt: skip
    assert "until" not in chips[0][0]
    assert "state=open" in chips[0][0]
    assert titles(text) == ["待签收一件"]


def test_nothing_found_offers_to_drop_the_last_condition(county: County, as_: SignIn) -> None:
    text = page(as_("coordinator"), county, "?state=open&q=没有这样的事")

    assert titles(text) == []
    assert "去掉最后一个条件" in text


def test_heads_say_how_many_stand_under_them(county: County, as_: SignIn) -> None:
    text = page(as_("coordinator"), county, "?group=category")

    assert re.findall(r"<b>([^<]*)</b><span>(\d+) 项</span>", text) == [
        ("用电", "2"),
        ("站址", "2"),
        ("规划", "3"),
    ]


def test_columns_are_chosen_in_the_address(county: County, as_: SignIn) -> None:
    text = page(as_("coordinator"), county, "?cols=number.title.category.signed")

    assert re.findall(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<]+)", text) == [
        "编号",
        "事项",
        "分类",
        "签收",
    ]
    assert "3 / 3" in text


def test_a_list_goes_on_to_its_next_page(county: County, as_: SignIn) -> None:
    make_items(county, 60)
    client = as_("coordinator")

    first, second = (page(client, county, f"?group=none&page={number}") for number in (1, 2))

    assert "第 1 至 50 项，共 67 项" in first
    assert "第 51 至 67 项，共 67 项" in second
    assert len(titles(first)) + len(titles(second)) == 67


def test_a_swap_answers_with_the_list_alone(county: County, as_: SignIn) -> None:
    text = page(as_("coordinator"), county, "", **{"HX-Request": "true", "HX-Target": "list"})

    assert text.lstrip().startswith('<div id="list"')
    assert "<html" not in text


def heads(text: str) -> list[str]:
    """What stands over the columns."""
    return [re.sub("<[^>]*>", "", head).strip() for head in re.findall(r"<th\b.*?</th>", text, re.DOTALL)]


def test_a_past_day_is_shown_and_nothing_is_written(county: County, as_: SignIn) -> None:
    late = county.ledger.items.get(title="逾期一件")
    deadlines.change(
        pk=late.pk, new_deadline=date(2026, 9, 30), reason="会议决定", paper=photo(),
        **county.when("coordinator", FRIDAY),
    )  # fmt: skip
    client = as_("coordinator")

    then = page(client, county, "?as_of=2026-03-16&due=overdue")

    assert titles(then) == ["逾期一件"]
    assert "正在看 2026-03-16" in then
    assert "新增事项" not in then
    assert "批量操作" in then  # an export of a past day is no writing
    assert "最近动态" not in heads(then)
    assert "最近动态" in heads(page(client, county))
    assert "改看今天所知" in then
    assert "改看当日所知" in page(client, county, "?as_of=2026-03-16&known=now")
    assert titles(page(client, county, "?due=overdue")) == []
    for name, args in (("ledger-new", []), ("ledger-do", ["urge"])):
        url = reverse(f"web:{name}", args=[county.ledger.pk, *args]) + f"?as_of=2026-03-16&item={late.pk}"
        assert client.get(url).status_code == 409


def test_menus_and_the_filter_dialog_count_what_they_would_leave(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    menu = client.get(
        reverse("web:ledger-menu", args=[county.ledger.pk, "category"]) + "?state=open"
    ).content.decode()
    dialog = client.get(reverse("web:ledger-narrow", args=[county.ledger.pk]), headers={"HX-Request": "true"})

    assert re.findall(r">(\S+)<span class=\"end\">(\d+)</span>", menu) == [
        ("站址", "2"),
        ("规划", "2"),
        ("用电", "1"),
    ]
    assert "县供电公司" in dialog.content.decode()


def test_the_page_costs_as_many_statements_for_six_hundred_items_as_for_thirty(
    county: County, as_: SignIn
) -> None:
    client = as_("coordinator")
    make_items(county, 30)
    few = statements(client, county)
    make_items(county, 570)

    assert statements(client, county) == few


def statements(client: Client, county: County) -> int:
    page(client, county)
    listing.memory.clear()
    with CaptureQueriesContext(connection) as captured:
        page(client, county)
    return len(captured)


def test_a_count_on_the_page_follows_the_deed(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    assert '待签收 <span class="n">1</span>' in page(client, county)

    dispatched(county)

    assert '待签收 <span class="n">2</span>' in page(client, county)
