"""An office's own table before a browser: put down, corrected, brought in by its good rows, taken back."""

from pathlib import Path

from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Locator, Page, expect

from guatu.ledgers.imports import carrying, reading
from guatu.ledgers.models import ImportDraft, Item
from tests.accounts.factories import moment
from tests.browsers import grave
from tests.ledgers.factories import DAY, County
from tests.ledgers.imports.conftest import ROWS, workbook
from tests.web.items.conftest import Visit

Live = tuple[County, str]
OLD = (
    *ROWS,
    (4, "变压器增容排队过长", "压缩时限", "县供电公司", "双桥", "2026年9月底", "", "否"),
    (5, "公示栏没有更新", "更新公示栏", "县供电公司", "石泉镇", "2026年2月30日", "", "否"),
)


def table(rows: object = OLD) -> FilePayload:
    return {"name": "旧台账.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(rows)}  # type: ignore[arg-type]


def put(page: Page, live: Live, file: FilePayload) -> None:
    """Put a table down; the job worker's part is done here."""
    page.goto(live[1] + reverse("web:ledger-imports", args=[live[0].ledger.pk]))
    page.locator("input[type=file]").set_input_files([file])
    expect(page.get_by_role("status").first).to_be_visible()
    read()


def read() -> None:
    reading.read_now(draft=ImportDraft.objects.latest("pk"), at=moment(DAY), on=DAY, isolated=False)


def summed(page: Page) -> list[str]:
    """New, updated, told, same, wrong rows, missing."""
    return page.locator(".imp-sum b").all_inner_texts()


def row_of(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words)


def test_a_table_is_mended_brought_in_by_its_good_rows_and_taken_back(
    visit: Visit, live: Live, tmp_path: Path
) -> None:
    page = visit("coordinator", allowed=("status of 409", "status of 422"))
    put(page, live, table())
    expect(page.locator("h1")).to_have_text("旧台账.xlsx")
    expect(page.locator(".imp-sum")).to_be_visible()
    assert summed(page) == ["3", "0", "0", "0", "2", "0"]
    expect(row_of(page, "2026年2月30日")).to_contain_text("不是日历上的日子")
    assert grave(page) == []

    page.get_by_label("“双桥”是哪个单位").select_option(label="双桥镇")
    page.get_by_role("button", name="就是它").click()
    expect(page.get_by_role("status").first).to_be_visible()
    read()
    expect(page.locator(".imp-sum")).to_be_visible()
    assert summed(page) == ["4", "0", "0", "0", "1", "0"]
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载标红的表去改").click()
    coming.value.save_as(back := tmp_path / "back.xlsx")
    reasons = [str(cell.value) for cell in load_workbook(back).worksheets[0]["I"]]
    assert [at for at, words in enumerate(reasons, 1) if "2026年2月30日" in words] == [7]

    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("1 行")
    assert not Item.objects.exists()
    page.get_by_label("只导入没有问题的行").check()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator("main")).to_contain_text("全部写成才算")
    carrying.carry_out(draft=ImportDraft.objects.get(), at=moment(DAY), on=DAY)
    expect(page.locator("main")).to_contain_text("已导入")
    assert Item.objects.count() == 4
    assert grave(page) == []

    page.get_by_label("撤销的理由").fill("传错了版本")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("main")).to_contain_text("这次导入已撤销")
    assert set(Item.objects.values_list("state", flat=True)) == {Item.State.VOIDED}


def test_a_column_is_corrected_once_and_known_the_next_time(visit: Visit, live: Live) -> None:
    page = visit("coordinator", width=390)
    put(page, live, table(ROWS))
    page.get_by_role("link", name="列的对应").click()
    said = page.get_by_label("G 列整改进展是什么")
    said.select_option(label="备注")
    page.get_by_role("button", name="按所选重新读").click()
    expect(page.get_by_role("status").first).to_be_visible()
    read()
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator("main")).to_contain_text("全部写成才算")
    carrying.carry_out(draft=ImportDraft.objects.get(), at=moment(DAY), on=DAY)

    put(page, live, table([*ROWS, (9, "新的问题", "", "县供电公司", "", "2026年9月底", "正在办", "否")]))
    expect(page.locator(".imp-sum")).to_be_visible()
    assert summed(page)[0] == "1"
    page.get_by_role("link", name="列的对应").click()
    expect(said.locator("option:checked")).to_have_text("备注")
    assert grave(page) == []
