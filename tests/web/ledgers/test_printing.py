"""The list on paper: a real PDF of the size A3, on which no row is lost and none is torn apart."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Page

from guatu.history.models import Chain, Enclosure, Event
from guatu.ledgers.actions import adding, ledgers
from guatu.ledgers.actions.adding import NewItem, NewMeasure
from guatu.web.views.ledgers import printing
from tests.browsers import grave
from tests.ledgers.factories import County, make_items
from tests.web.ledgers.conftest import SignIn
from tests.web.ledgers.test_list import heads, page

A3 = (1190.55, 841.89)
COLUMNS = "?cols=measures.state.problem.deadline&group=none"
TWO = [NewMeasure(text="先停电施工"), NewMeasure(text="再逐户签字")]


def test_a_sheet_has_its_columns_in_the_order_of_the_screen(county: County, as_: SignIn) -> None:
    client = as_("coordinator")

    answer = client.post(reverse("web:ledger-export", args=[county.ledger.pk]) + COLUMNS)

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    top = [cell.value for cell in sheet[4] if cell.value not in ("剩余天数", "延期次数")]
    assert top == heads(page(client, county, COLUMNS))[1:] == ["编号", "事项", "措施", "状态", "问题", "时限"]
    assert sheet["C5"].value == "1. 完成 20 处改造（目标 20处）"


def test_measures_stand_beside_one_cell_of_their_item(county: County, as_: SignIn) -> None:
    make_items(county, title="两条措施", measures=TWO, duties=[])

    text = (
        as_("coordinator")
        .post(reverse("web:ledger-print", args=[county.ledger.pk]) + COLUMNS)
        .content.decode()
    )

    assert '<td rowspan="2">两条措施</td><td>1. 先停电施工</td><td rowspan="2">草稿</td>' in text
    assert "<tr><td>2. 再逐户签字</td></tr></tbody>" in text


def test_a_print_is_recorded_and_says_what_it_leaves_out(
    county: County, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MOST", 3)

    text = (
        as_("leader")
        .post(reverse("web:ledger-print", args=[county.ledger.pk]) + "?group=none")
        .content.decode()
    )

    assert "一次最多打印 3 项，后面 4 项没有打印" in text
    event = Event.objects.get(kind="ledger.exported")
    assert Enclosure.objects.get(event=event, name="rows").text == "3"
    assert f"留痕摘要 {Chain.objects.get(code=county.office.chain).head[:12]}" in text
    assert as_("stranger").post(reverse("web:ledger-print", args=[county.ledger.pk])).status_code == 404
    assert as_("leader").get(reverse("web:ledger-print", args=[county.ledger.pk])).status_code == 405


def test_a_past_day_is_printed_as_it_was(county: County, as_: SignIn) -> None:
    url = reverse("web:ledger-print", args=[county.ledger.pk])

    text = as_("coordinator").post(f"{url}?cols=state.measures&group=none&as_of=2026-03-16").content.decode()

    assert "情况截至 2026-03-16" in text
    assert '<th scope="col">状态</th>' in text
    assert "措施" not in text


def test_the_pdf_is_a3_with_heads_on_each_page_and_every_row(
    shown: tuple[County, Callable[..., Page]], tmp_path: Path
) -> None:
    county, visit = shown
    make_items(county, 90, title="变压器增容排不上停电窗口", measures=TWO, duties=[])
    listed = visit("coordinator", f"/ledgers/{county.ledger.pk}{COLUMNS}&sort=number")
    with listed.expect_popup() as opened:
        listed.get_by_role("button", name="打印").click()
    printed = opened.value
    printed.wait_for_load_state()
    assert grave(printed) == []
    (tmp_path / "list.pdf").write_bytes(printed.pdf(prefer_css_page_size=True))

    with pypdfium2.PdfDocument(tmp_path / "list.pdf") as document:
        sizes = {tuple(round(side) for side in one.get_size()) for one in document}
        texts = ["".join(one.get_textpage().get_text_bounded().split()) for one in document]
    assert len(texts) >= 3
    assert all(abs(one - other) < 2 for size in sizes for one, other in zip(size, A3, strict=True))
    for number, text in enumerate(texts, start=1):
        assert "县督查室·整改台账" in text
        assert "编号" in text
        assert f"第{number}页，共{len(texts)}页" in text
        assert "留痕摘要" in text
    numbers = re.findall(r"5G-\d{3}", " ".join(texts))
    assert sorted(numbers) == sorted(county.ledger.items.values_list("number", flat=True))
    firsts, seconds = (" ".join(texts).count(words) for words in ("1.先停电施工", "2.再逐户签字"))
    assert (firsts, seconds) == (90, 90)
    assert all(text.count("先停电施工") == text.count("再逐户签字") for text in texts), (
        "an item was torn apart"
    )


def test_a_list_over_all_ledgers_leaves_with_a_word_in_each_of_their_chains(
    county: County, as_: SignIn
) -> None:
    other = ledgers.open_ledger(
        office=county.office, name="第二本", prefix="DE", **county.when("coordinator")
    )
    adding.add(ledger=other, items=[NewItem(title="另一本的一项")], **county.when("coordinator"))
    client = as_("coordinator")

    sheet = load_workbook(BytesIO(b"".join(client.post("/items/export").streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    printed = client.post("/items/print?q=一项").content.decode()

    assert (sheet["A1"].value, sheet.max_row) == ("全部事项", 4 + 8)
    assert "<caption>全部事项</caption>" in printed
    assert "另一本的一项" in printed
    events = Event.objects.filter(kind="ledger.exported").order_by("number")
    rows = [(one.subject_id, Enclosure.objects.get(event=one, name="rows").text) for one in events]
    assert rows == [(county.ledger.pk, "7"), (other.pk, "1"), (other.pk, "1")]
    assert client.post("/items/print?q=没有这样的事").status_code == 200


def test_a_unit_prints_what_it_owes_and_no_more(county: County, as_: SignIn) -> None:
    printed = as_("town").post("/items/print").content.decode()

    assert "按期一件" in printed
    assert "草稿一件" not in printed
    assert "一件" not in as_("stranger").post("/items/print").content.decode()
