"""Entering items: one by hand, an instruction slip, a pasted block; and what typed days and units mean."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guatu.accounts.queries import office_unit_book
from guatu.kernel.working_days import WorkingCalendar
from guatu.ledgers.models import Instruction, Item
from guatu.web.views.ledgers.days import said
from guatu.web.views.ledgers.pasted import Reader
from guatu.web.views.ledgers.units import initials
from tests.accounts.factories import make_unit
from tests.ledgers.factories import County
from tests.web.ledgers.conftest import FRIDAY, SignIn

CALENDAR = WorkingCalendar.official()
NO_LINES = {"m-TOTAL_FORMS": "0", "m-INITIAL_FORMS": "0"}


@pytest.mark.parametrize(("text", "day", "kind"), [
    ("2026-09-30", date(2026, 9, 30), "dated"),
    ("9-30", date(2026, 9, 30), "dated"),
    ("2026年9月30日前", date(2026, 9, 30), "dated"),
    ("6月底前", date(2026, 6, 30), "dated"),
    ("年底前", date(2026, 12, 31), "dated"),
    ("长期坚持", None, "long_term"),
    ("立行立改", None, "immediate"),
    ("每月5日前", None, "recurring"),
])  # fmt: skip
def test_a_deadline_is_read_as_it_is_typed(text: str, day: date | None, kind: str) -> None:
    found = said(text, today=FRIDAY, calendar=CALENDAR)

    assert found is not None
    assert (found.day, found.kind) == (day, kind)


@pytest.mark.parametrize("text", ["尽快", "2026-13-45", "看情况"])
def test_words_without_a_time_mean_nothing(text: str) -> None:
    assert said(text, today=FRIDAY, calendar=CALENDAR) is None


def test_a_day_without_work_names_the_days_around_it() -> None:
    found = said("2026-10-03", today=FRIDAY, calendar=CALENDAR)

    assert found is not None
    assert "可改为 9-30 或 10-8" in found.words(FRIDAY, CALENDAR)


def test_the_hint_tells_the_day_while_it_is_typed(county: County, as_: SignIn) -> None:
    answer = as_("coordinator").get(reverse("web:day-meant"), {"text": "6月底前"})

    assert answer.content.decode() == "2026 年 6月30日 周二，还有 102 天"


def test_units_are_found_by_the_first_letters_of_their_pinyin() -> None:
    assert initials("县住建局") == "xzjj"
    assert initials("5G专班") == "5gzb"
    assert initials("双桥镇") == "sqz"


def new_url(county: County) -> str:
    return reverse("web:ledger-new", args=[county.ledger.pk])


def test_an_item_is_entered_with_measures_and_units(county: County, as_: SignIn) -> None:
    given = {
        "title": "站址清单未公布", "kind": "task", "category": "规划", "importance": "important",
        "lead": "县供电公司", "responsible": "双桥镇、石泉镇",
        "deadline": "6月底前", "standard": county.standard.pk, "then": "dispatch",
        "m-TOTAL_FORMS": "2", "m-INITIAL_FORMS": "0", "m-0-text": "公布 20 处清单", "m-0-target": "20",
        "m-0-quantity_unit": "处", "m-0-deadline": "5月底前", "m-1-text": "",
    }  # fmt: skip

    answer = as_("coordinator").post(new_url(county), given)

    assert answer.status_code == 302
    item = Item.objects.get(title="站址清单未公布")
    assert (item.state, str(item.deadline), item.due_text) == ("dispatched", "2026-06-30", "6月底前")
    assert item.importance == "important"
    assert [(one.text, int(one.target or 0), str(one.deadline)) for one in item.measures.all()] == [
        ("公布 20 处清单", 20, "2026-05-31")
    ]
    duties = {one.unit.name: one.duty for one in item.assignments.all()}
    assert duties == {"县供电公司": "lead", "双桥镇": "responsible", "石泉镇": "responsible"}


def test_what_was_typed_stays_and_the_error_stands_at_its_field(county: County, as_: SignIn) -> None:
    given = {
        "title": "缺牵头单位",
        "kind": "task",
        "lead": "没有的局",
        "deadline": "2026-01-01",
        "then": "draft",
        **NO_LINES,
    }

    answer = as_("coordinator").post(new_url(county), given)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "没有“没有的局”" in text
    assert "2026-01-01 已经过去，可改为 2027-01-01" in text
    assert 'value="缺牵头单位"' in text
    assert not Item.objects.filter(title="缺牵头单位").exists()


def test_an_item_that_cannot_be_dispatched_is_not_entered_either(county: County, as_: SignIn) -> None:
    given = {
        "title": "没有牵头的",
        "kind": "task",
        "importance": "ordinary",
        "deadline": "年底前",
        "then": "dispatch",
        **NO_LINES,
    }

    answer = as_("coordinator").post(new_url(county), given)

    assert answer.status_code == 422
    assert "没有牵头单位" in answer.content.decode()
    assert not Item.objects.filter(title="没有牵头的").exists()


def test_an_instruction_slip_becomes_an_item(county: County, as_: SignIn) -> None:
    given = {
        "leader": county.people["leader"].pk, "given_on": "2026-03-19",
        "words": "请供电公司抓紧办，月底前回复。",
        "lead": "县供电公司", "deadline": "3月底前", "then": "dispatch",
    }  # fmt: skip

    answer = as_("coordinator").post(reverse("web:ledger-slip", args=[county.ledger.pk]), given)

    assert answer.status_code == 302
    slip = Instruction.objects.get()
    assert (slip.item.state, slip.item.title, str(slip.item.deadline)) == (
        "dispatched", "请供电公司抓紧办，月底前回复。", "2026-03-31",
    )  # fmt: skip


def reader_of(county: County) -> Reader:
    return Reader(units=office_unit_book(county.office, on=FRIDAY), today=FRIDAY, calendar=CALENDAR)


HEADED = (
    "序号\t问题\t整改措施\t牵头单位\t责任单位\t完成时限\n"
    "1\t站址未公布\t公布清单\t县供电公司\t双桥镇、石泉镇\t2026年6月底\n"
    "2\t电费未减\t\t县供电公司\t\t长期坚持"
)


def test_a_pasted_block_is_read_by_its_head(county: County) -> None:
    block = reader_of(county).read(HEADED)

    assert list(block.meanings) == ["", "title", "measure", "lead", "responsible", "deadline"]
    assert [item.title for item in block.good] == ["站址未公布", "电费未减"]
    first, second = block.good
    assert (str(first.deadline), [one.text for one in first.measures], len(first.duties)) == (
        "2026-06-30",
        ["公布清单"],
        3,
    )
    assert second.due_kind == "long_term"


def test_a_pasted_block_without_a_head_is_read_by_its_content(county: County) -> None:
    text = "1\t站址清单长期没有公布\t县供电公司\t2026-06-30\n2\t转供电电费没有减下来\t县供电公司\t2026-07-31"

    block = reader_of(county).read(text)

    assert list(block.meanings) == ["", "title", "lead", "deadline"]
    assert len(block.good) == 2


def test_cells_with_lines_of_their_own_are_one_cell(county: County) -> None:
    block = reader_of(county).read('事项\t措施\t时限\n站址未公布\t"一、摸底\n二、公布"\t6月底前')

    assert [one.text for one in block.good[0].measures] == ["一、摸底", "二、公布"]


def test_a_wrong_cell_says_its_cure_and_the_good_rows_go_in(county: County, as_: SignIn) -> None:
    text = HEADED + "\n3\t\t\t县供电公司\t\t年底前\n4\t选址投诉\t\t双桥鎮府\t\t2025-01-01"
    client, address = as_("coordinator"), reverse("web:ledger-paste", args=[county.ledger.pk])

    preview = client.post(address, {"text": text}).content.decode()

    assert "4 行，2 行要改" in preview
    assert "缺事项名称，请补上或不取这一行" in preview
    assert "2025-01-01 已经过去" in preview
    assert not Item.objects.filter(title="站址未公布").exists()
    client.post(address, {"text": text, "then": "good"})
    assert set(Item.objects.filter(ledger=county.ledger, state="draft").values_list("title", flat=True)) == {
        "草稿一件", "站址未公布", "电费未减",
    }  # fmt: skip


def test_a_column_may_be_told_otherwise(county: County) -> None:
    make_unit("县教育局", division=county.lead.division)
    text = "站址未公布\t很久没有公布过\n电费未减\t一直没有减下来过"

    block = reader_of(county).read(text, ["title", "problem"])

    assert (block.good[0].title, block.good[0].problem) == ("站址未公布", "很久没有公布过")


def test_an_empty_paste_says_what_to_do(county: County, as_: SignIn) -> None:
    answer: Client = as_("coordinator")
    text = answer.post(reverse("web:ledger-paste", args=[county.ledger.pk]), {"text": ""}).content.decode()

    assert "没有内容" in text


@pytest.mark.parametrize("name", ["ledger-new", "ledger-slip", "ledger-paste"])
@pytest.mark.parametrize("role", ["leader", "verifier", "liaison", "inspector", "administrator", "reader"])
def test_nobody_but_the_coordinator_enters(county: County, as_: SignIn, name: str, role: str) -> None:
    assert as_(role).get(reverse(f"web:{name}", args=[county.ledger.pk])).status_code == 404
