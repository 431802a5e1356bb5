"""Acting on rows from the list, exporting it, and what the chain says of it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from guatu.history.models import Enclosure, Event
from guatu.ledgers.models import Assignment, Item
from guatu.ledgers.queries import listing
from tests.ledgers.factories import PNG, County, make_items
from tests.web.ledgers.conftest import SignIn

HTMX = {"HX-Request": "true"}


def url(county: County, code: str) -> str:
    return reverse("web:ledger-do", args=[county.ledger.pk, code])


def keys(county: County, *titles: str) -> list[int]:
    return [county.ledger.items.get(title=title).pk for title in titles]


def do(client: Client, county: County, code: str, pks: list[int], **given: object) -> str:
    answer = client.post(url(county, code), {"item": pks, "go": "1", **given}, headers=HTMX)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode() + answer.headers.get("HX-Trigger", "").encode().decode("unicode_escape")


def test_urging_says_how_many_went_and_which_were_refused_and_why(county: County, as_: SignIn) -> None:
    pks = keys(county, "逾期一件", "按期一件", "已销号一件")

    said = do(as_("coordinator"), county, "urge", pks, words="请于周五前报进展")

    assert "已催办 2 项，1 项没有办成" in said
    assert county.ledger.items.get(pk=pks[2]).number in said
    assert "已销号" in said
    assert Assignment.objects.filter(item__in=pks[:2], times_urged=1).count() == 6


def test_each_reason_is_said_once_with_its_numbers(county: County, as_: SignIn) -> None:
    pks = keys(county, "草稿一件", "已销号一件")
    more = make_items(county, title="又一件草稿")[0]
    given = {"item": [*pks, more.pk], "go": "1", "words": "请报进展"}
    answer = as_("coordinator").post(url(county, "urge"), given, headers=HTMX)
    draft, closed, other = (Item.objects.get(pk=pk).number for pk in (*pks, more.pk))
    assert answer.context["refused"] == [
        ("现在是“草稿”，不能催办", [draft, other]),
        ("现在是“已销号”，不能催办", [closed]),
    ]
    assert answer.context["title"] == "3 项没有办成"
    assert "刷新" not in answer.content.decode()


def bulk(client: Client, county: County, query: str = "") -> list[str]:
    """What the bar over the ticked rows offers."""
    address = reverse("web:ledger", args=[county.ledger.pk]) + query
    return [act.value for act in client.get(address).context["acts"]]


def test_the_bar_offers_what_at_least_one_row_is_open_to(county: County, as_: SignIn) -> None:
    client = as_("coordinator")
    assert bulk(client, county) == ["dispatch", "urge", "deadline", "hand-over", "paper", "export"]
    assert bulk(client, county, "?state=draft") == ["dispatch", "hand-over", "export"]
    assert bulk(client, county, "?state=in_progress") == ["urge", "deadline", "hand-over", "paper", "export"]
    assert bulk(client, county, "?state=closed") == ["paper", "export"]
    Item.objects.filter(title="草稿一件").update(lead_unit=None)
    listing.memory.clear()
    assert "dispatch" not in bulk(client, county, "?state=draft")
    assert "sign" in bulk(as_("town"), county)
    assert "sign" not in bulk(as_("town"), county, "?state=in_progress")


def test_a_list_that_must_be_signed_off_is_not_offered_for_dispatch(county: County, as_: SignIn) -> None:
    county.ledger.needs_sign_off = True
    county.ledger.save()
    assert bulk(as_("coordinator"), county, "?state=draft") == ["sign-off", "hand-over", "export"]


def test_the_dialog_asks_before_anything_is_done(county: County, as_: SignIn) -> None:
    pks = keys(county, "逾期一件")

    asked = as_("coordinator").post(url(county, "urge"), {"item": pks}, headers=HTMX).content.decode()

    assert "催办 1 项" in asked
    assert Item.objects.get(pk=pks[0]).last_kind != "item.urged"


def test_a_form_that_is_sent_twice_acts_once(county: County, as_: SignIn) -> None:
    client, pks = as_("coordinator"), keys(county, "逾期一件")
    given = {"item": pks, "go": "1", "words": "请报进展", "form_key": "one-key"}

    first, second = (client.post(url(county, "urge"), given, headers=HTMX) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 422)
    assert set(Assignment.objects.filter(item__in=pks).values_list("times_urged", flat=True)) == {1}


def test_moving_deadlines_needs_a_paper_and_reads_words(county: County, as_: SignIn) -> None:
    client, pks = as_("coordinator"), keys(county, "逾期一件", "临期一件")
    given = {"item": pks, "go": "1", "new_deadline": "6月底前", "reason": "会议决定"}
    refused = client.post(url(county, "deadline"), given, headers=HTMX)
    assert refused.status_code == 422
    assert "请附上依据文件" in refused.content.decode()

    said = do(client, county, "deadline", pks, new_deadline="6月底前", reason="会议决定",
              paper=SimpleUploadedFile("纪要.png", PNG))  # fmt: skip

    assert "已改时限 2 项" in said
    assert {str(one.deadline) for one in Item.objects.filter(pk__in=pks)} == {"2026-06-30"}


def test_handing_over_names_units_and_tells_an_unknown_one(county: County, as_: SignIn) -> None:
    client, pks = as_("coordinator"), keys(county, "按期一件")
    given = {"item": pks, "go": "1", "giver": "双桥镇", "taker": "查无此局", "reason": "职能划转"}

    wrong = client.post(url(county, "hand-over"), given, headers=HTMX)

    assert wrong.status_code == 422
    assert "没有“查无此局”" in wrong.content.decode()
    said = do(client, county, "hand-over", pks, giver="双桥镇", taker="县核查中心", reason="职能划转")
    assert "已移交 1 项" in said
    assert Assignment.objects.filter(item=pks[0], unit__name="县核查中心").exists()


def test_drafts_are_dispatched_and_a_liaison_signs(county: County, as_: SignIn) -> None:
    pks = keys(county, "草稿一件", "待签收一件")

    sent = do(as_("coordinator"), county, "dispatch", pks)

    assert "已交办 1 项，1 项没有办成" in sent
    signed = do(as_("town"), county, "sign", pks)
    assert "已签收 2 项" in signed
    assert as_("town").post(url(county, "urge"), {"item": pks}).status_code == 404


def test_a_list_is_sent_to_a_leader_for_sign_off(county: County, as_: SignIn) -> None:
    county.ledger.needs_sign_off = True
    county.ledger.save()
    leader = county.people["leader"].pk

    said = do(as_("coordinator"), county, "sign-off", keys(county, "草稿一件", "按期一件"), leader=leader)

    assert "已送审签 1 项，1 项没有办成" in said
    assert county.ledger.items.get(title="草稿一件").state == Item.State.APPROVING


def test_without_scripts_the_dialog_is_a_page_and_leads_back(county: County, as_: SignIn) -> None:
    client, pks = as_("coordinator"), keys(county, "逾期一件")

    shown = client.post(url(county, "urge"), {"item": pks})
    done = client.post(url(county, "urge"), {"item": pks, "go": "1", "words": "请报进展"})

    assert "<html" in shown.content.decode()
    assert done.status_code == 302
    assert done.headers["Location"] == reverse("web:ledger", args=[county.ledger.pk])


def test_the_export_is_what_is_shown_and_stands_in_the_chain(county: County, as_: SignIn) -> None:
    address = reverse("web:ledger-export", args=[county.ledger.pk]) + "?state=open&sort=number&group=category"

    answer = as_("coordinator").post(address)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    page = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    cells = [row[:2] for row in page.iter_rows(min_row=5, values_only=True)]
    assert [title or head for head, title in cells] == [
        "用电", "待签收一件", "站址", "逾期一件", "临期一件", "规划", "按期一件", "申请销号一件",
    ]  # fmt: skip
    event = Event.objects.get(kind="ledger.exported")
    texts = dict(Enclosure.objects.filter(event=event).values_list("name", "text"))
    assert (texts["rows"], texts["filters"]) == ("5", "状态 在办")
    assert event.actor_id == county.people["coordinator"].pk


def test_a_unit_exports_its_own_and_ticked_rows_alone(county: County, as_: SignIn) -> None:
    address = reverse("web:ledger-export", args=[county.ledger.pk]) + "?group=none"

    answer = as_("town").post(address, {"item": keys(county, "按期一件", "草稿一件")})

    page = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert [row[1] for row in page.iter_rows(min_row=5, values_only=True)] == ["按期一件"]


@pytest.mark.parametrize("role", ["leader", "verifier", "inspector", "reader"])
def test_those_who_only_look_have_no_acts_but_the_export(county: County, as_: SignIn, role: str) -> None:
    client = as_(role)
    text = client.get(reverse("web:ledger", args=[county.ledger.pk])).content.decode()

    assert "催办</button>" not in text
    assert "导出</button>" in text
    assert client.get(url(county, "urge")).status_code == 404
