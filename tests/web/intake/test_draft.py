"""The draft beside its source: nothing is lost, a second window is told, a mark of secrecy leaves nothing."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from guatu.history.models import StoredFile
from guatu.ledgers.intake import reading, receiving
from guatu.ledgers.models import Directive, Draft
from tests.accounts.factories import moment
from tests.browsers import grave
from tests.ledgers.factories import DAY, County
from tests.web.intake.papers import PLAN, written
from tests.web.items.conftest import SignIn, Visit

Live = tuple[County, str]


def read(county: County, *paragraphs: str, name: str = "整改方案.docx") -> Draft:
    """A document that has come in and been read."""
    from io import BytesIO

    file = BytesIO(written(*(paragraphs or PLAN))["buffer"])
    draft = receiving.receive(upload=file, name=name, office=county.office, **county.when("coordinator"))
    return reading.read_now(draft=draft, at=moment(DAY), on=DAY, isolated=False)


def opened(visit: Visit, live: Live, draft: Draft, *, width: int = 1440, order: str = "source") -> Page:
    page = visit("coordinator", width=width, allowed=("status of 409", "status of 422"))
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]) + f"?order={order}")
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_is_clean_at_every_width(visit: Visit, live: Live, width: int) -> None:
    page = opened(visit, live, read(live[0]), width=width)
    expect(page.locator("#open-entry")).to_be_visible()
    assert grave(page) == []


def test_a_change_is_saved_at_once_and_stands_after_a_reload(visit: Visit, live: Live) -> None:
    page = opened(visit, live, read(live[0]))
    page.locator("#due").fill("7月底前")
    page.locator("#due").press("Enter")
    expect(page.locator("#due")).to_have_value("2026-07-31")
    page.reload()
    expect(page.locator("#due")).to_have_value("2026-07-31")
    page.get_by_role("button", name="撤销上一步").click()
    expect(page.locator("#due")).to_have_value("2026-06-30")


SEVERAL = (
    "云桥县充电设施问题整改方案",
    "一、关于充电桩故障长期不修的问题",
    "一是由县供电公司牵头，2026年4月底前建立巡检制度。",
    "二是由双桥镇牵头，2026年6月底前修复故障充电桩18根。",
    "二、关于公共停车场没有开放站址的问题",
    "一是由石泉镇负责，2026年9月底前开放站址12处。",
)


def test_a_split_shows_both_numbers_and_whose_each_sentence_is(visit: Visit, live: Live) -> None:
    page = opened(visit, live, read(live[0], *SEVERAL))
    page.get_by_role("button", name="拆开 S").click()
    expect(page.locator(".source .g-number")).to_have_text(["一之1", "一之2", "二"])
    expect(page.locator(".g-drafts .n")).to_have_text(["一之1", "一之2", "二"])
    expect(page.locator(".source .g-mark.unit", has_text="双桥镇")).to_have_attribute("data-link", "d3")
    expect(page.locator("#open-entry .title")).to_have_value("由县供电公司牵头，2026年4月底前建立巡检制度。")
    page.locator(".g-draft a[data-open]").first.click()
    expect(page.locator("#open-entry .duty .g-tag")).to_have_text("双桥镇")
    page.get_by_role("button", name="撤销上一步").click()
    expect(page.locator(".source .g-number")).to_have_text(["一", "二"])
    page.get_by_role("button", name="不入账").click()
    expect(page.locator(".source .g-number")).to_have_text(["二"])


def test_a_figure_is_shared_in_the_field_of_its_units(visit: Visit, live: Live) -> None:
    page = opened(visit, live, read(live[0]))
    for unit, share in (("双桥镇", "6"), ("石泉镇", "10")):
        page.get_by_label(f"{unit}的分配数").fill(share)
        page.get_by_label(f"{unit}的分配数").press("Enter")
        expect(page.get_by_label(f"{unit}的分配数")).to_have_value(share)
    expect(page.locator("#open-entry .short")).to_have_text("措施 1 目标 20 处，已分 16 处，还差 4 处")
    page.get_by_label("石泉镇的分配数").fill("14")
    page.get_by_label("石泉镇的分配数").press("Enter")
    expect(page.locator("#open-entry .short")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("石泉镇的分配数")).to_have_value("14")


def slowed(page: Page) -> None:
    """Each save takes a while, as on a busy server."""

    def later(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/edit", later)


def test_who_works_faster_than_the_server_clashes_with_nobody(visit: Visit, live: Live) -> None:
    draft = read(live[0])
    page = visit("coordinator")  # no 409 is allowed
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]) + "?order=source")
    slowed(page)
    page.get_by_label("事项名称").fill("转供电改造慢")
    page.get_by_label("措施 1 的目标数").fill("25")
    page.get_by_label("包保领导").fill("林县长")
    page.get_by_role("button", name="确认，下一条").click()
    expect(page.locator(".g-send")).to_contain_text("1 / 2")
    draft.refresh_from_db()
    first = draft.entries[0]
    assert (first["title"], first["measures"][0]["target"]) == ("转供电改造慢", "25")
    assert (first["sponsor_leader"], first["status"]) == ("林县长", "confirmed")


def test_what_is_being_typed_stays_when_an_earlier_save_is_answered(visit: Visit, live: Live) -> None:
    draft = read(live[0])
    page = visit("coordinator")
    page.goto(live[1] + reverse("web:draft", args=[draft.pk]) + "?order=source")
    slowed(page)
    page.get_by_label("事项名称").fill("转供电改造慢")
    page.locator("#problem").press_sequentially("还有", delay=20)
    expect(page.locator("[data-saved]")).to_contain_text("已自动保存")
    expect(page.locator("#problem")).to_be_focused()
    page.locator("#problem").press_sequentially("二十处", delay=20)
    page.locator("#problem").blur()
    expect(page.locator(".source")).to_be_visible()
    expect(page.locator("#intake-state [name=revision]")).to_have_value("2")
    page.reload()
    expect(page.locator("#problem")).to_have_value(re.compile("还有二十处"))
    expect(page.get_by_label("事项名称")).to_have_value("转供电改造慢")


def test_each_measure_is_edited_alone(visit: Visit, live: Live) -> None:
    page = opened(visit, live, read(live[0], *SEVERAL))
    for label, words in (("措施 1", "建立巡检制度"), ("措施 1 的时限", "4月20日"), ("措施 2 的目标数", "20")):
        page.get_by_label(label, exact=True).fill(words)
        page.get_by_label(label, exact=True).press("Enter")
    page.get_by_label("加一条措施").fill("公布故障电话")
    page.get_by_label("加一条措施").press("Enter")
    expect(page.get_by_label("措施 3", exact=True)).to_have_value("公布故障电话")
    page.get_by_label("双桥镇的职责").select_option(label="配合")
    expect(page.locator("#intake-state [name=revision]")).to_have_value("5")
    page.reload()
    expect(page.get_by_label("措施 1", exact=True)).to_have_value("建立巡检制度")
    expect(page.get_by_label("措施 1 的时限")).to_have_value("2026-04-20")
    expect(page.get_by_label("措施 2", exact=True)).to_have_value(re.compile("修复故障充电桩18根"))
    expect(page.get_by_label("措施 2 的目标数")).to_have_value("20")
    expect(page.get_by_label("双桥镇的职责")).to_have_value("cooperating")


def test_a_style_that_the_browser_sets_is_not_carried_over(visit: Visit, live: Live) -> None:
    page = opened(visit, live, read(live[0]))
    for name in ("#due", "#problem", "#standard"):  # as an extension that fills in forms does
        page.locator(name).evaluate("field => field.style.setProperty('color', 'black')")
    page.get_by_label("包保领导").fill("林县长")
    page.get_by_label("包保领导").press("Enter")
    expect(page.locator("#intake-state [name=revision]")).to_have_value("1")


def test_nothing_is_sent_before_something_is_confirmed_nor_after_all_is_settled(
    visit: Visit, live: Live
) -> None:
    draft = read(live[0])
    page = opened(visit, live, draft)
    expect(page.get_by_role("button", name="交办", exact=True)).to_be_disabled()
    page.get_by_role("button", name="确认，下一条").click()
    expect(page.get_by_role("link", name="交办 1 条")).to_be_visible()
    Draft.objects.filter(pk=draft.pk).update(
        state="done", entries=[{**one, "status": "dropped"} for one in draft.entries]
    )
    page.reload()
    expect(page.locator(".drafts")).to_contain_text("这份来文已办结")
    expect(page.locator(".g-send")).to_have_count(0)


def test_words_that_name_no_day_are_refused_and_kept(visit: Visit, live: Live) -> None:
    page = opened(visit, live, read(live[0]))
    page.locator("#due").fill("尽快")
    page.locator("#due").press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("看不出是哪一天")


def test_a_second_window_is_told_and_loses_nothing(visit: Visit, live: Live) -> None:
    draft = read(live[0])
    first, second = opened(visit, live, draft), opened(visit, live, draft)
    first.locator("#open-entry .title").fill("转供电改造慢")
    first.locator("#open-entry .title").press("Enter")
    expect(first.locator("[data-saved]")).to_contain_text("已自动保存")
    second.locator("#problem").fill("二十处还没有改")
    second.locator("#problem").press("Enter")
    expect(second.locator("[role=alert]")).to_contain_text("您填的：二十处还没有改")
    expect(second.locator("[role=alert]")).to_be_in_viewport(ratio=1)
    box, bar = second.locator("[role=alert]").bounding_box(), second.locator(".bar").bounding_box()
    assert box
    assert bar
    assert box["y"] >= bar["y"] + bar["height"] - 1
    second.get_by_role("button", name="仍用我的").click()
    expect(second.locator("#problem")).to_have_value("二十处还没有改")
    expect(second.locator("#open-entry .title")).to_have_value("转供电改造慢")


def test_source_and_draft_light_up_together(visit: Visit, live: Live) -> None:
    page = opened(visit, live, read(live[0]))
    page.locator(".source .g-mark.problem").first.hover()
    expect(page.locator("#open-entry")).to_have_class("g-draft is-open unchecked is-linked")


def test_a_mark_of_secrecy_leaves_nothing(as_: SignIn, county: County, tmp_path: Path) -> None:
    file = written("秘密★1年", "云桥县某项工作方案", "一、由县供电公司牵头。")
    answer = as_("coordinator").post(
        reverse("web:directive-upload"),
        {"file": _named(file["buffer"], "方案.docx")},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    draft = Draft.objects.get()
    with pytest.raises(Exception, match="标志"):
        reading.read_now(draft=draft, at=moment(DAY), on=DAY, isolated=False)
    assert not Draft.objects.exists()
    assert not Directive.objects.exists()
    assert not StoredFile.objects.exists()
    kept = [
        path for path in (tmp_path / "files").rglob("*") if path.is_file() and b"PK" in path.read_bytes()[:2]
    ]
    assert kept == []


def test_only_coordinators_see_drafts(as_: SignIn, county: County) -> None:
    draft = read(county)
    for name in ("verifier", "leader", "liaison", "stranger", "inspector"):
        assert as_(name).get(reverse("web:draft", args=[draft.pk])).status_code == 404
        answer = as_(name).post(reverse("web:draft-edit", args=[draft.pk]), {"act": "drop", "entry": "1"})
        assert answer.status_code == 404


def _named(content: bytes, name: str) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)
