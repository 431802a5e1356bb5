"""The grid: typed words are read cell by cell, told in Chinese, and saved all together or not at all."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guatu.ledgers.actions import items
from guatu.ledgers.models import Item
from tests.ledgers.factories import County, make_items
from tests.web.ledgers.conftest import FRIDAY, SignIn


def url(county: County) -> str:
    return reverse("web:ledger-grid", args=[county.ledger.pk])


def cell(
    item: Item, field: str, text: str, *, old: str | None = None, measure: int | None = None
) -> dict[str, Any]:
    stands = getattr(item, field, "") if old is None else old
    return {"item": item.pk, "measure": measure, "field": field, "old": stands, "text": text}


def press(
    client: Client,
    county: County,
    *cells: Mapping[str, Any],
    rows: Sequence[Mapping[str, str]] = (),
    **more: Any,
) -> HttpResponse:
    new = [{"line": f"new{number}", "cells": one} for number, one in enumerate(rows, start=1)]
    paper = {"paper": more.pop("paper")} if "paper" in more else {}
    data = {"mode": "save", "cells": cells, "rows": new, "key": "", "reason": "", **more}
    return cast(HttpResponse, client.post(url(county), {"data": json.dumps(data), **paper}))


def problems(answer: HttpResponse) -> list[tuple[str, str]]:
    return [(one["field"], one["problem"]) for one in json.loads(answer.content)["cells"] if one["problem"]]


def item_of(county: County, title: str) -> Item:
    return Item.objects.get(ledger=county.ledger, title=title)


def test_only_who_writes_in_the_ledger_opens_the_grid(county: County, as_: SignIn) -> None:
    assert as_("coordinator").get(url(county)).status_code == 200
    for role in ("leader", "verifier", "liaison", "administrator", "reader", "stranger"):
        assert as_(role).get(url(county)).status_code == 404
        assert press(as_(role), county).status_code == 404


def test_the_grid_says_of_each_cell_why_it_is_shut(county: County, as_: SignIn) -> None:
    answer = as_("coordinator").get(f"{url(county)}?group=none&sort=number")
    sheet = answer.context["sheet"]
    shut = {line["cells"]["title"]: line["shut"] for line in sheet["lines"]}

    assert shut["草稿一件"].keys() == {"responsible"}
    assert shut["按期一件"].keys() == {"lead", "responsible"}
    assert shut["按期一件"]["lead"] == "已交办，换牵头单位请用“移交”"
    assert shut["已销号一件"]["title"] == "现在是“已销号”，不能改"
    assert shut["申请销号一件"]["deadline"].startswith("现在是“核查中”")


def test_words_are_read_by_their_column_and_told_before_they_are_saved(county: County, as_: SignIn) -> None:
    draft = item_of(county, "草稿一件")

    answer = press(
        as_("coordinator"), county,
        cell(draft, "deadline", "6月底前", old="2026-05-29"),
        cell(draft, "lead", "双桥 镇", old="县供电公司"),
        mode="check",
    )  # fmt: skip

    assert answer.status_code == 200
    told = {one["field"]: one for one in json.loads(answer.content)["cells"]}
    assert told["deadline"]["means"] == "2026-06-30"
    assert told["lead"]["means"] == "双桥镇"
    assert item_of(county, "草稿一件").lead_unit == county.lead


def test_bad_cells_are_told_with_a_cure_and_nothing_is_saved(county: County, as_: SignIn) -> None:
    draft = item_of(county, "草稿一件")
    other = make_items(county, duties=[], measures=[])[0]

    answer = press(
        as_("coordinator"), county,
        cell(draft, "title", ""), cell(draft, "goal", "好的一格"),
        cell(draft, "deadline", "下个世纪吧", old="2026-05-29"),
        cell(draft, "lead", "县供电公", old="县供电公司"), cell(other, "target", "很多", old=""),
        cell(item_of(county, "按期一件"), "deadline", "2026-03-01", old="2026-06-30"),
        cell(item_of(county, "已销号一件"), "title", "改名"),
    )  # fmt: skip

    assert answer.status_code == 422
    found = problems(answer)
    assert ("title", "事项名称不能空") in found
    assert ("deadline", "“下个世纪吧”看不出是哪一天，可写 2026-09-30、9月底前") in found
    assert ("deadline", "2026-03-01 已经过去，请改成今后的日子") in found
    assert ("target", "“很多”不是大于 0 的数，目标数只填数字") in found
    assert ("title", "现在是“已销号”，不能改") in found
    assert item_of(county, "草稿一件").goal == ""


def test_of_several_units_the_unknown_one_is_named_and_all_are_suggested(county: County, as_: SignIn) -> None:
    answer = press(as_("coordinator"), county, rows=[{"title": "新的", "responsible": "双桥镇、石泉乡"}])

    told = next(one for one in json.loads(answer.content)["cells"] if one["field"] == "responsible")
    assert (told["problem"], told["suggestions"]) == ("没有“石泉乡”，是否石泉镇", ["双桥镇、石泉镇"])


def test_changed_cells_and_pasted_lines_are_saved_at_one_press(county: County, as_: SignIn) -> None:
    draft, going = item_of(county, "草稿一件"), item_of(county, "按期一件")
    measure = going.measures.get()
    rows = [
        {
            "title": "贴来的一项",
            "lead": "石泉镇",
            "responsible": "县供电公司、双桥镇，石泉镇",
            "deadline": "年底前",
            "measure": "先摸底",
            "target": "十二",
        },
        {"measure": "再整改", "measure_deadline": "2026-11-30"},
        {"title": "贴来的又一项", "deadline": "长期坚持"},
    ]

    answer = press(
        as_("coordinator"), county,
        cell(draft, "title", "草稿改名"), cell(draft, "deadline", "8-31", old="2026-05-29"),
        cell(going, "measure", "完成 20 处并验收", old=measure.text, measure=measure.pk),
        cell(going, "deadline", "2026-09-30", old="2026-06-30"),
        rows=rows, reason="会议决定", paper=SimpleUploadedFile("会议纪要.txt", "同意".encode()),
    )  # fmt: skip

    assert answer.status_code == 200, answer.content.decode()
    draft.refresh_from_db()
    measure.refresh_from_db()
    assert (draft.title, draft.deadline) == ("草稿改名", FRIDAY.replace(month=8, day=31))
    assert measure.text == "完成 20 处并验收"
    assert str(item_of(county, "按期一件").deadline) == "2026-09-30"
    made = item_of(county, "贴来的一项")
    assert [(one.text, one.target) for one in made.measures.all()] == [("先摸底", 12), ("再整改", None)]
    duties = made.assignments.order_by("pk").values_list("unit__name", "duty")
    assert list(duties) == [("石泉镇", "lead"), ("县供电公司", "responsible"), ("双桥镇", "responsible")]
    assert item_of(county, "贴来的又一项").due_kind == "long_term"


def test_a_cell_that_somebody_else_wrote_is_told_with_both_words(county: County, as_: SignIn) -> None:
    draft = item_of(county, "草稿一件")
    items.edit(pk=draft.pk, seen=None, values={"goal": "别人写的"}, **county.when("coordinator", FRIDAY))

    answer = press(
        as_("coordinator"), county, cell(draft, "goal", "我写的", old=""), cell(draft, "title", "改名")
    )

    assert answer.status_code == 409
    told = {one["field"]: one["theirs"] for one in json.loads(answer.content)["cells"]}
    assert told == {"goal": "别人写的", "title": None}
    draft.refresh_from_db()
    assert (draft.title, draft.goal) == ("草稿一件", "别人写的")
    merged = press(as_("coordinator"), county, cell(draft, "goal", "我写的", old="别人写的"))
    assert merged.status_code == 200
    assert item_of(county, "草稿一件").goal == "我写的"


def test_a_refused_press_says_which_item_and_can_be_sent_again(county: County, as_: SignIn) -> None:
    going = item_of(county, "按期一件")
    client, asked = as_("coordinator"), cell(going, "deadline", "2026-09-30", old="2026-06-30")

    answer = press(client, county, asked, cell(going, "goal", "写好"), key="a-key")
    assert answer.status_code == 422
    assert (
        json.loads(answer.content)["message"]
        == f"{going.number}：调整时限要有依据，请附上依据文件。全部改动都没有保存"
    )
    assert item_of(county, "按期一件").goal == ""
    again = press(client, county, cell(going, "goal", "写好"), key="a-key")
    assert again.status_code == 200
    twice = press(client, county, cell(going, "goal", "再写", old="写好"), key="a-key")
    assert "已经提交过" in json.loads(twice.content)["message"]
    assert item_of(county, "按期一件").goal == "写好"


def test_a_request_for_close_out_that_would_lapse_is_told(county: County, as_: SignIn) -> None:
    asked = item_of(county, "申请销号一件")

    answer = press(as_("coordinator"), county, cell(asked, "goal", "另一个目标"), mode="check")

    assert json.loads(answer.content)["lapsing"] == [asked.number]


def test_what_our_page_does_not_send_is_refused(county: County, as_: SignIn) -> None:
    client, draft = as_("coordinator"), item_of(county, "草稿一件")

    for data in (
        "",
        "[]",
        "{}",
        '{"cells": [{"item": 1}], "rows": []}',
        json.dumps({"cells": [cell(draft, "state", "x", old="")], "rows": []}),
    ):
        assert client.post(url(county), {"data": data}).status_code == 422
    assert press(client, county, cell(Item(pk=987654), "title", "x")).status_code == 422
    many = [{"title": f"第{number}件"} for number in range(4001)]
    answer = press(client, county, rows=many)
    assert (answer.status_code, json.loads(answer.content)["message"]) == (
        422,
        "一次最多保存 4000 个格子，请分几次粘贴和保存",
    )
