"""本期填报 and 本期汇总: who reported, who is urged, what the period came to, on the page and in files."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from playwright.sync_api import Page, expect

from guatu.ledgers.actions import deadlines, reports
from guatu.ledgers.actions.reports import NewReport
from guatu.ledgers.models import Item, ReportingPeriod
from tests.browsers import grave
from tests.ledgers.factories import County, ledger_with
from tests.web.ledgers.conftest import FRIDAY, SignIn

HTMX = {"HX-Request": "true"}


def begin(county: County) -> Item:
    """Each week by Friday, which is today; the towns of the item that is late have reported."""
    county.ledger = ledger_with(county, who="coordinator", cadence="weekly")
    item = Item.objects.get(title="逾期一件")
    for unit, name, done in ((county.towns[0], "town", 3), (county.towns[1], "other_town", 7)):
        row = item.assignments.get(unit=unit)
        new = NewReport(text=f"换表 {done} 处", achieved=Decimal(done), next_step="送电")
        reports.report(assignment=row.pk, new=new, **county.when(name, FRIDAY))
    return item


def address(county: County, name: str = "", **query: str) -> str:
    where = reverse(f"web:ledger-period{name}", args=[county.ledger.pk])
    return f"{where}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


def test_without_a_rhythm_the_page_says_what_to_do(county: County, as_: SignIn) -> None:
    assert "去设置" in as_("coordinator").get(address(county)).content.decode()
    text = as_("town").get(address(county)).content.decode()
    assert "不定期报送" in text
    assert "去设置" not in text
    assert as_("stranger").get(address(county)).status_code == 404


def test_who_reported_and_who_did_not(county: County, as_: SignIn) -> None:
    begin(county)

    text = as_("coordinator").get(address(county)).content.decode()
    assert "2026年第12周，3-14 至 3-20" in text
    assert "今天截止" in text
    assert "催办未报 3 个单位" in text
    assert "换表" not in text  # who is missing comes first
    reported = as_("coordinator").get(address(county, show="reported")).content.decode()
    assert reported.count("已报</span>") == 2
    assert "换表 3 处" in reported
    town = as_("town").get(address(county, show="all")).content.decode()
    assert "催办未报" not in town
    assert "截止本期" not in town


def test_the_missing_are_urged_from_the_page(county: County, as_: SignIn) -> None:
    item = begin(county)
    coordinator, where = as_("coordinator"), address(county, "-urge")
    assert "请于 3月20日前报送本期进展" in coordinator.get(where, headers=HTMX).content.decode()
    assert coordinator.post(where, {"words": " "}).status_code == 422

    answer = coordinator.post(where, {"words": "下班前报", "form_key": "k1"}, follow=True)

    assert "已催办 3 个单位" in answer.content.decode()
    urged = dict(item.assignments.values_list("unit__name", "times_urged"))
    assert urged == {"县供电公司": 1, "双桥镇": 0, "石泉镇": 0}
    again = coordinator.post(where, {"words": "下班前报", "form_key": "k1"})
    assert "已经提交过" in again.content.decode()
    assert dict(item.assignments.values_list("unit__name", "times_urged")) == urged
    for name in ("town", "verifier", "inspector"):
        assert as_(name).post(where, {"words": "报"}).status_code == 404


def test_a_period_is_ended_on_its_day_and_stays(county: County, as_: SignIn) -> None:
    item = begin(county)
    where = address(county, "-freeze")
    assert as_("town").post(where).status_code == 404
    assert "本期填报已截止" in as_("coordinator").post(where, follow=True).content.decode()
    assert ReportingPeriod.objects.get().reported == 2
    assert as_("coordinator").post(where).status_code == 404
    row = item.assignments.get(unit=county.lead)
    reports.report(
        assignment=row.pk, new=NewReport(text="迟报", progress=10), **county.when("liaison", FRIDAY)
    )
    text = as_("coordinator").get(address(county, show="all")).content.decode()
    assert "已截止" in text
    assert "迟报" not in text


@pytest.mark.parametrize("on", ["0001-01-01", "2099-01-01", "昨天", "2026-03-20"])
def test_a_day_in_the_address_never_breaks_the_page(county: County, as_: SignIn, on: str) -> None:
    begin(county)
    assert as_("coordinator").get(address(county, on=on)).status_code == 200
    assert as_("coordinator").get(address(county, "-summary", on=on)).status_code == 200


def test_the_summary_says_what_changed(county: County, as_: SignIn) -> None:
    begin(county)
    asked = deadlines.ask(
        assignment=Item.objects.get(title="临期一件").assignments.get(unit=county.lead).pk,
        new_deadline=date(2026, 4, 30),
        reason="停电窗口排不开",
        progress_text="已完成一半",
        **county.when("liaison", FRIDAY),
    )
    deadlines.approve(extension=asked, **county.when("coordinator", FRIDAY))

    text = as_("coordinator").get(address(county, "-summary")).content.decode()

    assert "应报 12 条，已报 2 条，未报 10 条" in text  # four items on their way, three units each
    assert "调整时限 1 项" in text
    assert "2026-03-25 → 2026-04-30" in text
    assert "0% → 50%" in text
    assert "本期还没有截止" in text


def exported(county: County, as_: SignIn, form: str) -> BytesIO:
    answer: Any = as_("coordinator").post(address(county, "-export"), {"form": form})
    assert answer.status_code == 200
    return BytesIO(b"".join(answer.streaming_content))


def test_the_sheet_has_a_row_for_each_unit(county: County, as_: SignIn) -> None:
    begin(county)

    sheet = openpyxl.load_workbook(exported(county, as_, "xlsx")).active

    assert sheet is not None
    assert str(sheet["A1"].value).endswith("2026年第12周进展汇总")
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[4] == "双桥镇"]
    assert [(row[1], row[5], row[6], row[7], row[8]) for row in rows] == [
        ("逾期一件", "已报", 0, 50, "换表 3 处")
    ]
    assert as_("coordinator").post(address(county, "-export"), {"form": "exe"}).status_code == 404


def test_the_document_tells_the_items_and_who_gave_nothing(county: County, as_: SignIn) -> None:
    begin(county)

    words = [one.text for one in Document(exported(county, as_, "docx")).paragraphs]

    assert words[0] == "整改台账2026年第12周进展汇总"
    assert "双桥镇：0% → 50%。换表 3 处。下一步：送电。" in words
    assert any(one.startswith("县供电公司：") for one in words[words.index("三、未报单位。") :])


def test_the_statements_do_not_grow_with_the_items(
    county: County, as_: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    begin(county)
    with django_assert_max_num_queries(46):  # type: ignore[attr-defined]
        as_("coordinator").get(address(county, show="all"))
    with django_assert_max_num_queries(46):  # type: ignore[attr-defined]
        as_("coordinator").get(address(county, "-summary"))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_read_well(shown: tuple[County, Callable[..., Page]], width: int) -> None:
    county, visit = shown
    begin(county)

    page = visit("coordinator", address(county), width=width)
    expect(page.locator("h1")).to_have_text("本期填报")
    assert grave(page) == []
    page.get_by_role("link", name="催办未报 3 个单位").click()
    dialog = page.locator("#dialogs dialog[open]")
    expect(dialog.get_by_label("催办要求")).to_have_value("请于 3月20日前报送本期进展")
    dialog.get_by_role("button", name="确定").click()
    expect(page.locator("#toasts")).to_contain_text("已催办 3 个单位")
    page.get_by_role("link", name="本期汇总").click()
    expect(page.locator("h1")).to_contain_text("进展汇总")
    assert grave(page) == []
