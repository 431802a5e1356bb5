"""Papers of items: drawn up from what stands in the ledger, numbered, in the trail, signed for by a unit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from guatu.accounts.models import Unit
from guatu.history import rebuilding
from guatu.history.models import Event as Link
from guatu.ledgers.actions import adding, instructions, items, papers, reports, verdicts
from guatu.ledgers.errors import (
    Incomplete,
    NotNow,
    NotYours,
    ReasonMissing,
    TooLong,
    WrongChoice,
    WrongUnit,
)
from guatu.ledgers.events import Event
from guatu.ledgers.models import Assignment, Instruction, Item
from guatu.ledgers.queries import duties
from guatu.ledgers.queries import papers as drawing
from guatu.papers import actions as receipts
from guatu.papers import printing
from guatu.papers import queries as of_papers
from guatu.papers.errors import IssuedAlready
from guatu.papers.models import Paper
from tests.ledgers.factories import (
    DAY,
    DEADLINE,
    County,
    all_met,
    asked,
    closed,
    dispatched,
    fresh,
    make_county,
    make_items,
    signed,
)
from tests.ledgers.refusing import refuses
from tests.papers.words import words_of
from tests.scratch import Scratch

LATE = DEADLINE + timedelta(days=12)
Kind = Paper.Kind


def issue(county: County, *some: Item, who: str = "coordinator", on: date = DAY, **values: Any) -> Paper:
    given: dict[str, Any] = {"kind": "letter", "unit": county.lead, "title": "关于督办改造的函"}
    given |= {"text": "请抓紧办理。\n三日内反馈。", **county.when(who, on)}
    return papers.issue(pks=[one.pk for one in some], **given | values)


def drawn(county: County, kind: str, *some: Item, unit: Unit | None = None, on: date = DAY) -> drawing.Drawn:
    cases = drawing.cases([one.pk for one in some])
    return drawing.drawn(kind, cases, unit=unit, signer="林知远", on=on)


def test_a_letter_is_proposed_with_what_stands_in_the_item(county: County) -> None:
    item = signed(county)
    reports.urge(pks=[item.pk], words="请报", **county.when("coordinator"))
    found = drawn(county, "letter", item, unit=county.lead, on=LATE)
    assert found.title == "关于督办基站转供电改造推进缓慢的函"
    for words in (
        item.number,
        "2026年6月30日",
        "逾期 12 天",
        "进度 0%",
        "已催办 1 次",
        "2026年7月15日前书面",
    ):
        assert words in found.text
    (line,) = found.lists["事项"]
    assert line["措施"] == "完成 20 处改造"
    assert line["承办单位"] == "双桥镇、石泉镇"
    assert (line["职责"], line["催办次数"], line["期限情况"]) == ("牵头", "1", "逾期 12 天")


def test_several_items_for_one_unit_make_one_letter(county: County) -> None:
    some = [signed(county), signed(county)]
    assert [one.name for one in drawing.addressees(drawing.cases([one.pk for one in some]))] == [
        "县供电公司",
        "双桥镇",
        "石泉镇",
    ]
    found = drawn(county, "letter", *some, unit=county.towns[0], on=LATE)
    assert "2 个逾期，最长逾期 12 天" in found.text
    paper = issue(county, *some, unit=county.towns[0])
    assert of_papers.subjects_of(paper, "item") == [one.pk for one in some]
    for one in some:
        link = Link.objects.get(kind=Event.PAPER_ISSUED, subject_id=one.pk)
        assert {row.text for row in link.enclosures.all()} >= {"督办函〔2026〕1号", "双桥镇"}
    assert rebuilding.check().found == []


def test_a_letter_counts_as_an_urging_and_other_papers_do_not(county: County) -> None:
    item = signed(county)
    issue(county, item, unit=county.towns[0])
    issue(county, item, kind="reminder")
    urged = dict(Assignment.objects.filter(item=item).values_list("unit__name", "times_urged"))
    assert urged == {"县供电公司": 0, "双桥镇": 1, "石泉镇": 0}
    assert Assignment.objects.get(item=item, unit=county.towns[0]).urged_on == DAY


def test_while_an_item_is_verified_a_letter_presses_nobody(county: County) -> None:
    item = asked(county)
    issue(county, item)
    assert not Assignment.objects.filter(item=item, times_urged__gt=0).exists()


def test_the_words_are_those_that_were_edited(county: County) -> None:
    paper = issue(county, signed(county), title="改过的标题")
    text = words_of(printing.docx(paper))
    assert "改过的标题" in text
    assert "请抓紧办理。\n三日内反馈。" in text
    assert "5G-001" in text
    assert (paper.addressee, paper.issued_by) == (county.lead, county.people["coordinator"])


def test_a_paper_stays_as_it_was_issued(county: County) -> None:
    item = signed(county)
    paper = issue(county, item)
    before = printing.docx(paper)
    items.edit(pk=item.pk, seen=None, values={"title": "改过的事项"}, **county.when("coordinator"))
    assert printing.docx(Paper.objects.get(pk=paper.pk)) == before


def test_the_unit_finds_it_in_its_work_until_it_has_signed(county: County) -> None:
    item = signed(county)
    paper = issue(county, item)

    def waiting(name: str) -> list[int | None]:
        return [one.row for one in duties.of(county(name), on=DAY) if one.event == Event.PAPER_RECEIVED]

    assert waiting("liaison") == [paper.pk]
    assert waiting("town") == waiting("coordinator") == []
    receipts.receive(paper=paper, **county.when("liaison"))
    assert waiting("liaison") == []


def test_the_same_paper_is_not_issued_twice_and_no_number_is_lost(county: County) -> None:
    item = signed(county)
    issue(county, item, kind="reminder")
    with refuses(IssuedAlready, match="提醒函〔2026〕1号"):
        issue(county, item, kind="reminder")
    assert issue(county, item, kind="reminder", title="另一封").number == 2


@pytest.mark.parametrize("who", ["liaison", "verifier", "leader", "inspector", "administrator", "stranger"])
def test_only_a_coordinator_issues(county: County, who: str) -> None:
    item = signed(county)
    with refuses(NotYours):
        issue(county, item, who=who)
    assert not Paper.objects.exists()


def test_the_coordinator_of_another_office_issues_nothing(county: County) -> None:
    elsewhere = make_county()
    item = signed(county)
    county.people["foreign"] = elsewhere.people["coordinator"]
    with refuses(NotYours):
        issue(county, item, who="foreign")


def test_what_cannot_be_drawn_up_is_refused(county: County) -> None:
    item, draft = signed(county), make_items(county)[0]
    stranger = county.people["stranger"].unit
    with refuses(WrongUnit, match="没有由"):
        issue(county, item, unit=stranger)
    with refuses(Incomplete, match="主送单位"):
        issue(county, item, unit=None)
    with refuses(NotNow):
        issue(county, draft)
    with refuses(ReasonMissing, match="标题"):
        issue(county, item, title=" ")
    with refuses(ReasonMissing, match="正文"):
        issue(county, item, text="\n")
    with refuses(TooLong, match="正文"):
        issue(county, item, text="字" * 8001)
    with refuses(WrongChoice):
        issue(county, item, kind="custody_list")
    with refuses(Incomplete):
        papers.issue(kind="letter", pks=[], unit=None, title="x", text="x", **county.when("coordinator"))
    items.suspend(pk=item.pk, reason="等批复", **county.when("coordinator"))
    with refuses(NotNow, match="挂起"):
        issue(county, item)


def test_no_letter_about_what_is_closed(county: County) -> None:
    item = closed(county)
    with refuses(NotNow, match="不能发督办函"):
        issue(county, item)


def sheet(county: County, item: Item) -> Paper:
    return issue(county, item, kind="close_out_sheet", unit=None, title="销号审批表", text="")


def test_the_sheet_of_a_close_out_names_keys_checks_and_proofs(county: County) -> None:
    paper = sheet(county, closed(county))
    text = words_of(printing.docx(paper))
    request = Item.objects.get(number="5G-001").close_outs.get()
    for words in (
        "已销号（2026年3月2日）", "县供电公司 沈若川", "陆怀谷", "县核查中心 许听澜", "本台账不须领导审批",
        "town.png", "other_town.png", "现场核对属实 | 符合 | 人工", "现场照片 | 符合 | 自动", "20/20 处",
        "转改直 第 1 版", request.content_hash[:12], "20 处全部改造完成",
    ):  # fmt: skip
        assert words in text, words


def test_a_sheet_on_its_way_says_that_it_is_no_ground(county: County) -> None:
    item = asked(county)
    text = words_of(printing.docx(sheet(county, item)))
    assert "核查中，尚未办结，本表不作销号依据" in text
    assert "尚未核查" in text
    verdicts.send_back(pk=item.pk, remark="缺照片", judged={}, **county.when("verifier"))
    with refuses(NotNow, match="没有在办或办结的销号申请"):
        sheet(county, fresh(item))


def test_a_sheet_is_of_one_item(county: County) -> None:
    some = [asked(county), asked(county)]
    with refuses(Incomplete, match="一事一份"):
        issue(county, *some, kind="close_out_sheet", unit=None)


def test_a_leaders_word_stands_in_the_sheet(db: None) -> None:
    county = make_county(needs_approval=True)
    item = asked(county)
    verdicts.verify(pk=item.pk, judged=all_met(item), **county.when("verifier"))
    assert "尚未审批" in words_of(printing.docx(sheet(county, item)))
    verdicts.approve(pk=item.pk, **county.when("leader"))
    assert "周行之 2026年3月2日" in words_of(printing.docx(sheet(county, item)))


def test_a_closing_report_goes_out_as_a_paper(county: County) -> None:
    slip = instructions.slip(
        ledger=county.ledger,
        leader=county.people["leader"],
        given_on=DAY,
        words="请抓紧办理。",
        new=adding.NewItem(title="办好这件事", problem="", deadline=DEADLINE),
        **county.when("coordinator"),
    )
    report: dict[str, Any] = {"kind": "closing_report", "unit": None}
    with refuses(NotNow):
        issue(county, slip.item, **report)
    item = signed(county)
    with refuses(Incomplete, match="先向领导呈报"):
        issue(county, item, **report)


def test_a_closing_report_quotes_the_leader(county: County) -> None:
    item = signed(county)
    slip = Instruction.objects.create(
        item=item, leader=county.people["leader"], given_on=DAY, words="请抓紧办理。"
    )
    instructions.send_report(instruction=slip, text="已全部办结。", **county.when("coordinator"))
    found = drawn(county, "closing_report", item)
    assert found.text == "已全部办结。"
    paper = issue(county, item, kind="closing_report", unit=None, title=found.title, text=found.text)
    text = words_of(printing.docx(paper))
    for words in ("周行之：", "2026年3月2日批示：“请抓紧办理。”", "已全部办结。", "等领导阅", "尚未销号"):
        assert words in text


def test_a_unit_that_has_not_signed_can_be_written_to(county: County) -> None:
    paper = issue(county, dispatched(county), kind="dispatch_notice", title="关于交办的通知")
    assert paper.mark == "交办通知〔2026〕1号"


def test_two_coordinators_at_once_leave_no_gap(scratch: Scratch) -> None:
    county = make_county()
    some = [signed(county) for _ in range(6)]

    def one(item: Item) -> int:
        try:
            return issue(county, item).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        numbers = sorted(threads.map(one, some))
    assert numbers == list(range(1, 7))
