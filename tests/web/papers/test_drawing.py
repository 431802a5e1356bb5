"""Drawing up a paper before the pages: chosen, worded, issued once, by a coordinator of the office alone."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from guatu.history.models import Event as Link
from guatu.ledgers.models import Assignment, Item
from guatu.papers.models import Paper
from tests.ledgers.factories import DEADLINE, County, asked, closed, make_county, make_items, signed
from tests.web.items.conftest import SetDay, SignIn

LATE = DEADLINE + timedelta(days=12)


def new(*some: Item, **chosen: object) -> str:
    words = [f"item={one.pk}" for one in some] + [f"{name}={one}" for name, one in chosen.items()]
    return f"{reverse('web:paper-new')}?{'&'.join(words)}"


def given(client: Client, address: str) -> dict[str, object]:
    """What the form would send as it stands."""
    page = client.get(address).content.decode()
    found: dict[str, object] = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page)
        for name in ("item", "kind", "unit", "form_key")
    }
    title = re.search(r'name="title" value="([^"]*)"', page)
    text = re.search(r'name="text"[^>]*>\s*([^<]*)</textarea>', page)
    return found | {"title": title[1] if title else "", "text": text[1] if text else ""}


def test_a_late_item_is_proposed_a_letter_to_its_lead(county: County, as_: SignIn, day: SetDay) -> None:
    item = signed(county)
    day(LATE)
    page = as_("coordinator").get(new(item)).content.decode()
    assert "<h1>拟督办函</h1>" in page
    assert re.search(r'aria-current="true">县供电公司<', page)
    assert "逾期 12 天" in page
    assert "文号签发时编定" in page


def test_what_was_edited_is_shown_and_then_issued(county: County, as_: SignIn, day: SetDay) -> None:
    item, client = signed(county), as_("coordinator")
    day(LATE)
    sent = given(client, new(item)) | {"title": "改过的标题", "text": "第一段\r\n\r\n 第二段 "}
    look = client.post(new(item), sent | {"look": "1"})
    assert look.status_code == 200
    assert '<p class="indent">第二段' in look.content.decode().replace("> 第", ">第")
    assert not Paper.objects.exists()
    answer = client.post(new(item), sent)
    paper = Paper.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("web:paper", args=[paper.pk]))
    assert (paper.mark, paper.title, paper.addressee) == ("督办函〔2026〕1号", "改过的标题", county.lead)
    assert paper.content["fields"]["正文"] == "第一段\n第二段"
    page = client.get(reverse("web:paper", args=[paper.pk])).content.decode()
    assert "已签发督办函〔2026〕1号，送县供电公司" in page
    assert '<p class="indent">第二段</p>' in page
    assert "待签收" in page
    assert item.number in page
    assert Link.objects.get(kind="paper.issued").hash[:12] in page


def test_a_second_press_issues_nothing(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    sent = given(client, new(item))
    client.post(new(item), sent)
    again = client.post(new(item), sent)
    assert again.headers["Location"] == reverse("web:papers")
    sent = given(client, new(item)) | {"title": sent["title"], "text": sent["text"]}
    twin = client.post(new(item), sent)
    assert twin.status_code == 409
    assert "今天已经签发" in twin.content.decode()
    assert Paper.objects.count() == 1


def test_empty_words_stand_at_their_fields(county: County, as_: SignIn) -> None:
    item, client = signed(county), as_("coordinator")
    answer = client.post(new(item), given(client, new(item)) | {"title": "", "text": " "})
    assert answer.status_code == 422
    assert "请填写标题" in answer.content.decode()
    assert "请填写正文" in answer.content.decode()


@pytest.mark.parametrize("name", ["liaison", "town", "verifier", "leader", "inspector", "administrator"])
def test_nobody_else_draws_one_up(county: County, as_: SignIn, name: str) -> None:
    item = signed(county)
    assert as_(name).get(new(item)).status_code == 404
    assert as_(name).post(new(item), {"item": item.pk, "title": "x", "text": "x"}).status_code == 404
    assert not Paper.objects.exists()


def test_items_of_another_office_are_not_there(county: County, as_: SignIn) -> None:
    item, own = signed(make_county()), signed(county)
    assert as_("coordinator").get(new(item)).status_code == 404
    assert as_("coordinator").get(new(own, item)).status_code == 404
    assert as_("coordinator").get(new(own, kind="x", unit="abc")).status_code == 200


def test_several_items_of_one_unit_go_in_one_paper(county: County, as_: SignIn) -> None:
    some, client = [signed(county), signed(county)], as_("coordinator")
    chosen = client.post(reverse("web:paper-new"), {"item": [one.pk for one in some]})
    assert chosen.headers["Location"] == new(*some)
    address = new(*some, unit=county.towns[0].pk, kind="reminder")
    client.post(address, given(client, address))
    paper = Paper.objects.get()
    assert (paper.kind, paper.addressee) == ("reminder", county.towns[0])
    assert paper.subjects.count() == 2
    for one in some:
        page = client.get(reverse("web:item", args=[one.pk])).content.decode()
        assert "发文：提醒函〔2026〕1号，双桥镇" in page
        assert "计催办一次" not in page
        assert reverse("web:paper", args=[paper.pk]) in page


def test_what_gives_no_reason_for_a_paper_says_so(county: County, as_: SignIn) -> None:
    client, draft = as_("coordinator"), make_items(county)[0]
    assert "先选事项" in client.get(new()).content.decode()
    assert "现在不能发文" in client.get(new(draft)).content.decode()


def test_a_close_out_sheet_is_drawn_up_as_the_ledger_has_it(county: County, as_: SignIn) -> None:
    client, item = as_("coordinator"), closed(county)
    page = client.get(new(item)).content.decode()
    assert "<h1>拟销号审批表</h1>" in page
    assert 'name="text"' not in page
    client.post(new(item), given(client, new(item)))
    paper = Paper.objects.get()
    assert (paper.kind, paper.addressee) == ("close_out_sheet", None)
    page = client.get(reverse("web:paper", args=[paper.pk])).content.decode()
    assert "办理状态：已销号（2026年3月2日）" in page
    on_its_way = client.get(new(asked(county), kind="close_out_sheet")).content.decode()
    assert "尚未办结，本表不作销号依据" in on_its_way


def test_a_past_day_is_not_written_on(county: County, as_: SignIn) -> None:
    item = signed(county)
    address = f"{new(item)}&as_of={date(2026, 3, 1)}"
    assert as_("coordinator").get(address).status_code == 409


def test_the_list_offers_it_for_ticked_rows_and_the_item_for_itself(county: County, as_: SignIn) -> None:
    item = signed(county)
    page = as_("coordinator").get(reverse("web:ledger", args=[county.ledger.pk])).content.decode()
    assert f'formaction="{reverse("web:paper-new")}" data-needs="paper">' in page
    assert new(item) in as_("coordinator").get(reverse("web:item", args=[item.pk])).content.decode()
    for name in ("liaison", "leader"):
        assert (
            'data-needs="paper"'
            not in as_(name).get(reverse("web:ledger", args=[county.ledger.pk])).content.decode()
        )
        assert new(item) not in as_(name).get(reverse("web:item", args=[item.pk])).content.decode()


def test_a_letter_is_an_urging(county: County, as_: SignIn, day: SetDay) -> None:
    item, client = signed(county), as_("coordinator")
    day(LATE)
    client.post(new(item), given(client, new(item)))
    assert Assignment.objects.get(item=item, unit=county.lead).times_urged == 1
    page = client.get(reverse("web:item", args=[item.pk])).content.decode()
    assert "发文：督办函〔2026〕1号，县供电公司，计催办一次" in page
