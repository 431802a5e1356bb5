"""What the item's page shows to whom, by how many statements, today and on a past day."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from guatu.history import store
from guatu.ledgers.actions import directives, items, requests
from guatu.ledgers.models import Item
from tests.ledgers.factories import DAY, County, asked, closed, dispatched, finished, make_items, signed
from tests.repeating import repeated
from tests.web.items.conftest import SetDay, SignIn
from tests.web.items.test_evidence import reported


def page(client: Client, item: Item, query: str = "") -> str:
    answer = client.get(reverse("web:item", args=[item.pk]) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def primary(text: str) -> list[str]:
    """The words on the primary buttons of the page."""
    return re.findall(r'class="g-btn block primary"[^>]*>(?:<svg.*?</svg>)?([^<]+)</a>', text)


@pytest.mark.parametrize(
    ("name", "made", "word"),
    [
        ("coordinator", "draft", ["交办"]),
        ("town", "dispatched", ["签收"]),
        ("town", "signed", ["报进展"]),
        ("coordinator", "signed", ["催办"]),
        ("liaison", "finished", ["申请销号"]),
        ("verifier", "asked", ["逐条核查"]),
        ("reviewer", "requested", ["单位审核通过"]),
        ("inspector", "signed", []),
        ("leader", "signed", []),
        ("coordinator", "closed", []),
    ],
)
def test_each_role_has_one_primary_act(
    county: County, as_: SignIn, name: str, made: str, word: list[str]
) -> None:
    assert primary(page(as_(name), make(county, made))) == word


@repeated
def make(county: County, how: str) -> Item:
    if how == "draft":
        return make_items(county)[0]
    if how == "requested":
        item = finished(county)
        requests.ask(pk=item.pk, statement="完成", **county.when("liaison"))
        return item
    return {
        "dispatched": dispatched,
        "signed": signed,
        "finished": finished,
        "asked": asked,
        "closed": closed,
    }[how](county)


@pytest.mark.parametrize(
    ("name", "made", "reason"),
    [
        ("liaison", "signed", "现缺 2 项，见下"),
        ("coordinator", "signed", "由牵头单位县供电公司提出；现缺 2 项，见下"),
        ("coordinator", "signed", "没有待批的延期申请"),
        ("verifier", "signed", "牵头单位还没有申请销号"),
        ("town", "asked", "销号申请正在办理，退回或撤回后再办"),
        ("town", "dispatched", "本单位还没有签收"),
    ],
)
def test_a_closed_act_stays_with_its_reason(
    county: County, as_: SignIn, name: str, made: str, reason: str
) -> None:
    assert reason in page(as_(name), make(county, made))


def test_the_source_marks_units_days_and_figures(county: County, as_: SignIn) -> None:
    item = signed(county, problem="供电公司要会同双桥镇，7月底前完成20处。")
    text = page(as_("town"), item)
    for kind, words in (("unit", "供电公司"), ("unit", "双桥镇"), ("date", "7月底前"), ("figure", "20处")):
        assert f'<mark class="g-mark {kind}">{words}</mark>' in text


def test_words_of_people_are_never_markup(county: County, as_: SignIn) -> None:
    item = signed(county, title="<b>甲</b>", problem="<script>alert(1)</script>20处")
    text = page(as_("coordinator"), item)
    assert "<script>alert" not in text
    assert "&lt;b&gt;甲" in text


def test_a_past_day_offers_nothing_and_says_so(county: County, as_: SignIn, day: SetDay) -> None:
    item = signed(county)
    day(date(2026, 4, 1))
    items.suspend(pk=item.pk, reason="等标准", **county.when("coordinator", date(2026, 4, 1)))
    text = page(as_("coordinator"), item, f"?as_of={DAY}")
    assert "正在看 2026-03-02 的情况，按当日所知" in text
    assert 'id="t-offers"' not in text
    assert "本项已挂起" not in text
    assert "本项已挂起" in page(as_("coordinator"), item)
    gone = as_("coordinator").get(reverse("web:item", args=[item.pk]) + "?as_of=2026-02-01")
    assert gone.status_code == 404
    assert "这一天还没有这一项" in gone.content.decode()


def test_older_links_come_alone(county: County, as_: SignIn) -> None:
    item = signed(county)
    for n in range(30):
        items.edit(pk=item.pk, seen=None, values={"category": f"类 {n}"}, **county.when("coordinator"))
    text = page(as_("town"), item)
    assert text.count('class="g-hash"') == 20
    older = re.search(r'href="([^"]*before=\d+)"', text)
    assert older is not None
    assert "更早 15 环" in text
    part = as_("town").get(older[1], headers={"HX-Request": "true"}).content.decode()
    assert part.count('class="g-hash"') == 15
    assert "<html" not in part
    assert "<html" in as_("town").get(older[1]).content.decode()


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=-1", "?before=99999999999999999999", "?as_of=2026-99-99"]
)
def test_an_odd_address_is_answered(county: County, as_: SignIn, query: str) -> None:
    assert page(as_("coordinator"), signed(county), query)


def statements(client: Client, item: Item) -> int:
    with CaptureQueriesContext(connection) as captured:
        page(client, item)
    return len(captured)


@pytest.mark.parametrize("name", ["coordinator", "town"])
def test_a_long_history_costs_no_more_statements(county: County, as_: SignIn, name: str) -> None:
    small, large, client = finished(county), finished(county), as_(name)
    reported(county, large)
    for n in range(25):
        reported(county, large, f"{n}.jpg")
        items.edit(pk=large.pk, seen=None, values={"category": f"类 {n}"}, **county.when("coordinator"))
    for item in (small, large):
        statements(client, item)  # what was told of it is seen
    assert statements(client, large) <= statements(client, small) + 1  # the count of older links
    assert statements(client, small) < 48


def test_the_page_fills_every_variable(county: County, as_: SignIn, settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "string_if_invalid": "〔缺 %s〕"}}]
    for name, made in (
        ("coordinator", "closed"),
        ("verifier", "asked"),
        ("coordinator", "draft"),
        ("town", "signed"),
    ):
        assert re.findall("〔缺 .*?〕", page(as_(name), make(county, made))) == []


def test_the_sentence_of_the_document_stands_with_its_paragraph(county: County, as_: SignIn) -> None:
    before, own = "一、总体情况。\n", "20 处基站还在用转供电。县供电公司要在6月底前完成20处。"
    plain = {"text": before + own, "paragraphs": [{"span": [0, 8]}, {"span": [8, len(before + own)]}]}
    by = county.when("coordinator")
    reading = store.put(json.dumps(plain).encode(), name="读取.json", at=by["at"])
    directive = directives.receive(
        office=county.office, title="整改方案", received_on=DAY, reading=reading, ledger=county.ledger, **by
    )
    item = signed(county, directive=directive, source=(8, len(before + own)))
    text = page(as_("coordinator"), item)
    assert '<mark class="g-mark problem">20 处基站还在用转供电。</mark>' in text
    assert '<mark class="g-mark date">6月底前</mark>' in text
    assert "看原文 ¶2" in text
    unit = page(as_("town"), item)
    assert "6月底前" in unit
    assert "看原文" not in unit
